"""Many pictures on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from aariz_mm.visualization.palette import BAND
from aariz_mm.visualization.text import TextRun, draw_texts, shorten

__all__ = ['BACKGROUND', 'CAPTION_PX', 'GAP_PX', 'contact_sheet']

GAP_PX = 12
_CAPTION_SIZE_PX = 18
CAPTION_PX = 30
BACKGROUND = tuple(3 * value // 2 for value in BAND)


def contact_sheet(
    images: Sequence[np.ndarray],
    captions: Sequence[str] | None = None,
    columns: int | None = None,
    cell_width: int = 480,
) -> np.ndarray:
    """Pictures in a grid, left to right and top to bottom, each scaled to one width with its aspect kept.

    Overlays for a sheet are best drawn at the size of a cell (``draw_landmarks_overlay(..., max_side=600)``): their
    text keeps a readable size then, which scaling an overlay down does not leave.

    Args:
        images: (h, w) or (h, w, 3) uint8, grey or RGB, of any sizes.
        captions: one text under each; too long a text ends in '...'.
        columns: pictures in a row; by default as many rows as columns, or one row fewer.
        cell_width: px.
    Returns:
        (h, w, 3) uint8 RGB; w = columns * cell_width + (columns + 1) * GAP_PX; a row is as high as its highest
        picture, and CAPTION_PX more with captions. Inputs are not modified.
    Errors:
        ValueError: no images, a number of captions that differs, or not a uint8 picture.
    """
    captions = [''] * len(images) if captions is None else list(captions)
    if len(images) == 0:
        raise ValueError('contact_sheet: no images; give at least one')
    if len(captions) != len(images):
        raise ValueError(f'contact_sheet: {len(images)} images but {len(captions)} captions; give one for each')
    columns = int(np.ceil(np.sqrt(len(images)))) if columns is None else columns
    if columns < 1 or cell_width < 1:
        raise ValueError(f'contact_sheet: expected columns and cell_width above 0, got {columns} and {cell_width}')
    cells = [_cell(image, cell_width) for image in images]
    rows = [slice(start, start + columns) for start in range(0, len(cells), columns)]
    caption_px = CAPTION_PX if any(captions) else 0
    return np.concatenate(
        [_gap(GAP_PX, _sheet_width(columns, cell_width))]
        + [_row(cells[row], captions[row], columns, caption_px) for row in rows]
    )


def _sheet_width(columns: int, cell_width: int) -> int:
    return columns * cell_width + (columns + 1) * GAP_PX


def _gap(height: int, width: int) -> np.ndarray:
    return np.full((height, width, 3), BACKGROUND, np.uint8)


def _cell(image: np.ndarray, width: int) -> np.ndarray:
    """An RGB copy of ``width`` px."""
    if getattr(image, 'dtype', None) != np.uint8 or image.ndim not in (2, 3) or image.shape[2:] not in ((), (3,)):
        got = f'{getattr(image, "dtype", type(image).__name__)} {getattr(image, "shape", "")}'
        raise ValueError(f'contact_sheet: expected uint8 (h, w) or (h, w, 3), got {got}; convert it to grey or RGB')
    scale = width / image.shape[1]
    height = max(round(image.shape[0] * scale), 1)
    cell = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    return np.repeat(cell[:, :, None], 3, axis=2) if cell.ndim == 2 else cell


def _row(cells: list[np.ndarray], captions: list[str], columns: int, caption_px: int) -> np.ndarray:
    """One row of the sheet with the gap below it."""
    width = cells[0].shape[1]
    height = max(cell.shape[0] for cell in cells)
    row = _gap(height + caption_px + GAP_PX, _sheet_width(columns, width))
    runs = []
    for column, (cell, caption) in enumerate(zip(cells, captions, strict=True)):
        left = GAP_PX + column * (width + GAP_PX)
        row[: cell.shape[0], left : left + width] = cell
        top = cell.shape[0] + (caption_px - _CAPTION_SIZE_PX) / 2
        runs.append(TextRun(shorten(caption, _CAPTION_SIZE_PX, width), left, top, _CAPTION_SIZE_PX))
    return draw_texts(row, runs) if caption_px else row
