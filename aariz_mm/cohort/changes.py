"""Changes of the same patients between two times: paired t and signed ranks, with effects, and how many changed by more
than error. Needs SciPy, of the extra ``statistics``.

Sources: Wilcoxon, Biometrics Bull 1945; 1:80; Pratt, J Am Stat Assoc 1959; 54:655 (changes of 0).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .comparisons import LEAST
from .effects import NO_EFFECT, Effect, signed_rank_biserial, standardised_change, standardised_difference
from .samples import Sample, change_of

__all__ = ['Change', 'change_between', 'signed_ranks_p']

_NAN = math.nan
_MOST_FLIPPED = 13
"""Changes up to which SciPy, too, takes all signs where some changes are tied."""


@dataclass(frozen=True)
class Change:
    """Second less first time of n patients who have both, in units of the measurement.

    ``low`` to ``high``, ``t``, ``freedom``, ``p``: of the paired t test. ``p_ranks``: Wilcoxon's signed ranks (zeros by
    Pratt). ``d_z`` is over the SD of the changes, ``d_av`` over that of the values. ``p_shapiro`` of the changes.
    ``beyond_error`` of ``known`` patients, whose error is known, changed by more than error makes with 95 %;
    ``true_sd`` is the SD of changes without it, NaN where error explains all or nothing is known.
    """

    n: int
    mean: float = _NAN
    sd: float = _NAN
    low: float = _NAN
    high: float = _NAN
    t: float = _NAN
    freedom: float = _NAN
    p: float = _NAN
    p_ranks: float = _NAN
    d_z: Effect = NO_EFFECT
    d_av: Effect = NO_EFFECT
    ranks: Effect = NO_EFFECT
    p_shapiro: float = _NAN
    known: int = 0
    beyond_error: int = 0
    true_sd: float = _NAN
    reason: str = ''


def change_between(first: Sample, second: Sample) -> Change:
    """Compare two samples of which patients are in both; who is in one alone does not count."""
    before, after, change = change_of(first, second)
    found = dict(n=change.n, mean=change.mean, sd=change.sd)
    if change.n < LEAST:
        return Change(**found, reason=f'fewer than {LEAST} patients with both times')
    if change.is_constant:
        return Change(**found, reason='all changes are equal')
    from scipy import stats

    test = stats.ttest_rel(after.values, before.values)
    ends = test.confidence_interval(0.95)
    known = np.isfinite(change.error_variances)
    beyond = np.abs(change.values[known]) > 1.96 * np.sqrt(change.error_variances[known])
    has_scale = not (before.is_constant and after.is_constant)
    return Change(
        **found, low=float(ends.low), high=float(ends.high), t=float(test.statistic), freedom=float(test.df),
        p=float(test.pvalue), p_ranks=signed_ranks_p(change.values),
        d_z=standardised_change(change.values),
        d_av=standardised_difference(before.values, after.values) if has_scale else NO_EFFECT,
        ranks=signed_rank_biserial(change.values), p_shapiro=float(stats.shapiro(change.values).pvalue),
        known=int(known.sum()), beyond_error=int(beyond.sum()), true_sd=_true_sd(change),
    )  # fmt: skip


def signed_ranks_p(changes: np.ndarray) -> float:
    """p-value of Wilcoxon's signed ranks, zeros by Pratt, of changes (n,) that are not all 0.

    It is that of ``scipy.stats.wilcoxon``, which takes a second for a dozen changes of which two are tied.
    """
    from scipy import stats

    count, sizes = len(changes), np.abs(changes)
    if count > _MOST_FLIPPED or (sizes.all() and len(np.unique(sizes)) == count):
        return float(stats.wilcoxon(changes, zero_method='pratt').pvalue)
    ranks = np.where(sizes > 0, stats.rankdata(sizes), 0.0)
    flipped = (np.arange(2**count)[:, None] >> np.arange(count) & 1) @ ranks
    seen = ranks[changes > 0].sum()
    return float(min(1.0, 2 * min((flipped <= seen).mean(), (flipped >= seen).mean())))


def _true_sd(change: Sample) -> float:
    left = change.sd**2 - change.error_variance
    return math.sqrt(left) if left > 0 else _NAN
