"""Superimpositions of a series on several references: by structures where these are accepted, else by landmarks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .checking import check_timepoints
from .references import REFERENCES, REGIONS, Reference, find_reference
from .registration import Registration, register
from .scales import common_scale
from .superimposing import Superimposition, superimpose
from .timepoints import Timepoint

__all__ = ['DEFAULT_KEYS', 'Regional', 'superimpose_series']

DEFAULT_KEYS = tuple(
    next(key for key, one in REFERENCES.items() if one.structural and one.region == region) for region in REGIONS
)
"""The structures of the cranial base, the maxilla and the mandible."""


@dataclass(frozen=True)
class Regional:
    """One reference of a series; ``found`` is None where it was left out. ``notes`` say why, or what replaced it.

    ``unlike``: labels of the two radiographs whose pictures were compared and differ too much; () where none do.
    """

    asked: Reference
    found: Superimposition | None
    notes: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()

    @property
    def quality(self) -> str:
        """How it was registered, in short."""
        if self.found is None:
            return 'left out'
        if not self.found.reference.structural:
            return 'by landmarks'
        shares = [one.quality.get('correlation') for one in self.found.registrations if one is not None]
        known = [float(one) for one in shares if isinstance(one, int | float | np.number)]
        return 'by structures, accepted' + f' (correlation {min(known):.2f})' * bool(known)


def superimpose_series(
    timepoints: Sequence[Timepoint],
    keys: Sequence[str] = DEFAULT_KEYS,
    load_grey: Callable[[Timepoint], np.ndarray | None] = lambda one: None,
    draws: int = 4000,
) -> list[Regional]:
    """Superimpose on every reference; the changes of measurements are told by the first that is not left out.

    Args:
        load_grey: (H, W) pixels of a timepoint's radiograph as stored; None where there is none.
    Errors:
        ValueError: an unknown reference, or timepoints that cannot be superimposed on any of them.
    """
    asked = [find_reference(key) for key in dict.fromkeys(keys)]
    check_timepoints(timepoints, 0.9, draws)
    scaled, doubts = common_scale(timepoints)
    greys = [load_grey(one) if any(ref.structural for ref in asked) else None for one in scaled]
    made = []
    for reference in asked:
        measures = all(one.found is None for one in made)
        made.append(_regional(scaled, greys, reference, draws, measures, doubts))
    if all(one.found is None for one in made):
        raise ValueError('; '.join(dict.fromkeys(note for one in made for note in one.notes)))
    return [_with_warnings(one, _doubt_patient(made)) for one in made]


def _doubt_patient(made: Sequence[Regional]) -> tuple[str, ...]:
    """What it says of the patient that the pictures of two radiographs are alike in no region of the head."""
    compared = [one for one in made if one.asked.structural]
    pairs = {one.unlike for one in compared}
    if {one.asked.region for one in compared} != set(REGIONS) or len(pairs) != 1 or not all(pairs):
        return ()
    first, last = pairs.pop()
    return (f'no part of the head looks alike in the pictures of {first} and {last}: are they of one patient, and both '
            'pixel sizes right?',)  # fmt: skip


def _with_warnings(one: Regional, warnings: Sequence[str]) -> Regional:
    if one.found is None or not warnings:
        return one
    return replace(one, found=replace(one.found, warnings=(*one.found.warnings, *warnings)))


def _regional(scaled, greys, reference: Reference, draws: int, measures: bool, doubts: Sequence[str]) -> Regional:
    notes, used, registrations, unlike = [], reference, [], ()
    try:
        if reference.structural:
            registrations, reason, unlike = _register(scaled, greys, reference)
            if reason:
                used, registrations = find_reference(reference.instead), []
                notes = [f'{reference.name}: {reason}; {used.name} is used instead']
        found = superimpose(scaled, used, registrations, draws=draws, measurements=measures)
    except ValueError as error:
        reason = str(error).removeprefix(f'{used.key} ({used.name}): ')
        return Regional(reference, None, (*notes, f'{used.name}: left out: {reason}'), unlike)
    warnings = tuple(dict.fromkeys((*doubts, *found.warnings)))
    return Regional(reference, replace(found, warnings=warnings), tuple(notes), unlike)


def _register(scaled, greys, reference: Reference) -> tuple[list[Registration], str, tuple[str, ...]]:
    """A registration for each timepoint after the first, or why there is none and whose pictures differ."""
    missing = [one.label for one, grey in zip(scaled, greys, strict=True) if grey is None]
    if missing:
        return [], f'the radiograph of {", ".join(missing)} was not found, unchanged since it was read', ()
    start = superimpose(scaled, reference.instead, draws=100, measurements=False)
    made = []
    for index in range(1, len(scaled)):
        one = register(scaled[0], greys[0], scaled[index], greys[index], reference.region, start.moves[index])
        if not one.accepted:
            pair = scaled[0].label, scaled[index].label
            reason = f'the pictures of {pair[0]} and {pair[1]} were not accepted: {one.reason}'
            return [], reason, pair if one.quality else ()
        made.append(one)
    return made, '', ()
