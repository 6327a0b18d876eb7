"""Arithmetic of arrays with gaps, and arrays out of what MMPose gives. Numpy alone."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ['as_array', 'divide', 'is_labelled', 'nan_mean']


def as_array(values: Any) -> np.ndarray:
    """A numpy array of an array, a list or a tensor on any device."""
    return np.asarray(values.detach().cpu() if hasattr(values, 'detach') else values)


def is_labelled(keypoints_visible: Any) -> np.ndarray:
    """Which landmarks of the one instance are labelled, (K,) bool.

    Args:
        keypoints_visible: array or tensor (1, K), or (1, K, 2), where MMPose puts a weight beside the visibility.
    """
    visible = as_array(keypoints_visible)[0]
    return visible.reshape(len(visible), -1)[:, 0] > 0.5


def divide(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    """Quotient of what broadcasts; NaN where the denominator is 0, without a warning."""
    quotient = np.full(np.broadcast(numerator, denominator).shape, np.nan)
    return np.divide(numerator, denominator, out=quotient, where=np.asarray(denominator) != 0)[()]


def nan_mean(values: np.ndarray, axis: int | None = None) -> np.ndarray:
    """Mean of what is not NaN, float64; NaN where nothing is left, without the warning of ``np.nanmean``.

    Example: [[1, nan], [3, nan]] along axis 0 -> [2, nan]
    """
    values = np.asarray(values, dtype=np.float64)
    return divide(np.nansum(values, axis=axis), (~np.isnan(values)).sum(axis=axis))
