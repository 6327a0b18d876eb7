"""A picture of a confusion matrix."""

from __future__ import annotations

import numpy as np

from aariz_mm.landmarks import CVM_STAGES
from aariz_mm.visualization.palette import BAND, INK, MUTED_INK, TRUTH
from aariz_mm.visualization.text import TextRun, draw_texts, text_size

__all__ = ['draw_confusion']


def draw_confusion(confusion: np.ndarray, title: str = 'CVM stages', cell_px: int = 72) -> np.ndarray:
    """Rows are true stages, columns predicted ones; each cell has its count and its share of the row, which shades it.

    Args:
        confusion: (6, 6) counts.
    Returns:
        (h, w, 3) uint8 RGB.
    Errors:
        ValueError: another shape.
    """
    confusion = np.asarray(confusion)
    num_stages = len(CVM_STAGES)
    if confusion.shape != (num_stages, num_stages):
        raise ValueError(f'confusion: expected ({num_stages}, {num_stages}), got {confusion.shape}')
    shares = confusion / np.maximum(confusion.sum(axis=1, keepdims=True), 1)
    size_px, left, top = cell_px // 4, cell_px, 3 * cell_px // 2
    # Text stays readable on the darkest and on the fullest cell: the shade ends at 60 % of the colour.
    shaded = np.array(BAND) + 0.6 * shares[..., None] * (np.array(TRUTH) - BAND)
    grid = shaded.round().astype(np.uint8).repeat(cell_px, axis=0).repeat(cell_px, axis=1)
    grid[::cell_px], grid[:, ::cell_px] = BAND, BAND
    canvas = np.full((top + grid.shape[0] + cell_px // 4, left + grid.shape[1] + cell_px // 4, 3), BAND, np.uint8)
    canvas[top : top + grid.shape[0], left : left + grid.shape[1]] = grid
    runs = [TextRun(title, cell_px / 4, cell_px / 4, size_px, INK)]
    runs.append(TextRun('true, down; predicted, across', cell_px / 4, cell_px / 4 + 1.3 * size_px, size_px, MUTED_INK))
    for row in range(num_stages):
        middle = top + (row + 0.5) * cell_px
        runs += [
            _centred(f'S{row + 1}', left / 2, middle, size_px, MUTED_INK),
            _centred(f'S{row + 1}', left + (row + 0.5) * cell_px, top - 0.7 * size_px, size_px, MUTED_INK),
        ]
        for column in range(num_stages):
            x = left + (column + 0.5) * cell_px
            if not confusion[row, column]:
                runs.append(_centred('0', x, middle, size_px, MUTED_INK))
                continue
            share = f'{100 * shares[row, column]:.0f} %'
            runs.append(_centred(str(confusion[row, column]), x, middle - 0.6 * size_px, size_px, INK))
            runs.append(_centred(share, x, middle + 0.6 * size_px, size_px, INK))
    return draw_texts(canvas, runs)


def _centred(text: str, x: float, y: float, size_px: int, color: tuple[int, int, int]) -> TextRun:
    width, height = text_size(text, size_px)
    return TextRun(text, x - width / 2, y - height / 2, size_px, color)
