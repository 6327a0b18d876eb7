"""Tests of models made by chance, whose true scores are known, and the intervals that they had before.

Errors: a landmark's mean times what makes an image hard (gamma, coefficient of variation 0.12) times the error's own
share (gamma of shape 2.3), and one error in 200 six times as large. Means, variation and shape are those of the 19
landmarks that the three folds of `isbi2015_reader24` find on the 131 radiographs of ISBI `train` that they did not see.
Stages: those of the Aariz test set; the predicted stage is normal about the true one, drawn towards S5 by ``pull``.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from aariz_mm.evaluation.bootstrap import draw_images, percentile_interval

__all__ = [
    'LANDMARK_MEANS_MM', 'STAGE_SHARES', 'draw_errors', 'draw_pair', 'draw_stages', 'old_interval', 'old_p',
    'old_stage_interval', 'old_stage_p', 'stage_chances',
]  # fmt: skip

LANDMARK_MEANS_MM = np.array(
    [1.37, 1.34, 1.08, 0.84, 1.2, 1.42, 0.78, 1.06, 0.6, 1.69, 0.65, 1.84, 1.68, 1.02, 0.8, 0.64, 0.68, 1.09, 0.95]
)
STAGE_SHARES = np.array([5, 5, 7, 40, 69, 24]) / 150


def draw_errors(rng: np.random.Generator, images: int, hard_cv: float = 0.12, scale: float = 1.0) -> np.ndarray:
    """(B, 19), mm; ``hard_cv`` is how much images differ, ``scale`` makes all errors smaller or larger."""
    hard = rng.gamma(1 / hard_cv**2, hard_cv**2, (images, 1))
    errors_mm = scale * LANDMARK_MEANS_MM * hard * rng.gamma(2.3, 1 / 2.3, (images, 19))
    return np.where(rng.random(errors_mm.shape) < 0.005, 6 * errors_mm, errors_mm)


def draw_pair(rng: np.random.Generator, images: int) -> tuple[np.ndarray, np.ndarray]:
    """Two models (B, 19) of which neither is better; about half of their errors are the same."""
    hard = rng.gamma(1 / 0.12**2, 0.12**2, (images, 1))
    first, other = LANDMARK_MEANS_MM * hard * rng.gamma(2.3, 1 / 2.3, (2, images, 19))
    return first, np.where(rng.random(first.shape) < 0.5, first, other)


def stage_chances(spread: float, pull: float) -> np.ndarray:
    """(6, 6), chances of each predicted stage (column) of a true one; ``spread`` in stages."""
    stages = np.arange(6)
    apart = stages - (stages + pull * (4 - stages))[:, None]
    below = ndtr((apart[:, :-1] + 0.5) / spread)
    return np.diff(below, axis=1, prepend=0, append=1)


def draw_stages(rng: np.random.Generator, chances: np.ndarray, images: int, models: int = 1) -> tuple:
    """True stages (B,) and predicted ones (models, B), 1 to 6; models agree more than by chance."""
    true = rng.choice(6, p=STAGE_SHARES, size=images)
    shared, own = rng.normal(size=images), rng.normal(size=(models, images))
    at = ndtr(np.sqrt(0.5) * shared + np.sqrt(0.5) * own)
    pred = (at[..., None] > chances.cumsum(axis=1)[true][:, :5]).sum(axis=-1)
    return true + 1, pred + 1


def old_interval(values: np.ndarray, repeats: int, seed: int) -> tuple[float, float]:
    """Percentile bootstrap of the mean, images (rows) drawn with replacement."""
    return percentile_interval(_resampled_means(values, repeats, seed))


def old_p(first: np.ndarray, second: np.ndarray, repeats: int, seed: int) -> float:
    """Twice the smaller share of resampled differences on either side of 0."""
    return _two_sided(_resampled_means(second - first, repeats, seed))


def old_stage_interval(score, confusion: np.ndarray, repeats: int, seed: int) -> tuple[float, float]:
    """Percentile bootstrap of a score of a confusion matrix (6, 6)."""
    total = int(confusion.sum())
    draws = np.random.default_rng(seed).multinomial(total, confusion.ravel() / total, size=repeats)
    return percentile_interval(score(draws.reshape(repeats, 6, 6)))


def old_stage_p(score, true: np.ndarray, preds: np.ndarray, repeats: int, seed: int) -> float:
    """Bootstrap p-value of a score of two models' stages (2, B)."""
    draws = draw_images(len(true), repeats, seed).astype(float)
    first, second = (score((draws @ np.eye(36)[6 * true + pred - 7]).reshape(repeats, 6, 6)) for pred in preds)
    return _two_sided(second - first)


def _resampled_means(values: np.ndarray, repeats: int, seed: int) -> np.ndarray:
    values = values.reshape(len(values), -1)
    draws = draw_images(len(values), repeats, seed).astype(float)
    return (draws @ np.nansum(values, axis=1)) / (draws @ np.isfinite(values).sum(axis=1))


def _two_sided(changes: np.ndarray) -> float:
    fewer = min((changes <= 0).sum(), (changes >= 0).sum())
    return float(min(1.0, 2 * (fewer + 1) / (len(changes) + 1)))
