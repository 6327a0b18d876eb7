"""Measurements with intervals: each is taken at every place where the truth of its landmarks may lie. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aariz_mm.analysis import MEASUREMENTS, measure
from aariz_mm.predictions import MeasuredInterval

from .conformal import interval_of_draws

__all__ = ['measurable', 'measure_with_intervals']

_NO_ENDS = (np.nan, np.nan)


def measure_with_intervals(
    points_px: np.ndarray,
    symbols: Sequence[str],
    pixel_size_mm: float | None,
    offsets_px: np.ndarray,
    level: float = 0.9,
) -> tuple[MeasuredInterval, ...]:
    """Every cephalometric measurement of one radiograph and between what its true value lies.

    Args:
        points_px: (K, 2), predicted. pixel_size_mm: None where unknown. offsets_px: (N, K, 2), of
            :func:`~aariz_mm.uncertainty.estimating.draw_offsets`, in the same pixels. level: share of radiographs.
    Returns:
        In the order of :data:`aariz_mm.analysis.MEASUREMENTS`; what cannot be measured is there with its reason.
    """
    drawn = measure(points_px + offsets_px, symbols, pixel_size_mm, measurable(symbols))
    together = np.array([one.value for one in drawn.values()]).reshape(len(drawn), len(offsets_px)).T
    ends = dict(zip(drawn, zip(*interval_of_draws(together, level), strict=True), strict=True))
    found = []
    for key, one in measure(points_px, symbols, pixel_size_mm).items():
        low, high = (float(end) for end in ends.get(key, _NO_ENDS))
        found.append(MeasuredInterval(key, one.value, one.measurement.unit, low, high, level, one.reason))
    return tuple(found)


def measurable(symbols: Sequence[str]) -> list[str]:
    """Keys of the measurements that these landmarks are enough for."""
    return [key for key, one in MEASUREMENTS.items() if set(one.landmarks) <= set(symbols)]
