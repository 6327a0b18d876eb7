"""Rings, crosses and lines on an RGB canvas; points are (x, y) in canvas px. The canvas is drawn on in place."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from aariz_mm.landmarks import BY_SYMBOL
from aariz_mm.outlines import flatten, outline_head
from aariz_mm.visualization.palette import HALO, PREDICTION, TRACING, TRUTH, UNCERTAINTY, Color

__all__ = ['draw_cross', 'draw_ellipse', 'draw_frame', 'draw_line', 'draw_ring', 'draw_tracing']

_SHIFT = 4  # cv2 takes sub-pixel positions as fixed-point numbers with this many bits


def draw_ring(canvas: np.ndarray, center: np.ndarray, radius: float, thickness: int, color: Color = TRUTH) -> None:
    """A ring with a dark edge, so that it stays visible on bright bone; the anatomy shows through its middle."""
    for width, paint in ((2 * thickness, HALO), (thickness, color)):
        cv2.circle(canvas, _fixed(center), round(radius * 2**_SHIFT), paint, width, cv2.LINE_AA, _SHIFT)


def draw_cross(
    canvas: np.ndarray, center: np.ndarray, radius: float, thickness: int, color: Color = PREDICTION
) -> None:
    """A diagonal cross with a dark edge."""
    arm = radius * np.sqrt(0.5)
    for width, paint in ((2 * thickness, HALO), (thickness, color)):
        for tip in ((arm, arm), (arm, -arm)):
            draw_line(canvas, np.subtract(center, tip), np.add(center, tip), paint, width)


def draw_ellipse(
    canvas: np.ndarray,
    center: np.ndarray,
    axes: np.ndarray,
    angle_deg: float,
    thickness: int,
    color: Color = UNCERTAINTY,
) -> None:
    """An ellipse with a dark edge.

    Args:
        axes: (2,), semi-axes. angle_deg: of the first one, from the x axis towards y.
    """
    lengths = tuple(round(max(float(axis), 0.5) * 2**_SHIFT) for axis in axes)
    for width, paint in ((2 * thickness, HALO), (thickness, color)):
        cv2.ellipse(canvas, _fixed(center), lengths, angle_deg, 0, 360, paint, width, cv2.LINE_AA, _SHIFT)


def draw_line(canvas: np.ndarray, start: np.ndarray, end: np.ndarray, color: Color, thickness: int) -> None:
    """A smooth line."""
    cv2.line(canvas, _fixed(start), _fixed(end), color, thickness, cv2.LINE_AA, _SHIFT)


def draw_frame(canvas: np.ndarray, corners: np.ndarray, thickness: int, color: Color = PREDICTION) -> None:
    """A box with a dark edge; what lies outside the canvas is not drawn.

    Args:
        corners: (2, 2), left top and right bottom.
    """
    low, high = np.clip(np.round(corners), -(2**15), 2**15).astype(int).tolist()
    for width, paint in ((3 * thickness, HALO), (thickness, color)):
        cv2.rectangle(canvas, low, high, paint, width)


def draw_tracing(
    canvas: np.ndarray, points: np.ndarray, symbols: Iterable[str], thickness: int, opacity: float = 0.35
) -> None:
    """The outlines of the head through its landmarks, faint.

    Args:
        points: (K, 2), NaN where a landmark is missing: what takes it is left out. symbols: K; other ones than those of
            :mod:`aariz_mm.landmarks` are passed over.
    """
    at = {symbol: point for symbol, point in zip(symbols, points, strict=True) if symbol in BY_SYMBOL}
    if not at:
        return
    outlines = outline_head(np.array(list(at.values())), tuple(at))
    curves = [np.clip(flatten(outline.curve), -2e5, 2e5) for outline in outlines]
    fixed = [np.round(curve * 2**_SHIFT).astype(np.int32) for curve in curves]
    layer = canvas.copy()
    for width, paint in ((2 * thickness, HALO), (thickness, TRACING)):
        cv2.polylines(layer, fixed, False, paint, width, cv2.LINE_AA, _SHIFT)
    cv2.addWeighted(layer, opacity, canvas, 1 - opacity, 0, dst=canvas)


def _fixed(point: np.ndarray) -> tuple[int, int]:
    # 2e5: far outside any picture, yet inside cv2's 32 bits
    x, y = np.clip(np.asarray(point, float), -2e5, 2e5) * 2**_SHIFT
    return round(x), round(y)
