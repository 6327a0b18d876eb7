"""A profile learnt from radiographs that a site's reader annotated and a model read. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from aariz_mm.uncertainty.calibration import Calibration
from aariz_mm.uncertainty.readings import mm_per_px

from .frames import site_frames
from .gain import Gain, leave_one_out, measure_gain
from .offsets import SiteOffsets, estimate_offsets
from .profile import Profile
from .radii import radius_factors

__all__ = [
    'GROSS',
    'Learnt',
    'SiteReadings',
    'describe_far',
    'differences_mm',
    'find_gross',
    'learn_offsets',
    'make_profile',
    'radii_mm',
    'select_readings',
    'spread_of_model',
]

_FEWEST_TO_DECIDE = 8
"""Radiographs from which on a gain below zero stops all offsets: fewer tell much less once one is left out."""
_SPREAD_MM2 = 1.2
"""Variance along each axis of the errors of a model without calibration, about that of those that were calibrated."""
GROSS = 0.2
"""Weight below which an annotation is shown to the user as a possible mistake: about five standard deviations of the
model's error from where the model and the other radiographs have it."""


_FARTHEST_MM = 15.0
"""Median difference of a radiograph beyond which its landmarks are not those of this picture."""


@dataclass(frozen=True)
class SiteReadings:
    """What a model and the site's reader found on B radiographs, pixels of each.

    points_px, truth_px: (B, K, 2), the latter NaN where the reader has no landmark. radii_px: (B, K), of 90 %, NaN
    without calibration. mm_per_px: (B,), NaN where unknown. touched: (B, K), whether the reader placed a landmark
    himself, and did not leave the one of a model. names: of the radiographs, for the user alone. images, looks: hashes,
    as those of a :class:`~aariz_mm.adaptation.profile.Profile`.
    """

    symbols: tuple[str, ...]
    points_px: np.ndarray
    truth_px: np.ndarray
    radii_px: np.ndarray
    mm_per_px: np.ndarray
    touched: np.ndarray
    names: tuple[str, ...]
    images: tuple[str, ...]
    looks: tuple[str, ...]


@dataclass(frozen=True)
class Learnt:
    """Offsets, radius_factors (K,), the gain over all landmarks and of each, and left_out_mm (B, K, 2), differences
    less the offsets that the other radiographs tell."""

    offsets: SiteOffsets
    radius_factors: np.ndarray
    gain: Gain
    gains: tuple[Gain, ...]
    left_out_mm: np.ndarray


def spread_of_model(calibration: Calibration | None, count: int) -> np.ndarray:
    """Covariance (K, 2, 2) of a model's errors on radiographs of its own kind, mm squared; K is ``count``."""
    if calibration is None:
        return np.broadcast_to(_SPREAD_MM2 * np.eye(2), (count, 2, 2))
    draws = calibration.draws - calibration.draws.mean(axis=0)
    return np.einsum('nki,nkj->kij', draws, draws) / len(draws) * np.exp(2 * calibration.base)[:, None, None]


def differences_mm(readings: SiteReadings) -> np.ndarray:
    """Reader less model, (B, K, 2), in the frame of :func:`~aariz_mm.adaptation.frames.site_frames`."""
    frames = site_frames(readings.points_px, readings.symbols)
    return (readings.truth_px - readings.points_px) @ np.swapaxes(frames, -1, -2)


def describe_far(reading: SiteReadings) -> str:
    """Why nothing can be learnt from a single radiograph whose landmarks lie far from the model's; '' where they are
    near."""
    far = float(np.nanmedian(np.linalg.norm(differences_mm(reading), axis=-1)))
    if far <= _FARTHEST_MM:
        return ''
    return f'its landmarks lie {far:.0f} mm from those of the model: are they of another picture, or of another size?'


def radii_mm(readings: SiteReadings) -> np.ndarray:
    """Radii of 90 %, (B, K), in mm of that frame."""
    return readings.radii_px * mm_per_px(site_frames(readings.points_px, readings.symbols))[:, None]


def select_readings(readings: SiteReadings, which: np.ndarray) -> SiteReadings:
    """Some of the radiographs, by their numbers."""
    arrays = (getattr(readings, name)[which] for name in ('points_px', 'truth_px', 'radii_px', 'mm_per_px', 'touched'))
    texts = (tuple(np.array(getattr(readings, name), object)[which]) for name in ('names', 'images', 'looks'))
    return SiteReadings(readings.symbols, *arrays, *texts)


def learn_offsets(readings: SiteReadings, spread_mm2: np.ndarray) -> Learnt:
    """Offsets, radii and gain of a site.

    Where 8 radiographs or more, each left out in turn, say that the offsets gain nothing, no landmark is moved.

    Args:
        spread_mm2: (K, 2, 2), see :func:`spread_of_model`.
    """
    differences = differences_mm(readings)
    left_out = leave_one_out(differences, spread_mm2)
    before, after = (np.linalg.norm(one, axis=-1) for one in (differences, left_out))
    gain, offsets = measure_gain(before, after), estimate_offsets(differences, spread_mm2)
    if len(differences) >= _FEWEST_TO_DECIDE and gain.gain_mm <= 0:
        offsets = replace(
            offsets, offsets_mm=np.zeros_like(offsets.offsets_mm), is_moved=np.zeros_like(offsets.is_moved)
        )
        left_out, after, gain = differences, before, measure_gain(before, before)
    factors = _factors(after / radii_mm(readings), readings.touched, offsets.weights)
    of_each = [measure_gain(before[:, [index]], after[:, [index]]) for index in range(before.shape[1])]
    return Learnt(offsets, factors, gain, tuple(of_each), left_out)


def _factors(ratios: np.ndarray, touched: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Factors of the radii, without gross mistakes.

    Where a reader leaves landmarks that are near enough to his own, their distances are not known, and none is zero:
    radii may grow then, but not shrink.
    """
    factors = radius_factors(np.where(weights < GROSS, np.nan, ratios))
    return factors if touched[weights > 0].all() else np.maximum(factors, 1.0)


def find_gross(readings: SiteReadings, learnt: Learnt) -> list[tuple[str, str, float]]:
    """Annotations that lie far from where the model and the other radiographs have them: name, symbol, mm; worst first.

    They count little, but may be mistakes to be mended.
    """
    off, weights = np.linalg.norm(learnt.left_out_mm, axis=-1), learnt.offsets.weights
    found = [
        (readings.names[row], readings.symbols[column], float(off[row, column]))
        for row, column in zip(*np.nonzero((weights > 0) & (weights < GROSS)), strict=True)
    ]
    return sorted(found, key=lambda one: -one[2])


def make_profile(readings: SiteReadings, learnt: Learnt, models: Sequence[str], reader: str, created: str) -> Profile:
    """The profile of what was learnt.

    Args:
        models: SHA-256 of the checkpoints that read. reader: as the user calls him. created: the date.
    """
    return Profile(
        reader,
        created,
        readings.symbols,
        learnt.offsets.offsets_mm,
        learnt.offsets.counts,
        learnt.radius_factors,
        learnt.gain,
        learnt.gains,
        tuple(models),
        readings.images,
        readings.looks,
    )
