"""What a site's offsets are worth, by radiographs that they were not learnt from. Numpy alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from .offsets import estimate_offsets

__all__ = ['FEWEST', 'Gain', 'leave_one_out', 'measure_gain']

FEWEST = 3
"""Radiographs below which nothing is said of a gain."""
_LEVEL = 0.95


@dataclass(frozen=True)
class Gain:
    """Mean distance, mm of a face with S-N = 70 mm: before_mm, after_mm and what is gained, gain_mm, with its interval
    of 95 %; NaN where too few radiographs tell."""

    before_mm: float
    after_mm: float
    gain_mm: float
    low_mm: float
    high_mm: float


def leave_one_out(differences_mm: np.ndarray, spread_mm2: np.ndarray) -> np.ndarray:
    """Differences (B, K, 2), each radiograph's less the offsets that the others tell; those of one stay as they are.

    Args:
        differences_mm, spread_mm2: as of :func:`~aariz_mm.adaptation.offsets.estimate_offsets`.
    """
    count = len(differences_mm)
    if count < 2:
        return np.array(differences_mm)
    others = [np.arange(count) != index for index in range(count)]
    return differences_mm - np.stack([estimate_offsets(differences_mm[one], spread_mm2).offsets_mm for one in others])


def measure_gain(before_mm: np.ndarray, after_mm: np.ndarray) -> Gain:
    """The gain of errors (B, K) of the same radiographs, NaN where missing.

    Its interval is that of Student's t over radiographs, whose landmarks share their quality.
    """
    with_any = np.isfinite(before_mm).any(axis=1)
    if not with_any.any():
        return Gain(*[float('nan')] * 5)
    before, after = before_mm[with_any], after_mm[with_any]
    of_each = np.nanmean(before - after, axis=1)
    half = float('nan')
    if len(of_each) >= FEWEST:
        half = _student_quantile(len(of_each) - 1) * of_each.std(ddof=1) / np.sqrt(len(of_each))
    mean = float(of_each.mean()) if len(of_each) >= FEWEST else float('nan')
    return Gain(float(np.nanmean(before)), float(np.nanmean(after)), mean, mean - half, mean + half)


@cache
def _student_quantile(degrees: int) -> float:
    """Within plus and minus this lies :data:`_LEVEL` of Student's t distribution. Example: 9 degrees -> 2.26"""
    places = np.linspace(0, 100, 200_001)
    cumulated = np.cumsum((1 + places**2 / degrees) ** (-(degrees + 1) / 2))
    return float(np.interp(_LEVEL, cumulated / cumulated[-1], places))
