"""Intraclass correlation of readers who measured the same things, with its 95 % interval.

Sources: Shrout & Fleiss, Psychol Bull 1979; 86:420-428 (the forms); McGraw & Wong, Psychol Methods 1996; 1:30-46
(the intervals by the F distribution). Intervals need SciPy, of the extra ``statistics``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aariz_mm.extras import require

__all__ = ['Icc', 'icc_2_1', 'icc_2_1_interval', 'intraclass_correlations']

_NAN = float('nan')
_ENDS = (0.025, 0.975)


@dataclass(frozen=True)
class Icc:
    """One form of the ICC, with the ends of its 95 % interval; NaN where it is undefined."""

    form: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class _MeanSquares:
    """Of a two-way analysis of variance of n targets by k raters; ``within`` is that of the one-way analysis."""

    n: int
    k: int
    targets: float
    raters: float
    rest: float
    within: float


def icc_2_1(ratings: np.ndarray) -> float:
    """ICC(2,1) of Shrout & Fleiss: two-way random effects, absolute agreement, a single rater.

    Args:
        ratings: (n targets, k raters), finite.
    Returns:
        At most 1; NaN for fewer than two targets or raters, or where all ratings are equal.
    Errors:
        ValueError: not two-dimensional, or not finite.
    """
    squares = _mean_squares(ratings)
    return _NAN if squares is None else _absolute(squares)


def icc_2_1_interval(ratings: np.ndarray) -> tuple[float, float]:
    """95 % interval of :func:`icc_2_1` by McGraw & Wong, 1996, case 2A; (NaN, NaN) where that is undefined.

    Equal raters have (1, 1): nothing then tells how far they might be apart.

    Errors:
        ValueError: as :func:`icc_2_1`. ImportError: SciPy is missing.
    """
    squares = _mean_squares(ratings)
    return (_NAN, _NAN) if squares is None else _absolute_interval(squares)


def intraclass_correlations(ratings: np.ndarray) -> dict[str, Icc]:
    """ICC(1,1), ICC(2,1) and ICC(3,1), of one rater, and ICC(1,k), ICC(2,k) and ICC(3,k), of the mean of all k.

    1: every target has other raters; 2: these raters stand for others, and a bias between them counts; 3: these raters
    alone are meant, and their bias does not count.

    Args:
        ratings: (n targets, k raters), finite.
    Errors:
        ValueError: as :func:`icc_2_1`. ImportError: SciPy is missing.
    Example: Table 2 of Shrout & Fleiss -> .17, .29, .71, .44, .62, .91
    """
    squares = _mean_squares(ratings)
    forms = ('ICC(1,1)', 'ICC(2,1)', 'ICC(3,1)')
    if squares is None:
        names = (*forms, *(one.replace(',1', ',k') for one in forms))
        return {name: Icc(name, _NAN, _NAN, _NAN) for name in names}
    n, k = squares.n, squares.k
    single = [
        _Of(squares.targets, squares.within, (n - 1, n * (k - 1))),
        None,
        _Of(squares.targets, squares.rest, (n - 1, (n - 1) * (k - 1))),
    ]
    found = []
    for form, parts in zip(forms, single, strict=True):
        ends = _absolute_interval(squares) if parts is None else parts.interval(k)
        found.append(Icc(form, _absolute(squares) if parts is None else parts.value(k), *ends))
    of_mean = [Icc(one.form.replace(',1', ',k'), *(_step_up(end, k) for end in (one.value, one.low, one.high)))
               for one in found]  # fmt: skip
    return {one.form: one for one in (*found, *of_mean)}


@dataclass(frozen=True)
class _Of:
    """An ICC that is made of the ratio of two mean squares."""

    targets: float
    error: float
    freedom: tuple[int, int]

    def value(self, k: int) -> float:
        return (self.targets - self.error) / (self.targets + (k - 1) * self.error)

    def interval(self, k: int) -> tuple[float, float]:
        if self.error == 0:
            return 1.0, 1.0
        low, high = (self.targets / self.error / _quantile(end, *self.freedom) for end in reversed(_ENDS))
        return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)


def _mean_squares(ratings: np.ndarray) -> _MeanSquares | None:
    """None where there are fewer than two targets or raters, or no spread."""
    ratings = np.asarray(ratings, dtype=np.float64)
    if ratings.ndim != 2 or not np.isfinite(ratings).all():
        raise ValueError(f'ratings: expected finite (targets, raters), got shape {ratings.shape}; leave missing out')
    n, k = ratings.shape
    if n < 2 or k < 2 or np.ptp(ratings) == 0:
        return None
    mean, rows, columns = ratings.mean(), ratings.mean(axis=1), ratings.mean(axis=0)
    targets = k * ((rows - mean) ** 2).sum() / (n - 1)
    raters = n * ((columns - mean) ** 2).sum() / (k - 1)
    rest = ((ratings - rows[:, None] - columns + mean) ** 2).sum() / ((n - 1) * (k - 1))
    within = ((ratings - rows[:, None]) ** 2).sum() / (n * (k - 1))
    return _MeanSquares(n, k, float(targets), float(raters), float(rest), float(within))


def _absolute(squares: _MeanSquares) -> float:
    n, k, rest = squares.n, squares.k, squares.rest
    whole = squares.targets + (k - 1) * rest + k * (squares.raters - rest) / n
    return float((squares.targets - rest) / whole) if whole != 0 else _NAN


def _absolute_interval(squares: _MeanSquares) -> tuple[float, float]:
    n, k, value = squares.n, squares.k, _absolute(squares)
    if squares.rest == 0 and squares.raters == 0:
        return 1.0, 1.0
    if not np.isfinite(value) or value == 1:
        return value, value
    of_raters = k * value / (n * (1 - value)) * squares.raters
    of_rest = (1 + k * value * (n - 1) / (n * (1 - value))) * squares.rest
    parts = of_raters**2 / (k - 1) + of_rest**2 / ((n - 1) * (k - 1))
    freedom = (of_raters + of_rest) ** 2 / parts
    spread = k * squares.raters + (k * n - k - n) * squares.rest
    below, above = _quantile(_ENDS[1], n - 1, freedom), _quantile(_ENDS[1], freedom, n - 1)
    low = n * (squares.targets - below * squares.rest) / (below * spread + n * squares.targets)
    high = n * (above * squares.targets - squares.rest) / (spread + n * above * squares.targets)
    return float(low), float(high)


def _step_up(value: float, k: int) -> float:
    """Spearman and Brown: from one rater to the mean of k."""
    return float(k * value / (1 + (k - 1) * value))


def _quantile(share: float, *freedom: float) -> float:
    require('scipy')
    from scipy.special import fdtri  # what scipy.stats.f.ppf calls, without its checks

    return float(fdtri(*freedom, share))
