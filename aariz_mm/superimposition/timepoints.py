"""One radiograph of a series in millimetres: landmarks, their doubt, and where its scale comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ['Timepoint', 'common_scale', 'load_timepoint']


@dataclass(frozen=True)
class Timepoint:
    """A radiograph of one patient at one time.

    points_mm: (K, 2), x right, y down, the face to the right; NaN where a landmark is missing. Life-size where
    ``magnification`` is known, else mm of the film. covariances_mm: (K, 2, 2), mm squared, NaN where nothing is known
    of a landmark's doubt (a person placed it); None where nothing is known of any. mm_from_px: (3, 3), homography from
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


def load_timepoint(
    path_or_content: str | Path | Mapping[str, Any],
    label: str,
    pixel_size_mm: float | None = None,
    magnification: float | None = None,
    image_path: Path | None = None,
) -> Timepoint:
    """A timepoint of a result of ``aariz-mm read``, corrected or not, or of an annotation in the dataset's layout.

    Args:
        path_or_content: the file, or what it holds. pixel_size_mm: instead of that in the file, whose magnification
            then no longer holds. magnification: how many times larger than life mm of the film are.
        image_path: of the radiograph; by default where the result says, or beside it.
    Errors:
        FileNotFoundError, ValueError: no such file, no landmarks, no pixel size (a millimetre is never guessed), or
            what cannot be.
    """
    raise NotImplementedError


def common_scale(timepoints: Sequence[Timepoint]) -> tuple[tuple[Timepoint, ...], tuple[str, ...]]:
    """Timepoints on one kind of scale, and what is doubtful of it.

    Life-size where the magnification of each is known; else all in mm of their films, with a warning. Register
    pictures after this step, not before.
    """
    raise NotImplementedError
