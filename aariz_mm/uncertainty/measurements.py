"""Measurements with intervals: each is taken at every place where the truth of its landmarks may lie. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aariz_mm.analysis import measure
from aariz_mm.predictions import MeasuredInterval

from .conformal import interval_of_draws

__all__ = ['measure_with_intervals']


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
    points = np.concatenate([points_px[None], points_px + offsets_px])
    found = []
    for key, one in measure(points, symbols, pixel_size_mm).items():
        low, high = interval_of_draws(one.value[1:], level)
        found.append(
            MeasuredInterval(
                key, float(one.value[0]), one.measurement.unit, float(low), float(high), level, str(one.reason[0])
            )
        )
    return tuple(found)
