"""Repeated measurements as a median with its quartiles, and the ratio of pairs that were measured in turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ['Spread', 'ratios', 'spread']


@dataclass(frozen=True)
class Spread:
    """Median and quartiles of ``count`` repeated measurements."""

    median: float
    low: float
    high: float
    count: int


def spread(values: Sequence[float]) -> Spread:
    """The spread of values.

    Errors:
        ValueError: none, or one that is no number.
    Example: [4, 1, 2, 3, 100] -> median 3, from 2 to 4
    """
    array = np.asarray(values, dtype=np.float64)
    if not array.size or not np.isfinite(array).all():
        raise ValueError(f'{list(values)}: expected at least one measurement, and finite numbers')
    low, median, high = np.percentile(array, (25, 50, 75))
    return Spread(float(median), float(low), float(high), array.size)


def ratios(ours: Sequence[float], reference: Sequence[float]) -> list[float]:
    """Ours by the reference, pair by pair: what slows the machine down for a while slows both of a pair.

    Errors:
        ValueError: not as many of one as of the other, or a reference that took no time.
    Example: [1, 3] and [2, 2] -> [0.5, 1.5]
    """
    if len(ours) != len(reference):
        raise ValueError(f'{len(ours)} measurements of ours and {len(reference)} of the reference, expected pairs')
    if min(reference, default=1) <= 0:
        raise ValueError('the reference took no time that the clock can tell; measure more of it at once')
    return [one / other for one, other in zip(ours, reference, strict=True)]
