"""The tables of a cohort as a paper has them, for its page and for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from aariz_mm.analysis import MEASUREMENTS
from aariz_mm.analysis.definitions import DEGREES, MILLIMETRES
from aariz_mm.number_text import ABSENT, fixed, is_absent, per_cent, span, with_interval
from aariz_mm.tables import Table

from .comparisons import Comparison, ManyGroups
from .descriptions import Description, GroupProfile
from .effects import Effect
from .loading import Cohort
from .notes import length_doubt
from .scores import CHANGE, CHANGE_OF_GROUPS, VALUE, CohortScores, MeasurementScores

__all__ = ['DOUBTED', 'assumption_table', 'change_table', 'comparison_table', 'description_table', 'error_table',
           'group_table', 'growth_table', 'left_out_table', 'many_table', 'named', 'p_text', 'stage_table']  # fmt: skip

DOUBTED = '†'
"""Behind a length that may not be comparable."""


def p_text(p: float) -> str:
    """Example: 0.0004 -> '< 0.001'; 0.0312 -> '0.031'"""
    return ABSENT if is_absent(p) else ('< 0.001' if p < 0.001 else fixed(p, 3))


def named(cohort: Cohort, key: str) -> str:
    """Name and unit of a measurement, marked where lengths are doubted. Example: 'SNA, °'"""
    one = MEASUREMENTS[key]
    mark = DOUBTED if one.unit == MILLIMETRES and length_doubt(cohort) else ''
    return f'{one.name}, {"°" if one.unit == DEGREES else one.unit}{mark}'


def group_table(scores: CohortScores) -> Table:
    """Who the groups are: a column for each group and time."""
    profiles = scores.profiles
    lines: list[tuple[str, Callable[[GroupProfile], str]]] = [
        ('Radiographs, n', lambda one: str(one.radiographs)),
        ('Patients, n', lambda one: str(one.patients)),
        ('Age, years, mean ± SD', lambda one: _mean_sd(one.age)),
        ('Age, range', lambda one: span(one.age.least, one.age.most, 1)),
        ('Age not told, n', lambda one: str(sum((one.age.missing or {}).values()))),
        ('Female / male / not told, n', _sexes),
        *((f'CVM stage {stage}, n (%)', lambda one, stage=stage: _share(one.stages, stage)) for stage in range(1, 7)),
        ('Readings corrected by a person, n', lambda one: str(one.corrected)),
        ('Doubtful, not corrected, n', lambda one: str(one.doubtful)),
    ]
    header = ('', *(_cell_name(one.group, one.time) for one in profiles))
    return Table('The groups', header, tuple((name, *map(take, profiles)) for name, take in lines))


def description_table(cohort: Cohort, scores: CohortScores, time: str) -> Table:
    """A row for each measurement and group at a time."""
    header = ('measurement', 'group', 'n', 'missing', 'mean (95 % interval)', 'SD', 'median (quartiles)', 'range',
              'interval with the bound')  # fmt: skip
    rows = tuple(
        (named(cohort, one.key), group, *_described(found))
        for one in scores.measurements for (group, when), found in one.descriptions.items() if when == time
    )  # fmt: skip
    return Table(f'Measurements{f", {time}" if time else ""}', header, rows, (), (0, 1, 3))


def comparison_table(cohort: Cohort, scores: CohortScores, family: str, where: tuple) -> Table:
    """A row for each measurement and two groups: difference, p, effects."""
    header = ('measurement', 'groups', 'n', 'means', 'difference (95 % interval)', 'p', 'p adjusted', 'p Mann-Whitney',
              'adjusted', "Hedges' g", 'g without error, at most', 'rank-biserial', 'detectable, 80 %')  # fmt: skip
    rows = []
    for one in scores.measurements:
        test = _test(one, family, where)
        adjusted = scores.adjusted[family, where, one.key]
        pairs = zip(test.pairs, test.p_pairs, strict=True) if isinstance(test, ManyGroups) else [(test, adjusted[0])]
        ranks = ABSENT if isinstance(test, ManyGroups) else p_text(adjusted[1])
        rows += [(named(cohort, one.key), *_compared(pair, p, ranks)) for pair, p in pairs]
        if test.reason:
            rows = [row for row in rows if row[0] != named(cohort, one.key)]
            rows.append((named(cohort, one.key), test.reason, ' / '.join(map(str, test.n)), *[ABSENT] * 10))
    return Table(_caption(family, where, 'two groups at a time'), header, tuple(rows), (), (0, 1))


def many_table(cohort: Cohort, scores: CohortScores, family: str, where: tuple) -> Table:
    """A row for each measurement: all groups at once."""
    header = ('measurement', 'n', "Welch's F", 'df', 'p', 'p adjusted', 'Kruskal-Wallis H', 'p', 'p adjusted',
              'omega² (95 % interval)')  # fmt: skip
    rows = []
    for one in scores.measurements:
        test, (p, ranks) = _test(one, family, where), scores.adjusted[family, where, one.key]
        rows.append((named(cohort, one.key), ' / '.join(map(str, test.n)), fixed(test.f),
                     f'{fixed(test.freedom[0], 0)}; {fixed(test.freedom[1], 1)}', p_text(test.p), p_text(p),
                     fixed(test.h), p_text(test.p_ranks), p_text(ranks), _effect(test.omega_squared)))  # fmt: skip
    return Table(_caption(family, where, 'all groups at once'), header, tuple(rows))


def change_table(cohort: Cohort, scores: CohortScores, pair: tuple[str, str]) -> Table:
    """A row for each measurement and group: change between two times."""
    header = ('measurement', 'group', 'patients', 'change (95 % interval)', 'SD', 'p', 'p adjusted', 'p Wilcoxon',
              'adjusted', 'd_av', 'd_z', 'rank-biserial', 'changed beyond error')  # fmt: skip
    rows = []
    for one in scores.measurements:
        for (group, *times), test in one.changes.items():
            if tuple(times) != pair:
                continue
            p, ranks = scores.adjusted[CHANGE, (group, *pair), one.key]
            beyond = f'{test.beyond_error} of {test.known}' if test.known else ABSENT
            rows.append((named(cohort, one.key), f'{group}{f" ({test.reason})" if test.reason else ""}', str(test.n),
                         with_interval(fixed(test.mean), test.low, test.high), fixed(test.sd), p_text(test.p),
                         p_text(p), p_text(test.p_ranks), p_text(ranks), _effect(test.d_av), _effect(test.d_z),
                         _effect(test.ranks), beyond))  # fmt: skip
    return Table(f'Changes of the same patients, {pair[0]} to {pair[1]}', header, tuple(rows), (), (0, 1))


def stage_table(scores: CohortScores) -> Table:
    """Tests of CVM stages between groups, then between times."""
    header = ('', 'n', 'p by ranks', 'p of the trend', 'p of chi² (smallest expected)', 'effect (95 % interval)',
              'earlier / same / later')  # fmt: skip
    rows = [
        (f'{" and ".join(one.groups)} {time}'.strip() + _because(one.reason), ' / '.join(map(str, one.n)),
         p_text(one.p_ranks), p_text(one.p_trend), _chi(one), f'r {_effect(one.ranks)}', ABSENT)
        for time, one in scores.stages.items()
    ]  # fmt: skip
    rows += [
        (f'{group}, {" to ".join(pair)}{_because(one.reason)}', str(one.n), p_text(one.p), ABSENT, ABSENT,
         f'kappa {_effect(one.kappa)}', f'{one.earlier} / {one.same} / {one.later}')
        for (group, *pair), one in scores.stage_changes.items()
    ]  # fmt: skip
    return Table('CVM stages: groups compared, and the same patients at two times', header, tuple(rows))


def growth_table(cohort: Cohort, scores: CohortScores) -> Table:
    """A row for each measurement and sex: the curve in figures."""
    header = ('measurement', 'sex', 'patients', 'radiographs', 'ages', 'change a year', 'SD between patients',
              'SD of the rest', 'of this error, at most', 'same curve, p', 'model')  # fmt: skip
    rows = []
    for growth in scores.growth:
        for one in growth.curves:
            ages = span(float(one.ages[0]), float(one.ages[-1]), 1) if len(one.ages) else ABSENT
            rows.append((named(cohort, growth.key), one.sex, str(one.patients), str(len(one.points)), ages,
                         fixed(one.rate), fixed(one.patient_sd), fixed(one.residual_sd), fixed(one.error_sd),
                         p_text(growth.p_sexes), one.model or f'none: {one.reason}'))  # fmt: skip
    return Table('Growth curves', header, tuple(rows), (), (0, 1, 10))


def error_table(cohort: Cohort, scores: CohortScores) -> Table:
    """A row for each measurement: its error and what share of the variance within groups is not error."""
    header = ('measurement', 'errors known', 'SD of the error', 'SD within groups', 'reliability, at least',
              'change of one patient that is more than error', 'mean shift')  # fmt: skip
    rows = tuple(
        (named(cohort, one.key), f'{one.error.known} of {one.error.n}', fixed(one.error.error_sd),
         fixed(one.error.within_sd), with_interval(fixed(one.error.reliability), one.error.low, one.error.high),
         fixed(one.error.detectable), fixed(one.error.shift)) for one in scores.measurements
    )  # fmt: skip
    return Table('Error of the measurements', header, rows)


def assumption_table(cohort: Cohort, scores: CohortScores) -> Table:
    """A row for each measurement and two groups: normality of both and equality of spread."""
    header = ('measurement', 'what', 'groups', 'p Shapiro-Wilk, first', 'second', 'p Brown-Forsythe')
    rows = []
    for one in scores.measurements:
        for family, where, test in _between(one):
            for pair in test.pairs if isinstance(test, ManyGroups) else [test]:
                cells = f'{pair.first} and {pair.second}', *map(p_text, pair.p_shapiro), p_text(pair.p_spread)
                rows.append((named(cohort, one.key), _where(family, where), *cells))
        for (group, *pair), change in one.changes.items():
            rows.append((named(cohort, one.key), f'change {" to ".join(pair)}', group, p_text(change.p_shapiro), ABSENT,
                         ABSENT))  # fmt: skip
    return Table('Assumptions', header, tuple(rows), (), (0, 1, 2))


def left_out_table(cohort: Cohort) -> Table:
    """A row for each reason; names are not in it."""
    counts = Counter(one.reason for one in cohort.left_out)
    rows = tuple((reason, str(number)) for reason, number in counts.most_common())
    return Table('What does not count, and why', ('reason', 'number'), rows)


def _mean_sd(one: Description) -> str:
    return ABSENT if not one.n else f'{fixed(one.mean, 1)} ± {fixed(one.sd, 1)}'


def _sexes(one: GroupProfile) -> str:
    told = sum(one.sexes.values())
    return ' / '.join(map(str, (*one.sexes.values(), one.patients - told)))


def _share(counts, stage: int) -> str:
    total = sum(counts.values())
    return ABSENT if not total else f'{counts[stage]} ({per_cent(counts[stage] / total, 0)})'


def _described(one: Description) -> tuple[str, ...]:
    missing = '; '.join(f'{n}: {why}' for why, n in (one.missing or {}).items()) or '0'
    return (str(one.n), missing, with_interval(fixed(one.mean), one.low, one.high), fixed(one.sd),
            with_interval(fixed(one.median), one.first_quartile, one.third_quartile), span(one.least, one.most),
            span(one.biased_low, one.biased_high))  # fmt: skip


def _compared(one: Comparison, p: float, p_ranks: str) -> tuple[str, ...]:
    return (f'{one.first} less {one.second}{_because(one.reason)}', f'{one.n[0]} / {one.n[1]}',
            f'{fixed(one.means[0])} / {fixed(one.means[1])}', with_interval(fixed(one.difference), one.low, one.high),
            p_text(one.p), p_text(p), p_text(one.p_ranks), p_ranks, _effect(one.g), _effect(one.corrected_g),
            _effect(one.ranks), fixed(one.detectable))  # fmt: skip


def _between(one: MeasurementScores) -> Iterable[tuple[str, tuple, Comparison | ManyGroups]]:
    yield from ((VALUE, (time,), test) for time, test in one.values.items())
    yield from ((CHANGE_OF_GROUPS, pair, test) for pair, test in one.changes_of_groups.items())


def _test(one: MeasurementScores, family: str, where: tuple) -> Comparison | ManyGroups:
    return one.values[where[0]] if family == VALUE else one.changes_of_groups[where]


def _caption(family: str, where: tuple, what: str) -> str:
    return f'Groups compared by their {_where(family, where)}: {what}'


def _where(family: str, where: tuple) -> str:
    return f'change {" to ".join(where)}' if family == CHANGE_OF_GROUPS else f'values {where[0]}'.strip()


def _chi(one) -> str:
    return ABSENT if is_absent(one.p_table) else f'{p_text(one.p_table)} ({fixed(one.expected, 1)})'


def _effect(effect: Effect) -> str:
    return with_interval(fixed(effect.value), effect.low, effect.high)


def _because(reason: str) -> str:
    return f' ({reason})' if reason else ''


def _cell_name(group: str, time: str) -> str:
    return f'{group} {time}'.strip()
