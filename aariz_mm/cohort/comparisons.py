"""Groups compared: Welch's t and ranks of two, Welch's and Kruskal-Wallis' of more, each with an effect and why not.

Which test counts is not chosen by another test: Welch's needs no equal variances, and the test by ranks stands beside
it. Sources: Welch, Biometrika 1947; 34:28 and 1951; 38:330; Mann & Whitney, Ann Math Stat 1947; 18:50; Kruskal &
Wallis, J Am Stat Assoc 1952; 47:583; Shapiro & Wilk, Biometrika 1965; 52:591; Brown & Forsythe, J Am Stat Assoc 1974;
69:364; Holm, Scand J Stat 1979; 6:65; Benjamini & Hochberg, J R Stat Soc B 1995; 57:289. Needs SciPy and statsmodels.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aariz_mm.evaluation.comparison import holm

from .effects import NO_EFFECT, Effect, corrected_effect, hedges_g, rank_biserial
from .measurement_error import ErrorShare
from .samples import Sample

__all__ = ['ADJUSTMENTS', 'LEAST', 'Comparison', 'ManyGroups', 'adjust', 'compare_many', 'compare_two', 'why_no_test']

ADJUSTMENTS = ('holm', 'bh', 'none')
"""Of p for the number of measurements: by Holm, by Benjamini and Hochberg, or not."""
LEAST = 3
"""Patients of a group without whom nothing is tested."""
_POWER, _LEVEL = 0.8, 0.05
_NAN = math.nan


@dataclass(frozen=True)
class Comparison:
    """First less second group, in units of the measurement. All NaN but n and means where ``reason`` says why.

    ``low`` to ``high``: 95 % interval of the difference by Welch. ``t``, ``freedom``, ``p``: of his test. ``p_ranks``
    of Mann and Whitney. ``g`` is Hedges', ``corrected_g`` the largest that it may be without
    measurement error, ``ranks`` the rank-biserial
    correlation. ``p_shapiro`` of either group and ``p_spread`` (Brown and Forsythe) are the assumptions.
    ``detectable``: difference that a study of this size finds with 80 % at 5 %; ``detectable_without``: were there no
    measurement error.
    """

    first: str
    second: str
    n: tuple[int, int]
    means: tuple[float, float]
    difference: float = _NAN
    low: float = _NAN
    high: float = _NAN
    t: float = _NAN
    freedom: float = _NAN
    p: float = _NAN
    p_ranks: float = _NAN
    g: Effect = NO_EFFECT
    corrected_g: Effect = NO_EFFECT
    ranks: Effect = NO_EFFECT
    p_shapiro: tuple[float, float] = (_NAN, _NAN)
    p_spread: float = _NAN
    detectable: float = _NAN
    detectable_without: float = _NAN
    reason: str = ''


@dataclass(frozen=True)
class ManyGroups:
    """Three groups or more: Welch's F and Kruskal-Wallis' H, with omega² by the former; the pairs with p by Holm."""

    groups: tuple[str, ...]
    n: tuple[int, ...]
    f: float = _NAN
    freedom: tuple[float, float] = (_NAN, _NAN)
    p: float = _NAN
    h: float = _NAN
    p_ranks: float = _NAN
    omega_squared: Effect = NO_EFFECT
    pairs: tuple[Comparison, ...] = ()
    p_pairs: tuple[float, ...] = ()
    reason: str = ''


def why_no_test(samples: Sequence[Sample], names: Sequence[str]) -> str:
    """Why samples are not compared; '' where they are."""
    small = [f'{name} {one.n}' for name, one in zip(names, samples, strict=True) if one.n < LEAST]
    if small:
        return f'fewer than {LEAST} patients: {", ".join(small)}'
    shared = sum(len(one.patients) for one in samples) - len({name for one in samples for name in one.patients})
    if shared:
        return f'{shared} patients are in more than one of them: not independent'
    constant = [name for name, one in zip(names, samples, strict=True) if one.is_constant]
    return f'all values are equal: {", ".join(constant)}' if constant else ''


def compare_two(first: Sample, second: Sample, names: tuple[str, str], error: ErrorShare | None = None) -> Comparison:
    """Compare two independent samples.

    Args:
        error: of the measurement; None corrects nothing.
    """
    found = dict(first=names[0], second=names[1], n=(first.n, second.n), means=(first.mean, second.mean))
    reason = why_no_test((first, second), names)
    if reason:
        return Comparison(**found, reason=reason)
    from scipy import stats

    welch = stats.ttest_ind(first.values, second.values, equal_var=False)
    ends = welch.confidence_interval(0.95)
    g = hedges_g(first.values, second.values)
    reliability = _NAN if error is None else error.reliability
    freedom = first.n + second.n - 2
    detectable = _detectable(first, second)
    return Comparison(
        **found, difference=first.mean - second.mean, low=float(ends.low), high=float(ends.high),
        t=float(welch.statistic), freedom=float(welch.df), p=float(welch.pvalue),
        p_ranks=float(stats.mannwhitneyu(first.values, second.values).pvalue), g=g,
        corrected_g=corrected_effect(g, 1 / first.n + 1 / second.n, freedom, reliability),
        ranks=rank_biserial(first.values, second.values),
        p_shapiro=tuple(float(stats.shapiro(one.values).pvalue) for one in (first, second)),
        p_spread=float(stats.levene(first.values, second.values, center='median').pvalue),
        detectable=detectable,
        detectable_without=detectable * math.sqrt(reliability) if reliability > 0 else _NAN,
    )  # fmt: skip


def compare_many(samples: Sequence[Sample], names: Sequence[str], error: ErrorShare | None = None) -> ManyGroups:
    """Compare three independent samples or more."""
    sizes = tuple(one.n for one in samples)
    reason = why_no_test(samples, names)
    if reason:
        return ManyGroups(tuple(names), sizes, reason=reason)
    from scipy import stats
    from statsmodels.stats.oneway import anova_oneway, confint_noncentrality

    values = [one.values for one in samples]
    welch, kruskal = anova_oneway(values, use_var='unequal'), stats.kruskal(*values)
    freedom, total = tuple(map(float, welch.df)), sum(sizes)
    f = float(welch.statistic)
    omega = (f - 1) * freedom[0] / ((f - 1) * freedom[0] + total)
    ends = [float(one) for one in confint_noncentrality(f, freedom, alpha=0.05)]
    low, high = (one / (one + total) for one in np.nan_to_num(ends))
    pairs = tuple(
        compare_two(samples[one], samples[other], (names[one], names[other]), error)
        for one in range(len(samples)) for other in range(one + 1, len(samples))
    )  # fmt: skip
    return ManyGroups(
        tuple(names), sizes, f, freedom, float(welch.pvalue), float(kruskal.statistic), float(kruskal.pvalue),
        Effect(max(0.0, omega), low, high), pairs, tuple(adjust([one.p for one in pairs], 'holm')),
    )  # fmt: skip


def adjust(p_values: Sequence[float], method: str) -> list[float]:
    """p corrected for their number; NaN stays and does not count.

    Args:
        method: of :data:`ADJUSTMENTS`.
    Example: 0.01 and 0.04 by 'holm' -> 0.02 and 0.04
    """
    p = np.array(p_values, dtype=np.float64)
    known = np.isfinite(p)
    if known.any() and method == 'holm':
        p[known] = holm(p[known].tolist())
    if known.any() and method == 'bh':
        from statsmodels.stats.multitest import fdrcorrection

        p[known] = fdrcorrection(p[known])[1]
    return p.tolist()


def _detectable(first: Sample, second: Sample) -> float:
    from statsmodels.stats.power import TTestIndPower

    freedom = first.n + second.n - 2
    pooled = math.sqrt(((first.n - 1) * first.sd**2 + (second.n - 1) * second.sd**2) / freedom)
    power = TTestIndPower()
    effect = power.solve_power(nobs1=first.n, ratio=second.n / first.n, alpha=_LEVEL, power=_POWER)
    return float(np.squeeze(effect)) * pooled
