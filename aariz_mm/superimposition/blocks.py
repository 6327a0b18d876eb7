"""A registered region looked at block by block: does each lie where the whole says?"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .patches import Patch

__all__ = ['Blocks', 'compare_blocks', 'disagreeing_cells']

_BLOCK_MM = 8.0
_SEARCH_MM = 3.0
_FLAT = 0.25
_LEAST_SHARE = 0.6
_NEARLY = 0.05


@dataclass(frozen=True)
class Blocks:
    """Blocks of a region: centres (n, 2) in cells, what is left to move of each (n, 2) mm, its correlation (n,)."""

    centres: np.ndarray
    left_mm: np.ndarray
    correlations: np.ndarray

    def agreeing(self, limit_mm: float) -> np.ndarray:
        """(n,) bool: blocks that lie right within a limit and are alike."""
        return (np.hypot(*self.left_mm.T) <= limit_mm) & (self.correlations > 0.3)


def compare_blocks(fixed: Patch, moved: Patch, mask: np.ndarray, pitch_mm: float) -> Blocks:
    """Each textured block of the region matched by itself against the moved patch.

    Along a straight edge a block fits nearly as well at many places; of those the nearest counts.

    Args:
        fixed, moved: patches (h, w) on one grid. mask: (h, w) bool.
    """
    side, reach = round(_BLOCK_MM / pitch_mm), round(_SEARCH_MM / pitch_mm)
    rows = []
    for top, left in _corners(mask & fixed.inside & moved.inside, side, reach):
        block = fixed.greys[top : top + side, left : left + side]
        if float(block.std()) < _FLAT:
            continue
        around = moved.greys[top - reach : top + side + reach, left - reach : left + side + reach]
        scores = cv2.matchTemplate(around, block, cv2.TM_CCOEFF_NORMED)
        shift, best = _nearest_fit(np.nan_to_num(scores), reach)
        rows.append([left + (side - 1) / 2, top + (side - 1) / 2, *((reach - shift) * pitch_mm), best])
    table = np.array(rows, dtype=float).reshape(-1, 5)
    return Blocks(table[:, :2], table[:, 2:4], table[:, 4])


def disagreeing_cells(blocks: Blocks, shape: tuple[int, int], pitch_mm: float, limit_mm: float) -> np.ndarray:
    """(h, w) bool: cells of the middle of blocks that lie wrong by more than a limit, or show something else."""
    cells = np.zeros(shape, np.uint8)
    half = max(round(_BLOCK_MM / pitch_mm / 3), 1)
    for x, y in np.round(blocks.centres[~blocks.agreeing(limit_mm)]).astype(int):
        cells[max(y - half, 0) : y + half + 1, max(x - half, 0) : x + half + 1] = 1
    return cells > 0


def _corners(mask: np.ndarray, side: int, reach: int) -> list[tuple[int, int]]:
    """Top left corners of blocks, half a block apart, of which most lies in the mask."""
    height, width = mask.shape
    step = max(side * 3 // 4, 1)
    return [(top, left)
            for top in range(reach, height - side - reach + 1, step)
            for left in range(reach, width - side - reach + 1, step)
            if mask[top : top + side, left : left + side].mean() >= _LEAST_SHARE]  # fmt: skip


def _nearest_fit(scores: np.ndarray, reach: int) -> tuple[np.ndarray, float]:
    """(x, y) nearest to the middle among the places that fit nearly as well as the best, and the best score."""
    best = float(scores.max())
    rows, columns = np.nonzero(scores >= best - _NEARLY)
    nearest = int(np.argmin((rows - reach) ** 2 + (columns - reach) ** 2))
    return np.array([columns[nearest], rows[nearest]], dtype=float), best
