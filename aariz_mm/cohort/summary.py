"""What a cohort shows, in sentences; none says more than a test has shown."""

from __future__ import annotations

from collections.abc import Iterator

from aariz_mm.analysis import MEASUREMENTS
from aariz_mm.number_text import counted, fixed, with_interval

from .changes import Change
from .comparisons import Comparison, ManyGroups
from .loading import Cohort
from .scores import VALUE, CohortScores, tests_of

__all__ = ['cohort_sentences']

_LEVEL = 0.05
_MOST = 8


def cohort_sentences(cohort: Cohort, scores: CohortScores) -> tuple[str, ...]:
    """Who counts, then what differs after correction for the number of measurements."""
    patients = len({one.patient for one in cohort.records})
    said = (
        f'{counted(len(cohort.records), "radiograph")} of {counted(patients, "patient")}, '
        f'{counted(len(cohort.groups), "group")}'
        f'{f", {len(cohort.times)} times" if len(cohort.times) > 1 else ""}, '
        f'{counted(len(scores.settings.keys), "measurement")}.'
    )
    found = list(_shown(scores))
    number = sum(bool(test.p == test.p) for one in scores.measurements for *_, test in tests_of(one))
    if not number:
        return (said,)
    how = 'p corrected' if scores.settings.adjustment != 'none' else 'p not corrected'
    if not found:
        return said, f'Of {counted(number, "test")} of means none shows a difference ({how}).'
    more = f' And {len(found) - _MOST} more, see the tables.' if len(found) > _MOST else ''
    verb = 'shows' if len(found) == 1 else 'show'
    head = f'Of {counted(number, "test")} of means {len(found)} {verb} a difference ({how}):'
    return tuple(filter(None, (said, head, *found[:_MOST], more.strip())))


def _shown(scores: CohortScores) -> Iterator[str]:
    for one in scores.measurements:
        name, unit = MEASUREMENTS[one.key].name, MEASUREMENTS[one.key].unit
        for family, where, test in tests_of(one):
            if not scores.adjusted[family, where, one.key][0] < _LEVEL:
                continue
            what = name if family == VALUE else f'change of {name}'
            if isinstance(test, ManyGroups):
                yield f'{what} {" to ".join(where)}'.strip() + ' differs between the groups.'
            else:
                yield _sentence(what, unit, where, test)


def _sentence(what: str, unit: str, where: tuple, test: Comparison | Change) -> str:
    value = test.mean if isinstance(test, Change) else test.difference
    size = with_interval(fixed(value), test.low, test.high)
    if isinstance(test, Change):
        return f'{what} in {where[0]}, {" to ".join(where[1:])}: {size} {unit}.'
    when = f', {" to ".join(where)}' if any(where) else ''
    return f'{what}{when}: {test.first} less {test.second} {size} {unit}.'
