"""What a choice looks at: how far off a radiograph's landmarks may be, the face they form, and how it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from aariz_mm.doctor.shapes import laid_on_mean, mean_mm_per_px
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.reading.content import mean_expected_error_px

__all__ = ['LOOK_SIZE', 'Candidate', 'candidate_of', 'look_of']

LOOK_SIZE = (24, 30)
"""[w, h] of the small picture by which looks are compared."""
_FLAT = 1.0
"""Standard deviation of greys below which a picture shows nothing."""


@dataclass(frozen=True)
class Candidate:
    """A radiograph that was read.

    name: as results call it. expected_error_mm: mean over its landmarks, in mm of a face with S-N = 70 mm, so that
    radiographs without a pixel size are compared, too. face_mm: (29, 2) on the mean face, NaN where there is no
    landmark. look: (h, w) small picture of :func:`look_of`.
    """

    name: str
    expected_error_mm: float
    face_mm: np.ndarray
    look: np.ndarray


def candidate_of(name: str, content: Mapping[str, Any], look: np.ndarray) -> Candidate:
    """A candidate from what its result holds.

    Args:
        content: of a result, see :mod:`aariz_mm.reading.content`. look: of :func:`look_of`.
    Errors:
        ValueError: the landmarks form no face, or the model says of none how far off it may be.
    """
    points = np.full((len(SYMBOLS), 2), np.nan)
    for entry in content['landmarks']:
        value = entry['value']
        if value['x'] is not None and value['y'] is not None:
            points[SYMBOLS.index(entry['symbol'])] = value['x'], value['y']
    face = laid_on_mean(points)
    if face is None:
        raise ValueError('its landmarks form no face')
    error_px = mean_expected_error_px(content)
    if error_px is None:
        raise ValueError(
            'the model says of no landmark how far off it may be; export it again, or calibrate it (aariz-mm calibrate)'
        )
    return Candidate(name, error_px * mean_mm_per_px(points, face), face, look)


def look_of(grey: np.ndarray) -> np.ndarray:
    """Small picture of a radiograph with mean 0 and standard deviation 1, so that brightness and contrast count little.

    Args:
        grey: (H, W) uint8.
    Returns:
        (h, w) float32 of :data:`LOOK_SIZE`; zeros where the radiograph shows nothing.
    """
    small = cv2.resize(grey, LOOK_SIZE, interpolation=cv2.INTER_AREA).astype(np.float32)
    spread = small.std()
    return (small - small.mean()) / spread if spread > _FLAT else np.zeros_like(small)
