"""A radiograph of a cohort: its measurements with their errors, its stage and what it was read with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from aariz_mm.analysis import MEASUREMENTS
from aariz_mm.analysis.definitions import MILLIMETRES
from aariz_mm.number_text import is_absent
from aariz_mm.reading.content import sex_and_age

__all__ = ['CaseRecord', 'Value', 'record_of', 'standard_score']

_LARGEST = 1e4
"""No measurement of a head, in degrees, mm or per cent, is larger."""
_STAGES = range(1, 7)
_NO_VALUE = 'no number in the result'


@dataclass(frozen=True)
class Value:
    """A measurement: NaN with a ``reason`` where there is none; ``low`` to ``high`` holds the truth in the share
    ``level`` of radiographs, NaN where nobody knows."""

    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    level: float = math.nan
    reason: str = _NO_VALUE

    @cached_property
    def error_variance(self) -> float:
        """Of the measurement error, as that of a normal one with this interval; NaN where none is known.

        Example: 78.355 to 81.645 at level 0.9 -> 1
        """
        return ((self.high - self.low) / (2 * standard_score(self.level))) ** 2 if self.has_interval else math.nan

    @property
    def shift(self) -> float:
        """Middle of the interval less the value: by so much the calibration says that truth lies higher."""
        return (self.high + self.low) / 2 - self.value if self.has_interval else math.nan

    @property
    def has_interval(self) -> bool:
        """Whether its error is known."""
        return not any(map(is_absent, (self.value, self.low, self.high, self.level)))


@dataclass(frozen=True)
class CaseRecord:
    """A radiograph. ``result`` names its file; ``patient``, ``group`` and ``time`` are those of the table of cases.

    ``values`` by key of :data:`aariz_mm.analysis.MEASUREMENTS`. ``bundles`` are (name, SHA-256). ``corrected`` by a
    person; ``doubts`` are the warnings of the reading. ``scale`` is where the pixel size comes from, '' unknown.
    """

    result: str
    sha256: str = ''
    values: Mapping[str, Value] = field(default_factory=dict)
    stage: int | None = None
    age: float | None = None
    sex: str | None = None
    patient: str = ''
    group: str = ''
    time: str = ''
    corrected: bool = False
    doubts: tuple[str, ...] = ()
    scale: str = ''
    magnification: float | None = None
    bundles: tuple[tuple[str, str], ...] = ()
    program: str = ''
    names: frozenset[str] = frozenset()


def standard_score(level: float) -> float:
    """Half the width of a normal interval over its SD. Example: 0.9 -> 1.645"""
    from scipy.special import ndtri

    return float(ndtri((1 + level) / 2))


def record_of(content: Mapping[str, Any], result: str, life_size: bool = False) -> CaseRecord:
    """The record of a result.

    Args:
        content: of its JSON file, measured. life_size: divide lengths by the magnification.
    Errors:
        ValueError: a content that is none of ours.
    """
    measured = content.get('measurements')
    if not isinstance(measured, list | tuple) or not all(isinstance(one, Mapping) for one in measured):
        raise ValueError('no measurements in it')
    who, magnification = sex_and_age(content), _number(content.get('magnification'))
    values = {one['key']: _value_of(one, magnification if life_size else None)
              for one in measured if one.get('key') in MEASUREMENTS}  # fmt: skip
    stage = content.get('cvm_stage')
    stage = stage.get('value') if isinstance(stage, Mapping) else None
    age = _number(who['age'])
    return CaseRecord(
        result,
        str(content.get('image_sha256') or ''),
        values,
        stage if stage in _STAGES else None,
        age if age is not None and 0 <= age < 130 else None,
        who['sex'],
        corrected=bool(content.get('corrected')),
        doubts=tuple(map(str, _as_list(content.get('warnings')))),
        scale=_scale(content),
        magnification=magnification,
        **_made_with(content.get('made_with')),
    )


def _value_of(one: Mapping[str, Any], magnification: float | None) -> Value:
    value = _number(one.get('value'))
    if value is None:
        return Value(reason=str(one.get('reason') or _NO_VALUE))
    low, high, level = (_number(one.get(name)) for name in ('low', 'high', 'level'))
    factor = 1.0
    if magnification is not None and MEASUREMENTS[one['key']].unit == MILLIMETRES:
        factor = 1 / magnification
    if None in (low, high, level) or not (low < high and 0 < level < 1):
        return Value(value * factor, reason='')
    return Value(value * factor, low * factor, high * factor, level, '')


def _number(value: Any) -> float | None:
    """A finite number of a size that a measurement has; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _LARGEST:
        return None
    return float(value)


def _as_list(value: Any) -> list:
    return list(value) if isinstance(value, list | tuple) else []


def _scale(content: Mapping[str, Any]) -> str:
    """Where the pixel size comes from. Example: 'ruler, 10 mm a mark, 23 marks' -> 'ruler'"""
    if _number(content.get('pixel_size_mm')) is None:
        return ''
    return str(content.get('pixel_size_source') or 'unknown source').partition(',')[0]


def _made_with(made: Any) -> dict[str, Any]:
    made = made if isinstance(made, Mapping) else {}
    bundles = [one for one in _as_list(made.get('bundles')) if isinstance(one, Mapping)]
    options = made.get('options') if isinstance(made.get('options'), Mapping) else {}
    named = [(str(one.get('name', '')), str(one.get('sha256', ''))) for one in bundles]
    if options.get('profile'):
        named.append(('profile', str(options['profile'])))
    return dict(bundles=tuple(named), program=str(made.get('program', '')))
