"""Bootstrap over images: all landmarks of an image are drawn together, for they share its quality. Numpy alone."""

from __future__ import annotations

import numpy as np

from aariz_mm.arrays import divide

__all__ = ['bootstrap_mean_interval', 'draw_images', 'percentile_interval', 'resampled_means', 'success', 'two_sided_p']

_ENDS = (0.025, 0.975)
"""Quantiles of the repeats at which the 95 % intervals end."""


def draw_images(num_images: int, repeats: int = 2000, seed: int = 0) -> np.ndarray:
    """How often each image is in each resample: (repeats, B) int64, every row sums to B.

    Errors:
        ValueError: fewer than one image or repeat.
    """
    if num_images < 1 or repeats < 1:
        raise ValueError(f'expected at least 1 image and 1 repeat, got {num_images} and {repeats}')
    chosen = np.random.default_rng(seed).integers(num_images, size=(repeats, num_images))
    cells = chosen + num_images * np.arange(repeats)[:, None]
    return np.bincount(cells.ravel(), minlength=repeats * num_images).reshape(repeats, num_images)


def resampled_means(values: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """Mean of the landmarks of each resample: (B, K) or (B,), and (repeats, B) of :func:`draw_images` -> (repeats,).

    NaN in ``values`` does not count; a resample without a value is NaN.
    Errors:
        ValueError: the numbers of images differ.
    """
    values = np.asarray(values, dtype=np.float64)
    if values.ndim not in (1, 2) or len(values) != draws.shape[-1]:
        raise ValueError(f'values: expected ({draws.shape[-1]},) or ({draws.shape[-1]}, K), got {values.shape}')
    values = values.reshape(len(values), -1)
    weights = draws.astype(np.float64)
    sums, counts = weights @ np.nansum(values, axis=1), weights @ np.isfinite(values).sum(axis=1)
    return divide(sums, counts)


def percentile_interval(repeats: np.ndarray) -> tuple[float, float]:
    """95 % interval of the repeats (R,); those that are not finite do not count, (NaN, NaN) where none is left."""
    finite = np.asarray(repeats, dtype=np.float64)
    finite = finite[np.isfinite(finite)]
    return tuple(np.quantile(finite, _ENDS).tolist()) if finite.size else (float('nan'), float('nan'))


def bootstrap_mean_interval(values: np.ndarray, repeats: int = 2000, seed: int = 0) -> tuple[float, float]:
    """95 % interval of the mean of ``values`` (B, K), images drawn with replacement.

    NaN does not count. Of errors in mm it is the interval of the MRE, of ``100 * (errors <= t)`` (NaN kept) that of a
    success detection rate; :func:`success` makes the latter.
    """
    return percentile_interval(resampled_means(values, draw_images(len(values), repeats, seed)))


def success(errors_mm: np.ndarray, threshold_mm: float) -> np.ndarray:
    """100 where an error is at most the threshold, 0 where it is larger, NaN where it does not count; same shape."""
    errors_mm = np.asarray(errors_mm, dtype=np.float64)
    return np.where(np.isnan(errors_mm), np.nan, 100.0 * (errors_mm <= threshold_mm))


def two_sided_p(differences: np.ndarray) -> float:
    """Bootstrap p-value of "there is no difference", from the resampled differences (R,).

    Twice the smaller share of repeats on either side of 0 (0 itself on both), each count with one added, so that no
    finite number of repeats gives 0 (Davison and Hinkley, Bootstrap Methods and their Application, 1997, ch. 4).
    Example: 999 repeats, all above 0 -> 0.002
    """
    finite = np.asarray(differences, dtype=np.float64)
    finite = finite[np.isfinite(finite)]
    if not finite.size:
        return float('nan')
    fewer = min((finite <= 0).sum(), (finite >= 0).sum())
    return float(min(1.0, 2 * (fewer + 1) / (finite.size + 1)))
