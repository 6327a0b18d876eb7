"""One radiograph's marks, lines and labels on a canvas, all in drawn px."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from aariz_mm.visualization.error_text import error_color, format_error
from aariz_mm.visualization.label_placement import leader_ends, place_labels
from aariz_mm.visualization.marks import draw_cross, draw_line, draw_ring, draw_tracing
from aariz_mm.visualization.palette import INK, TRACING
from aariz_mm.visualization.text import TextRun, draw_texts, text_size

__all__ = ['Scene', 'Style', 'draw_scene']


class Style(NamedTuple):
    """Sizes in drawn px, all in proportion to the picture's longer side, with a floor where they must be readable."""

    symbol: int
    error: int
    band: int
    radius: float
    thickness: int

    @classmethod
    def of(cls, max_side: int) -> Style:
        unit = max_side / 1400
        return cls(
            symbol=max(round(19 * unit), 11),
            error=max(round(16 * unit), 10),
            band=max(round(20 * unit), 12),
            radius=max(6.5 * unit, 3.5),
            thickness=max(round(2 * unit), 1),
        )


class Scene(NamedTuple):
    """What is drawn, in drawn px: points (K, 2) or None, NaN where missing; errors_px (K,) in original px or None."""

    pred: np.ndarray | None
    gt: np.ndarray | None
    errors_px: np.ndarray | None
    pixel_size_mm: float | None
    symbols: tuple[str, ...]


def draw_scene(canvas: np.ndarray, scene: Scene, style: Style, tracing: bool) -> np.ndarray:
    """Marks, lines and labels on ``canvas``, from the faintest to what must stay readable."""
    grey = cv2.cvtColor(canvas, cv2.COLOR_RGB2GRAY)
    traced = scene.pred if scene.pred is not None else scene.gt
    if tracing and traced is not None:
        draw_tracing(canvas, traced, scene.symbols, style.thickness)
    labels = _layout_labels(scene, style, grey)
    _draw_leaders(canvas, labels, style)
    if scene.errors_px is not None:
        for index in np.flatnonzero(np.isfinite(scene.errors_px)):
            draw_line(canvas, scene.gt[index], scene.pred[index], _color(scene, index), style.thickness)
    for points, draw in ((scene.gt, draw_ring), (scene.pred, draw_cross)):
        for point in () if points is None else points[np.isfinite(points).all(axis=1)]:
            draw(canvas, point, style.radius, style.thickness)
    return draw_texts(canvas, _label_runs(scene, style, labels))


class _Labels(NamedTuple):
    """Landmark indices (N,), the points they belong to (N, 2), their boxes (N, 4)."""

    indices: np.ndarray
    anchors: np.ndarray
    boxes: np.ndarray


def _layout_labels(scene: Scene, style: Style, grey: np.ndarray) -> _Labels:
    """A box for each landmark that is drawn, beside its truth or, without one, its prediction."""
    nothing = np.full((len(scene.symbols), 2), np.nan)
    gt, pred = (nothing if points is None else points for points in (scene.gt, scene.pred))
    anchors = np.where(np.isfinite(gt).all(axis=1)[:, None], gt, pred)
    indices = np.flatnonzero(np.isfinite(anchors).all(axis=1))
    everything = np.concatenate([gt, pred])
    everything = everything[np.isfinite(everything).all(axis=1)]
    reach = style.radius + style.thickness
    marks = np.concatenate([everything - reach, everything + reach], axis=1)
    sizes = np.array([_label_size(scene, style, index) for index in indices]).reshape(-1, 2)
    boxes = place_labels(anchors[indices], sizes, marks, grey, gap=reach + style.thickness)
    return _Labels(indices, anchors[indices], boxes)


def _label_size(scene: Scene, style: Style, index: int) -> tuple[int, int]:
    width, height = text_size(scene.symbols[index], style.symbol)
    error = _error_words(scene, index)
    return (width + _gap(style) + text_size(error, style.error)[0] if error else width) + 2, height


def _label_runs(scene: Scene, style: Style, labels: _Labels) -> list[TextRun]:
    runs = []
    for index, (left, top, _, _) in zip(labels.indices, labels.boxes, strict=True):
        symbol = scene.symbols[index]
        runs.append(TextRun(symbol, left, top, style.symbol, INK, halo_px=style.thickness))
        beside = left + text_size(symbol, style.symbol)[0] + _gap(style)
        # the same baseline as the larger symbol
        below = top + (style.symbol - style.error) * 0.95
        error = _error_words(scene, index)
        runs.append(TextRun(error, beside, below, style.error, _color(scene, index), halo_px=style.thickness))
    return runs


def _draw_leaders(canvas: np.ndarray, labels: _Labels, style: Style) -> None:
    """A thin line to each label that had to move away from its landmark."""
    ends = leader_ends(labels.anchors, labels.boxes)
    for anchor, end in zip(labels.anchors, ends, strict=True):
        if np.linalg.norm(end - anchor) > style.radius * 2.5:
            draw_line(canvas, anchor, end, TRACING, max(style.thickness - 1, 1))


def _gap(style: Style) -> int:
    return max(style.symbol // 4, 3)


def _error_words(scene: Scene, index: int) -> str:
    return '' if scene.errors_px is None else format_error(scene.errors_px[index], scene.pixel_size_mm)


def _color(scene: Scene, index: int) -> tuple[int, int, int]:
    if scene.errors_px is None or scene.pixel_size_mm is None:
        return INK
    return error_color(scene.errors_px[index] * scene.pixel_size_mm)
