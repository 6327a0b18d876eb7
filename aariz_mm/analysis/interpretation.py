"""What a measured value means, compared with the one norm that judges it. Numpy alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from .definitions import MILLIMETRES, Measurement
from .norms import (
    Norm,
    at_magnification_of,
    check_age,
    check_magnification,
    check_sex,
    judging_norms,
    select_norm,
    years_text,
)

__all__ = ['UNJUDGED', 'deviation', 'deviation_from', 'grade', 'interpret', 'why_unjudged']

UNJUDGED = -1
"""Grade of a value that nothing judges."""


def grade(
    measurement: Measurement,
    value: np.ndarray,
    sex: str | None = None,
    age: float | None = None,
    magnification: float | np.ndarray | None = None,
) -> np.ndarray:
    """Where values lie beside the norm that judges them: sentences and classes are made from this alone.

    Args:
        value: (B,), in the measurement's unit; NaN where missing. sex, age, magnification: as :func:`interpret`.
    Returns:
        (B,), 0 below, 1 within (both ends included), 2 above; :data:`UNJUDGED` where a value is missing, no norm
        judges, or the sex is unknown and the norms of the two differ in what they say.
    """
    norms = judging_norms(measurement.norms, sex, age)
    return _grade(measurement, norms, np.asarray(value, dtype=np.float64), magnification)


def _grade(
    measurement: Measurement, norms: Sequence[Norm], value: np.ndarray, magnification: float | np.ndarray | None
) -> np.ndarray:
    factor = check_magnification(magnification, len(value))
    if not norms:
        return np.full(len(value), UNJUDGED)
    if len(norms) == 1:
        return _place(measurement, norms[0], value, factor)
    grades = np.stack([_place(measurement, norm, value, factor) for norm in norms])
    return np.where((grades == grades[0]).all(axis=0), grades[0], UNJUDGED)


def interpret(
    measurement: Measurement,
    value: float,
    sex: str | None = None,
    age: float | None = None,
    magnification: float | None = None,
) -> str:
    """What a value means compared with the norm, in words.

    Args:
        value: in the measurement's unit; NaN where missing.
        sex: 'female' or 'male' for norms by sex, None where unknown.
        age: in years, for norms by age, None where unknown.
        magnification: how many times larger than life its millimetres are; None where unknown. Lengths are compared at
            the magnification of the norm where both are known; the sentence says how they were compared.
    Errors:
        ValueError: unknown sex, an age or a magnification that is none.
    Example: SNA 88 -> 'above 82.0 ± 3.9 (Riedel 1952): maxilla in front'
    """
    norms = judging_norms(measurement.norms, sex, age)
    found = int(_grade(measurement, norms, np.array([value], dtype=np.float64), magnification)[0])
    if math.isnan(value):
        return 'not measured'
    if found == UNJUDGED:
        return why_unjudged(measurement, sex, age)
    words = ('below', 'within', 'above')[found]
    meaning = (measurement.low, '', measurement.high)[found]
    return f'{words} {_norm_text(measurement, norms, age, magnification)}' + (f': {meaning}' if meaning else '')


def deviation(
    measurement: Measurement,
    value: float,
    sex: str | None = None,
    age: float | None = None,
    magnification: float | None = None,
) -> float | None:
    """Standard deviations from the mean of the norm that judges; None where it states none, or there is no norm.

    Lengths are compared as :func:`interpret` does.
    """
    norm = select_norm(measurement.norms, sex, age)
    return None if norm is None else deviation_from(measurement, norm, value, magnification)


def deviation_from(
    measurement: Measurement, norm: Norm, value: float, magnification: float | None = None
) -> float | None:
    """Standard deviations from the mean of one norm; None where it states none.

    Lengths are compared as :func:`interpret` does.
    """
    if norm.mean is None or not norm.sd:
        return None
    if magnification is not None and not math.isnan(magnification):  # else lengths are compared as they are
        value = _compared(measurement, norm, np.array([value]), check_magnification(magnification))[0]
    return float((value - norm.mean) / norm.sd)


def why_unjudged(measurement: Measurement, sex: str | None = None, age: float | None = None) -> str:
    """Why no norm judges a value, with what its norms state."""
    check_sex(sex)
    check_age(age)
    norms = measurement.norms
    if not norms:
        return 'no norm'
    if judging_norms(norms, sex, age):
        return 'the norm depends on the sex'
    of_others = [norm for norm in norms if norm.can_judge]
    if of_others:
        whom = ', '.join(filter(None, [sex, '' if age is None else f'{age:g} years'])) or 'an unknown sex'
        return f'no norm for {whom}; {"; ".join(norm.text(*_whose(norm)) for norm in of_others)}'
    other_ways = [norm for norm in norms if norm.construction and norm.interval is not None]
    if other_ways:
        told = '; '.join(norm.text(norm.construction) for norm in other_ways)
        return f'no norm that was measured like this; {told}'
    return f'no norm with a range known; {"; ".join(map(str, norms))}'


def _place(measurement: Measurement, norm: Norm, value: np.ndarray, factor: np.ndarray) -> np.ndarray:
    low, high = norm.interval
    value = _compared(measurement, norm, value, factor)
    return np.where(np.isnan(value), UNJUDGED, (value >= low).astype(int) + (value > high))


def _compared(measurement: Measurement, norm: Norm, value: np.ndarray, factor: np.ndarray) -> np.ndarray:
    return at_magnification_of(norm, value, factor) if measurement.unit == MILLIMETRES else value


def _norm_text(measurement: Measurement, norms: Sequence[Norm], age: float | None, magnification: float | None) -> str:
    """The norm, or those of both sexes, and how the value was compared."""
    last = norms[-1]
    notes = [
        f'{years_text(last.years)}; age unknown' if last.years is not None and age is None else '',
        _how_compared(last, magnification) if measurement.unit == MILLIMETRES else '',
    ]
    if len(norms) == 1:
        return last.text(*notes)
    return f'{norms[0].figures} of women and {last.figures} of men ({"; ".join([last.source, *filter(None, notes)])})'


def _whose(norm: Norm) -> tuple[str, str]:
    return norm.sex or '', '' if norm.years is None else years_text(norm.years)


def _how_compared(norm: Norm, magnification: float | None) -> str:
    is_known = magnification is not None and not math.isnan(magnification)
    if norm.magnification is None:
        return 'not corrected: magnification of the norm not stated'
    if not is_known:
        return f'magnification unknown, taken as {norm.magnification:g}'
    return f'compared at {norm.magnification:g}'
