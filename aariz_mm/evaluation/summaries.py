"""Errors in summary: of all landmarks, of each landmark, of each device, of named subsets. Numpy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..landmarks import select_symbols
from .functional import SDR_THRESHOLDS_MM, mean_and_sd, success_detection_rates

__all__ = ['Summary', 'per_device', 'per_landmark', 'per_subset', 'summarize']


@dataclass(frozen=True)
class Summary:
    """Of ``n`` labelled landmarks: mean, population SD and median in mm; ``sdr``, threshold in mm -> per cent.

    All but ``n`` are NaN where nothing counts.
    """

    n: int
    mean: float
    sd: float
    median: float
    sdr: Mapping[float, float]


def summarize(errors_mm: np.ndarray, thresholds_mm: Sequence[float] = SDR_THRESHOLDS_MM) -> Summary:
    """Summary of errors of any shape; NaN does not count.

    Example: 1, 2, NaN, 6 -> n 3, mean 3, sd 2.16, median 2, sdr {2.0: 66.67, …}
    """
    errors_mm = np.asarray(errors_mm, dtype=np.float64)
    counted = errors_mm[~np.isnan(errors_mm)]
    mean, sd = mean_and_sd(counted)
    median = float(np.median(counted)) if counted.size else float('nan')
    return Summary(int(counted.size), mean, sd, median, success_detection_rates(counted, thresholds_mm))


def per_landmark(
    symbols: Sequence[str], errors_mm: np.ndarray, thresholds_mm: Sequence[float] = SDR_THRESHOLDS_MM
) -> dict[str, Summary]:
    """Symbol -> summary over images, in the order of ``symbols``; ``errors_mm`` is (B, K).

    Errors:
        ValueError: ``errors_mm`` does not have one column per symbol.
    """
    errors_mm = np.asarray(errors_mm, dtype=np.float64)
    if errors_mm.ndim != 2 or errors_mm.shape[1] != len(symbols):
        raise ValueError(f'errors_mm: expected (B, {len(symbols)}), got {errors_mm.shape}')
    return {symbol: summarize(errors_mm[:, index], thresholds_mm) for index, symbol in enumerate(symbols)}


def per_device(
    devices: Sequence[str], errors_mm: np.ndarray, thresholds_mm: Sequence[float] = SDR_THRESHOLDS_MM
) -> dict[str, Summary]:
    """Device -> summary over its images, by name; ``devices`` names that of each of the B rows, '' where unknown.

    Images of an unknown device are in none.
    Errors:
        ValueError: ``errors_mm`` does not have one row per device.
    """
    errors_mm = np.asarray(errors_mm, dtype=np.float64)
    if errors_mm.ndim != 2 or errors_mm.shape[0] != len(devices):
        raise ValueError(f'errors_mm: expected ({len(devices)}, K), got {errors_mm.shape}')
    names = np.array(devices, dtype=object)
    return {name: summarize(errors_mm[names == name], thresholds_mm) for name in sorted(set(devices) - {''})}


def per_subset(
    symbols: Sequence[str],
    errors_mm: np.ndarray,
    subsets: Sequence[str],
    thresholds_mm: Sequence[float] = SDR_THRESHOLDS_MM,
) -> dict[str, Summary]:
    """Name -> summary over the landmarks of each named subset that leaves some of ``symbols`` out and lacks none.

    Errors:
        ValueError: an unknown subset.
    """
    errors_mm = np.asarray(errors_mm, dtype=np.float64)
    wanted = {name: set(select_symbols(name)) for name in subsets}
    return {
        name: summarize(errors_mm[:, [symbol in chosen for symbol in symbols]], thresholds_mm)
        for name, chosen in wanted.items()
        if chosen < set(symbols)
    }
