"""What tells a sure landmark from a doubtful one: the map, the score, the face. Numpy alone."""

from __future__ import annotations

import numpy as np

from aariz_mm.intake.plausibility import distances_to_mean_mm, full_points
from aariz_mm.landmarks import SYMBOLS

from .readings import Readings, face_frames, mm_per_px

__all__ = ['FEATURES', 'OF_RADIOGRAPH', 'landmark_features', 'spread_in_frame']

FEATURES = ('spread', 'score', 'spread_of_all', 'score_of_all', 'place', 'place_of_all', 'unlikeness', 'smallness')
"""Of a landmark: logarithm of its map's spread in mm of the face, of the probability that its score leaves out, and of
its distance from the mean face; of the radiograph: the mean of each, how unlike the pixels are, how small the face."""
OF_RADIOGRAPH = ('spread_of_all', 'score_of_all', 'place_of_all', 'unlikeness', 'smallness')
"""Those that are the same for all landmarks."""
_LEAST = 1e-4


def landmark_features(readings: Readings) -> np.ndarray:
    """(B, K, F), in the order of :data:`FEATURES`; NaN where landmarks lie in one place or are no numbers."""
    scale = mm_per_px(face_frames(readings.points_px, readings.symbols))
    variance = np.maximum(readings.spread_px[..., :2].sum(axis=-1), _LEAST)
    spread = 0.5 * np.log(variance) + np.log(scale)[:, None]
    score = np.log(np.clip(1 - readings.scores, _LEAST, 1))
    place = np.log(_distances_mm(readings) + 0.5)
    of_landmarks = np.stack([spread, score, place], axis=-1)
    means = np.broadcast_to(of_landmarks.mean(axis=1, keepdims=True), of_landmarks.shape)
    of_radiograph = np.stack([-readings.likeness, np.log(scale)], axis=-1)
    of_radiograph = np.broadcast_to(of_radiograph[:, None], (*spread.shape, 2))
    interleaved = [of_landmarks[..., :2], means[..., :2], of_landmarks[..., 2:], means[..., 2:], of_radiograph]
    return np.concatenate(interleaved, axis=-1)


def spread_in_frame(readings: Readings) -> np.ndarray:
    """Covariances of the maps in the frame of the face, (B, K, 2, 2), mm squared."""
    xx, yy, xy = np.moveaxis(readings.spread_px, -1, 0)
    covariances = np.stack([np.stack([xx, xy], axis=-1), np.stack([xy, yy], axis=-1)], axis=-2)
    frames = face_frames(readings.points_px, readings.symbols)[:, None]
    return frames @ covariances @ np.swapaxes(frames, -1, -2)


def _distances_mm(readings: Readings) -> np.ndarray:
    order = [SYMBOLS.index(symbol) for symbol in readings.symbols]
    rows = [distances_to_mean_mm(full_points(points, readings.symbols))[order] for points in readings.points_px]
    return np.array(rows)
