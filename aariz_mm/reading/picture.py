"""From a radiograph to a network's input and back, as the transforms of the plug-in make it."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from aariz_mm.geometry import compose_affine, crop_matrix, resampling_matrix
from aariz_mm.radiographs.cache import shrink_to_fit
from aariz_mm.radiographs.greys import stretch_grey

__all__ = ['box_matrix', 'crop_to_input', 'invert_affine', 'map_points', 'picture_to_input']


def picture_to_input(
    image: np.ndarray, fit_size: Sequence[int] | None, input_size: Sequence[int]
) -> tuple[np.ndarray, np.ndarray]:
    """The whole picture in the middle of a network's input, its aspect kept, black beside it.

    Args:
        image: (H, W) uint8. fit_size: (w, h) into which it is reduced first; None leaves it. input_size: (w, h).
    Returns:
        (h, w) uint8, and the affine (2, 3) from original pixels to input pixels.
    """
    height, width = image.shape
    small, scale_xy = (image, np.ones(2)) if fit_size is None else shrink_to_fit(image, tuple(fit_size))
    matrix = box_matrix((width / 2, height / 2), _fix_aspect((width, height), input_size), input_size)
    from_small = compose_affine(matrix, np.linalg.inv(resampling_matrix(scale_xy)))
    return cv2.warpAffine(small, from_small, tuple(input_size), flags=cv2.INTER_LINEAR), matrix


def crop_to_input(
    image: np.ndarray, roi_px: np.ndarray, side: int, input_size: Sequence[int], percentiles: Sequence[float]
) -> np.ndarray:
    """The square region of a radiograph as a classifier of crops sees it.

    Args:
        image: (H, W) uint8. roi_px: (4,), x1 y1 x2 y2. side: of the crop that is cut first, pixels.
        input_size: (w, h). percentiles: that become black and white.
    Returns:
        (h, w) uint8.
    """
    center, size = (roi_px[:2] + roi_px[2:]) / 2, roi_px[2] - roi_px[0]
    matrix = box_matrix(center.astype(np.float32), np.full(2, size, dtype=np.float32), (side, side))
    crop = stretch_grey(cv2.warpAffine(image, matrix, (side, side), flags=cv2.INTER_LINEAR), *percentiles)
    to_input = crop_matrix((side, side), input_size)
    return cv2.warpAffine(crop, to_input, tuple(input_size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def box_matrix(center: Sequence[float], size: Sequence[float], input_size: Sequence[int]) -> np.ndarray:
    """Affine (2, 3) that lays a box of (w, h) about a centre onto an input of the same aspect, corner on corner."""
    scale = input_size[0] / float(size[0])
    offset = np.asarray(input_size) / 2 - scale * np.asarray(center, dtype=np.float64)
    return np.column_stack([np.eye(2) * scale, offset])


def invert_affine(matrix: np.ndarray) -> np.ndarray:
    """The affine (2, 3) back."""
    return np.linalg.inv(np.vstack([matrix, [0, 0, 1]]))[:2]


def map_points(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Points (..., 2) by an affine (2, 3)."""
    return points @ matrix[:, :2].T + matrix[:, 2]


def _fix_aspect(size: Sequence[float], input_size: Sequence[int]) -> tuple[float, float]:
    """A box widened or heightened to the aspect of the input."""
    aspect = input_size[0] / input_size[1]
    width, height = size
    return (width, width / aspect) if width > height * aspect else (height * aspect, height)
