"""A tracing as an array of pixels. Numpy, OpenCV and Pillow."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from aariz_mm.outlines import flatten
from aariz_mm.visualization.text import TextRun, draw_texts

from .drawing import Drawing, Stroke, draw, faded_film
from .shapes import Tracing
from .themes import find_theme

__all__ = ['check_image', 'cut_into_dashes', 'paint_drawing', 'tracing_png']

_SHIFT = 4
_FINER = 2
"""Lines are drawn on a picture this many times as large, which is then reduced: smoother than OpenCV's own."""


def tracing_png(
    tracing: Tracing,
    image: np.ndarray | None = None,
    theme: str = 'dark',
    layers: Iterable[str] | None = None,
    max_side: int = 1400,
) -> np.ndarray:
    """The tracing as a picture.

    Args:
        image: (H, W) or (H, W, 3) uint8, the radiograph below it, as large as the tracing's image size; None leaves
            the ground empty and draws the frame around the tracing.
        theme: of :data:`~aariz_mm.tracing.themes.THEMES`. layers: keys of :data:`~aariz_mm.tracing.LAYERS` that are
            drawn; None draws all.
        max_side: longer side of the picture, px.
    Returns:
        (h, w, 3) uint8 RGB. Inputs are not modified.
    Errors:
        ValueError: an unknown layer or theme, a side under 64 px, or an image of another size.
    """
    if max_side < 64:
        raise ValueError(f'max_side: expected at least 64 px, got {max_side}')
    image = check_image(image, tracing)
    return paint_drawing(draw(tracing.only(layers), find_theme(theme), image is not None), image, max_side)


def paint_drawing(drawing: Drawing, image: np.ndarray | None = None, max_side: int = 1400) -> np.ndarray:
    """A drawing as (h, w, 3) uint8 RGB, on a radiograph that fills its frame, or on the ground of its theme."""
    left, top, width, height = drawing.frame
    scale = max_side / max(width, height)
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    canvas = _ground(drawing, image, (_FINER * size[0], _FINER * size[1]))
    for stroke in drawing.strokes:
        _draw_stroke(canvas, stroke, np.array([left, top]), _FINER * scale)
    canvas = cv2.resize(canvas, size, interpolation=cv2.INTER_AREA)
    halo = max(round(max((one.halo for one in drawing.words), default=0) * scale), 1)
    runs = [
        TextRun(
            one.text, (one.x - left) * scale, (one.y - top) * scale, max(round(one.size * scale), 6), one.color, halo
        )
        for one in drawing.words
    ]
    return draw_texts(canvas, runs, drawing.theme.halo)


def check_image(image: np.ndarray | None, tracing: Tracing) -> np.ndarray | None:
    """The radiograph below a tracing.

    Errors:
        ValueError: no uint8 picture, or not as large as the tracing says.
    """
    if image is None:
        return None
    if not isinstance(image, np.ndarray) or image.dtype != np.uint8 or image.ndim not in (2, 3):
        raise ValueError('image: expected a uint8 array (H, W) or (H, W, 3); scale it to 0-255')
    if tracing.image_size is None or image.shape[1::-1] != tuple(tracing.image_size):
        raise ValueError(
            f'image: {image.shape[1]} x {image.shape[0]} px, but the tracing is of {tracing.image_size}; '
            'trace(..., image_size=(w, h)) takes the size of the radiograph'
        )
    return image


def cut_into_dashes(points: np.ndarray, dash: tuple[float, ...]) -> list[np.ndarray]:
    """A line of points (n, 2) cut into dashes; ``dash`` are lengths of dashes and gaps in turn, px."""
    if not dash or sum(dash) <= 0:
        return [points]
    way = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1)))
    if way[-1] <= 0 or way[-1] / sum(dash) > 5000:
        return [points]
    cuts = np.cumsum(np.tile(dash, int(way[-1] / sum(dash)) + 1))
    starts = np.append(0.0, cuts)[:-1]
    pieces = []
    for start, end in list(zip(starts, cuts, strict=True))[::2]:
        if start < way[-1]:
            at = np.concatenate([[start], way[(way > start) & (way < end)], [min(end, way[-1])]])
            pieces.append(np.stack([np.interp(at, way, points[:, axis]) for axis in (0, 1)], axis=1))
    return pieces


def _ground(drawing: Drawing, image: np.ndarray | None, size: tuple[int, int]) -> np.ndarray:
    if image is None:
        return np.full((size[1], size[0], 3), drawing.theme.ground, np.uint8)
    method = cv2.INTER_AREA if size[0] < image.shape[1] else cv2.INTER_CUBIC
    return faded_film(cv2.resize(np.ascontiguousarray(image), size, interpolation=method), drawing.theme)


def _draw_stroke(canvas: np.ndarray, stroke: Stroke, origin: np.ndarray, scale: float) -> None:
    points = np.clip((flatten(stroke.curve, 12) - origin) * scale - 0.5, -2e5, 2e5)
    dashes = cut_into_dashes(points, tuple(length * scale for length in stroke.pen.dash))
    fixed = [np.round(dash * 2**_SHIFT).astype(np.int32) for dash in dashes]
    thickness = max(round(stroke.pen.width * scale), 1)
    cv2.polylines(canvas, fixed, False, stroke.pen.color, thickness, cv2.LINE_AA, _SHIFT)
