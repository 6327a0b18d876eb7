"""The overlay of a superimposition: tracings of all timepoints in the axes of the first, in mm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import cv2
import numpy as np

from aariz_mm.outlines import outline_head
from aariz_mm.outlines.beziers import line
from aariz_mm.tracing.drawing import Drawing, Stroke, Words
from aariz_mm.tracing.lines import circle
from aariz_mm.tracing.themes import Pen, find_theme

from .growth_marks import growth_marks, shown_mm
from .korean import speaker
from .overlay_labels import place_symbols
from .overlay_legend import PENS, legend_lines, text_width_mm, wrap_text
from .superimposing import Superimposition

__all__ = ['draw_superimposition', 'film_below', 'layer_names']

_BORDER, _LINE, _TEXT, _HALO = 8.0, 5.2, 3.6, 0.3
_LEAST_WIDTH, _MOST_WIDTH, _INDENT, _SAMPLE = 140.0, 190.0, 4.0, 18.0
"""Of the frame, mm, as far as the legend decides on it: at most what A4 has room for."""
_GREY, _INK = Pen((110, 110, 110), 0.3, (1.2, 1.0)), (30, 30, 30)
_BAR_MM, _BAR_WIDTH = 20.0, 0.6


def draw_superimposition(found: Superimposition, quality: str = '', language: str = 'en') -> Drawing:
    """Outlines of every timepoint, the reference, arrows of growth, legend and scale bar; units are mm.

    x is forward, y down, from the origin of the axes. The frame is drawn around the outlines alone.

    Args:
        quality: a sentence on the registration, for the legend. language: of the legend.
    """
    tracings = [one for index in range(len(found.timepoints)) for one in _outlines(found, index)]
    growth, too_large = growth_marks(found)
    low, high = _box(tracings)
    lines = legend_lines(found, quality, too_large, language)
    needed = max(_INDENT + text_width_mm(text, _TEXT) + _SAMPLE * bool(pen) for text, pen in lines) + _INDENT
    width = max(float(high[0] - low[0]), min(max(needed, _LEAST_WIDTH), _MOST_WIDTH))
    left = float(low[0] + high[0] - width) / 2
    samples, words, top = _legend(lines, left, float(low[1]), width)
    right = np.array([left + width - 5, high[1]])
    strokes = [*tracings, *_reference_marks(found), *growth, *_bar(right)]
    bar = f'{_BAR_MM:.0f} mm'
    middle = float(right[0]) - (_BAR_MM + text_width_mm(bar, _TEXT)) / 2
    words.append(Words('scale_bar', bar, middle, float(right[1]) - 6, _TEXT, _INK, _HALO))
    symbols, leaders = place_symbols(found, strokes, (left, float(low[1]), width, float(high[1] - low[1]) - 8))
    frame = left, top, width, float(high[1]) + 5 - top
    return Drawing((*samples, *leaders, *strokes), (*words, *symbols), frame, find_theme('light'))


def layer_names(found: Superimposition, language: str = 'en') -> Mapping[str, str]:
    """Names of the layers by key, from the lowest to the highest."""
    tracings = {f'tracing_{index + 1}': one.label for index, one in enumerate(found.timepoints)}
    names = dict(reference='Reference', growth='Changes', symbols='Symbols', scale_bar='Scale bar', legend='Legend')
    return tracings | {key: speaker(language)(name) for key, name in names.items()}


def film_below(found: Superimposition, grey: np.ndarray, drawing: Drawing, px_per_mm: float = 8.0) -> np.ndarray:
    """The first radiograph (H, W) uint8 as it lies below the drawing, (h, w) uint8; white where there is none."""
    left, top, width, height = drawing.frame
    to_picture = np.array([[px_per_mm, 0, -left * px_per_mm], [0, px_per_mm, -top * px_per_mm], [0, 0, 1]])
    matrix = to_picture @ np.diag([1.0, -1.0, 1.0]) @ found.frame @ found.timepoints[0].mm_from_px
    size = max(round(width * px_per_mm), 1), max(round(height * px_per_mm), 1)
    return cv2.warpPerspective(grey, matrix, size, flags=cv2.INTER_AREA, borderValue=255)


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


def _box(strokes: Sequence[Stroke]) -> tuple[np.ndarray, np.ndarray]:
    places = np.vstack([stroke.curve for stroke in strokes])
    return places.min(axis=0) - _BORDER, places.max(axis=0) + _BORDER


def _legend(
    lines: Sequence[tuple[str, Pen | None]], left: float, bottom: float, width: float
) -> tuple[list[Stroke], list[Words], float]:
    """Samples of pens and texts above ``bottom``, and where they begin."""
    rows = []
    for text, pen in lines:
        start = _SAMPLE if pen else _INDENT
        parts = wrap_text(text, _TEXT, width - start - _INDENT)
        rows += [(part, start, pen if place == 0 else None) for place, part in enumerate(parts)]
    top = bottom - _LINE * len(rows) - _BORDER / 2
    samples, words = [], []
    for index, (text, start, pen) in enumerate(rows):
        y = top + 3 + _LINE * index
        words.append(Words('legend', text, left + start, y, _TEXT, _INK, _HALO))
        if pen:
            ends = np.array([[left + _INDENT, y + _TEXT / 2], [left + _SAMPLE - 3, y + _TEXT / 2]])
            samples.append(Stroke('legend', line(*ends), False, pen))
    return samples, words, top


def _bar(right: np.ndarray) -> list[Stroke]:
    left, tick, pen = right - [_BAR_MM, 0], np.array([0, 1.2]), Pen((0, 0, 0), _BAR_WIDTH)
    ends = ((left, right), (left - tick, left + tick), (right - tick, right + tick))
    return [Stroke('scale_bar', line(*pair), False, pen) for pair in ends]
