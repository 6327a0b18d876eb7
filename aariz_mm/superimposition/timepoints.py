"""One radiograph of a series in millimetres: landmarks, their doubt, and where its scale comes from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

__all__ = ['Timepoint']


@dataclass(frozen=True)
class Timepoint:
    """A radiograph of one patient at one time.

    points_mm: (K, 2), x right, y down, the face to the right; NaN where a landmark is missing. Life-size where
    ``magnification`` is known, else mm of the film. covariances_mm: (K, 2, 2), mm squared, of normal errors whose
    ellipse of 90 % and circle of 95 % are at least those of the calibration; NaN where nothing is known of a landmark's
    doubt (a person placed it); None where nothing is known of any. mm_from_px: (3, 3), homography from
    pixels of the file as stored to ``points_mm``; it lays a photograph flat and mirrors a face that looks left.
    pixel_size_mm: of the film. scale_note: where the scale comes from, in words. reader: who placed the landmarks, to
    tell whether two timepoints were read alike. stage: CVM, 1 to 6; stage_probabilities: (6,). sex: 'f' or 'm'.
    """

    label: str
    symbols: tuple[str, ...]
    points_mm: np.ndarray
    covariances_mm: np.ndarray | None
    mm_from_px: np.ndarray
    pixel_size_mm: float
    magnification: float | None
    scale_note: str
    image_path: Path | None = None
    image_sha256: str = ''
    image_size: tuple[int, int] | None = None
    pixel_size_source: str = ''
    reader: str = ''
    stage: int | None = None
    stage_probabilities: tuple[float, ...] | None = None
    age_years: float | None = None
    sex: str | None = None
    warnings: tuple[str, ...] = ()

    def place(self, symbol: str) -> np.ndarray:
        """(2,) mm of a landmark; NaN where it is missing."""
        return self.points_mm[self.symbols.index(symbol)]
