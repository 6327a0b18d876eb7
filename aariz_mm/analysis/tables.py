"""Measurements and statements of one radiograph as tables. Numpy alone."""

from __future__ import annotations

from collections.abc import Mapping

from ..number_text import fixed, is_absent
from ..tables import Table
from .classification import Verdict
from .interpretation import interpret
from .measuring import MeasuredValue

__all__ = ['classification_table', 'measurement_table', 'votes_text']


def measurement_table(measured: Mapping[str, MeasuredValue], sex: str | None = None, age: float | None = None) -> Table:
    """A row for each measurement: key, value, unit, and what it means compared with the norm, or why it is missing.

    Args:
        measured: what :func:`aariz_mm.analysis.measure` gave for one radiograph.
        sex, age: as for :func:`aariz_mm.analysis.interpret`.
    """
    rows = tuple(
        (key, fixed(measured_value.value, 1), measured_value.measurement.unit, _meaning(measured_value, sex, age))
        for key, measured_value in measured.items()
    )
    return Table('Measurements', ('measurement', 'value', 'unit', 'meaning'), rows, (), (0, 2, 3))


def classification_table(verdicts: Mapping[str, Verdict]) -> Table:
    """A row for each classification of one radiograph: its name, verdict, rule, source and votes.

    The verdict has its reason in brackets where it is undetermined or rules disagree.
    """
    rows = tuple(
        (one.classification.name, _verdict_text(one), one.classification.rule, one.classification.source,
         votes_text(one.votes))
        for one in verdicts.values()
    )  # fmt: skip
    return Table('Classes', ('class', 'verdict', 'rule', 'source', 'votes'), rows, (), (0, 1, 2, 3, 4))


def votes_text(votes: Mapping[str, str]) -> str:
    """Votes of one radiograph in words; those that say nothing are left out.

    Example: 'FMA hyperdivergent, SN-GoGn normodivergent'
    """
    return ', '.join(f'{key} {label}' for key, label in votes.items() if label)


def _verdict_text(one: Verdict) -> str:
    label = one.label or 'undetermined'
    return f'{label} ({one.reason})' if one.reason else label


def _meaning(measured_value: MeasuredValue, sex: str | None, age: float | None) -> str:
    one = measured_value
    if is_absent(one.value):
        return one.reason
    return interpret(one.measurement, one.value, sex, age, one.magnification)
