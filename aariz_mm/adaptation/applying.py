"""Predictions as a site's reader would place them. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from aariz_mm.predictions import LandmarkPrediction, LandmarkUncertainty
from aariz_mm.uncertainty.scoring import scored

from .frames import site_frames
from .profile import Profile

__all__ = ['apply_profile', 'check_model', 'factors_of', 'move_points', 'widen']


def check_model(profile: Profile, models: Sequence[str], name: str) -> None:
    """Check that a profile was learnt beside the model that reads: beside another one it would be wrong.

    Args:
        models: SHA-256 of its checkpoints. name: of the profile, for errors.
    Errors:
        ValueError: it was learnt beside another one.
    """
    if sorted(profile.models) != sorted(models):
        raise ValueError(
            f'{name}: learnt beside the model {_short(profile.models)}, but {_short(models)} reads, whose own habits '
            'are others; make a profile for it with aariz-mm adapt and the same corrected radiographs'
        )


def move_points(points_px: np.ndarray, symbols: Sequence[str], profile: Profile) -> np.ndarray:
    """Predicted landmarks, moved to where the site's reader has them; landmarks the profile does not know stay.

    Args:
        points_px: (B, K, 2), pixels of radiographs, however these are turned or mirrored.
    Returns:
        (B, K, 2), a new array. Landmarks that form no face stay.
    """
    offsets = np.zeros((len(symbols), 2))
    for index, symbol in enumerate(symbols):
        if symbol in profile.symbols:
            offsets[index] = profile.offsets_mm[profile.symbols.index(symbol)]
    moved = np.array(points_px, dtype=np.float64)
    frames = site_frames(moved, symbols)
    is_face = np.isfinite(frames).all(axis=(1, 2))
    moved[is_face] += offsets @ np.swapaxes(np.linalg.inv(frames[is_face]), -1, -2)
    return moved


def factors_of(profile: Profile, symbols: Sequence[str]) -> np.ndarray:
    """By how much radii grow: (K,), 1 for landmarks that the profile does not know."""
    known = dict(zip(profile.symbols, profile.radius_factors, strict=True))
    return np.array([known.get(symbol, 1.0) for symbol in symbols])


def widen(uncertainty: LandmarkUncertainty, factors: np.ndarray) -> LandmarkUncertainty:
    """Radii, ellipses and expected errors times factors (K,)."""
    return replace(
        uncertainty,
        radii_px=uncertainty.radii_px * factors[:, None],
        covariances_px=uncertainty.covariances_px * factors[:, None, None] ** 2,
        expected_errors_px=uncertainty.expected_errors_px * factors,
    )


def apply_profile(prediction: LandmarkPrediction, profile: Profile) -> LandmarkPrediction:
    """The prediction with its landmarks moved and its radii and scores changed, as the profile says.

    Measurements go: they are of the landmarks as they were. A :class:`~aariz_mm.reading.reader.Reader` makes new ones.
    """
    moved = move_points(prediction.keypoints_px[None], prediction.symbols, profile)[0]
    found = prediction.uncertainty
    adapted = replace(
        prediction,
        keypoints_px=moved,
        uncertainty=None if found is None else widen(found, factors_of(profile, prediction.symbols)),
        measurements=(),
    )
    return scored(adapted)


def _short(models: Sequence[str]) -> str:
    return ' + '.join(one[:12] for one in models)
