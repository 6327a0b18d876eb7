"""Two readers of a phantom: where a junior and a senior orthodontist would mark the landmarks."""

from __future__ import annotations

import numpy as np

from aariz_mm.landmarks import SYMBOLS

__all__ = ['JUNIOR_SD_MM', 'READERS', 'read_landmarks']

JUNIOR_SD_MM: dict[str, float] = {
    'A': 0.8, 'ANS': 0.7, 'B': 0.7, 'Me': 0.5, 'N': 0.6, 'Or': 1.0, 'Pog': 0.6, 'PNS': 0.8, 'Pn': 0.5, 'R': 1.4,
    'S': 0.3, 'Ar': 0.7, 'Co': 1.0, 'Gn': 0.5, 'Go': 1.3, 'Po': 1.2, 'LPM': 0.4, 'LIT': 0.35, 'LMT': 0.6, 'UPM': 0.4,
    'UIA': 0.9, 'UIT': 0.3, 'UMT': 0.4, 'LIA': 0.9, 'Li': 0.6, 'Ls': 0.6, 'N`': 1.0, 'Pog`': 1.5, 'Sn': 0.6,
}  # fmt: skip
"""Standard deviation per coordinate, mm: our estimate, ranked as between the two readers of ISBI 2015."""
_SENIOR_SHARE = 0.6
"""The senior's deviation as a share of the junior's."""
_SHARED_SYMBOLS = ('LPM', 'UPM', 'UMT', 'S')
"""Marked at the same point by both readers, as in the real annotations."""
READERS = ('Junior Orthodontists', 'Senior Orthodontists')


def read_landmarks(
    rng: np.random.Generator, landmarks_px: np.ndarray, pixel_size_mm: float, size: tuple[int, int]
) -> dict[str, np.ndarray]:
    """Marks of both readers.

    Args:
        landmarks_px: (29, 2) truth in the official order; not modified. size: width, height of the image in pixels.
    Returns:
        Reader folder -> (29, 2) whole pixels inside the image.
    """
    sd_px = np.array([JUNIOR_SD_MM[symbol] for symbol in SYMBOLS])[:, None] / pixel_size_mm
    shared = np.isin(SYMBOLS, _SHARED_SYMBOLS)
    slips = np.clip(rng.standard_normal((2, *landmarks_px.shape)), -2.5, 2.5)
    slips[1] *= _SENIOR_SHARE
    slips[0, shared] = slips[1, shared]
    marks = np.round(landmarks_px + sd_px * slips).astype(int)
    return dict(zip(READERS, np.clip(marks, 0, np.array(size) - 1), strict=True))
