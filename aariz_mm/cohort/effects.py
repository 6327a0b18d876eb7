"""Effect sizes with 95 % intervals. Needs SciPy and statsmodels, of the extra ``statistics``.

Sources: Hedges, J Educ Stat 1981; 6:107 (g); Cumming & Finch, Educ Psychol Meas 2001; 61:532 (intervals by the
noncentral t); Bonett, J Educ Behav Stat 2009; 34:225 (the standardised change d_av); Cureton, Psychometrika 1956;
21:287 and Kerby, Compr Psychol 2014; 3:11.IT.3.1 (rank-biserial correlation); Brunner & Munzel, Biom J 2000; 42:17 (its
interval); Hunter & Schmidt, Methods of Meta-Analysis, 2004, ch. 3 (correction for attenuation).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

__all__ = [
    'NO_EFFECT',
    'Effect',
    'corrected_effect',
    'hedges_g',
    'rank_biserial',
    'signed_rank_biserial',
    'small_sample_factor',
    'standardised_change',
    'standardised_difference',
]  # fmt: skip

_Z = 1.959964
_NAN = math.nan


@dataclass(frozen=True)
class Effect:
    """An effect and its 95 % interval; NaN where there is none."""

    value: float = _NAN
    low: float = _NAN
    high: float = _NAN


NO_EFFECT = Effect()


def small_sample_factor(freedom: float) -> float:
    """Hedges' J: what takes the bias off a standardised difference. Example: 18 -> 0.958"""
    from scipy.special import gammaln

    return float(math.exp(gammaln(freedom / 2) - gammaln((freedom - 1) / 2)) / math.sqrt(freedom / 2))


def hedges_g(first: np.ndarray, second: np.ndarray) -> Effect:
    """First less second mean over the pooled SD, times J; the interval is that of the true one by the noncentral t.

    Example: means 1 apart, both SD 1, 10 patients each -> 0.96
    """
    n, freedom = (len(first), len(second)), len(first) + len(second) - 2
    pooled = ((n[0] - 1) * np.var(first, ddof=1) + (n[1] - 1) * np.var(second, ddof=1)) / freedom
    root = math.sqrt(1 / n[0] + 1 / n[1])
    d = (np.mean(first) - np.mean(second)) / math.sqrt(pooled)
    low, high = (root * one for one in _noncentralities(d / root, freedom))
    return Effect(float(small_sample_factor(freedom) * d), low, high)


def standardised_change(change: np.ndarray) -> Effect:
    """d_z: mean change over its SD, times J; interval by the noncentral t."""
    n = len(change)
    d = float(np.mean(change) / np.std(change, ddof=1))
    low, high = (one / math.sqrt(n) for one in _noncentralities(d * math.sqrt(n), n - 1))
    return Effect(small_sample_factor(n - 1) * d, low, high)


def standardised_difference(before: np.ndarray, after: np.ndarray) -> Effect:
    """d_av: mean change over the root of the mean variance of both times, times J; interval by Bonett's variance."""
    n, change = len(before), after - before
    cov = np.cov(before, after)
    mean_variance = (cov[0, 0] + cov[1, 1]) / 2
    d = float(change.mean() / math.sqrt(mean_variance))
    of_scale = d**2 * (cov[0, 0] ** 2 + cov[1, 1] ** 2 + 2 * cov[0, 1] ** 2) / (8 * mean_variance**2 * (n - 1))
    return _normal(small_sample_factor(n - 1) * d, of_scale + change.var(ddof=1) / (mean_variance * (n - 1)))


def rank_biserial(first: np.ndarray, second: np.ndarray) -> Effect:
    """How much more often a patient of the first group has the larger value than the smaller one, -1 to 1.

    Its interval is that of Brunner and Munzel; none where the groups do not overlap.
    Example: 2, 3 and 1, 2 -> 0.75
    """
    from scipy.stats import rankdata

    n = len(first), len(second)
    ranks = rankdata(np.concatenate([first, second]))
    own = rankdata(first), rankdata(second)
    share = (ranks[: n[0]].mean() - (n[0] + 1) / 2) / n[1]
    value = float(2 * share - 1)
    if min(n) < 3 or not 0 < share < 1:
        return Effect(value)
    parts = [np.var(ranks[: n[0]] - own[0], ddof=1) / n[1] ** 2, np.var(ranks[n[0] :] - own[1], ddof=1) / n[0] ** 2]
    errors = np.array(parts) / n
    freedom = errors.sum() ** 2 / sum(error**2 / (size - 1) for error, size in zip(errors, n, strict=True))
    # On the scale of the logit the interval ends within -1 and 1, and holds what it says in small groups.
    reach = _student(freedom) * math.sqrt(errors.sum()) / (share * (1 - share))
    ends = [1 / (1 + math.exp(-(math.log(share / (1 - share)) + side * reach))) for side in (-1, 1)]
    return Effect(value, *(2 * end - 1 for end in ends))


def signed_rank_biserial(change: np.ndarray) -> Effect:
    """Share of the ranks of changes that rise less those that fall, -1 to 1; changes of 0 do not count.

    The interval is one of t on Fisher's scale, with the variance of a U statistic over sums of two changes (Hoeffding,
    Ann Math Stat 1948; 19:293); none where all rise or all fall.
    """
    from scipy.stats import rankdata

    moved = change[change != 0]
    if not len(moved):
        return NO_EFFECT
    ranks, n = rankdata(np.abs(moved)), len(moved)
    value = float((ranks * np.sign(moved)).sum() / ranks.sum())
    if n < 4 or abs(value) >= 1:
        return Effect(value)
    signs = np.sign(moved[:, None] + moved)
    np.fill_diagonal(signs, 0)
    error = 2 * np.std(signs.sum(axis=1) / (n - 1), ddof=1) / math.sqrt(n)
    reach = _student(n - 1) * error / (1 - value**2)
    return Effect(value, *(math.tanh(math.atanh(value) + side * reach) for side in (-1, 1)))


def corrected_effect(effect: Effect, weight: float, freedom: float, reliability: float) -> Effect:
    """A standardised difference as it would be without measurement error, given its reliability.

    Value over sqrt(reliability). Its variance is ``weight`` / reliability + value² / (2 freedom reliability²): errors
    of both, the means and the SD; that of the reliability's own error variance is not in it.

    Args:
        weight: variance of the mean difference over the variance of the values, 1/n1 + 1/n2 of two groups.
    Returns:
        :data:`NO_EFFECT` for a reliability that is not above 0.
    """
    if not (reliability > 0 and math.isfinite(effect.value)):
        return NO_EFFECT
    value = effect.value / math.sqrt(reliability)  # classical error: independent of the true value
    return _normal(value, weight / reliability + value**2 / (2 * freedom * reliability**2))


def _normal(value: float, variance: float) -> Effect:
    reach = _Z * math.sqrt(variance)
    return Effect(float(value), float(value - reach), float(value + reach))


def _student(freedom: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.975))


def _noncentralities(t: float, freedom: float) -> tuple[float, float]:
    """The noncentralities for which a t as seen is at the 97.5 % and at the 2.5 % quantile."""
    from scipy.special import nctdtrinc

    low, high = (float(nctdtrinc(freedom, p, t)) for p in (0.975, 0.025))
    return (low, high) if low < high else (_NAN, _NAN)
