"""What tells a sure landmark from a doubtful one: its map, those of all landmarks, the size. Numpy alone."""

from __future__ import annotations

import numpy as np

from .readings import Readings, face_frames, mm_per_px

__all__ = ['DOUBTS', 'FEATURES', 'OF_RADIOGRAPH', 'landmark_features', 'spread_in_frame', 'standardize']

DOUBTS = ('spread_of_all', 'score_of_all')
"""Of the radiograph: the means over its landmarks of the logarithms of a map's spread, mm of the face, and of the
probability outside its score. They count above the usual alone: a model trained on all folds is surer of a radiograph
than those of the folds are, from which its errors are learnt, and not by so much better. Sureness narrows no radius."""
OF_RADIOGRAPH = (*DOUBTS, 'smallness')
"""The doubts, and the logarithm of the mm per pixel."""
FEATURES = ('spread', *OF_RADIOGRAPH)
"""Of a landmark: the logarithm of its map's spread less the mean over the radiograph; and those of the radiograph."""
_LEAST = 1e-4


def landmark_features(readings: Readings) -> np.ndarray:
    """(B, K, F), in the order of :data:`FEATURES`; NaN where landmarks lie in one place or are no numbers."""
    log_scale = np.log(mm_per_px(face_frames(readings.points_px, readings.symbols)))
    variance = np.maximum(readings.spread_px[..., :2].sum(axis=-1), _LEAST)
    spread = 0.5 * np.log(variance) + log_scale[:, None]
    score = np.log(np.clip(1 - readings.scores, _LEAST, 1))
    of_radiograph = np.stack([spread.mean(axis=1), score.mean(axis=1), log_scale], axis=-1)
    repeated = np.broadcast_to(of_radiograph[:, None], (*spread.shape, len(OF_RADIOGRAPH)))
    return np.concatenate([(spread - spread.mean(axis=1, keepdims=True))[..., None], repeated], axis=-1)


def standardize(features: np.ndarray, means: np.ndarray, deviations: np.ndarray) -> np.ndarray:
    """Features (B, K, F) less their usual (K, F), in deviations (F,); :data:`DOUBTS` below the usual are 0."""
    standardized = (features - means) / deviations
    return np.where([name in DOUBTS for name in FEATURES], np.maximum(standardized, 0), standardized)


def spread_in_frame(readings: Readings) -> np.ndarray:
    """Covariances of the maps in the frame of the face, (B, K, 2, 2), mm squared."""
    xx, yy, xy = np.moveaxis(readings.spread_px, -1, 0)
    covariances = np.stack([np.stack([xx, xy], axis=-1), np.stack([xy, yy], axis=-1)], axis=-2)
    frames = face_frames(readings.points_px, readings.symbols)[:, None]
    return frames @ covariances @ np.swapaxes(frames, -1, -2)
