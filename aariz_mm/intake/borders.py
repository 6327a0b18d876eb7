"""What surrounds a radiograph in a picture and is none of it: constant borders, and windows of a screen."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

__all__ = ['border_box', 'find_surroundings', 'textured_box']

_GREYS = 4
"""Grey levels about the median of a line, within which pixels are alike; what JPEG makes of a constant border."""
_ALIKE = 0.985
"""Share of a line that has to be alike. A nose tip in front of black air is more than the rest."""
_WIDE = 0.05
_LEAST_LEFT = 0.15
_FLAT = 2
_DENSITY_CELLS, _DENSE = 21, 0.35


def border_box(image: np.ndarray) -> tuple[int, int, int, int] | None:
    """What is left of an image (H, W) uint8 without its constant borders: x1 y1 x2 y2, the last ones not in it.

    Lines with any anatomy stay. Returns None where no border is at least 5 % of a side, or next to nothing is left.
    """
    top, bottom = _constant_lines(image), _constant_lines(image[::-1])
    left, right = _constant_lines(image.T), _constant_lines(image.T[::-1])
    for _ in range(2):  # corners of one border hide the other one while they are there
        inner = image[top : len(image) - bottom, left : image.shape[1] - right]
        if min(inner.shape) < _LEAST_LEFT * min(image.shape):
            return None
        top, bottom = top + _constant_lines(inner), bottom + _constant_lines(inner[::-1])
        left, right = left + _constant_lines(inner.T), right + _constant_lines(inner.T[::-1])
    height, width = image.shape
    box = (left, top, width - right, height - bottom)
    is_wide = max(top / height, bottom / height, left / width, right / width) >= _WIDE
    is_left = min((box[2] - box[0]) / width, (box[3] - box[1]) / height) >= _LEAST_LEFT
    return box if is_wide and is_left else None


def _constant_lines(image: np.ndarray) -> int:
    """How many rows from the first one on are constant."""
    for count, line in enumerate(image):
        median = np.partition(line, line.size // 2)[line.size // 2]
        if np.mean(np.abs(line - np.int16(median)) <= _GREYS) < _ALIKE:
            return count
    return len(image)


def find_surroundings(image: np.ndarray) -> np.ndarray:
    """Which pixels (H, W) lie in a constant area that reaches the edge of the image, or beside one."""
    flat = cv2.morphologyEx(image, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) <= _FLAT
    count, labels = cv2.connectedComponents(flat.astype(np.uint8), connectivity=4)
    outside = np.zeros(count, dtype=bool)
    outside[np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])] = True
    outside[0] = False
    return cv2.dilate(outside[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0


def textured_box(image: np.ndarray) -> Sequence[int] | None:
    """The box of the largest area that is not flat, as a radiograph in a window: x1 y1 x2 y2; None where it is all.

    Args:
        image: (H, W) uint8, of some hundred pixels. What of the radiograph is black may be cut off.
    """
    rough = cv2.morphologyEx(image, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > _FLAT
    dense = cv2.blur(rough.astype(np.float32), (_DENSITY_CELLS, _DENSITY_CELLS)) > _DENSE
    _, _, stats, _ = cv2.connectedComponentsWithStats(dense.astype(np.uint8))
    if len(stats) < 2:
        return None
    x, y, width, height, _ = stats[1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())]
    shares = width / image.shape[1], height / image.shape[0]
    return (x, y, x + width, y + height) if min(shares) < 1 - _WIDE and min(shares) > _LEAST_LEFT else None
