"""Named analyses of a radiograph that was read: pure functions of what its JSON file holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aariz_mm.analysis import MEASUREMENTS, MeasuredValue, analysis
from aariz_mm.analysis.named_tables import analysis_rows, find_analyses
from aariz_mm.number_text import is_absent
from aariz_mm.tables import Table

from .content import sex_and_age
from .rows import Cell

__all__ = ['ANALYSIS_COLUMNS', 'analyses_of', 'analyses_rows']

ANALYSIS_COLUMNS = (
    'file', 'analysis', 'key', 'name', 'value', 'unit', 'norm', 'deviation_sd', 'construction', 'meaning', 'reason',
)  # fmt: skip
"""Of ``analyses.csv``: a row for each part of each analysis of each radiograph. ``norm`` is the author's,
``deviation_sd`` is from it, ``construction`` says how he measured where that is otherwise; ``meaning`` is the one of
``measurements.csv``. Parts that the landmarks do not allow have no ``key``."""


def analyses_of(content: Mapping[str, Any], names: Sequence[str]) -> list[Table]:
    """The tables of named analyses.

    Args:
        content: as :func:`~aariz_mm.reading.content.prediction_content` makes it. names: of
            :data:`aariz_mm.analysis.NAMED_ANALYSES`, or 'all'.
    """
    measured, who = _measured(content), sex_and_age(content)
    return [analysis(found.key, measured, **who) for found in find_analyses(names)] if names else []


def analyses_rows(content: Mapping[str, Any], names: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    """Rows of :data:`ANALYSIS_COLUMNS`; arguments as for :func:`analyses_of`."""
    measured, who = _measured(content), sex_and_age(content)
    for found in find_analyses(names) if names else ():
        for row in analysis_rows(found, measured, **who):
            one = row.measurement
            deviation = None if row.deviation_sd is None else round(row.deviation_sd, 2)
            value = None if is_absent(row.value) else row.value
            yield (content['file'], found.key, one.key, row.title, value, one.unit, row.norm, deviation,
                   row.construction, row.meaning, row.reason)  # fmt: skip
        for title, lost in found.missing:
            yield (content['file'], found.key, '', title, *(None,) * 6, f'no {lost}')


def _measured(content: Mapping[str, Any]) -> dict[str, MeasuredValue]:
    """Measurements of a result; what this version does not take is left out."""
    known = (one for one in content['measurements'] if one['key'] in MEASUREMENTS)
    return {
        one['key']: MeasuredValue(
            MEASUREMENTS[one['key']],
            float('nan') if one['value'] is None else one['value'],
            one['reason'],
            content.get('magnification'),
        )
        for one in known
    }
