"""Curves of the drawn anatomy: outlines as text, smooth interpolation, thin-plate warp; points are (x, y)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

__all__ = [
    'hermite_slopes',
    'parse_numbers',
    'parse_outline',
    'rotation',
    'smooth_curve',
    'split_names',
    'thin_plate_kernel',
    'thin_plate_warp',
]

_STEPS_PER_SPAN = 6
_T = (np.arange(_STEPS_PER_SPAN) / _STEPS_PER_SPAN)[None, :, None]
_HERMITE = 2 * _T**3 - 3 * _T**2 + 1, _T**3 - 2 * _T**2 + _T, 3 * _T**2 - 2 * _T**3, _T**3 - _T**2
"""Weights of start, slope at the start, end and slope at the end along a span, each (1, steps, 1)."""


def rotation(degrees: float) -> np.ndarray:
    """(2, 2) matrix ``R`` with ``points @ R.T`` turned clockwise on screen (y down)."""
    angle = np.radians(degrees)
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def parse_numbers(text: str) -> np.ndarray:
    """(n, d) array written as ``'66 -13, 62.5 4'``."""
    return np.array([row.split() for row in text.split(',')], float)


def smooth_curve(points: np.ndarray, closed: bool = False) -> np.ndarray:
    """Cubic Hermite curve through points, with chord-length tangents, so that uneven spacing does not overshoot.

    Args:
        points: (n, 2), any unit.
        closed: join the last to the first.
    Returns:
        (m, 2); every input point is on the curve.
    """
    points = np.asarray(points, float)
    if len(points) < 3:
        return points
    start, end, length, tangent = hermite_slopes(points, closed)
    at_start, slope_at_start, at_end, slope_at_end = _HERMITE
    spans = (
        at_start * start[:, None]
        + slope_at_start * (length * tangent[:-1])[:, None]
        + at_end * end[:, None]
        + slope_at_end * (length * tangent[1:])[:, None]
    ).reshape(-1, 2)
    return spans if closed else np.concatenate([spans, points[-1:]])


def hermite_slopes(points: np.ndarray, closed: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Starts (m, 2), ends (m, 2) and lengths (m, 1) of the spans of a curve, and its unit slopes (m + 1, 2)."""
    padded = np.concatenate([points[-1:], points, points[:2]] if closed else [points[:1], points, points[-1:]])
    step = padded[1:] - padded[:-1]
    chord = np.maximum(np.sqrt(step[:, :1] * step[:, :1] + step[:, 1:] * step[:, 1:]), 1e-6)
    slope = step / chord
    before, after = chord[:-1], chord[1:]
    tangent = (slope[:-1] * after + slope[1:] * before) / (before + after)
    if not closed:
        tangent[0], tangent[-1] = slope[1], slope[-2]
    return padded[1:-2], padded[2:-1], chord[1:-1], tangent


def split_names(text: str) -> tuple[list[str], list[bool]]:
    """The tokens of ``'66 -13, N, ANS!'`` without their marks, and which have the ``!`` of a sharp corner."""
    tokens = [token.strip() for token in text.split(',')]
    return [token.rstrip('!') for token in tokens], [token.endswith('!') for token in tokens]


def parse_outline(text: str, named: dict[str, np.ndarray], closed: bool) -> np.ndarray:
    """Curve written as ``'66 -13, N, ANS!'``: coordinates or names, ``!`` marks a sharp corner.

    Args:
        text: points in drawing order, separated by commas.
        named: name -> (2,) point.
        closed: join the last point to the first.
    Returns:
        (m, 2) smooth between the corners and through every point.
    """
    names, corners = split_names(text)
    sharp = [index for index, is_sharp in enumerate(corners) if is_sharp]
    points = np.array([named[name] if name in named else [float(v) for v in name.split()] for name in names], float)
    if not sharp:
        return smooth_curve(points, closed)
    if closed:
        points, sharp = np.roll(points, -sharp[0], axis=0), [index - sharp[0] for index in sharp]
        points = np.vstack([points, points[:1]])
    cuts = sorted({0, *sharp, len(points) - 1})
    return np.vstack([smooth_curve(points[a : b + 1]) for a, b in pairwise(cuts)])


def thin_plate_kernel(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """(m, n) of points (m, 2) and centres (n, 2): r squared times the logarithm of r."""
    x, y = (points[:, None, axis] - centres[None, :, axis] for axis in (0, 1))
    squared = x * x + y * y
    return 0.5 * squared * np.log(np.maximum(squared, 1e-12))


def thin_plate_warp(source: np.ndarray, target: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """The smoothest map of the plane that takes each source point to its target (Bookstein 1989).

    Args:
        source, target: (n, 2), the same unit; n >= 3 points, distinct, not all on one line.
    Returns:
        A function of (m, 2) points; ``warp(source)`` is ``target``.
    """

    def kernel(points):
        return thin_plate_kernel(points, source)

    def affine(points):
        return np.hstack([np.ones((len(points), 1)), points])

    count = len(source)
    system = np.zeros((count + 3, count + 3))
    system[:count, :count], system[:count, count:] = kernel(source), affine(source)
    system[count:, :count] = affine(source).T
    weights = np.linalg.solve(system, np.vstack([target, np.zeros((3, 2))]))
    return lambda points: kernel(points) @ weights[:count] + affine(points) @ weights[count:]
