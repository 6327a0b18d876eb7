"""Uncertainty of what a bundle found, by its calibration. Numpy alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aariz_mm.predictions import NORMAL_90, LandmarkUncertainty

from .calibration import Calibration
from .expected_error import ErrorModel
from .features import OF_RADIOGRAPH, landmark_features, spread_in_frame, standardize
from .readings import Readings, face_frames

__all__ = ['WIDEST', 'Estimate', 'describe_widening', 'draw_offsets', 'estimate', 'mix_shapes', 'uncertainty_in_pixels']

_MARGIN = 0.1
WIDEST = 3.5
"""Widening beyond which landmarks tell nothing. ISBI 2015's radiographs have at most 1.3, blurred, noisy and pale ones
2.2, heads that were read lying 4 to 6."""
_UNSURE = 2.5
"""Times the usual radius of a landmark; of 147 radiographs of ISBI 2015's Test1 three have one beyond it, which are off
by 6.6 mm on average."""


@dataclass(frozen=True)
class Estimate:
    """Of B radiographs, in mm of a face with S-N = 70 mm, turned upright; NaN where landmarks form no face at all.

    expected_mm: (B, K). radii_mm: (B, K, L). covariances_mm: (B, K, 2, 2). frames: (B, 2, 2), see
    :func:`~aariz_mm.uncertainty.readings.face_frames`. widening: (B,), times the usual radius. is_beyond: (B,), whether
    a feature lies where no radiograph of the calibration, as it was or changed, lay.
    """

    expected_mm: np.ndarray
    radii_mm: np.ndarray
    covariances_mm: np.ndarray
    frames: np.ndarray
    widening: np.ndarray
    is_beyond: np.ndarray


def estimate(calibration: Calibration, readings: Readings) -> Estimate:
    """How far off the landmarks of B radiographs may be."""
    features = standardize(landmark_features(readings), calibration.means, calibration.deviations)
    low, high = calibration.ranges.T
    margin = _MARGIN * (high - low)
    outside = ((features < low - margin) | (features > high + margin)).all(axis=1)
    is_beyond = outside[:, [name in OF_RADIOGRAPH for name in calibration.features]].any(axis=-1)
    model = ErrorModel(calibration.base, calibration.slopes)
    expected = model.expect(np.clip(features, low, high))
    shapes = mix_shapes(calibration.shapes, spread_in_frame(readings), calibration.map_share)
    scale = calibration.ellipse_factors / NORMAL_90 * expected**2
    return Estimate(
        expected,
        expected[..., None] * calibration.factors,
        scale[..., None, None] * shapes,
        face_frames(readings.points_px, readings.symbols),
        np.exp(np.log(expected / np.exp(calibration.base)).mean(axis=-1)),
        is_beyond,
    )


def mix_shapes(of_errors: np.ndarray, of_maps: np.ndarray, map_share: float) -> np.ndarray:
    """Covariances (B, K, 2, 2) with trace 1: of the errors (K, 2, 2) and of the maps (B, K, 2, 2), of any size."""
    sizes = np.trace(of_maps, axis1=-2, axis2=-1)[..., None, None]
    return (1 - map_share) * of_errors + map_share * of_maps / np.maximum(sizes, 1e-9)


def uncertainty_in_pixels(found: Estimate, to_file: np.ndarray, levels: tuple[float, ...]) -> LandmarkUncertainty:
    """Of the first radiograph, in pixels of its file.

    Args:
        to_file: affine (2, 3) from network-input pixels.
    """
    linear = to_file[:, :2] @ np.linalg.inv(found.frames[0])
    scale = float(np.sqrt(abs(np.linalg.det(linear))))
    return LandmarkUncertainty(
        levels,
        found.radii_mm[0] * scale,
        linear @ found.covariances_mm[0] @ linear.T,
        found.expected_mm[0] * scale,
    )


def draw_offsets(calibration: Calibration, found: Estimate, to_file: np.ndarray) -> np.ndarray:
    """Where the truth of the first radiograph may lie, less its prediction: N draws (N, K, 2), pixels of its file.

    Each is how far a held-out radiograph was off, all its landmarks together, scaled by the expected errors: what
    landmarks have in common and how heavy the tails are stay as observed.
    """
    linear = to_file[:, :2] @ np.linalg.inv(found.frames[0])
    return found.expected_mm[0][:, None] * calibration.draws @ linear.T


def describe_widening(calibration: Calibration, found: Estimate) -> tuple[str, ...]:
    """What makes the uncertainty of the first radiograph doubtful, in sentences."""
    widening = float(found.widening[0])
    if not np.isfinite(widening):
        return ()
    if found.is_beyond[0]:
        return (
            f'the radiograph is unlike all that the uncertainty was learnt from: its radii ({widening:.1f} times the '
            'usual) may be too small',
        )
    if widening > calibration.usual_widening:
        return (
            f'the model is less sure of this radiograph than of nearly all that it knows: its radii are {widening:.1f} '
            'times the usual',
        )
    times = found.expected_mm[0] / np.exp(calibration.base)
    pairs = zip(calibration.symbols, times, strict=True)
    unsure = ', '.join(f'{symbol} ({one:.1f})' for symbol, one in pairs if one > _UNSURE)
    return (f'the model is unsure of single landmarks, look at them; times the usual radius: {unsure}',) * bool(unsure)
