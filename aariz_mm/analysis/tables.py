"""Measurements and statements of one radiograph as tables. Numpy alone."""

from __future__ import annotations

from collections.abc import Mapping

from ..number_text import fixed, is_absent
from ..tables import Table
from .classification import Verdict
from .interpretation import interpret
from .measuring import MeasuredValue

__all__ = ['classification_table', 'measurement_table']


def measurement_table(measured: Mapping[str, MeasuredValue], sex: str | None = None) -> Table:
    """A row for each measurement: key, value, unit, and what it means compared with the norm, or why it is missing.

    Args:
        measured: what :func:`aariz_mm.analysis.measure` gave for one radiograph.
        sex: as for :func:`aariz_mm.analysis.interpret`.
    """
    rows = tuple(
        (key, fixed(measured_value.value, 1), measured_value.measurement.unit, _meaning(measured_value, sex))
        for key, measured_value in measured.items()
    )
    return Table('Measurements', ('measurement', 'value', 'unit', 'meaning'), rows, (), (0, 2, 3))


def classification_table(verdicts: Mapping[str, Verdict]) -> Table:
    """A row for each classification of one radiograph: its name, the verdict or why there is none, rule and source."""
    rows = tuple(
        (one.classification.name, one.label or f'undetermined ({one.reason})', one.classification.rule,
         one.classification.source)
        for one in verdicts.values()
    )  # fmt: skip
    return Table('Classes', ('class', 'verdict', 'rule', 'source'), rows, (), (0, 1, 2, 3))


def _meaning(measured_value: MeasuredValue, sex: str | None) -> str:
    return (
        measured_value.reason
        if is_absent(measured_value.value)
        else interpret(measured_value.measurement, measured_value.value, sex)
    )
