"""What a group is like: numbers of a measurement, of ages, sexes and stages."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .loading import Cohort
from .samples import Sample, missing_reasons, patients_of, stages_of

__all__ = ['Description', 'GroupProfile', 'describe', 'describe_values', 'profile_of']

_LEAST = 3
"""Fewer patients have no interval of their mean."""
_NAN = math.nan


@dataclass(frozen=True)
class Description:
    """Of one value of each of n patients; quartiles are linear between values.

    ``low`` to ``high`` is the 95 % interval of the mean by t; ``biased_low`` and ``biased_high`` are wider by the bound
    of an error that all values have in common. ``missing``: why radiographs have no value -> how many.
    """

    n: int
    mean: float = _NAN
    sd: float = _NAN
    median: float = _NAN
    first_quartile: float = _NAN
    third_quartile: float = _NAN
    least: float = _NAN
    most: float = _NAN
    low: float = _NAN
    high: float = _NAN
    biased_low: float = _NAN
    biased_high: float = _NAN
    missing: Mapping[str, int] | None = None


@dataclass(frozen=True)
class GroupProfile:
    """A group at a time: radiographs and patients, ages, sexes, CVM stages, readings corrected and in doubt."""

    group: str
    time: str
    radiographs: int
    patients: int
    age: Description
    sexes: Mapping[str, int]
    stages: Mapping[int, int]
    corrected: int
    doubtful: int


def describe_values(values: np.ndarray, bound: float = 0.0, missing: Mapping[str, int] | None = None) -> Description:
    """Describe values (n,).

    Args:
        bound: of the error that all have in common, in their unit.
    Example: 1, 2, 3, 4 -> mean 2.5, quartiles 1.75 and 3.25
    """
    n = len(values)
    if not n:
        return Description(0, missing=missing)
    first, median, third = np.quantile(values, (0.25, 0.5, 0.75)).tolist()
    mean, sd = float(values.mean()), float(values.std(ddof=1)) if n > 1 else _NAN
    reach = _student(n - 1) * sd / math.sqrt(n) if n >= _LEAST else _NAN
    low, high = mean - reach, mean + reach
    return Description(n, mean, sd, median, first, third, float(values.min()), float(values.max()), low, high,
                       low - bound, high + bound, missing)  # fmt: skip


def describe(cohort: Cohort, key: str, group: str, time: str, sample: Sample, bound: float) -> Description:
    """Describe a measurement of a group at a time.

    Args:
        sample: its values. bound: of an error that all values have in common.
    """
    return describe_values(sample.values, bound, missing_reasons(cohort, key, group, time))


def profile_of(cohort: Cohort, group: str, time: str) -> GroupProfile:
    """Who a group is."""
    records = [one for one in cohort.records if (one.group, one.time) == (group, time)]
    ages = np.array(list(patients_of(cohort, group, time, lambda one: one.age).values()), dtype=float)
    patients = len({one.patient for one in records})
    sexes = Counter(patients_of(cohort, group, time, lambda one: one.sex).values())
    stages = Counter(stages_of(cohort, group, time).values())
    unknown = {'not told': patients - len(ages)} if patients > len(ages) else {}
    return GroupProfile(
        group, time, len(records), patients, describe_values(ages, missing=unknown),
        {name: sexes.get(name, 0) for name in ('female', 'male')},
        {stage: stages.get(stage, 0) for stage in range(1, 7)},
        sum(one.corrected for one in records), sum(bool(one.doubts) and not one.corrected for one in records),
    )  # fmt: skip


def _student(freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.975))
