"""What makes a cohort doubtful: things that differ between groups and are not what is studied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from aariz_mm.analysis import MEASUREMENTS
from aariz_mm.analysis.definitions import MILLIMETRES
from aariz_mm.number_text import counted

from .loading import Cohort
from .records import CaseRecord
from .scores import CohortScores

__all__ = ['cohort_notes', 'length_doubt', 'same_convention']

_ALIKE = 0.005
"""Magnifications that differ by less are one."""
_SHORT = 12
_FEW = 20
_SHARE = 0.1


def length_doubt(cohort: Cohort) -> str:
    """Why lengths of this cohort may not be comparable; '' where they are."""
    scales = {one.scale for one in cohort.records if one.scale}
    known = sorted({one.magnification for one in cohort.records if one.magnification is not None})
    unknown = any(one.magnification is None for one in cohort.records)
    apart = bool(known) and known[-1] / known[0] - 1 > _ALIKE and not cohort.life_size
    doubts = []
    if len(scales) > 1:
        doubts.append(f'pixel sizes have {len(scales)} sources ({_by_cell(cohort, lambda one: one.scale or "none")})')
    if apart or (known and unknown):
        said = _by_cell(cohort, lambda one: 'unknown' if one.magnification is None else f'{one.magnification:g}')
        doubts.append(f'magnifications differ ({said})')
    return '; '.join(doubts)


def same_convention(cohort: Cohort) -> str:
    """Why an error that all have in common does not cancel in differences; '' where one model read all."""
    if len({one.bundles for one in cohort.records}) > 1:
        return 'not all were read by the same bundles'
    shares = [_share(cohort, cell) for cell in _cells(cohort)]
    if max(shares) - min(shares) > _SHARE:
        return 'in some groups or times persons corrected more readings than in others'
    return ''


def cohort_notes(cohort: Cohort, scores: CohortScores) -> tuple[str, ...]:
    """Everything that a reader of the tables must know, in sentences, the gravest first."""
    return tuple(_notes(cohort, scores))


def _notes(cohort: Cohort, scores: CohortScores) -> Iterator[str]:
    lengths = [one.key for one in scores.measurements if MEASUREMENTS[one.key].unit == MILLIMETRES]
    doubt = length_doubt(cohort)
    if lengths and doubt:
        yield f'Lengths may not be comparable, {doubt}: {", ".join(lengths)}. Angles and ratios are not concerned.'
    if len({one.bundles for one in cohort.records}) > 1:
        said = _by_cell(cohort, lambda one: ' + '.join(f'{name} {sha[:_SHORT]}' for name, sha in one.bundles) or 'none')
        yield (
            f'Not all radiographs were read by the same bundles ({said}): what models have in common no longer cancels '
            'in differences of groups.'
        )
    elif same_convention(cohort):
        said = _by_cell(cohort, lambda one: 'corrected' if one.corrected else 'as read')
        yield (
            f'Persons corrected more in some groups or times than in others ({said}): a habit of theirs may look '
            'like a difference of groups.'
        )
    doubtful = sum(bool(one.doubts) and not one.corrected for one in cohort.records)
    if doubtful:
        verb = 'was' if doubtful == 1 else 'were'
        yield (
            f'{doubtful} of {counted(len(cohort.records), "reading")} {verb} doubtful and '
            'not corrected by anybody: look at them (aariz-mm review), or leave them out by --exclude doubtful.'
        )
    yield from _about_patients(cohort, scores)
    for growth in scores.growth:
        for curve in (one for one in growth.curves if one.reason):
            yield f'No growth curve of {growth.key}, {curve.sex}: {curve.reason}.'
    if cohort.unread:
        yield f'Columns of the table of cases that are not read: {", ".join(cohort.unread)}.'
    back = sum(one.earlier for one in scores.stage_changes.values())
    if back:
        yield (
            f'{counted(back, "change")} of CVM stage went back to an earlier one, which growth does not do: at least '
            'one of the two readings is wrong.'
        )
    copies = sum('second time' in one.reason for one in cohort.left_out)
    if copies:
        yield f'{counted(copies, "radiograph")} stood there twice and counted once.'


def _about_patients(cohort: Cohort, scores: CohortScores) -> Iterator[str]:
    if not cohort.knows_patients:
        yield 'Nobody said whose the radiographs are: each counts as a patient of its own.'
    several, repeats = scores.several, scores.settings.repeats
    if several:
        taken = 'the mean of them' if repeats == 'mean' else 'the first one by name'
        yield (
            f'{counted(several, "patient")} had several radiographs in one group and time; {taken} counted, so that '
            'values are independent.'
        )
    groups: dict[str, set[str]] = {}
    for one in cohort.records:
        groups.setdefault(one.patient, set()).add(one.group)
    crossed = sum(len(found) > 1 for found in groups.values())
    if crossed:
        yield (
            f'{counted(crossed, "patient is", "patients are")} in several groups: these groups are not independent and '
            'not compared. If they are times, name them in a column "time".'
        )
    small = [f'{one.group}{f" {one.time}" if one.time else ""} {one.patients}' for one in scores.profiles
             if one.patients < _FEW]  # fmt: skip
    if small:
        yield f'Groups of fewer than {_FEW} patients say little: {", ".join(small)}.'


def _cells(cohort: Cohort) -> list[tuple[str, str]]:
    found = {(one.group, one.time) for one in cohort.records}
    return [(group, time) for group in cohort.groups for time in cohort.times if (group, time) in found]


def _share(cohort: Cohort, cell: tuple[str, str]) -> float:
    own = [one.corrected for one in cohort.records if (one.group, one.time) == cell]
    return sum(own) / len(own)


def _by_cell(cohort: Cohort, take: Callable[[CaseRecord], Any]) -> str:
    """Example: 'A T1: given 20, DICOM 1; B T1: given 18'"""
    told = []
    for group, time in _cells(cohort):
        counts = Counter(take(one) for one in cohort.records if (one.group, one.time) == (group, time))
        told.append(f'{group} {time}'.strip() + ': ' + ', '.join(f'{name} {n}' for name, n in sorted(counts.items())))
    return '; '.join(told)
