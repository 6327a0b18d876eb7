"""On which parts of a picture a CVM stage rests (class-activation maps), drawn over it."""

from __future__ import annotations

import cv2
import numpy as np

from aariz_mm.visualization.overlay import resize_for_display
from aariz_mm.visualization.palette import EARLIER, LATER

__all__ = ['cut_box', 'draw_activation']


def draw_activation(image: np.ndarray, activation: np.ndarray, opacity: float = 0.55) -> np.ndarray:
    """A picture with a signed map over it: violet where it is for a later stage, green for an earlier one.

    Args:
        image: (H, W) or (H, W, 3) uint8, grey or RGB.
        activation: (h, w), above 0 for a later stage; it covers the whole picture, is clear where 0, and its largest
            absolute value has the full ``opacity``.
    Returns:
        (H, W, 3) uint8 RGB.
    """
    rgb = np.repeat(image[:, :, None], 3, axis=2) if image.ndim == 2 else image
    size = rgb.shape[1::-1]
    strength = cv2.resize(np.asarray(activation, dtype=np.float64), size, interpolation=cv2.INTER_LINEAR)
    largest = np.abs(strength).max()
    strength = (strength / largest if largest > 0 else strength)[..., None]
    color = np.where(strength > 0, np.array(LATER, float), np.array(EARLIER, float))
    share = opacity * np.abs(strength)
    return np.round((1 - share) * rgb + share * color).astype(np.uint8)


def cut_box(image: np.ndarray, box_px: np.ndarray, width: int) -> np.ndarray:
    """The part of a picture within a box, black beyond the border.

    Args:
        image: (H, W) or (H, W, 3) uint8, grey or RGB.
        box_px: (4,), x1 y1 x2 y2; pixel centres lie on whole coordinates, so (-0.5, -0.5, W - 0.5, H - 0.5) is all.
        width: of the result, px.
    Returns:
        (h, width, 3) uint8 RGB, the aspect of the box; reduced by area averaging, enlarged cubic.
    """
    left, top, right, bottom = np.asarray(box_px, dtype=np.float64)
    scale = width / (right - left)
    reduced = resize_for_display(image, min(scale, 1.0))
    per_pixel = scale * np.array(image.shape[1::-1]) / reduced.shape[1::-1]
    # Whole numbers are pixel centres in both frames, hence the halves.
    shift = 0.5 * per_pixel - 0.5 - scale * (np.array([left, top]) + 0.5)
    size = width, max(round((bottom - top) * scale), 1)
    cut = cv2.warpAffine(
        reduced,
        np.column_stack([np.diag(per_pixel), shift]),
        size,
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    beyond = [_beyond(size[axis], shift[axis], per_pixel[axis], reduced.shape[1 - axis]) for axis in (0, 1)]
    cut[:, beyond[0]], cut[beyond[1]] = 0, 0
    return cut


def _beyond(size: int, shift: float, per_pixel: float, source_size: int) -> np.ndarray:
    """Which of ``size`` positions lie outside a source of ``source_size`` pixels."""
    source = (np.arange(size) - shift) / per_pixel
    return (source < -0.5) | (source > source_size - 0.5)
