"""What a report says beside a measured value: its interval, what is normal by whom, and how far off it is (TID 310)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aariz_mm.analysis import MEASUREMENTS, Norm
from aariz_mm.analysis.norms import select_norm
from aariz_mm.reading.content import sex_and_age

from .entries import finite, words
from .vocabulary import public_code, unit_code

__all__ = ['judging_norm', 'measurement_properties']

_MEAN, _SD = ('373098007', 'Mean Value of population', 'SCT'), ('121414', 'Standard deviation of population', 'DCM')
_LOWER, _UPPER = ('385524004', 'Normal Range Lower Limit', 'SCT'), ('371933006', 'Normal Range Upper Limit', 'SCT')
_ABOVE = ('371886008', '+, range of upper measurement uncertainty', 'SCT')
_BELOW = ('371885007', '-, range of lower measurement uncertainty', 'SCT')
_DEVIATION = ('121416', 'Z-Score of measurement', 'DCM')


def judging_norm(one: Mapping[str, Any], content: Mapping[str, Any]) -> Norm | None:
    """The norm that a measurement of a result was judged by; None where it names none, or one that is not ours."""
    known = MEASUREMENTS.get(one['key'])
    norm = select_norm(known.norms, **sex_and_age(content)) if known else None
    return norm if norm is not None and str(norm) == one.get('norm') else None


def measurement_properties(one: Mapping[str, Any], content: Mapping[str, Any]) -> Any | None:
    """Interval and norm of a measurement; None where it has neither.

    The interval is told as far as it reaches above and below the value; the report says once how often it holds.
    """
    from highdicom.sr import MeasurementProperties

    value, low, high = (finite(one.get(key)) for key in ('value', 'low', 'high'))
    has_interval = low is not None and high is not None and low <= value <= high
    norm = judging_norm(one, content)
    if not has_interval and norm is None and not one.get('norm'):
        return None
    made = MeasurementProperties(
        measurement_statistical_properties=_sample(one, norm), normal_range_properties=_range(one, norm)
    )
    if has_interval:  # by highdicom they would have no unit
        made.append(_number(_ABOVE, round(high - value, 2), one['unit']))
        made.append(_number(_BELOW, round(value - low, 2), one['unit']))
    return made


def _sample(one: Mapping[str, Any], norm: Norm | None) -> Any | None:
    """Mean and SD of the norm's sample, and the value in SD off the mean."""
    from highdicom.sr import MeasurementStatisticalProperties

    if norm is None:
        return None
    unit, off = one['unit'], finite(one.get('deviation_sd'))
    values = [
        _number(name, value, of)
        for name, value, of in ((_MEAN, norm.mean, unit), (_SD, norm.sd, unit), (_DEVIATION, off, '1'))
        if value is not None
    ]
    return MeasurementStatisticalProperties(values, norm.sample or None, norm.source) if values else None


def _range(one: Mapping[str, Any], norm: Norm | None) -> Any | None:
    """Limits of what counts as normal, in words too; of a norm that is not ours, its words alone."""
    from highdicom.sr import NormalRangeProperties

    text = words(one.get('norm'))
    limits = () if norm is None or norm.interval is None else zip((_LOWER, _UPPER), norm.interval, strict=True)
    values = [_number(name, round(limit, 4), one['unit']) for name, limit in limits]
    return NormalRangeProperties(values, text or None, norm.source if norm else None) if values or text else None


def _number(name: tuple[str, str, str], value: float, unit: str) -> Any:
    from highdicom.sr import NumContentItem
    from highdicom.sr.enum import RelationshipTypeValues

    return NumContentItem(
        public_code(*name), value, unit_code(unit), relationship_type=RelationshipTypeValues.HAS_PROPERTIES
    )
