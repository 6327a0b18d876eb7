"""How sure a turn and a shift are: the region is cut into pieces, and each is left out once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

__all__ = ['cut_into_pieces', 'jackknife_covariance']

_ALONG, _ACROSS = 6, 2


def cut_into_pieces(mask: np.ndarray, along: int = _ALONG, across: int = _ACROSS) -> np.ndarray:
    """(h, w) int: pieces of equal area, counted along the length of a region, -1 outside of it.

    Example: a mask of 12 x 2 cells -> 12 pieces of two cells
    """
    rows, columns = np.nonzero(mask)
    cells = np.column_stack([columns, rows]) - [columns.mean(), rows.mean()]
    _, axes = np.linalg.eigh(cells.T @ cells)
    length, breadth = cells @ axes[:, 1], cells @ axes[:, 0]
    slabs = _ranks(length) * along // len(length)
    labels = np.empty(len(length), dtype=int)
    for slab in range(along):
        there = slabs == slab
        labels[there] = slab * across + _ranks(breadth[there]) * across // max(there.sum(), 1)
    pieces = np.full(mask.shape, -1)
    pieces[mask] = labels
    return pieces


def jackknife_covariance(mask: np.ndarray, solve: Callable[[np.ndarray], np.ndarray | None]) -> np.ndarray | None:
    """Covariance (3, 3) of what ``solve`` finds, from its answers where one piece after the other is left out.

    The delete-a-group jackknife (Tukey 1958; Kott, J Off Stat 2001;17:521): (n - 1) / n times the sum of the squared
    deviations from the mean.

    Args:
        mask: (h, w) bool. solve: from a mask to (3,), None where it finds nothing.
    Returns:
        None where more than one piece is needed for an answer.
    """
    pieces = cut_into_pieces(mask)
    count = int(pieces.max()) + 1
    answers = [solve(mask & (pieces != piece)) for piece in range(count)]
    found = np.array([answer for answer in answers if answer is not None])
    if len(found) < count - 1 or count < 4:
        return None
    deviations = found - found.mean(axis=0)
    return (len(found) - 1) / len(found) * deviations.T @ deviations


def _ranks(values: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(values, kind='stable'), kind='stable')
