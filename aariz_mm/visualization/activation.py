"""Where in a picture a classifier of pooled features finds what it answers (class-activation maps)."""

from __future__ import annotations

import cv2
import numpy as np

from aariz_mm.visualization.palette import PREDICTION, TRUTH

_LATER, _EARLIER = np.array(PREDICTION, float), np.array(TRUTH, float)


def activation_map(features: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """What each cell adds to a linear score of average-pooled features (Zhou et al., CVPR 2016).

    Args:
        features: (C, h, w), before the pooling.
        weights: (C,), of the score; for an ordinal stage score, positive cells speak for a later stage.
    Returns:
        (h, w), signed; its mean is the score without its bias.
    Errors:
        ValueError: shapes that do not fit.
    Example: features (2, 1, 2) [[[1, 0]], [[0, 2]]] and weights (3, -1) -> [[3, -2]]
    """
    features, weights = np.asarray(features, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if features.ndim != 3 or weights.shape != features.shape[:1]:
        raise ValueError(
            f'activation_map: expected features (C, h, w) and weights (C,), got {features.shape}, {weights.shape}'
        )
    return np.tensordot(weights, features, axes=1)


def draw_activation(image: np.ndarray, activation: np.ndarray, opacity: float = 0.5) -> np.ndarray:
    """A picture with a signed map over it: orange where positive, cyan where negative, clear where 0.

    Args:
        image: (H, W) or (H, W, 3) uint8, grey or RGB.
        activation: (h, w); it covers the whole picture, and its largest absolute value has the full ``opacity``.
    Returns:
        (H, W, 3) uint8 RGB.
    """
    rgb = np.repeat(image[:, :, None], 3, axis=2) if image.ndim == 2 else image
    size = rgb.shape[1::-1]
    strength = cv2.resize(np.asarray(activation, dtype=np.float64), size, interpolation=cv2.INTER_LINEAR)
    largest = np.abs(strength).max()
    strength = (strength / largest if largest > 0 else strength)[..., None]
    color = np.where(strength > 0, _LATER, _EARLIER)
    share = opacity * np.abs(strength)
    return np.round((1 - share) * rgb + share * color).astype(np.uint8)
