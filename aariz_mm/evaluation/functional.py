"""Scores of landmarks: radial errors in millimetres, their mean, and success detection rates. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aariz_mm.arrays import nan_mean

from .cvm import cvm_scores as cvm_scores

__all__ = [
    'SDR_THRESHOLDS_MM',
    'cvm_scores',
    'mean_and_sd',
    'mean_per_landmark',
    'radial_errors_mm',
    'radial_errors_px',
    'success',
    'success_detection_rates',
]

SDR_THRESHOLDS_MM = (2.0, 2.5, 3.0, 4.0)
"""Thresholds of the ISBI 2014/2015 challenges, in mm."""


def radial_errors_px(pred_px: np.ndarray, gt_px: np.ndarray) -> np.ndarray:
    """Euclidean distance of each landmark to its truth: (B, K, 2) and (B, K, 2) -> (B, K), pixels.

    Errors:
        ValueError: the shapes differ or are not (B, K, 2), or a prediction is not finite where there is a truth.
    """
    pred_px, gt_px = np.asarray(pred_px, dtype=np.float64), np.asarray(gt_px, dtype=np.float64)
    if pred_px.shape != gt_px.shape or pred_px.ndim != 3 or pred_px.shape[-1] != 2:
        raise ValueError(f'expected two arrays (B, K, 2), got {pred_px.shape} and {gt_px.shape}')
    labelled = np.isfinite(gt_px).all(axis=-1)
    if not np.isfinite(pred_px[labelled]).all():
        raise ValueError('a predicted landmark is not finite where there is a truth; the model has diverged')
    return np.where(labelled, np.linalg.norm(pred_px - gt_px, axis=-1), np.nan)


def radial_errors_mm(pred_px: np.ndarray, gt_px: np.ndarray, pixel_size_mm: np.ndarray) -> np.ndarray:
    """Distance from each predicted landmark to its truth, in millimetres.

    Args:
        pred_px, gt_px: (B, K, 2), original-image pixels, (x, y).
        pixel_size_mm: (B,), mm per pixel of each radiograph; NaN where unknown.
    Returns:
        (B, K); NaN where the truth is unlabelled or the pixel size unknown. Inputs are not modified.
    Errors:
        ValueError: shapes differ, or a pixel size is not positive.
    Example: 3 px right, 4 px down, 0.1 mm/px -> 0.5
    """
    errors_px = radial_errors_px(pred_px, gt_px)
    pixel_size_mm = np.asarray(pixel_size_mm, dtype=np.float64)
    if pixel_size_mm.shape != errors_px.shape[:1]:
        raise ValueError(f'pixel_size_mm: expected shape {errors_px.shape[:1]}, got {pixel_size_mm.shape}')
    if (pixel_size_mm <= 0).any():
        raise ValueError(f'pixel_size_mm: must be positive, got {pixel_size_mm.min()}')
    return errors_px * pixel_size_mm[:, None]


def success_detection_rates(
    errors_mm: np.ndarray, thresholds_mm: Sequence[float] = SDR_THRESHOLDS_MM
) -> dict[float, float]:
    """Share, in per cent, of the labelled landmarks with error <= threshold.

    Args:
        errors_mm: any shape; NaN marks what does not count.
    Returns:
        threshold -> per cent; NaN where nothing counts.
    Example: errors 1.0, 2.0, 3.0, NaN at 2 mm -> 66.67
    """
    counted = np.asarray(errors_mm, dtype=np.float64)
    counted = counted[~np.isnan(counted)]
    if not counted.size:
        return {threshold: float('nan') for threshold in thresholds_mm}
    return {threshold: float(100 * (counted <= threshold).mean()) for threshold in thresholds_mm}


def success(errors_mm: np.ndarray, threshold_mm: float) -> np.ndarray:
    """1 where an error is at most the threshold, 0 where it is larger, NaN where it does not count; same shape."""
    errors_mm = np.asarray(errors_mm, dtype=np.float64)
    return np.where(np.isnan(errors_mm), np.nan, errors_mm <= threshold_mm)


def mean_and_sd(errors: np.ndarray) -> tuple[float, float]:
    """Mean and population standard deviation of what is not NaN; (NaN, NaN) where nothing is left.

    The population form (divisor n) is what the challenge's tables use; for n in the thousands it hardly
    differs from the other.
    """
    counted = np.asarray(errors, dtype=np.float64)
    counted = counted[~np.isnan(counted)]
    return (float(counted.mean()), float(counted.std())) if counted.size else (float('nan'), float('nan'))


def mean_per_landmark(errors: np.ndarray) -> np.ndarray:
    """Mean over images: (B, K) -> (K,); NaN for a landmark that no image labels."""
    return nan_mean(errors, axis=0)
