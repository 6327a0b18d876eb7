"""The overlay of a superimposition: tracings of all timepoints in the axes of the first, in mm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import cv2
import numpy as np

from aariz_mm.outlines import outline_head
from aariz_mm.outlines.beziers import line
from aariz_mm.predictions import NORMAL_90
from aariz_mm.tracing.drawing import Drawing, Stroke, Words
from aariz_mm.tracing.lines import circle, ellipse
from aariz_mm.tracing.themes import Pen, find_theme

from .superimposing import Superimposition

__all__ = ['ARROWS', 'PENS', 'draw_superimposition', 'film_below', 'layer_names', 'shown_mm']

PENS = (
    Pen((0, 0, 0), 0.45),
    Pen((0, 70, 200), 0.45, (3.0, 1.2)),
    Pen((200, 20, 30), 0.45, (0.9, 1.1)),
    Pen((0, 120, 60), 0.45, (4.0, 1.0, 0.9, 1.0)),
    Pen((130, 40, 150), 0.45, (5.0, 1.0, 0.9, 1.0, 0.9, 1.0)),
)
"""Of the first timepoint, the second and so on, mm: told apart by colour and by dashes."""
ARROWS = ('Pog', 'Me', 'Go', 'ANS', 'UIT', 'LIT')
"""Landmarks whose growth is shown by arrows."""
_BORDER, _LINE, _TEXT = 8.0, 5.2, 3.6
_GREY = Pen((110, 110, 110), 0.3, (1.2, 1.0))
_ARROW, _ELLIPSE = Pen((120, 60, 0), 0.4), Pen((120, 60, 0), 0.25, (0.8, 0.6))
_INK = (30, 30, 30)
_BAR_MM, _BAR_WIDTH = 20.0, 0.6


def draw_superimposition(found: Superimposition, quality: str = '') -> Drawing:
    """Outlines of every timepoint, the reference, arrows of growth, legend and scale bar; units are mm.

    x is forward, y down, from the origin of the axes. quality: a sentence on the registration, for the legend.
    """
    strokes = [one for index in range(len(found.timepoints)) for one in _outlines(found, index)]
    strokes += [*_reference_marks(found), *_arrows(found)]
    places = np.vstack([stroke.curve for stroke in strokes])
    low, high = places.min(axis=0) - _BORDER, places.max(axis=0) + _BORDER
    lines = _legend(found, quality)
    width = max(float(high[0] - low[0]), 140.0)
    top = float(low[1]) - _LINE * len(lines) - _BORDER / 2
    samples, words = [], []
    for row, (text, pen) in enumerate(lines):
        y = top + 3 + _LINE * row
        words.append(Words('legend', text, float(low[0]) + (18 if pen else 4), y, _TEXT, _INK, 0.3))
        if pen:
            ends = np.array([[low[0] + 3, y + _TEXT / 2], [low[0] + 15, y + _TEXT / 2]])
            samples.append(Stroke('legend', line(*ends), False, pen))
    right = np.array([low[0] + width - 5, high[1]])
    samples += _bar(right)
    words.append(Words('scale_bar', f'{_BAR_MM:.0f} mm', float(right[0] - _BAR_MM / 2 - 5), float(right[1]) - 6, _TEXT,
                       _INK, 0.3))  # fmt: skip
    frame = float(low[0]), top, width, float(high[1]) + 5 - top
    return Drawing((*samples, *strokes), (*words, *_symbols(found)), frame, find_theme('light'))


def layer_names(found: Superimposition) -> Mapping[str, str]:
    """Names of the layers by key, from the lowest to the highest."""
    tracings = {f'tracing_{index + 1}': one.label for index, one in enumerate(found.timepoints)}
    return tracings | dict(reference='Reference', growth='Changes', scale_bar='Scale bar', legend='Legend')


def film_below(found: Superimposition, grey: np.ndarray, drawing: Drawing, px_per_mm: float = 8.0) -> np.ndarray:
    """The first radiograph (H, W) uint8 as it lies below the drawing, (h, w) uint8; white where there is none."""
    left, top, width, height = drawing.frame
    to_picture = np.array([[px_per_mm, 0, -left * px_per_mm], [0, px_per_mm, -top * px_per_mm], [0, 0, 1]])
    matrix = to_picture @ np.diag([1.0, -1.0, 1.0]) @ found.frame @ found.timepoints[0].mm_from_px
    size = max(round(width * px_per_mm), 1), max(round(height * px_per_mm), 1)
    return cv2.warpPerspective(grey, matrix, size, flags=cv2.INTER_AREA, borderValue=255)


def shown_mm(found: Superimposition, index: int) -> np.ndarray:
    """Landmarks (K, 2) of a timepoint as drawn: x forward, y down."""
    return found.axes_mm(index) * [1, -1]


def _outlines(found: Superimposition, index: int) -> Iterator[Stroke]:
    points, pen, key = shown_mm(found, index), PENS[index % len(PENS)], f'tracing_{index + 1}'
    for outline in outline_head(points, found.timepoints[index].symbols):
        yield Stroke(key, outline.curve, outline.closed, pen)
    for point in points[np.isfinite(points).all(axis=1)]:
        yield Stroke(key, circle(point, 0.5), True, Pen(pen.color, 0.25))


def _reference_marks(found: Superimposition) -> Iterator[Stroke]:
    """The line of the reference, drawn out beyond both ends, and the point that is laid on itself."""
    reference, symbols = found.reference, found.timepoints[0].symbols
    at = dict(zip(symbols, shown_mm(found, 0), strict=True))
    if reference.along:
        start, end = (at[symbol] for symbol in reference.along)
        way = (end - start) / max(float(np.hypot(*(end - start))), 1e-9)
        yield Stroke('reference', line(start - 8 * way, end + 8 * way), False, _GREY)
    for symbol in filter(None, [reference.at, *reference.points]):
        place = at[symbol]
        if np.isfinite(place).all():
            yield Stroke('reference', circle(place, 1.6), True, Pen(_GREY.color, 0.5))
            for arm in ((2.6, 0), (0, 2.6)):
                yield Stroke('reference', line(place - arm, place + np.array(arm)), False, Pen(_GREY.color, 0.3))


def _arrows(found: Superimposition) -> Iterator[Stroke]:
    """From each timepoint to the next, with the ellipse of 90 % about the later place."""
    labels = [one.label for one in found.timepoints]
    for change in found.changes:
        first, last = labels.index(change.from_label), labels.index(change.to_label)
        if change.symbol not in ARROWS or last != first + 1 or not np.isfinite(change.distance_mm):
            continue
        row = found.timepoints[0].symbols.index(change.symbol)
        start, end = shown_mm(found, first)[row], shown_mm(found, last)[row]
        length = float(np.hypot(*(end - start)))
        if length > 0.8:
            way = (end - start) / length
            back, side = end - min(2.0, length / 2) * way, 0.7 * np.array([-way[1], way[0]])
            yield Stroke('growth', line(start, end), False, _ARROW)
            yield Stroke('growth', line(back + side, end, back - side), False, _ARROW)
        covariance = change.covariance_mm2
        if covariance is not None and np.isfinite(covariance).all():
            values, axes = np.linalg.eigh(covariance * [[1, -1], [-1, 1]])
            radii = np.sqrt(np.maximum(values, 0) * NORMAL_90)
            angle = float(np.degrees(np.arctan2(axes[1, 1], axes[0, 1])))
            yield Stroke('growth', ellipse(end, radii[1], radii[0], angle), True, _ELLIPSE)


def _symbols(found: Superimposition) -> Iterator[Words]:
    for symbol, (x, y) in zip(found.timepoints[0].symbols, shown_mm(found, 0).tolist(), strict=True):
        if np.isfinite([x, y]).all() and symbol in (*ARROWS, 'S', 'N', 'PNS', 'A', 'B'):
            yield Words('legend', symbol, x - 2 - 2.0 * len(symbol), y - 3.6, 2.8, _INK, 0.3)


def _legend(found: Superimposition, quality: str) -> list[tuple[str, Pen | None]]:
    """Lines of the legend with the pen of each timepoint."""
    lines = [(f'On {found.reference.name}' + f' · {quality}' * bool(quality), None)]
    for index, one in enumerate(found.timepoints):
        parts = [one.label]
        if one.age_years is not None:
            parts.append(f'{one.age_years:.1f} years')
        parts += [f'CVM stage {one.stage}'] * (one.stage is not None)
        parts += ['life-size' if one.magnification else 'mm of the film']
        lines.append((' · '.join(parts), PENS[index % len(PENS)]))
    return [*lines, ('Arrows: change, with the ellipse of 90 % where its doubt is known. Not for diagnosis.', None)]


def _bar(right: np.ndarray) -> list[Stroke]:
    left, tick, pen = right - [_BAR_MM, 0], np.array([0, 1.2]), Pen((0, 0, 0), _BAR_WIDTH)
    ends = ((left, right), (left - tick, left + tick), (right - tick, right + tick))
    return [Stroke('scale_bar', line(*pair), False, pen) for pair in ends]
