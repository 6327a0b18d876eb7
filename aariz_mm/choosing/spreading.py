"""The choice itself: every radiograph that may be read badly should have a corrected one that is like it.

Radiographs are medoids of a weighted k-median problem, taken greedily: the next one is that which lowers most the sum,
over all radiographs, of expected error times distance to the nearest corrected one. Errors alone would take outliers,
and several of one kind; distances alone would take what is read well (diverse mini-batches: Zhdanov, arXiv:1901.05954;
k-centres for active learning: Sener and Savarese, ICLR 2018).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .candidates import Candidate

__all__ = ['choose_next', 'distances_between', 'spread_over']

_NOISE = 1e-9
"""Share of the squares below which their difference is rounding."""


def choose_next(candidates: Sequence[Candidate], count: int, corrected: Sequence[Candidate] = ()) -> list[int]:
    """Which radiographs to correct next, the most useful first.

    Args:
        candidates: N that may be chosen. count: how many are wanted. corrected: those that a reader corrected already.
    Returns:
        Indices of candidates, ``count`` of them or all.
    Errors:
        ValueError: a count below 1, or no candidate.
    """
    if count < 1 or not candidates:
        raise ValueError(f'{count} of {len(candidates)} radiographs: expected at least one of each')
    everyone = [*candidates, *corrected]
    errors = np.array([one.expected_error_mm for one in everyone])
    return spread_over(distances_between(everyone), errors, len(candidates), count)


def spread_over(distances: np.ndarray, weights: np.ndarray, choosable: int, count: int) -> list[int]:
    """Greedy weighted k-medians.

    Args:
        distances: (M, M), symmetric. weights: (M,), 0 or more. choosable: the first so many of M may be chosen, the
            others count as chosen already. count: how many to choose.
    Returns:
        Indices in the order of choice; of equals the first.
    Example: places 0, 1, 10 of equal weight, one wanted -> the second
    """
    far = distances.max(initial=0.0) + 1.0
    nearest = distances[:, choosable:].min(axis=1, initial=far)
    chosen: list[int] = []
    for _ in range(min(count, choosable)):
        gains = (weights[:, None] * np.maximum(nearest[:, None] - distances[:, :choosable], 0)).sum(axis=0)
        gains[chosen] = -1.0
        best = int(np.argmax(gains))
        chosen.append(best)
        nearest = np.minimum(nearest, distances[:, best])
    return chosen


def distances_between(candidates: Sequence[Candidate]) -> np.ndarray:
    """(N, N) distances by face and by look, each in units of its median, so that both count alike."""
    faces = np.stack([one.face_mm.ravel() for one in candidates])
    looks = np.stack([one.look.ravel() for one in candidates]).astype(np.float64)
    parts = [_in_medians(_root_mean_squares(features)) for features in (faces, looks)]
    return np.sqrt(parts[0] ** 2 + parts[1] ** 2)


def _root_mean_squares(features: np.ndarray) -> np.ndarray:
    """(N, N) root mean squared difference of rows (N, D), over what both have; 0 where they share nothing."""
    known = np.isfinite(features)
    filled, there = np.where(known, features, 0.0), known.astype(np.float64)
    squares = (filled**2) @ there.T
    sums = squares + squares.T - 2 * filled @ filled.T
    sums[sums < _NOISE * (squares + squares.T)] = 0
    return np.sqrt(sums / np.maximum(there @ there.T, 1))


def _in_medians(distances: np.ndarray) -> np.ndarray:
    others = distances[~np.eye(len(distances), dtype=bool)]
    middle = float(np.median(others)) if others.size else 0.0
    return distances / middle if middle > 0 else distances
