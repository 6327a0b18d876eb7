"""CVM stages of groups and times: ordinal tests, and what a change of stage may be. Needs SciPy and statsmodels.

Sources: Agresti, Categorical Data Analysis, 3rd ed. 2013, ch. 3 (linear-by-linear association; of two groups it is the
trend test of Cochran and Armitage); Fleiss, Cohen & Everitt, Psychol Bull 1969; 72:323 (weighted kappa).
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from aariz_mm.evaluation.kappa import kappa_interval, weighted_kappa

from .changes import signed_ranks_p
from .comparisons import LEAST
from .effects import NO_EFFECT, Effect, rank_biserial

__all__ = ['StageChange', 'StageComparison', 'compare_stages', 'stage_change']

_NAN = math.nan
_SIX = 6
_LEAST_EXPECTED = 5


@dataclass(frozen=True)
class StageComparison:
    """Stages of groups (first to last): ``p_ranks`` of Mann and Whitney or, of more than two, Kruskal and Wallis;
    ``p_trend`` of the linear-by-linear association, two groups alone; ``p_table`` of chi² with its smallest expected
    count, ``expected`` (below 5 it is not to be relied on)."""

    groups: tuple[str, ...]
    n: tuple[int, ...]
    p_ranks: float = _NAN
    p_trend: float = _NAN
    p_table: float = _NAN
    expected: float = _NAN
    ranks: Effect = NO_EFFECT
    reason: str = ''


@dataclass(frozen=True)
class StageChange:
    """Stages of the same n patients at two times. ``earlier`` patients have a lower stage at the second one, which
    growth does not do: so often at least one of their readings is wrong. ``kappa`` is quadratically weighted."""

    n: int
    earlier: int = 0
    same: int = 0
    later: int = 0
    p: float = _NAN
    kappa: Effect = NO_EFFECT
    reason: str = ''


def compare_stages(stages: Sequence[Mapping[str, int]], names: Sequence[str]) -> StageComparison:
    """Compare the stages (patient -> 1 to 6) of independent groups."""
    values = [np.array(list(one.values()), dtype=float) for one in stages]
    sizes = tuple(map(len, values))
    if min(sizes) < LEAST:
        return StageComparison(tuple(names), sizes, reason=f'fewer than {LEAST} patients with a stage')
    table = np.stack([np.bincount(one.astype(int), minlength=_SIX + 1)[1:] for one in values])
    table = table[:, table.any(axis=0)]
    if table.shape[1] < 2:
        return StageComparison(tuple(names), sizes, reason='all have one stage')
    from scipy import stats

    chi = stats.chi2_contingency(table, correction=False)
    if len(values) > 2:
        return StageComparison(tuple(names), sizes, float(stats.kruskal(*values).pvalue), p_table=float(chi.pvalue),
                               expected=float(chi.expected_freq.min()))  # fmt: skip
    from statsmodels.stats.contingency_tables import Table

    scores = np.flatnonzero(np.bincount(np.concatenate(values).astype(int)))
    trend = Table(table, shift_zeros=False).test_ordinal_association(np.array([0, 1]), scores)
    return StageComparison(
        tuple(names), sizes, float(stats.mannwhitneyu(*values).pvalue), float(trend.pvalue), float(chi.pvalue),
        float(chi.expected_freq.min()), rank_biserial(*values),
    )  # fmt: skip


def stage_change(first: Mapping[str, int], second: Mapping[str, int]) -> StageChange:
    """Compare the stages of patients at two times."""
    shared = [patient for patient in first if patient in second]
    before, after = (np.array([one[patient] for patient in shared], dtype=int) for one in (first, second))
    moved = after - before
    counts = dict(n=len(shared), earlier=int((moved < 0).sum()), same=int((moved == 0).sum()),
                  later=int((moved > 0).sum()))  # fmt: skip
    if len(shared) < LEAST:
        return StageChange(**counts, reason=f'fewer than {LEAST} patients with a stage at both times')
    if not moved.any():
        return StageChange(**counts, reason='no stage changed')
    confusion = np.zeros((_SIX, _SIX), dtype=int)
    np.add.at(confusion, (before - 1, after - 1), 1)
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')  # of few pairs, whose interval is then wide
        p = signed_ranks_p(moved.astype(float))
        kappa = Effect(float(weighted_kappa(confusion, 2)), *kappa_interval(confusion, 2))
    return StageChange(**counts, p=p, kappa=kappa)
