"""What a report is made from: the content of a result or annotation, checked, and measured from its landmarks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from aariz_mm.analysis import MEASUREMENTS, MeasuredValue
from aariz_mm.annotations.predicted import landmark_entry
from aariz_mm.geometry import inside_image
from aariz_mm.landmarks import CVM_STAGES, SYMBOLS
from aariz_mm.reading.content import measure_again, measured_content, sex_and_age
from aariz_mm.reading.results import is_corrected
from aariz_mm.reading.traced_places import read_places
from aariz_mm.reading.tracings import TracedFile

__all__ = ['Source', 'find_source']

_STILL_PX = 0.011
"""Places are written with two decimals."""


@dataclass(frozen=True)
class Source:
    """A radiograph that was read.

    ``content`` is checked, with landmarks in the official order, and measured again from them. ``points_px`` (29, 2),
    NaN where there is none. ``origin`` is 'model', 'corrected' or 'person'; ``moved`` are the symbols that a person
    moved, placed or took away, as far as the result tells. ``outside`` are those that lie beyond the picture.
    """

    name: str
    content: Mapping[str, Any]
    points_px: np.ndarray
    origin: str
    moved: tuple[str, ...]
    outside: tuple[str, ...]

    @property
    def who(self) -> dict[str, Any]:
        """``sex`` and ``age``, as the measurements' norms take them."""
        return sex_and_age(self.content)

    @property
    def measured(self) -> dict[str, MeasuredValue]:
        """The measurements as :func:`aariz_mm.analysis.measure` gives them, NaN where missing."""
        factor = self.content.get('magnification')
        return {
            one['key']: MeasuredValue(
                MEASUREMENTS[one['key']], math.nan if one['value'] is None else one['value'], one['reason'], factor
            )
            for one in self.content['measurements']
        }

    @property
    def intervals(self) -> dict[str, tuple[float, float]]:
        """Ends of the interval of each measurement that has one."""
        return {one['key']: (one['low'], one['high']) for one in self.content['measurements'] if one['low'] is not None}

    @property
    def level(self) -> float | None:
        """Share of radiographs whose true value lies within the intervals; None where there are none."""
        return next((one['level'] for one in self.content['measurements'] if one['low'] is not None), None)


def find_source(traced: TracedFile, pixel_size_mm: float | None = None, magnification: float | None = None) -> Source:
    """The source in a file.

    Intervals stay where nothing was corrected; of a corrected result they go, as in ``aariz-mm read --resume``. Given
    another pixel size, intervals of lengths grow with it; where none was known, lengths have none.

    Args:
        pixel_size_mm, magnification: instead of what the file says, as for an annotation, which says none.
    Errors:
        ValueError: landmarks that can be none.
    """
    content = traced.content
    points, _ = read_places(content, traced.path)
    made = content.get('made_with')
    is_read = isinstance(made, dict) and bool(made)
    origin = ('corrected' if is_corrected(content) else 'model') if is_read else 'person'
    plain = _plain_content(content, points)
    if origin == 'model':
        plain |= _scaled(plain, pixel_size_mm, magnification)
        plain |= measured_content(plain)
    else:
        plain = measure_again(plain, pixel_size_mm, magnification)
    size = plain.get('image_size')
    out = np.isfinite(points).all(axis=1) & ~inside_image(points, size) if size else np.zeros(len(points), bool)
    moved = _moved(content, points) if origin == 'corrected' else ()
    return Source(traced.name, plain, points, origin, moved, tuple(SYMBOLS[at] for at in np.flatnonzero(out)))


def _scaled(content: Mapping[str, Any], pixel_size_mm: float | None, magnification: float | None) -> dict[str, Any]:
    """What of a content another scale changes: intervals of angles and ratios stay."""
    given = {} if magnification is None else dict(magnification=magnification)
    if pixel_size_mm is None:
        return given
    was = content.get('pixel_size_mm')
    factor = pixel_size_mm / was if was else None
    entries = []
    for one in content['measurements']:
        is_length = getattr(MEASUREMENTS.get(one['key']), 'unit', '') == 'mm'
        if not is_length:
            entries.append(one)
        elif factor is not None:
            entries.append(one | {end: one[end] * factor for end in ('low', 'high')})
    scale = dict(pixel_size_mm=pixel_size_mm, pixel_size_source='given', magnification=None)
    return scale | dict(measurements=entries) | given


def _plain_content(content: Mapping[str, Any], points: np.ndarray) -> dict[str, Any]:
    """The content without what can't be."""
    told = {one.get('symbol'): one for one in content['landmarks'] if isinstance(one, dict)}
    errors = ('expected_error_px', 'expected_error_mm')
    landmarks = [
        landmark_entry(symbol, *map(float, point))
        | {key: _number(told.get(symbol, {}).get(key), 0, 1e5) for key in errors}
        for symbol, point in zip(SYMBOLS, points, strict=True)
    ]
    for entry, point in zip(landmarks, points, strict=True):
        entry['value'] = dict(zip('xy', (float(one) for one in point), strict=True))
    subject = _mapping(content.get('subject'))
    sex = subject.get('sex')
    return dict(content) | dict(
        landmarks=landmarks,
        measurements=[one for one in _sequence(content.get('measurements')) if _has_interval(one)],
        magnification=_number(content.get('magnification'), 0.5, 2),
        subject=dict(age_years=_number(subject.get('age_years'), 0, 129.9), sex=sex if sex in ('f', 'm') else None),
        warnings=[' '.join(one.split()) for one in _sequence(content.get('warnings')) if isinstance(one, str)],
        identity={str(key): str(one) for key, one in _mapping(content.get('identity')).items() if str(one).strip()},
        made_with=_mapping(content.get('made_with')),
        cvm_stage=_stage(content.get('cvm_stage')),
        cvm_probabilities=_shares(content.get('cvm_probabilities')),
    )


def _has_interval(one: Any) -> bool:
    if not isinstance(one, dict) or not isinstance(one.get('key'), str):
        return False
    low, high, level = _number(one.get('low')), _number(one.get('high')), _number(one.get('level'), 0.01, 0.999)
    return None not in (low, high, level) and low <= high


def _number(value: Any, least: float = -1e6, most: float = 1e6) -> float | None:
    return float(value) if type(value) in (int, float) and least <= value <= most else None


def _mapping(value: Any) -> dict:
    return dict(value) if isinstance(value, dict) else {}


def _sequence(value: Any) -> list:
    return list(value) if isinstance(value, list) else []


def _stage(value: Any) -> int | None:
    found = _mapping(value).get('value')
    return found if type(found) is int and 1 <= found <= len(CVM_STAGES) else None


def _shares(value: Any) -> tuple[float, ...]:
    """Six probabilities, or none."""
    found = [_number(_mapping(value).get(name), 0, 1) for name in CVM_STAGES]
    return () if None in found else tuple(found)


def _moved(content: Mapping[str, Any], points: np.ndarray) -> tuple[str, ...]:
    """Landmarks that lie elsewhere than the model had them."""
    moved = []
    for entry in content['landmarks']:
        written, index = _mapping(entry.get('predicted')), SYMBOLS.index(entry['symbol'])
        x, y = _number(written.get('x')), _number(written.get('y'))
        is_there = np.isfinite(points[index]).all()
        if x is None or y is None:
            continue
        if not is_there or np.abs(points[index] - [x, y]).max() >= _STILL_PX:
            moved.append(SYMBOLS[index])
    return tuple(moved)
