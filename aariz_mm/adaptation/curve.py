"""How many corrected radiographs are enough: error against their number, over random draws of them. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from aariz_mm.files import as_plain
from aariz_mm.uncertainty.readings import mm_per_px

from .frames import site_frames
from .learning import SiteReadings, differences_mm, learn_offsets, radii_mm, select_readings

__all__ = ['COUNTS', 'FORMAT', 'Curve', 'CurvePoint', 'curve_as_json', 'learn_curve']

FORMAT = 'aariz_mm adaptation curve'
"""First line of the file."""
COUNTS = (1, 3, 5, 10, 20, 40)


@dataclass(frozen=True)
class CurvePoint:
    """Profiles learnt from ``radiographs`` that were drawn, scored on all others, as means over the draws.

    error_mm: MRE; error_sd_mm: its standard deviation over the draws. worse: share of the draws in which the profile
    made the MRE larger. coverage_90: share of landmarks within the radius of 90 %, NaN without calibration.
    """

    radiographs: int
    error_mm: float
    error_sd_mm: float
    worse: float
    coverage_90: float


@dataclass(frozen=True)
class Curve:
    """MRE without profile, plain_mm, and less the mean difference of each landmark over all radiographs themselves,
    full_mm; total: radiographs. in_pixel_sizes: whether mm are those of the pixel sizes, or of S-N = 70 mm."""

    plain_mm: float
    full_mm: float
    total: int
    draws: int
    in_pixel_sizes: bool
    points: tuple[CurvePoint, ...]


def learn_curve(
    readings: SiteReadings, spread_mm2: np.ndarray, draws: int = 100, counts: Sequence[int] = COUNTS, seed: int = 0
) -> Curve:
    """Learn from some radiographs, score on the rest, many times.

    Args:
        readings: B radiographs. spread_mm2: as of :func:`~aariz_mm.adaptation.learning.learn_offsets`.
        counts: numbers of radiographs to learn from; those that leave none to score on are left out.
    Errors:
        ValueError: a single radiograph.
    """
    total = len(readings.points_px)
    if total < 2:
        raise ValueError('a curve takes at least 2 radiographs, some to learn from and some to score on')
    differences = differences_mm(readings)
    scales = _scales(readings)
    plain = np.linalg.norm(differences, axis=-1) * scales
    seen = np.isfinite(differences).any(axis=(0, 2))
    mean = np.zeros(differences.shape[1:])
    mean[seen] = np.nanmean(differences[:, seen], axis=0)
    rng = np.random.default_rng(seed)
    points = [
        _score_draws(readings, differences, spread_mm2, [rng.permutation(total) for _ in range(draws)], count)
        for count in counts
        if count < total
    ]
    full = np.linalg.norm(differences - mean, axis=-1) * scales
    in_pixels = bool(np.isfinite(readings.mm_per_px).all())
    return Curve(float(np.nanmean(plain)), float(np.nanmean(full)), total, draws, in_pixels, tuple(points))


def curve_as_json(curve: Curve, name: str) -> dict[str, Any]:
    """As JSON has it; ``name`` is what the figure calls it."""
    return as_plain(dict(format=FORMAT, name=name, **asdict(curve)))


def _score_draws(
    readings: SiteReadings, differences: np.ndarray, spread: np.ndarray, orders: Sequence[np.ndarray], count: int
) -> CurvePoint:
    scales = _scales(readings)
    radii = radii_mm(readings)
    errors, worse, inside = [], [], []
    for order in orders:
        learnt = learn_offsets(select_readings(readings, order[:count]), spread)
        rest = order[count:]
        before = np.linalg.norm(differences[rest], axis=-1)
        after = np.linalg.norm(differences[rest] - learnt.offsets.offsets_mm, axis=-1)
        errors.append(np.nanmean(after * scales[rest]))
        worse.append(errors[-1] > np.nanmean(before * scales[rest]) + 1e-9)
        within = np.where(np.isfinite(after), after <= radii[rest] * learnt.radius_factors, np.nan)
        inside.append(np.nanmean(within) if np.isfinite(radii).all() else np.nan)
    return CurvePoint(
        count, float(np.mean(errors)), float(np.std(errors)), float(np.mean(worse)), float(np.mean(inside))
    )


def _scales(readings: SiteReadings) -> np.ndarray:
    """From mm of the frame to mm of the pixel sizes, (B, 1); 1 where some pixel size is unknown."""
    if not np.isfinite(readings.mm_per_px).all():
        return np.ones((len(readings.mm_per_px), 1))
    frames = site_frames(readings.points_px, readings.symbols)
    return (readings.mm_per_px / mm_per_px(frames))[:, None]
