"""What tells a sure landmark from a doubtful one: the map, the score, the pixels, the size. Numpy alone."""

from __future__ import annotations

import numpy as np

from .readings import Readings, face_frames, mm_per_px

__all__ = ['FEATURES', 'OF_RADIOGRAPH', 'landmark_features', 'spread_in_frame']

OF_RADIOGRAPH = ('spread_of_all', 'score_of_all', 'unlikeness', 'smallness')
"""Of the radiograph: the mean of the next two over its landmarks, how unlike a cephalogram the pixels are, and the
logarithm of the mm per pixel."""
FEATURES = ('spread', 'score', *OF_RADIOGRAPH)
"""Of a landmark: the logarithms of its map's spread, mm of the face, and of the probability outside its score."""
_LEAST = 1e-4


def landmark_features(readings: Readings) -> np.ndarray:
    """(B, K, F), in the order of :data:`FEATURES`; NaN where landmarks lie in one place or are no numbers."""
    log_scale = np.log(mm_per_px(face_frames(readings.points_px, readings.symbols)))
    variance = np.maximum(readings.spread_px[..., :2].sum(axis=-1), _LEAST)
    spread = 0.5 * np.log(variance) + log_scale[:, None]
    score = np.log(np.clip(1 - readings.scores, _LEAST, 1))
    of_radiograph = np.stack([spread.mean(axis=1), score.mean(axis=1), -readings.likeness, log_scale], axis=-1)
    repeated = np.broadcast_to(of_radiograph[:, None], (*spread.shape, len(OF_RADIOGRAPH)))
    return np.concatenate([spread[..., None], score[..., None], repeated], axis=-1)


def spread_in_frame(readings: Readings) -> np.ndarray:
    """Covariances of the maps in the frame of the face, (B, K, 2, 2), mm squared."""
    xx, yy, xy = np.moveaxis(readings.spread_px, -1, 0)
    covariances = np.stack([np.stack([xx, xy], axis=-1), np.stack([xy, yy], axis=-1)], axis=-2)
    frames = face_frames(readings.points_px, readings.symbols)[:, None]
    return frames @ covariances @ np.swapaxes(frames, -1, -2)
