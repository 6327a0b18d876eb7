"""Changes as rows of tables: landmarks, measurements, and a direction in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from aariz_mm.reading.rows import Cell

from .series import Regional
from .superimposing import Superimposition
from .timepoints import Timepoint

__all__ = ['LANDMARK_COLUMNS', 'MEASUREMENT_COLUMNS', 'direction_words', 'landmark_rows', 'measurement_rows',
           'stage_text', 'verdicts_together']  # fmt: skip

LANDMARK_COLUMNS = (
    'reference', 'from', 'to', 'landmark', 'forward_mm', 'forward_low_mm', 'forward_high_mm', 'up_mm', 'up_low_mm',
    'up_high_mm', 'distance_mm', 'distance_low_mm', 'distance_high_mm', 'direction_deg', 'direction', 'within_error',
    'within_error_together', 'reason',
)  # fmt: skip
MEASUREMENT_COLUMNS = (
    'key', 'measurement', 'unit', 'from', 'to', 'before', 'after', 'change', 'low', 'high', 'within_error', 'reason'
)  # fmt: skip
_SECTOR = 22.5
_WAYS = ('forward', 'forward and up', 'up', 'backward and up', 'backward', 'backward and down', 'down',
         'forward and down')  # fmt: skip
_DECIMALS = 2


def direction_words(degrees: float) -> str:
    """A direction of growth in words, by eighths of a turn; '' where it is not known.

    Example: -45 -> 'forward and down'
    """
    if not np.isfinite(degrees):
        return ''
    return _WAYS[int((degrees + _SECTOR) // (2 * _SECTOR)) % len(_WAYS)]


def landmark_rows(regional: Sequence[Regional]) -> Iterator[list[Cell]]:
    """A row of :data:`LANDMARK_COLUMNS` for every change of every reference; an empty cell where nothing is known."""
    for one in regional:
        if one.found is None:
            continue
        for change in one.found.changes:
            numbers = [_cell(getattr(change, name)) for name in LANDMARK_COLUMNS[4:14]]
            answers = _answer(change.within_error), _answer(change.within_error_together)
            ends = [direction_words(change.direction_deg), *answers, change.reason]
            yield [one.found.reference.key, change.from_label, change.to_label, change.symbol, *numbers, *ends]


def verdicts_together(found: Superimposition) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Labels of each pair of radiographs, and which landmarks changed beyond error, all of the table considered.

    A pair whose doubt is not known has none.
    """
    pairs = dict.fromkeys((one.from_label, one.to_label) for one in found.changes)
    for first, last in pairs:
        told = [one for one in found.changes if (one.from_label, one.to_label) == (first, last)]
        if any(one.within_error_together is not None for one in told):
            yield first, last, tuple(one.symbol for one in told if one.within_error_together is False)


def measurement_rows(regional: Sequence[Regional]) -> Iterator[list[Cell]]:
    """A row of :data:`MEASUREMENT_COLUMNS` for every change of a measurement."""
    for change in (change for one in regional if one.found for change in one.found.measurement_changes):
        numbers = [_cell(value) for value in (change.before, change.after, change.change, change.low, change.high)]
        names = [change.key, change.name, change.unit, change.from_label, change.to_label]
        yield [*names, *numbers, _answer(change.within_error), change.reason]


def stage_text(one: Timepoint) -> str:
    """CVM stage with its probability; '' where it is not known. Example: 'CS3 (0.81)'"""
    if one.stage is None:
        return ''
    return f'CS{one.stage}' + (f' ({one.stage_probabilities[one.stage - 1]:.2f})' if one.stage_probabilities else '')


def _cell(value: float) -> Cell:
    return round(float(value), _DECIMALS) if np.isfinite(value) else None


def _answer(within: bool | None) -> str:
    return '' if within is None else 'yes' if within else 'no'
