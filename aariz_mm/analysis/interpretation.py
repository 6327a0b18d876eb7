"""What a measured value means, compared with its norm. Numpy alone."""

from __future__ import annotations

import math

from .definitions import Measurement
from .norms import select_norm

__all__ = ['interpret']


def interpret(measurement: Measurement, value: float, sex: str | None = None) -> str:
    """What a value means compared with the norm, in words.

    Args:
        value: in the measurement's unit; NaN where missing.
        sex: 'female' or 'male' for norms by sex, None where unknown.
    Errors:
        ValueError: unknown sex.
    Example: SNA 88 -> 'above 82.0 ± 3.9 (Riedel 1952): maxilla in front'
    """
    norm = select_norm(measurement.norms, sex)
    if math.isnan(value):
        return 'not measured'
    if norm is None:
        by_sex = any(norm.sex is not None for norm in measurement.norms)
        return 'the norm depends on the sex' if by_sex else 'no norm with a range known'
    low, high = norm.interval
    if low <= value <= high:
        return f'within {norm}'
    place, meaning = ('below', measurement.low) if value < low else ('above', measurement.high)
    return f'{place} {norm}: {meaning}'
