"""How far two readers usually are apart on each landmark, learnt from the images that both read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from aariz_mm.landmarks import SYMBOLS

from .cases import Case
from .placed import Placed

__all__ = ['Differences', 'compare_all', 'usual_spread']

_USUAL_SD_MM = {'A': 2.4, 'Ar': 1.4, 'B': 2.0, 'Go': 2.1, 'N': 0.7, 'Or': 1.8, 'PNS': 0.8, 'Po': 2.0, 'Pog`': 2.0}
"""Robust standard deviations per coordinate of the two readers on 131 radiographs of ISBI 2015 (train)."""
_OTHERS_SD_MM = 1.0
_PRIOR_IMAGES = 10


@dataclass(frozen=True)
class Differences:
    """Two readers on the cases ``rows`` (B,) that both read.

    apart_mm: (B, 29, 2) first minus second, mm of a face with S-N = 70 mm, in the frame of the image. centre_mm:
    (29, 2) their medians. spread_mm: (29,) robust standard deviation per coordinate. mm_per_px: (B,).
    """

    readers: tuple[str, str]
    rows: np.ndarray
    apart_mm: np.ndarray
    centre_mm: np.ndarray
    spread_mm: np.ndarray
    mm_per_px: np.ndarray

    @property
    def lengths_mm(self) -> np.ndarray:
        """(B, 29) how far the readers are apart, beyond what they always are."""
        return np.linalg.norm(self.apart_mm - self.centre_mm, axis=2)


def compare_all(placed: Placed) -> Iterator[Differences]:
    """Every pair of readers that read an image in common."""
    names = sorted({reader for readings in placed.readings for reader in readings})
    for first, second in combinations(names, 2):
        rows = [row for row, readings in enumerate(placed.readings) if first in readings and second in readings]
        if rows:
            yield _compare(placed.cases, placed, (first, second), np.array(rows))


def usual_spread(apart_mm: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Median (29, 2) and robust standard deviation (29,) of differences (B, 29, 2).

    The median absolute deviation, with what is usual as ten images more; of fewer images no median is taken off.
    """
    count = np.isfinite(apart_mm).all(axis=2).sum(axis=0)
    centre = np.zeros(apart_mm.shape[1:])
    enough = count >= _PRIOR_IMAGES
    centre[enough] = np.nanmedian(apart_mm[:, enough], axis=0)
    usual = np.array([_USUAL_SD_MM.get(symbol, _OTHERS_SD_MM) for symbol in SYMBOLS]) ** 2
    own = np.zeros(len(usual))
    seen = count > 0
    deviations = 1.4826 * np.nanmedian(np.abs(apart_mm - centre)[:, seen], axis=0)
    own[seen] = (deviations**2).mean(axis=1)
    return centre, np.sqrt((count * own + _PRIOR_IMAGES * usual) / (count + _PRIOR_IMAGES))


def _compare(cases: Sequence[Case], placed: Placed, readers: tuple[str, str], rows: np.ndarray) -> Differences:
    first, second = (np.array([cases[row].readers_px[reader] for row in rows]) for reader in readers)
    scales = np.array([np.mean([placed.readings[row][reader].mm_per_px for reader in readers]) for row in rows])
    apart = (first - second) * scales[:, None, None]
    return Differences(readers, rows, apart, *usual_spread(apart), scales)
