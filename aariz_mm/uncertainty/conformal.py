"""Quantiles that hold for the next radiograph, not only for those that they were taken from. Numpy alone.

Split conformal prediction: of n exchangeable scores the next one is at most the k-th smallest, k = ceil((n + 1) level),
with a probability of at least the level (Vovk, Gammerman & Shafer 2005). Scores come from models that were not fitted
to their radiograph (cross-conformal: Vovk 2012; CV+: Barber et al. 2021).
"""

from __future__ import annotations

import numpy as np

__all__ = ['conformal_quantile', 'interval_of_draws', 'pooled_quantiles']


def conformal_quantile(scores: np.ndarray, level: float) -> float:
    """The k-th smallest of n scores, k = ceil((n + 1) level); infinite where there are too few. NaN does not count.

    Example: scores 1 to 9, level 0.9 -> 9
    """
    ordered = np.sort(scores[np.isfinite(scores)], axis=None)
    rank = int(np.ceil(np.round((len(ordered) + 1) * level, 9)))
    return float(ordered[rank - 1]) if rank <= len(ordered) else np.inf


def pooled_quantiles(scores: np.ndarray, level: float, pool: float) -> np.ndarray:
    """Quantile of each landmark, drawn to that of all landmarks together, for a few radiographs tell little of a tail.

    Its rank is that of :func:`conformal_quantile`, but not rounded up, or 90 % of 80 radiographs would be 91 %.

    Args:
        scores: (B, K). pool: as how many radiographs of the landmark that of all counts.
    Returns:
        (K,).
    """
    of_all = conformal_quantile(scores, level)
    known = [column[np.isfinite(column)] for column in scores.T]
    counts = np.array([len(column) for column in known])
    own = [_between_ranks(column, level) if _has_rank(len(column), level) else of_all for column in known]
    return (counts * np.array(own) + pool * of_all) / (counts + pool)


def interval_of_draws(values: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Ends between which the next value lies with the level, from N draws (N, ...), as :func:`conformal_quantile`.

    Returns:
        low, high, each (...); NaN where a draw is NaN or there are too few.
    """
    tail = (1 - level) / 2
    if not _has_rank(len(values), 1 - tail):
        nothing = np.full(values.shape[1:], np.nan)
        return nothing, nothing
    low, high = _between_ranks(values, (tail, 1 - tail))
    return low, high


def _has_rank(count: int, level: float) -> bool:
    return np.round((count + 1) * level, 9) <= count


def _between_ranks(values: np.ndarray, level: float | tuple[float, ...]) -> np.ndarray:
    """Quantiles at the rank (n + 1) level, along the first axis; between two values where it is no whole number."""
    return np.quantile(values, level, axis=0, method='weibull')
