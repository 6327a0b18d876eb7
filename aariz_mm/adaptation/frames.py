"""The frame of a site's offsets: an upright face that looks to the right, S-N = 70 mm. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aariz_mm.analysis.facing import facing
from aariz_mm.uncertainty.readings import face_frames

__all__ = ['site_frames']

_MIRROR = np.diag([-1.0, 1.0])


def site_frames(points_px: np.ndarray, symbols: Sequence[str]) -> np.ndarray:
    """Matrices from vectors in pixels of a radiograph, however it is turned or mirrored, to those of the frame, mm.

    Args:
        points_px: (B, K, 2), predicted landmarks.
    Returns:
        (B, 2, 2), as :func:`~aariz_mm.uncertainty.readings.face_frames`, and with a mirrored face turned back before.
    """
    sides = facing({symbol: points_px[:, index] for index, symbol in enumerate(symbols)})
    turned = np.where((sides < 0)[:, None, None], _MIRROR, np.eye(2))
    return face_frames(points_px @ turned, symbols) @ turned
