"""The numbers of a cohort as tables for a spreadsheet or R: a row for each group, test, curve or thing left out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from aariz_mm.analysis import MEASUREMENTS
from aariz_mm.reading.rows import Cell

from .changes import Change
from .comparisons import Comparison, ManyGroups
from .effects import Effect
from .loading import Cohort
from .scores import CHANGE, VALUE, CohortScores, tests_of

__all__ = ['Sheet', 'cohort_sheets']

_DESCRIPTION = ('n', 'mean', 'sd', 'median', 'first_quartile', 'third_quartile', 'least', 'most', 'low', 'high',
                'biased_low', 'biased_high')  # fmt: skip
_ERROR = ('n', 'known', 'error_sd', 'shift', 'within_sd', 'reliability', 'low', 'high', 'detectable')
_TESTED = ('difference', 'low', 'high', 't', 'freedom', 'p')
_CHANGED = ('n', 'mean', 'sd', *_TESTED[1:])
_BETWEEN = ' to '


@dataclass(frozen=True)
class Sheet:
    """A table of cells under their columns."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def cohort_sheets(cohort: Cohort, scores: CohortScores, per_case: bool = False) -> tuple[Sheet, ...]:
    """All tables. Lengths, degrees and per cent are in the unit of the measurement; what is not known is empty.

    Args:
        per_case: with a table of all radiographs, and with names of what was left out.
    """
    sheets = [
        _sheet('groups', ('group', 'time', 'radiographs', 'patients', *(f'age_{name}' for name in _DESCRIPTION[:8]),
                          'female', 'male', *(f'CVM-S{stage}' for stage in range(1, 7)), 'corrected', 'doubtful'),
               _group_rows(scores)),
        _sheet('descriptions', ('measurement', 'unit', 'group', 'time', *_DESCRIPTION, 'missing', 'why_missing'),
               _description_rows(scores)),
        _sheet('tests', ('measurement', 'unit', 'what', 'time', 'first', 'second', 'n_first', 'n_second', 'mean_first',
                         'mean_second', *_TESTED, 'p_adjusted', 'p_mann_whitney', 'p_mann_whitney_adjusted',
                         *_effect('hedges_g'), *_effect('g_without_error_at_most'), *_effect('rank_biserial'),
                         'p_shapiro_first', 'p_shapiro_second', 'p_brown_forsythe', 'detectable',
                         'detectable_without_error', 'reason'), _test_rows(scores)),
        _sheet('several_groups', ('measurement', 'what', 'time', 'groups', 'n', 'welch_f', 'freedom_1', 'freedom_2',
                                  'p', 'p_adjusted', 'kruskal_h', 'p_kruskal', 'p_kruskal_adjusted',
                                  *_effect('omega_squared'), 'reason'), _many_rows(scores)),
        _sheet('changes', ('measurement', 'unit', 'group', 'from', 'to', *_CHANGED, 'p_adjusted', 'p_wilcoxon',
                           'p_wilcoxon_adjusted', *_effect('d_z'), *_effect('d_av'), *_effect('rank_biserial'),
                           'p_shapiro', 'errors_known', 'beyond_error', 'sd_without_error', 'reason'),
               _change_rows(scores)),
        _sheet('stages', ('what', 'group', 'time', 'n', 'p_ranks', 'p_trend', 'p_chi2', 'smallest_expected', 'earlier',
                          'same', 'later', *_effect('effect'), 'reason'), _stage_rows(scores)),
        _sheet('errors', ('measurement', 'unit', *_ERROR), _error_rows(scores)),
        _sheet('growth', ('measurement', 'unit', 'sex', 'age', 'mean', 'low', 'high', 'least', 'most'),
               _growth_rows(scores)),
        _left_out(cohort, per_case),
    ]  # fmt: skip
    return tuple([*sheets, _cases(cohort, scores)] if per_case else sheets)


def _sheet(name: str, columns: tuple[str, ...], rows: Iterator[tuple]) -> Sheet:
    return Sheet(name, columns, tuple(tuple(map(_cell, row)) for row in rows))


def _cell(value: object) -> Cell:
    if isinstance(value, float):
        return float(f'{value:.6g}') if math.isfinite(value) else None
    return value


def _effect(name: str) -> tuple[str, str, str]:
    return name, f'{name}_low', f'{name}_high'


def _ends(effect: Effect) -> tuple[float, float, float]:
    return effect.value, effect.low, effect.high


def _unit(key: str) -> str:
    return MEASUREMENTS[key].unit


def _group_rows(scores: CohortScores) -> Iterator[tuple]:
    for one in scores.profiles:
        ages = (getattr(one.age, name) for name in _DESCRIPTION[:8])
        yield (one.group, one.time, one.radiographs, one.patients, *ages, *one.sexes.values(), *one.stages.values(),
               one.corrected, one.doubtful)  # fmt: skip


def _description_rows(scores: CohortScores) -> Iterator[tuple]:
    for measured in scores.measurements:
        for (group, time), one in measured.descriptions.items():
            missing = one.missing or {}
            yield (measured.key, _unit(measured.key), group, time, *(getattr(one, name) for name in _DESCRIPTION),
                   sum(missing.values()), '; '.join(f'{why} ({n})' for why, n in missing.items()))  # fmt: skip


def _test_rows(scores: CohortScores) -> Iterator[tuple]:
    for measured in scores.measurements:
        for family, where, test in tests_of(measured):
            if family == CHANGE:
                continue
            many = isinstance(test, ManyGroups)
            adjusted = scores.adjusted[family, where, measured.key]
            pairs = zip(test.pairs, test.p_pairs, strict=True) if many else [(test, adjusted[0])]
            for one, p in pairs:
                ranks = math.nan if many else adjusted[1]
                yield (
                    measured.key,
                    _unit(measured.key),
                    _what(family),
                    _BETWEEN.join(where),
                    *_compared(one, p, ranks),
                )


def _compared(one: Comparison, p: float, p_ranks: float) -> tuple:
    return (one.first, one.second, *one.n, *one.means, *(getattr(one, name) for name in _TESTED), p, one.p_ranks,
            p_ranks, *_ends(one.g), *_ends(one.corrected_g), *_ends(one.ranks), *one.p_shapiro, one.p_spread,
            one.detectable, one.detectable_without, one.reason)  # fmt: skip


def _what(family: str) -> str:
    return 'value' if family == VALUE else 'change'


def _many_rows(scores: CohortScores) -> Iterator[tuple]:
    for measured in scores.measurements:
        for family, where, test in tests_of(measured):
            if isinstance(test, ManyGroups):
                p, ranks = scores.adjusted[family, where, measured.key]
                yield (measured.key, _what(family), _BETWEEN.join(where), '; '.join(test.groups),
                       '; '.join(map(str, test.n)), test.f, *test.freedom, test.p, p, test.h, test.p_ranks, ranks,
                       *_ends(test.omega_squared), test.reason)  # fmt: skip


def _change_rows(scores: CohortScores) -> Iterator[tuple]:
    for measured in scores.measurements:
        for family, where, test in tests_of(measured):
            if isinstance(test, Change):
                p, ranks = scores.adjusted[family, where, measured.key]
                yield (measured.key, _unit(measured.key), *where, *(getattr(test, name) for name in _CHANGED), p,
                       test.p_ranks, ranks, *_ends(test.d_z), *_ends(test.d_av), *_ends(test.ranks), test.p_shapiro,
                       test.known, test.beyond_error, test.true_sd, test.reason)  # fmt: skip


def _stage_rows(scores: CohortScores) -> Iterator[tuple]:
    for time, one in scores.stages.items():
        yield ('groups, rank-biserial', '; '.join(one.groups), time, '; '.join(map(str, one.n)), one.p_ranks,
               one.p_trend, one.p_table, one.expected, None, None, None, *_ends(one.ranks), one.reason)  # fmt: skip
    for (group, *pair), one in scores.stage_changes.items():
        yield ('times, weighted kappa', group, _BETWEEN.join(pair), one.n, one.p, None, None, None, one.earlier,
               one.same, one.later, *_ends(one.kappa), one.reason)  # fmt: skip


def _error_rows(scores: CohortScores) -> Iterator[tuple]:
    for one in scores.measurements:
        yield one.key, _unit(one.key), *(getattr(one.error, name) for name in _ERROR)


def _growth_rows(scores: CohortScores) -> Iterator[tuple]:
    for growth in scores.growth:
        for one in growth.curves:
            for row in zip(one.ages, one.mean, one.low, one.high, one.least, one.most, strict=True):
                yield growth.key, _unit(growth.key), one.sex, *map(float, row)


def _left_out(cohort: Cohort, per_case: bool) -> Sheet:
    if per_case:
        return Sheet('left_out', ('name', 'reason'), tuple((one.name, one.reason) for one in cohort.left_out))
    counts = Counter(one.reason for one in cohort.left_out)
    return Sheet('left_out', ('reason', 'number'), tuple(counts.items()))


def _cases(cohort: Cohort, scores: CohortScores) -> Sheet:
    keys = scores.settings.keys
    columns = ('result', 'patient', 'group', 'time', 'age', 'sex', 'stage', 'corrected', 'warnings', *keys)
    rows = ((one.result, one.patient, one.group, one.time, one.age, one.sex, one.stage,
             'yes' if one.corrected else 'no', '; '.join(one.doubts),
             *(one.values[key].value if key in one.values else math.nan for key in keys))
            for one in cohort.records)  # fmt: skip
    return _sheet('cases', columns, rows)
