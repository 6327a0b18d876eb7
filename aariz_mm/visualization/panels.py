"""The bands above and below a radiograph: title and score, legend and scale bar. Nothing in them hides anatomy."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from aariz_mm.visualization.marks import draw_cross, draw_ellipse, draw_line, draw_ring
from aariz_mm.visualization.palette import BAND, ERROR_CLASSES, INK, MUTED_INK, Color
from aariz_mm.visualization.text import TextRun, draw_texts, shorten, text_size

__all__ = [
    'LegendItem',
    'ellipse_item',
    'footer_band',
    'header_band',
    'legend_items',
    'scale_bar_item',
    'scale_bar_length_mm',
    'scale_bar_px',
]

_SCALE_BAR_LENGTHS_MM = (1, 2, 5, 10, 20, 50, 100)


class LegendItem(NamedTuple):
    """An icon of a given width, drawn by ``draw_icon(canvas, left middle point)``, then a text."""

    text: str
    color: Color = INK
    icon_px: float = 0
    draw_icon: Callable[[np.ndarray, np.ndarray], None] | None = None


def scale_bar_px(length_mm: float, pixel_size_mm: float, scale: float = 1.0) -> float:
    """Length of a bar on a picture that shows each original pixel ``scale`` px wide.

    Example: 20 mm at 0.25 mm/px, drawn at half size -> 40 px
    """
    return length_mm / pixel_size_mm * scale


def scale_bar_length_mm(pixel_size_mm: float, width_px: float) -> int:
    """The longest round length that takes at most a quarter of a picture ``width_px`` original pixels wide.

    Example: 800 px at 0.25 mm/px are 200 mm wide -> 50
    """
    fitting = [length for length in _SCALE_BAR_LENGTHS_MM if length <= width_px * pixel_size_mm / 4]
    return fitting[-1] if fitting else _SCALE_BAR_LENGTHS_MM[0]


def header_band(width: int, title: str, summary: str, size_px: int) -> np.ndarray | None:
    """Title on the left and the score on the right, or below it where both do not fit; None without either."""
    if not title and not summary:
        return None
    pad = round(size_px * 0.6)
    title_width, line = text_size(title, size_px)
    summary_width = text_size(summary, size_px)[0]
    side_by_side = title_width + summary_width + 4 * pad <= width
    runs = [TextRun(shorten(title, size_px, width - 2 * pad), pad, pad, size_px)] if title else []
    if summary:
        below = line + pad // 2 if title and not side_by_side else 0
        left = width - pad - summary_width if side_by_side else pad
        runs.append(TextRun(shorten(summary, size_px, width - 2 * pad), left, pad + below, size_px))
    height = round(max(run.y for run in runs)) + line + pad
    return draw_texts(np.full((height, width, 3), BAND, np.uint8), runs)


def footer_band(width: int, items: list[LegendItem], size_px: int) -> np.ndarray | None:
    """Legend items from left to right, on as many lines as they need; None without items."""
    if not items:
        return None
    pad = round(size_px * 0.6)
    line = round(size_px * 1.6)
    corners, x, y = [], pad, pad
    for item in items:
        item_width = item.icon_px + pad / 2 + text_size(item.text, size_px)[0]
        if x > pad and x + item_width > width - pad:
            x, y = pad, y + line
        corners.append((x, y))
        x += item_width + 2.2 * pad
    band = np.full((round(y) + line + pad // 2, width, 3), BAND, np.uint8)
    runs = []
    for item, (left, top) in zip(items, corners, strict=True):
        if item.draw_icon is not None:
            item.draw_icon(band, np.array([left, top + size_px * 0.6]))
        indent = item.icon_px + pad / 2 if item.icon_px else 0
        runs.append(TextRun(item.text, left + indent, top, size_px, item.color))
    return draw_texts(band, runs)


def legend_items(has_truth: bool, has_pred: bool, in_mm: bool, radius: float, thickness: int) -> list[LegendItem]:
    """What the marks and the colours mean.

    Args:
        in_mm: errors are shown in mm; otherwise, with truth and prediction, they are in pixels.
        radius, thickness: those of the marks, px.
    """

    def ring(canvas, left):
        draw_ring(canvas, np.add(left, [radius + 2, 0]), radius, thickness)

    def cross(canvas, left):
        draw_cross(canvas, np.add(left, [radius + 2, 0]), radius, thickness)

    items = [LegendItem('truth', INK, 2 * radius + 4, ring)] if has_truth else []
    items += [LegendItem('prediction', INK, 2 * radius + 4, cross)] if has_pred else []
    if not (has_truth and has_pred):
        return items
    if not in_mm:
        return [*items, LegendItem('numbers: error in px (pixel size unknown)', MUTED_INK)]
    classes = [LegendItem(entry.label, entry.color) for entry in ERROR_CLASSES]
    return [*items, LegendItem('error in mm:', MUTED_INK), *classes]


def ellipse_item(radius: float, thickness: int) -> LegendItem:
    """What the ellipse about a landmark means."""

    def ellipse(canvas, left):
        center = np.add(left, [1.4 * radius + 2, 0])
        draw_ellipse(canvas, center, np.array([1.4 * radius, radius]), 0, max(thickness // 2, 1))

    return LegendItem('holds the true point in 90 % of radiographs', INK, 2.8 * radius + 4, ellipse)


def scale_bar_item(pixel_size_mm: float, width_px: float, scale: float, thickness: int) -> LegendItem:
    """A bar of a round length in mm.

    Args:
        width_px: width of the radiograph, original pixels.
        scale: drawn px per original pixel.
    """
    length_mm = scale_bar_length_mm(pixel_size_mm, width_px)
    length = scale_bar_px(length_mm, pixel_size_mm, scale)

    def bar(canvas, left):
        right = np.add(left, [length, 0])
        tick = [0, 3 * thickness]
        draw_line(canvas, left, right, INK, thickness)
        for end in (left, right):
            draw_line(canvas, np.subtract(end, tick), np.add(end, tick), INK, thickness)

    return LegendItem(f'{length_mm} mm', INK, length, bar)
