"""One value of each patient: what describes a group and what its tests take."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .loading import Cohort
from .records import CaseRecord

__all__ = ['REPEATS', 'Sample', 'change_of', 'check_repeats', 'missing_reasons', 'patients_of', 'sample_of',
           'stages_of']  # fmt: skip

REPEATS = ('mean', 'first', 'refuse')
"""Of several radiographs of one patient, group and time: their mean, the first by name, or none and a message."""


@dataclass(frozen=True)
class Sample:
    """Values (n,) of n patients, finite, the variance of the error of each and its shift, NaN where unknown."""

    patients: tuple[str, ...]
    values: np.ndarray
    error_variances: np.ndarray
    shifts: np.ndarray

    @property
    def n(self) -> int:
        """Patients."""
        return len(self.values)

    @cached_property
    def mean(self) -> float:
        """NaN of none."""
        return float(self.values.mean()) if self.n else math.nan

    @cached_property
    def sd(self) -> float:
        """With n - 1; NaN of fewer than two."""
        return float(self.values.std(ddof=1)) if self.n > 1 else math.nan

    @property
    def is_constant(self) -> bool:
        """Whether all values are one but for rounding of floating point."""
        return not self.n or float(np.ptp(self.values)) <= 1e-9 * max(1.0, abs(self.mean))

    @cached_property
    def error_variance(self) -> float:
        """Mean of those that are known; NaN where none is."""
        return _mean_known(self.error_variances)

    @cached_property
    def shift(self) -> float:
        """Likewise."""
        return _mean_known(self.shifts)

    @property
    def known_errors(self) -> int:
        """Patients whose error is known."""
        return int(np.isfinite(self.error_variances).sum())


def check_repeats(cohort: Cohort, repeats: str) -> int:
    """Patients with several radiographs in one group and time.

    Errors:
        ValueError: there are some, and ``repeats`` refuses them.
    """
    counts = Counter((one.patient, one.group, one.time) for one in cohort.records)
    several = sum(number > 1 for number in counts.values())
    if several and repeats == 'refuse':
        raise ValueError(
            f'{several} patients have several radiographs in one group and time, and their values are not independent; '
            'say --repeats mean or first, or tell the radiographs apart by a column "time"'
        )
    return several


def sample_of(
    cohort: Cohort, key: str, group: str, time: str, repeats: str = 'mean', error_sd: float | None = None
) -> Sample:
    """Of a measurement: one value for each patient of a group at a time.

    The error of a mean of m radiographs counts as the m-th part of theirs (errors of one patient are perhaps alike;
    then it is larger, and what is made of it is too small a correction).

    Args:
        repeats: of :data:`REPEATS`. error_sd: of the error of every value; None takes what their intervals tell.
    """
    rows = []
    for patient, records in _by_patient(cohort, group, time).items():
        values = [one.values[key] for one in records if key in one.values and not one.values[key].reason]
        values = values[:1] if repeats == 'first' else values
        if values:
            errors = [one.error_variance if error_sd is None else error_sd**2 for one in values]
            rows.append((patient, np.mean([one.value for one in values]), np.mean(errors) / len(values),
                         np.mean([one.shift for one in values])))  # fmt: skip
    return _sample(rows)


def change_of(first: Sample, second: Sample) -> tuple[Sample, Sample, Sample]:
    """The patients whom two samples share: of the first, of the second, and second less first.

    Errors of one patient at two times count as independent; a shift that both have goes.
    """
    places = {patient: index for index, patient in enumerate(second.patients)}
    pairs = [(index, places[patient]) for index, patient in enumerate(first.patients) if patient in places]
    before, after = (_pick(one, [pair[side] for pair in pairs]) for side, one in ((0, first), (1, second)))
    change = Sample(before.patients, after.values - before.values, before.error_variances + after.error_variances,
                    after.shifts - before.shifts)  # fmt: skip
    return before, after, change


def stages_of(cohort: Cohort, group: str, time: str) -> dict[str, int]:
    """CVM stage by patient; of several radiographs the first one's."""
    found = {patient: [one.stage for one in records if one.stage is not None]
             for patient, records in _by_patient(cohort, group, time).items()}  # fmt: skip
    return {patient: stages[0] for patient, stages in found.items() if stages}


def patients_of(
    cohort: Cohort, group: str, time: str, take: Callable[[CaseRecord], float | str | None]
) -> dict[str, float | str]:
    """What the first radiograph of each patient that tells it says of him, such as age or sex."""
    found: dict[str, float | str] = {}
    for patient, records in _by_patient(cohort, group, time).items():
        told = [take(one) for one in records if take(one) is not None]
        if told:
            found[patient] = told[0]
    return found


def missing_reasons(cohort: Cohort, key: str, group: str, time: str) -> dict[str, int]:
    """Why radiographs have no value of a measurement, and how many."""
    records = [one for one in cohort.records if (one.group, one.time) == (group, time)]
    reasons = [one.values[key].reason if key in one.values else 'not in the result' for one in records]
    return dict(Counter(filter(None, reasons)).most_common())


def _by_patient(cohort: Cohort, group: str, time: str) -> dict[str, list[CaseRecord]]:
    found: dict[str, list[CaseRecord]] = {}
    for one in cohort.records:
        if (one.group, one.time) == (group, time):
            found.setdefault(one.patient, []).append(one)
    return found


def _sample(rows: Sequence[tuple]) -> Sample:
    table = np.array([row[1:] for row in rows], dtype=np.float64).reshape(-1, 3)
    return Sample(tuple(row[0] for row in rows), table[:, 0], table[:, 1], table[:, 2])


def _pick(sample: Sample, places: Sequence[int]) -> Sample:
    index = np.array(places, dtype=int)
    return Sample(tuple(sample.patients[place] for place in places), sample.values[index],
                  sample.error_variances[index], sample.shifts[index])  # fmt: skip


def _mean_known(values: np.ndarray) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else math.nan
