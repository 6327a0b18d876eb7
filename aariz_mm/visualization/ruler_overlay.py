"""The ruler as found, drawn on the radiograph, so that a user can check it."""

from __future__ import annotations

import cv2
import numpy as np

from aariz_mm.radiographs.ruler import Ruler

from .marks import draw_line
from .palette import PREDICTION, TRUTH

__all__ = ['draw_ruler_overlay']

_ZOOM_PX = 500


def draw_ruler_overlay(grey: np.ndarray, ruler: Ruler) -> np.ndarray:
    """The part of the radiograph around the ruler, enlarged, beside the same part with a line at every mark.

    Args:
        grey: (H, W) uint8.
    Returns:
        (h, w, 3) uint8 RGB. Long marks have lines of another colour.
    """
    marks = ruler.marks_px
    reach = 0.75 * np.linalg.norm(marks[-1] - marks[0]) + ruler.px_per_mark
    scale = _ZOOM_PX / (2 * reach)
    to_picture = np.array([[scale, 0], [0, scale]], np.float64)
    shift = _ZOOM_PX / 2 - scale * marks.mean(axis=0)
    affine = np.hstack([to_picture, shift[:, None]])
    plain = cv2.warpAffine(grey, affine, (_ZOOM_PX, _ZOOM_PX), flags=cv2.INTER_CUBIC)
    marked = cv2.cvtColor(plain, cv2.COLOR_GRAY2RGB)
    along = (marks[-1] - marks[0]) / np.linalg.norm(marks[-1] - marks[0])
    across = 1.5 * scale * ruler.px_per_mark * np.array([-along[1], along[0]])
    for number, mark in enumerate(marks * scale + shift):
        is_major = ruler.major_every is not None and number % ruler.major_every == ruler.major_first
        draw_line(marked, mark - across, mark + across, TRUTH if is_major else PREDICTION, 1)
    return np.hstack([cv2.cvtColor(plain, cv2.COLOR_GRAY2RGB), marked])
