"""From landmarks to a tracing. Numpy alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from aariz_mm.landmarks import select_symbols
from aariz_mm.outlines import head_pose, outline_head
from aariz_mm.outlines.beziers import line

from .angles import angle_shapes, measured_angles
from .lines import circle, ellipse
from .planes import plane_shapes
from .shapes import LAYERS, Label, Layer, Path, Shape, Tracing

__all__ = ['scale_bar_mm', 'trace']

_MARK_MM = 0.8
_BAR_TICK_MM = 1.5
_BAR_MARGIN = 0.05
"""Distance of the scale bar from the border, as a fraction of the width."""
_BAR_LENGTHS_MM = (1, 2, 5, 10, 20, 50, 100)


def trace(
    points_px: np.ndarray,
    symbols: Sequence[str],
    pixel_size_mm: float | None = None,
    ellipses_px: np.ndarray | None = None,
    image_size: tuple[int, int] | None = None,
) -> Tracing:
    """A cephalometric tracing: outlines through the landmarks, planes, angles, ellipses, marks, symbols, scale bar.

    What takes a landmark that is missing is left out; nothing is invented. The face may look either way, and the
    radiograph may be turned.

    Args:
        points_px: (K, 2), original pixels (x, y), NaN where missing. symbols: K distinct ones, any order.
        pixel_size_mm: mm per pixel, for the scale bar; None or NaN where unknown.
        ellipses_px: (K, 3), of 90 %: semi-axes in px and the angle of the first in degrees from x towards y; None or
            NaN where unknown.
        image_size: (w, h) of the radiograph, px.
    Errors:
        ValueError: an unknown or repeated symbol, a wrong shape, or a pixel size or image size that is not positive.
    """
    points_px, symbols = np.asarray(points_px, np.float64), select_symbols(symbols)
    pixel_size_mm, image_size = _check_pixel_size(pixel_size_mm), _check_image_size(image_size)
    ellipses_px = _check_ellipses(ellipses_px, len(symbols))
    pose = head_pose(points_px, symbols)
    px_per_mm = 1.0 if pose is None else pose.px_per_mm
    there = np.isfinite(points_px).all(axis=1)
    at = {symbol: points_px[index] for index, symbol in enumerate(symbols) if there[index]}
    shapes: dict[str, list[Shape]] = {key: [] for key in LAYERS}
    for outline in outline_head(points_px, symbols, pose):
        shapes[outline.layer].append(Path(outline.curve, 'outline', outline.part, outline.closed))
    shapes['planes'] = list(plane_shapes(at, px_per_mm))
    shapes['angles'] = list(angle_shapes(at, measured_angles(points_px, symbols), px_per_mm))
    shapes['ellipses'] = list(_ellipses(points_px, symbols, ellipses_px))
    shapes['landmarks'] = [Path(circle(at[name], _MARK_MM * px_per_mm), 'mark', name, True) for name in at]
    shapes['labels'] = list(_symbols(at))
    shapes['scale_bar'] = list(_scale_bar(at, pixel_size_mm, image_size, px_per_mm))
    layers = tuple(Layer(key, LAYERS[key], tuple(found)) for key, found in shapes.items() if found)
    return Tracing(layers, image_size, pixel_size_mm, px_per_mm)


def scale_bar_mm(width_mm: float) -> int:
    """The longest round length that takes at most a third of a width."""
    return max([length for length in _BAR_LENGTHS_MM if length <= width_mm / 3], default=_BAR_LENGTHS_MM[0])


def _ellipses(points_px: np.ndarray, symbols: Sequence[str], ellipses_px: np.ndarray) -> Iterator[Path]:
    known = np.isfinite(points_px).all(axis=1) & np.isfinite(ellipses_px).all(axis=1)
    for index in np.flatnonzero(known):
        yield Path(ellipse(points_px[index], *ellipses_px[index]), 'ellipse', symbols[index], True)


def _symbols(at: Mapping[str, np.ndarray]) -> Iterator[Label]:
    """The symbol of each landmark, on the side away from the middle of all."""
    middle = np.mean(list(at.values()), axis=0) if at else np.zeros(2)
    for symbol, point in at.items():
        away = point - middle
        length = float(np.hypot(*away))
        yield Label(point, symbol, away / length if length > 0 else np.array([1.0, 0.0]), 'symbol', symbol)


def _scale_bar(
    at: Mapping[str, np.ndarray], pixel_size_mm: float | None, image_size: tuple[int, int] | None, px_per_mm: float
) -> Iterator[Shape]:
    """A bar in the lower right corner of the radiograph, or below the landmarks where its size is unknown."""
    if pixel_size_mm is None or not at:
        return
    if image_size is None:
        low, high = (function(list(at.values()), axis=0) for function in (np.min, np.max))
        width, corner = float(high[0] - low[0]), high + np.array([0, 12 * px_per_mm])
    else:
        width = image_size[0]
        corner = np.array(image_size) * [1 - _BAR_MARGIN, 1] - [0, _BAR_MARGIN * width]
    length_mm = scale_bar_mm(width * pixel_size_mm)
    left = corner - [length_mm / pixel_size_mm, 0]
    tick = np.array([0, _BAR_TICK_MM * px_per_mm])
    for ends in ((left, corner), (left - tick, left + tick), (corner - tick, corner + tick)):
        yield Path(line(*ends), 'bar', f'{length_mm} mm')
    yield Label((left + corner) / 2, f'{length_mm} mm', np.array([0.0, -1.0]), 'bar', f'{length_mm} mm')


def _check_pixel_size(pixel_size_mm: float | None) -> float | None:
    if pixel_size_mm is None or np.isnan(pixel_size_mm):
        return None
    if not 0 < pixel_size_mm < np.inf:
        raise ValueError(f'pixel_size_mm: expected mm per pixel above 0, got {pixel_size_mm}; use None if unknown')
    return float(pixel_size_mm)


def _check_image_size(image_size: Sequence[int] | None) -> tuple[int, int] | None:
    if image_size is None:
        return None
    if len(image_size) != 2 or not all(np.isfinite(side) and side >= 1 for side in image_size):
        raise ValueError(f'image_size: expected width and height of at least 1 px, got {image_size}')
    return int(image_size[0]), int(image_size[1])


def _check_ellipses(ellipses_px: np.ndarray | None, count: int) -> np.ndarray:
    if ellipses_px is None:
        return np.full((count, 3), np.nan)
    ellipses_px = np.asarray(ellipses_px, np.float64)
    if ellipses_px.shape != (count, 3):
        raise ValueError(f'ellipses_px: expected shape ({count}, 3), one row per symbol, got {ellipses_px.shape}')
    return ellipses_px
