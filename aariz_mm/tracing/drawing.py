"""A tracing as strokes and words with colours and widths: what every kind of file is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from aariz_mm.outlines import flatten
from aariz_mm.outlines.beziers import line
from aariz_mm.visualization.label_placement import leader_ends, place_labels
from aariz_mm.visualization.palette import Color
from aariz_mm.visualization.text import text_size

from .lines import unit_vectors
from .shapes import Arc, Label, Layer, Path, Shape, Tracing
from .themes import Pen, Theme

__all__ = ['Drawing', 'Stroke', 'Words', 'arc_curve', 'draw', 'faded_film', 'line_picture']

_SIDE_PX = 1000
"""Longer side of the small picture that labels are placed on: a thousandth of a picture, the unit of pens, is 1 px."""
_TEXT = dict(symbol=15.0, angle=15.5, plane=15.0, bar=16.0)
"""Sizes of letters by kind of text, thousandths of the picture's longer side."""
_HALO = 1.5
_BORDER = 0.06
"""Empty border around a tracing without its radiograph, as a fraction of its longer side."""
_BAR = 'scale_bar'
_LEADER = Pen((128, 128, 128), 0.6)


@dataclass(frozen=True)
class Stroke:
    """A Bézier spline (3 m + 1, 2), drawn with a pen whose widths are px of the radiograph."""

    layer: str
    curve: np.ndarray
    closed: bool
    pen: Pen


@dataclass(frozen=True)
class Words:
    """A text whose line box has its left top corner at (x, y); size and halo in px of the radiograph."""

    layer: str
    text: str
    x: float
    y: float
    size: float
    color: Color
    halo: float


@dataclass(frozen=True)
class Drawing:
    """Strokes, then words over them, px of the radiograph. frame: (left, top, width, height) of what is shown."""

    strokes: tuple[Stroke, ...]
    words: tuple[Words, ...]
    frame: tuple[float, float, float, float]
    theme: Theme


def draw(tracing: Tracing, theme: Theme, on_film: bool = True) -> Drawing:
    """Every shape with its pen, every text in its place: off the other texts, off the marks and off the lines.

    Args:
        on_film: the frame is that of the radiograph; otherwise it is drawn around the tracing.
    """
    if not on_film or tracing.image_size is None:
        tracing, frame = _framed_closely(tracing)
    else:
        frame = (-0.5, -0.5, float(tracing.image_size[0]), float(tracing.image_size[1]))
    unit = max(frame[2:]) / _SIDE_PX
    strokes = [
        Stroke(layer.key, _curve(shape), _is_closed(shape), _scaled(theme.pen(layer.key, shape.kind), unit))
        for layer in tracing.layers
        for shape in layer.shapes
        if not isinstance(shape, Label)
    ]
    labels = [(layer.key, shape) for layer in tracing.layers for shape in layer.shapes if isinstance(shape, Label)]
    words, leaders = _place(labels, strokes, tracing, frame, theme)
    return Drawing((*leaders, *strokes), tuple(words), frame, theme)


def arc_curve(arc: Arc) -> np.ndarray:
    """An arc as a Bézier spline, a span for every 45 degrees."""
    spans = max(int(np.ceil(abs(arc.sweep_deg) / 45)), 1)
    degrees = arc.start_deg + np.linspace(0, arc.sweep_deg, spans + 1)
    turns, handle = unit_vectors(degrees), 4 / 3 * np.tan(np.radians(arc.sweep_deg / spans) / 4)
    tangents = np.stack([-turns[:, 1], turns[:, 0]], axis=1) * handle
    rest = np.stack([turns[:-1] + tangents[:-1], turns[1:] - tangents[1:], turns[1:]], axis=1).reshape(-1, 2)
    return arc.center + arc.radius * np.vstack([turns[:1], rest])


def faded_film(image: np.ndarray, theme: Theme) -> np.ndarray:
    """The radiograph (H, W) or (H, W, 3) uint8 as a theme shows it, RGB."""
    rgb = np.repeat(image[:, :, None], 3, axis=2) if image.ndim == 2 else image
    if theme.film >= 1:
        return rgb
    table = np.array([theme.film * np.arange(256) + (1 - theme.film) * value for value in theme.ground]).T
    return cv2.LUT(np.ascontiguousarray(rgb), np.round(table).astype(np.uint8)[None])


def line_picture(strokes: Sequence[Stroke], frame: tuple[float, float, float, float], unit: float) -> np.ndarray:
    """The lines of a frame (left, top, width, height), (h, w) uint8, ``unit`` for each pixel: what labels avoid."""
    width, height = (max(round(side / unit), 1) for side in frame[2:])
    picture = np.zeros((height, width), np.uint8)
    for stroke in strokes:
        points = (flatten(stroke.curve, 4) - frame[:2]) / unit
        points = np.clip(points, -2e4, 2e4)
        cv2.polylines(picture, [np.round(points * 16).astype(np.int32)], False, 255, 2, cv2.LINE_AA, 4)
    return picture


def _framed_closely(tracing: Tracing) -> tuple[Tracing, tuple[float, float, float, float]]:
    """A frame around all layers but the scale bar, and the tracing with that moved into its lower right corner."""
    places = [
        _curve(shape)
        for layer in tracing.layers
        for shape in layer.shapes
        if layer.key != _BAR and not isinstance(shape, Label)
    ]
    if not places:
        return tracing, (0.0, 0.0, *map(float, tracing.image_size or (1, 1)))
    low, high = np.vstack(places).min(axis=0), np.vstack(places).max(axis=0)
    border = _BORDER * max(float((high - low).max()), 1.0)
    left, top = (low - border).tolist()
    width, height = (high - low + 2 * border).tolist()
    corner = high + 0.4 * border
    return replace(tracing, layers=tuple(_with_bar_at(layer, corner) for layer in tracing.layers)), (
        left, top, width, height,
    )  # fmt: skip


def _with_bar_at(layer: Layer, corner: np.ndarray) -> Layer:
    """The layer of the scale bar with its right end at a point; other layers as they are."""
    if layer.key != _BAR:
        return layer
    paths = [shape.curve for shape in layer.shapes if isinstance(shape, Path)]
    right = np.vstack(paths).max(axis=0)
    return replace(layer, shapes=tuple(_moved(shape, corner - right) for shape in layer.shapes))


def _moved(shape: Shape, by: np.ndarray) -> Shape:
    return replace(shape, at=shape.at + by) if isinstance(shape, Label) else replace(shape, curve=shape.curve + by)


def _curve(shape: Path | Arc) -> np.ndarray:
    return shape.curve if isinstance(shape, Path) else arc_curve(shape)


def _is_closed(shape: Path | Arc) -> bool:
    return isinstance(shape, Path) and shape.closed


def _scaled(pen: Pen, unit: float) -> Pen:
    return replace(pen, width=pen.width * unit, dash=tuple(length * unit for length in pen.dash))


def _place(labels: list[tuple[str, Label]], strokes: list[Stroke], tracing: Tracing, frame, theme: Theme):
    """Words in their places, and leader lines to those that had to move away."""
    if not labels:
        return [], []
    unit, origin = max(frame[2:]) / _SIDE_PX, np.array(frame[:2])
    anchors = (np.array([label.at for _, label in labels]) - origin) / unit
    sizes = np.array([_box(label) for _, label in labels])
    marks = [np.concatenate([s.curve.min(axis=0), s.curve.max(axis=0)]) for s in strokes if s.layer == 'landmarks']
    marks = (np.array(marks).reshape(-1, 4) - np.tile(origin, 2)) / unit
    shown = line_picture(strokes, frame, unit)
    inside = ((anchors >= 0) & (anchors <= np.array(frame[2:]) / unit)).all(axis=1)
    boxes = np.full((len(labels), 4), np.nan)
    boxes[inside] = place_labels(anchors[inside], sizes[inside], marks, shown, gap=5.0)
    words, leaders = [], []
    for (key, label), anchor, box in zip(labels, anchors, boxes, strict=True):
        if not np.isfinite(box).all():
            continue
        left, top = (origin + unit * box[:2]).tolist()
        color = theme.pen(key, label.kind).color
        words.append(Words(key, label.text, left, top, _TEXT[label.kind] * unit, color, _HALO * unit))
        end = leader_ends(anchor[None], box[None])[0]
        if np.hypot(*(end - anchor)) > 14:
            curve = origin + unit * line(anchor, end)
            leaders.append(Stroke(key, curve, False, _scaled(_LEADER, unit)))
    return words, leaders


def _box(label: Label) -> tuple[float, float]:
    """Width and height of a text, thousandths of the picture; measured large, for letters have whole pixels."""
    size = _TEXT[label.kind]
    width, height = text_size(label.text, 100)
    return width * size / 100 + 1, height * size / 100
