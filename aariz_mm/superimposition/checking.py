"""What timepoints, references and registrations must be, and what is doubtful of a series."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .references import Reference
from .registration import Registration
from .scales import same_kind_of_scale
from .timepoints import Timepoint

__all__ = ['LEAST_DRAWS', 'check_registrations', 'check_timepoints', 'doubts_of_series']

LEAST_DRAWS = 50
"""Of fewer, no interval of 95 % can be taken."""


def check_timepoints(timepoints: Sequence[Timepoint], level: float, draws: int) -> None:
    """Check that there are two or more, of distinct labels, that the level is one and that draws are enough.

    Errors:
        ValueError: they are not.
    """
    labels = [one.label for one in timepoints]
    if len(labels) < 2:
        raise ValueError(f'{len(labels)} radiographs: give two or more of one patient, in the order of time')
    if len(set(labels)) != len(labels):
        raise ValueError(f'labels {labels}: give each radiograph one of its own')
    if len({one.symbols for one in timepoints}) != 1:
        raise ValueError('timepoints of different landmarks; load them by load_timepoint')
    if not 0 < level < 1:
        raise ValueError(f'level {level!r}: expected a share between 0 and 1, such as 0.9')
    if draws < LEAST_DRAWS:
        raise ValueError(f'draws={draws}: expected {LEAST_DRAWS} or more; 4000 are usual')


def check_registrations(
    reference: Reference, timepoints: Sequence[Timepoint], registrations: Sequence[Registration | None]
) -> None:
    """Check that a structural reference has a registration of its region for each timepoint after the first.

    Errors:
        ValueError: it has not, or one was not accepted, or pictures were registered at another scale.
    """
    if not reference.structural:
        return
    cure = f'register the pictures, or superimpose on {reference.instead!r}'
    if len(registrations) != len(timepoints) - 1:
        raise ValueError(
            f'{reference.key}: {len(registrations)} registrations, expected {len(timepoints) - 1}, one for each '
            f'radiograph after the first; {cure}'
        )
    if not same_kind_of_scale(timepoints):
        raise ValueError(
            f'{reference.key}: radiographs of two scales; bring them to one by common_scale, then register'
        )
    for one, found in zip(timepoints[1:], registrations, strict=True):
        if found is None:
            raise ValueError(f'{reference.key}: no registration of {one.label}; {cure}')
        if found.region != reference.region:
            raise ValueError(f'{reference.key}: a registration of {found.region} of {one.label}; {cure}')
        if not found.accepted:
            raise ValueError(f'{reference.key}: {one.label} was not registered ({found.reason}); {cure}')


def doubts_of_series(timepoints: Sequence[Timepoint]) -> list[str]:
    """What speaks against radiographs of one patient in the order of time, read alike."""
    doubts = []
    for earlier, later in pairwise(timepoints):
        if None not in (earlier.age_years, later.age_years) and later.age_years < earlier.age_years:
            doubts.append(
                f'the patient is {later.age_years:g} years old at {later.label} and {earlier.age_years:g} at '
                f'{earlier.label}: give radiographs in the order of time'
            )
    if len({one.sex for one in timepoints} - {None}) > 1:
        doubts.append('radiographs of a girl and of a boy: are they of one patient?')
    seen: dict[str, str] = {}
    for one in timepoints:
        if one.image_sha256 and one.image_sha256 in seen:
            doubts.append(f'{seen[one.image_sha256]} and {one.label} are the same picture')
        seen[one.image_sha256] = one.label
    if len({one.reader for one in timepoints}) > 1:
        doubts.append(
            'the radiographs were not read by the same model or reader: what each means by a landmark differs and '
            'looks like change'
        )
    return doubts
