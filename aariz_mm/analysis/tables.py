"""Measurements and statements of one radiograph as plain text. Numpy alone."""

from __future__ import annotations

import math
from collections.abc import Mapping

from .classification import Verdict
from .interpretation import interpret
from .measuring import MeasuredValue


def measurement_table(readings: Mapping[str, MeasuredValue], sex: str | None = None) -> str:
    """One line per measurement: key, value, unit, and what it says beside the norm, or why it is missing.

    Args:
        readings: what :func:`aariz_mm.analysis.measure` gave for one radiograph.
        sex: as for :func:`aariz_mm.analysis.interpret`.
    """
    return '\n'.join(_line(key, reading, sex) for key, reading in readings.items())


def statement_table(verdicts: Mapping[str, Verdict]) -> str:
    """One line per classification of one radiograph: its name, the verdict or why there is none, rule and source."""
    return '\n'.join(
        f'{verdict.classification.name}: {verdict.label or f"undetermined ({verdict.reason})"} '
        f'[{verdict.classification.rule}; {verdict.classification.source}]'
        for verdict in verdicts.values()
    )


def _line(key: str, reading: MeasuredValue, sex: str | None) -> str:
    if math.isnan(reading.value):
        return f'{key:<17}{"-":>8} {reading.measurement.unit:<4} {reading.reason}'
    meaning = interpret(reading.measurement, reading.value, sex)
    return f'{key:<17}{reading.value:>8.1f} {reading.measurement.unit:<4} {meaning}'
