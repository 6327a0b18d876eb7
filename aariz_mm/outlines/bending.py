"""The mean head bent to landmarks: a thin-plate spline that a wild landmark cannot fold. Numpy alone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .curves import thin_plate_kernel

__all__ = ['bend']

_SLACK_MM2 = 15.0
"""How much a landmark gives way to its neighbours; what is left, the curves that run through it take up."""
_ANCHORS_MM = np.array(
    [(-60, -112), (20, -113), (69, -75), (-117, -10), (-82, 70), (-78, 150), (12, 180), (130, 0), (130, 120)], float
)
"""Points far from all landmarks that stay with the pose, loosely: there the spline is a guess."""
_ANCHOR_SLACK_MM2 = 3000.0
_LEAST_TRUST = 1e-6


def bend(mean_mm: np.ndarray, found_mm: np.ndarray, trust: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """A function from (m, 2) points of the mean head to where the landmarks bring them, mm.

    Args:
        mean_mm, found_mm: (n, 2), places of landmarks in the mean head and of this head laid upon it.
        trust: (n,), 0 to 1: how much say each has.
    """
    sources = np.vstack([mean_mm, _ANCHORS_MM])
    moves = np.vstack([found_mm - mean_mm, np.zeros_like(_ANCHORS_MM)])
    moves[: len(mean_mm)] *= (trust > 0)[:, None]
    slack = np.append(_SLACK_MM2 / np.maximum(trust, _LEAST_TRUST), np.full(len(_ANCHORS_MM), _ANCHOR_SLACK_MM2))
    count = len(sources)
    ones = np.hstack([np.ones((count, 1)), sources])
    system = np.zeros((count + 3, count + 3))
    system[:count, :count] = thin_plate_kernel(sources, sources) + np.diag(slack)
    system[:count, count:], system[count:, :count] = ones, ones.T
    weights = np.linalg.solve(system, np.vstack([moves, np.zeros((3, 2))]))
    shift, linear = weights[count], weights[count + 1 :]
    return lambda points: points + thin_plate_kernel(points, sources) @ weights[:count] + shift + points @ linear
