"""Moves by landmarks and axes of a head, of one radiograph or of many draws of it. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .references import Reference
from .rigid import fit_rigid, turn

__all__ = [
    'HORIZONTALS',
    'SN_TO_FH_DEG',
    'choose_horizontal',
    'forward_angles',
    'in_axes',
    'landmark_moves',
    'used_points',
]

SN_TO_FH_DEG = 7.0
"""S-N rises forward by about as much from the Frankfort horizontal."""
HORIZONTALS = {'FH': ('Po', 'Or'), 'SN-7': ('S', 'N')}
"""What is level, and the line that tells it; the first that is there is taken."""
_LEAST_POINTS = 3
_LEAST_MM = 5.0
"""Of nearer landmarks, an error of 0.5 mm turns the head by more than 5 degrees."""


def used_points(reference: Reference, symbols: Sequence[str], fixed: np.ndarray, moving: np.ndarray) -> tuple[str, ...]:
    """Landmarks that a reference lays radiographs by: those of its own that both have.

    Args:
        fixed, moving: (K, 2), NaN where missing.
    Errors:
        ValueError: too few are there, or all of them in one place.
    """
    wanted = reference.points or (reference.along or ())
    there = np.isfinite(fixed).all(axis=-1) & np.isfinite(moving).all(axis=-1)
    found = tuple(one for one in wanted if there[list(symbols).index(one)])
    if len(found) < (_LEAST_POINTS if reference.points else len(wanted)):
        lost = [one for one in wanted if one not in found]
        verb, what = ('is', 'it') if len(lost) == 1 else ('are', 'them')
        raise ValueError(
            f'{reference.key} ({reference.name}): {", ".join(lost)} {verb} not on both radiographs; mark {what}, or '
            'give another reference'
        )
    rows = [list(symbols).index(one) for one in found]
    if min(np.ptp(points[rows], axis=0).max() for points in (fixed, moving)) < _LEAST_MM:
        raise ValueError(
            f'{reference.key} ({reference.name}): {", ".join(found)} lie within {_LEAST_MM:g} mm on a radiograph; '
            'correct them, check the pixel size, or give another reference'
        )
    return found


def landmark_moves(
    reference: Reference, symbols: Sequence[str], used: Sequence[str], fixed: np.ndarray, moving: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Angles (...) and shifts (..., 2) that lay points ``moving`` (..., K, 2) on ``fixed`` (..., K, 2)."""
    at = {symbol: index for index, symbol in enumerate(symbols)}
    if reference.points:
        rows = [at[symbol] for symbol in used]
        return fit_rigid(moving[..., rows, :], fixed[..., rows, :])
    start, end = (at[symbol] for symbol in reference.along)
    angle = _direction(fixed[..., end, :] - fixed[..., start, :]) - _direction(
        moving[..., end, :] - moving[..., start, :]
    )
    pivot = at[reference.at]
    return angle, fixed[..., pivot, :] - turn(moving[..., pivot, :], angle)


def choose_horizontal(symbols: Sequence[str], points: np.ndarray) -> str:
    """Key of :data:`HORIZONTALS` of which (K, 2) has both ends, apart; 'picture' where it has none."""
    at = dict(zip(symbols, points, strict=True))
    lengths = {key: np.abs(at[end] - at[start]).max() for key, (start, end) in HORIZONTALS.items()}
    return next((key for key, length in lengths.items() if length >= _LEAST_MM), 'picture')


def forward_angles(horizontal: str, symbols: Sequence[str], points: np.ndarray) -> np.ndarray:
    """Angles (...) from the x axis of points (..., K, 2), y down, to what is forward in the head."""
    if horizontal not in HORIZONTALS:
        return np.zeros(points.shape[:-2])
    start, end = (list(symbols).index(symbol) for symbol in HORIZONTALS[horizontal])
    angle = _direction(points[..., end, :] - points[..., start, :])
    return angle + np.deg2rad(SN_TO_FH_DEG) * (horizontal == 'SN-7')


def in_axes(vectors: np.ndarray, forward: np.ndarray | float) -> np.ndarray:
    """Vectors (..., 2) of the picture, y down, as forward and up; forward as of :func:`forward_angles`."""
    return turn(vectors, -np.asarray(forward)) * [1.0, -1.0]


def _direction(vectors: np.ndarray) -> np.ndarray:
    return np.arctan2(vectors[..., 1], vectors[..., 0])
