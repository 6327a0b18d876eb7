"""Smooth curves as cubic Bézier splines: knot, handle, handle, knot, handle, … ; (3 m + 1, 2). Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from .curves import hermite_slopes

__all__ = ['flatten', 'line', 'smooth_bezier']


def smooth_bezier(knots: np.ndarray, corners: Sequence[bool] | None = None, closed: bool = False) -> np.ndarray:
    """The smooth curve through knots, as ``smooth_curve`` draws it.

    Args:
        knots: (n, 2), n >= 2. corners: (n,), where the curve may bend sharply. closed: join the last to the first; a
            closed curve has its corners, if any, at the first knot.
    Returns:
        (3 m + 1, 2); every knot is on it.
    """
    knots = np.asarray(knots, float)
    sharp = [] if corners is None else np.flatnonzero(np.asarray(corners)).tolist()
    if closed and not sharp:
        return _spans(knots, closed=True)
    if closed:
        knots = np.vstack([knots, knots[:1]])
    cuts = sorted({0, *sharp, len(knots) - 1})
    pieces = [_spans(knots[first : last + 1]) for first, last in pairwise(cuts)]
    return np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])])


def line(*points: np.ndarray) -> np.ndarray:
    """Straight from point to point."""
    corners = np.asarray(points, float)
    third = np.diff(corners, axis=0) / 3
    spans = np.stack([corners[:-1] + third, corners[1:] - third, corners[1:]], axis=1).reshape(-1, 2)
    return np.vstack([corners[:1], spans])


def flatten(curve: np.ndarray, steps: int = 8) -> np.ndarray:
    """(m * steps + 1, 2) points along a spline; its knots are among them.

    Args:
        curve: (3 m + 1, 2).
    """
    start, first, second, end = (curve[place : len(curve) - 3 + place : 3] for place in range(4))
    t = (np.arange(steps) / steps)[None, :, None]
    dense = (
        (1 - t) ** 3 * start[:, None]
        + 3 * (1 - t) ** 2 * t * first[:, None]
        + 3 * (1 - t) * t**2 * second[:, None]
        + t**3 * end[:, None]
    )
    return np.vstack([dense.reshape(-1, 2), curve[-1:]])


def _spans(knots: np.ndarray, closed: bool = False) -> np.ndarray:
    if len(knots) < 3:
        return line(*knots)
    start, end, length, tangent = hermite_slopes(knots, closed)
    handles = np.stack([start + length * tangent[:-1] / 3, end - length * tangent[1:] / 3, end], axis=1)
    return np.vstack([start[:1], handles.reshape(-1, 2)])
