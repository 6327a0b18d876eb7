"""When a registration of two radiographs may be used: what is stated of it, and the limits."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.linalg import eigvalsh

from .solving import Solution

__all__ = ['LIMITS', 'judge', 'state_quality']

LIMITS: dict[str, tuple[float, str]] = {
    'overlap': (0.7, 'only {0:.0%} of the region is on both radiographs, {1:.0%} are needed'),
    'correlation': (0.6, 'the region looks different: correlation {0:.2f}, {1:.2f} is needed'),
    'lead': (0.1, 'another place fits as well: correlation greater by {0:.2f} only, {1:.2f} is needed'),
    'blocks': (6, 'only {0} textured parts in the region, {1} are needed'),
    'agreeing': (0.6, 'only {0:.0%} of the parts of the region agree on the move, {1:.0%} are needed'),
    'shift_mm': (5.0, 'the move lies {0:.1f} mm from the landmarks, at most {1:.1f} mm are plausible'),
    'turn_deg': (6.0, 'the move is turned {0:.1f} degrees from the landmarks, at most {1:.1f} are plausible'),
    'inverse_mm': (0.5, 'there and back again ends {0:.2f} mm away, at most {1:.2f} mm are allowed'),
    'size_off': (0.03, 'the region differs in size by {0:.1%}, at most {1:.0%} are allowed; check both scales'),
    'error90_mm': (1.5, 'the move is known within {0:.2f} mm only (90 %), {1:.2f} mm are needed'),
}
"""Limit and complaint of each figure; :func:`judge` takes them in this order."""
_AT_LEAST = ('overlap', 'correlation', 'lead', 'blocks', 'agreeing')
_AGREEING_MM = 0.75
_CHI2_90 = 4.605
"""90 % quantile of chi-square with two degrees of freedom."""


def state_quality(solution: Solution, centre_mm: np.ndarray, points_mm: np.ndarray) -> dict[str, float | int | bool]:
    """What speaks for and against a solution, as plain numbers.

    correlation, correlation_start, gain: at the move, at the start, their difference. overlap: share of the region on
    both. lead: correlation above the best other place. blocks: textured parts; agreeing: share of them within 0.75 mm
    of the move. size_ratio: how many times as large the later region seems; size_off: its distance from 1. shift_mm,
    turn_deg: from the
    start, at the centre. inverse_mm: there and back, at the landmarks. error90_mm: radius of 90 % at the landmark known
    least. negative: bright and dark were swapped.

    Args:
        centre_mm: (2,) of the region. points_mm: (k, 2) landmarks of the region.
    """
    blocks, move = solution.blocks, solution.move_mm
    moved_mm = move[:, :2] @ centre_mm + move[:, 2] - centre_mm
    count = len(blocks.centres)
    return {
        'correlation': solution.correlation,
        'correlation_start': solution.correlation_start,
        'gain': solution.correlation - solution.correlation_start,
        'overlap': solution.overlap,
        'lead': solution.correlation_middle - solution.runner_up,
        'blocks': count,
        'agreeing': float(blocks.agreeing(_AGREEING_MM).mean()) if count else 0.0,
        'size_ratio': solution.size_ratio,
        'size_off': abs(solution.size_ratio - 1),
        'shift_mm': float(np.hypot(*moved_mm)),
        'turn_deg': float(np.rad2deg(abs(np.arctan2(move[1, 0], move[0, 0])))),
        'inverse_mm': solution.inverse_mm,
        'error90_mm': _error90_mm(solution.covariance, points_mm - centre_mm),
        'negative': solution.negative,
    }


def judge(quality: Mapping[str, float]) -> str:
    """Why a solution may not be used; '' where it may."""
    for name, (limit, complaint) in LIMITS.items():
        value = quality[name]
        if not (value >= limit if name in _AT_LEAST else value <= limit):
            return complaint.format(value, limit)
    return ''


def _error90_mm(covariance: np.ndarray | None, arms_mm: np.ndarray) -> float:
    """Radius, mm, at the landmark (k, 2) known least; infinite where nothing is known."""
    if covariance is None or not len(arms_mm):
        return float('inf')
    ones, zeros = np.ones(len(arms_mm)), np.zeros(len(arms_mm))
    rows = [[-arms_mm[:, 1], ones, zeros], [arms_mm[:, 0], zeros, ones]]
    jacobian = np.moveaxis(np.array(rows), -1, 0)
    spread = jacobian @ covariance @ np.moveaxis(jacobian, 1, 2)
    return float(np.sqrt(_CHI2_90 * eigvalsh(spread)[:, -1].max()))
