"""All numbers of a cohort: descriptions, tests with corrected p, stages, growth, and error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

import numpy as np

from aariz_mm.extras import require

from .changes import Change, change_between
from .comparisons import Comparison, ManyGroups, adjust, compare_many, compare_two
from .descriptions import Description, GroupProfile, describe, profile_of
from .growth import Growth, fit_growth
from .loading import Cohort
from .measurement_error import ErrorShare, error_share
from .samples import Sample, change_of, check_repeats, sample_of, stages_of
from .stages import StageChange, StageComparison, compare_stages, stage_change

__all__ = ['CHANGE', 'CHANGE_OF_GROUPS', 'VALUE', 'CohortScores', 'MeasurementScores', 'Settings', 'score_cohort',
           'tests_of', 'time_pairs']  # fmt: skip

VALUE, CHANGE, CHANGE_OF_GROUPS = 'values of groups', 'change', 'changes of groups'
"""Families of tests; p is corrected for the number of measurements within one family, time and group."""
_FEW_TIMES = 3


@dataclass(frozen=True)
class Settings:
    """What is to be chosen before the data are seen.

    keys: of measurements. repeats: see :data:`~aariz_mm.cohort.samples.REPEATS`. adjustment: of
    :data:`~aariz_mm.cohort.comparisons.ADJUSTMENTS`. bound: of an error that all values have in common, such as a
    convention, in the units of the measurements. error_sds: SD of the error of measurements as the study itself found
    it, such as by repeated readings, instead of that of the intervals. growth: measurements that have curves.
    """

    keys: tuple[str, ...]
    repeats: str = 'mean'
    adjustment: str = 'holm'
    bound: float = 1.0
    error_sds: Mapping[str, float] = field(default_factory=dict)
    growth: tuple[str, ...] = ()


@dataclass(frozen=True)
class MeasurementScores:
    """Of a measurement: descriptions by group and time, its error, comparisons of groups at each time, changes by
    group and times, and comparisons of these changes by times."""

    key: str
    descriptions: Mapping[tuple[str, str], Description]
    error: ErrorShare
    values: Mapping[str, Comparison | ManyGroups]
    changes: Mapping[tuple[str, str, str], Change]
    changes_of_groups: Mapping[tuple[str, str], Comparison | ManyGroups]


@dataclass(frozen=True)
class CohortScores:
    """All numbers of a cohort.

    ``adjusted``: (family, where, key) -> corrected p of means and of ranks, ``where`` being the key of the mapping of
    :class:`MeasurementScores`. ``several``: patients with several radiographs at one time.
    """

    settings: Settings
    profiles: tuple[GroupProfile, ...]
    measurements: tuple[MeasurementScores, ...]
    adjusted: Mapping[tuple, tuple[float, float]]
    stages: Mapping[str, StageComparison]
    stage_changes: Mapping[tuple[str, str, str], StageChange]
    growth: tuple[Growth, ...] = field(default=())
    several: int = 0


def score_cohort(cohort: Cohort, settings: Settings) -> CohortScores:
    """Describe and test a cohort.

    Errors:
        ValueError: patients have several radiographs at one time, and the settings refuse that.
        ImportError: SciPy or statsmodels is missing.
    """
    require('scipy', 'statsmodels')
    several = check_repeats(cohort, settings.repeats)
    measured = tuple(_score(cohort, key, settings) for key in settings.keys)
    cells = [(group, time) for time in cohort.times for group in cohort.groups]
    staged = {cell: stages_of(cohort, *cell) for cell in cells}
    compared, moved = {}, {}
    if any(staged.values()):
        if len(cohort.groups) > 1:
            compared = {time: compare_stages([staged[group, time] for group in cohort.groups], cohort.groups)
                        for time in cohort.times}  # fmt: skip
        moved = {(group, *pair): stage_change(staged[group, pair[0]], staged[group, pair[1]])
                 for group in cohort.groups for pair in time_pairs(cohort.times)}  # fmt: skip
    return CohortScores(
        settings, tuple(profile_of(cohort, *cell) for cell in cells), measured,
        _adjust_all(measured, settings.adjustment), compared, moved,
        tuple(fit_growth(cohort, key) for key in settings.growth), several,
    )  # fmt: skip


def time_pairs(times: Sequence[str]) -> list[tuple[str, str]]:
    """Times that are compared: all pairs of up to three, else neighbours and the first with the last."""
    if len(times) <= _FEW_TIMES:
        return list(combinations(times, 2))
    return [*pairwise(times), (times[0], times[-1])]


def tests_of(one: MeasurementScores) -> Iterator[tuple[str, tuple, Comparison | ManyGroups | Change]]:
    """Every test of a measurement: family, where, and the test."""
    for family, found in ((VALUE, one.values), (CHANGE, one.changes), (CHANGE_OF_GROUPS, one.changes_of_groups)):
        for where, test in found.items():
            yield family, where if isinstance(where, tuple) else (where,), test


def _score(cohort: Cohort, key: str, settings: Settings) -> MeasurementScores:
    told = settings.error_sds.get(key)
    samples = {(group, time): sample_of(cohort, key, group, time, settings.repeats, told)
               for group in cohort.groups for time in cohort.times}  # fmt: skip
    error = error_share(list(samples.values()))
    pairs = time_pairs(cohort.times)
    changed = {(group, *pair): change_of(*(samples[group, time] for time in pair))[2]
               for group in cohort.groups for pair in pairs}  # fmt: skip
    values, between = {}, {}
    if len(cohort.groups) > 1:
        values = {time: _compare([samples[group, time] for group in cohort.groups], cohort.groups, error)
                  for time in cohort.times}  # fmt: skip
        for pair in pairs:
            of_groups = [changed[(group, *pair)] for group in cohort.groups]
            between[pair] = _compare(of_groups, cohort.groups, error_share(of_groups))
    return MeasurementScores(
        key,
        {(group, time): describe(cohort, key, group, time, sample, settings.bound)
         for (group, time), sample in samples.items()},
        error, values,
        {(group, *pair): change_between(*(samples[group, time] for time in pair))
         for group in cohort.groups for pair in pairs},
        between,
    )  # fmt: skip


def _compare(samples: list[Sample], names: tuple[str, ...], error: ErrorShare) -> Comparison | ManyGroups:
    if len(samples) == 2:
        return compare_two(*samples, names, error)
    return compare_many(samples, names, error)


def _adjust_all(measured: Sequence[MeasurementScores], method: str) -> dict[tuple, tuple[float, float]]:
    families: dict[tuple, list[tuple[str, Comparison | ManyGroups | Change]]] = {}
    for one in measured:
        for family, where, test in tests_of(one):
            families.setdefault((family, where), []).append((one.key, test))
    found = {}
    for place, tests in families.items():
        corrected = (adjust([getattr(test, name) for _, test in tests], method) for name in ('p', 'p_ranks'))
        for (key, _), *both in zip(tests, *corrected, strict=True):
            found[(*place, key)] = tuple(np.array(both).tolist())
    return found
