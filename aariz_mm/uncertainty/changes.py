"""Pictures made worse or other than those of the training, to learn how errors grow with a model's doubt."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from aariz_mm.geometry import crop_matrix
from aariz_mm.radiographs.processing import compress

__all__ = ['CHANGES', 'change_picture']

_UNCHANGED = np.eye(2, 3)


def _blur(picture: np.ndarray, strength: float, rng: np.random.Generator) -> np.ndarray:
    return cv2.GaussianBlur(picture, (0, 0), strength * 0.006 * picture.shape[1])


def _noise(picture: np.ndarray, strength: float, rng: np.random.Generator) -> np.ndarray:
    return _clipped(picture + rng.normal(0, 60 * strength, picture.shape))


def _gamma(picture: np.ndarray, strength: float, rng: np.random.Generator) -> np.ndarray:
    exponent = np.exp((1.1 if rng.random() < 0.5 else -1.1) * strength)
    return _clipped(255 * (picture / 255.0) ** exponent)


def _pale(picture: np.ndarray, strength: float, rng: np.random.Generator) -> np.ndarray:
    return _clipped(picture.mean() + (picture - picture.mean()) * (1 - 0.9 * strength))


def _jpeg(picture: np.ndarray, strength: float, rng: np.random.Generator) -> np.ndarray:
    return compress(picture, int(np.interp(strength, [0, 1], [40, 3])))


def _negative(picture: np.ndarray, strength: float, rng: np.random.Generator) -> np.ndarray:
    return 255 - picture


def _turn(size: tuple[int, int], strength: float, rng: np.random.Generator) -> np.ndarray:
    return crop_matrix(size, size, rotation_deg=30 * strength * rng.choice([-1, 1]))


def _shrink(size: tuple[int, int], strength: float, rng: np.random.Generator) -> np.ndarray:
    return crop_matrix(size, size, zoom=1 - 0.6 * strength)


def _shift(size: tuple[int, int], strength: float, rng: np.random.Generator) -> np.ndarray:
    return crop_matrix(size, size, shift_xy=0.15 * strength * rng.choice([-1, 1], 2))


_OF_GREYS: dict[str, Callable] = dict(
    blur=_blur, noise=_noise, gamma=_gamma, pale=_pale, jpeg=_jpeg, negative=_negative
)
_OF_PLACE: dict[str, Callable] = dict(turn=_turn, shrink=_shrink, shift=_shift)
CHANGES = (*_OF_GREYS, *_OF_PLACE)
"""What may be done to a picture: made blurred, noisy, brighter or darker, pale, a poor JPEG or a negative;
turned by up to 30 degrees, made smaller by up to 0.4 with black about it, or shifted so that a border is cut off."""


def change_picture(picture: np.ndarray, kind: str, strength: float, number: int) -> tuple[np.ndarray, np.ndarray]:
    """A changed picture, the same for the same arguments.

    Args:
        picture: (h, w) uint8. kind: of :data:`CHANGES`. strength: 0, hardly seen, to 1, hardly readable. number: of the
            radiograph; it chooses the noise and the direction.
    Returns:
        (h, w) uint8, and the affine (2, 3) from pixels of the picture to those of the changed one.
    """
    rng = np.random.default_rng([number, CHANGES.index(kind)])
    if kind in _OF_GREYS:
        return _OF_GREYS[kind](picture, strength, rng), _UNCHANGED
    size = picture.shape[1::-1]
    matrix = _OF_PLACE[kind](size, strength, rng)
    return cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_LINEAR), matrix


def _clipped(values: np.ndarray) -> np.ndarray:
    return np.clip(np.round(values), 0, 255).astype(np.uint8)
