"""How far apart two readers put each landmark, as measured."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aariz_mm.landmarks import SYMBOLS

__all__ = ['READER_DIFFERENCES', 'ReaderDifference', 'reader_differences']


class ReaderDifference(NamedTuple):
    """Two readers' points of one landmark over many radiographs, mm.

    ``mean_mm``: mean distance. ``forward_mm``, ``down_mm``: how far the first reader's points lie to the front of and
    below the second's on average, a habit; ``spread_forward_mm``, ``spread_down_mm``: standard deviation about it.
    """

    mean_mm: float
    forward_mm: float
    down_mm: float
    spread_forward_mm: float
    spread_down_mm: float


READER_DIFFERENCES: dict[str, ReaderDifference] = {
    'A': ReaderDifference(3.38, -0.86, -2.47, 1.97, 2.74),
    'ANS': ReaderDifference(1.96, 0.67, -0.03, 2.48, 0.76),
    'B': ReaderDifference(3.01, -1.17, 2.31, 1.24, 2.13),
    'Me': ReaderDifference(1.16, -0.78, 0.03, 1.20, 0.38),
    'N': ReaderDifference(1.32, 0.09, -0.29, 1.11, 1.85),
    'Or': ReaderDifference(3.26, 2.59, -1.37, 2.04, 1.40),
    'Pog': ReaderDifference(0.91, -0.01, -0.02, 0.35, 1.10),
    'PNS': ReaderDifference(1.48, 1.15, -0.19, 1.02, 0.97),
    'S': ReaderDifference(0.87, 0.01, -0.40, 0.54, 0.72),
    'Ar': ReaderDifference(2.53, 0.14, -0.12, 1.64, 3.43),
    'Gn': ReaderDifference(0.79, -0.02, 0.04, 0.66, 0.72),
    'Go': ReaderDifference(3.87, -2.69, -1.80, 1.76, 2.48),
    'Po': ReaderDifference(3.72, -0.89, -2.23, 2.43, 2.56),
    'LIT': ReaderDifference(0.70, 0.03, -0.38, 0.79, 0.55),
    'UIT': ReaderDifference(0.49, 0.01, 0.10, 0.65, 0.49),
    'Li': ReaderDifference(1.76, -0.82, 1.44, 0.82, 1.14),
    'Ls': ReaderDifference(2.45, -0.28, -2.34, 0.57, 1.45),
    'Pog`': ReaderDifference(9.11, 3.65, -8.27, 2.02, 2.35),
    'Sn': ReaderDifference(2.01, 0.19, -1.42, 1.66, 1.14),
}
"""Junior less senior reader of ISBI 2015 (Wang et al. 2016), the 131 radiographs of ``train`` that are left
without copies, at the released pixel size. The ten landmarks that the challenge lacks are not in the table."""


def reader_differences(
    first_px: np.ndarray, second_px: np.ndarray, pixel_size_mm: float
) -> dict[str, ReaderDifference]:
    """Differences of two readers.

    Args:
        first_px, second_px: (N, 29, 2) in the official order, NaN where a point is missing; faces look to the right.
        pixel_size_mm: of these pixels.
    Returns:
        Symbol -> difference, rounded to 0.01 mm, of the landmarks that both marked on at least two radiographs.
    """
    found = {}
    for index, symbol in enumerate(SYMBOLS):
        apart_mm = pixel_size_mm * (first_px[:, index] - second_px[:, index])
        apart_mm = apart_mm[np.isfinite(apart_mm).all(1)]
        if len(apart_mm) > 1:
            figures = (np.linalg.norm(apart_mm, axis=1).mean(), *apart_mm.mean(0), *apart_mm.std(0, ddof=1))
            found[symbol] = ReaderDifference(*(round(float(figure), 2) for figure in figures))
    return found
