"""Many pictures as files, with contact sheets of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from aariz_mm.visualization.contact_sheet import contact_sheet
from aariz_mm.visualization.image_file import save_png

__all__ = ['write_drawings']

_SHEET_CELLS = 40
"""Pictures on one contact sheet; more go on further sheets."""

_FULL_PX, _CELL_PX = 1400, 640
"""Longer side of a radiograph in its own picture and on a sheet."""


def write_drawings(
    drawings: Iterable[tuple[str, Callable[[int], np.ndarray]]], out_dir: str | Path
) -> tuple[list[Path], list[Path]]:
    """Write each picture at full size, and all on contact sheets.

    Args:
        drawings: name and function, from the longer side in px to an RGB picture: one that is scaled down would lose
            its letters.
    Returns:
        Paths of the pictures (``NAME.png``) and of the sheets (``contact_sheet.png``, ``contact_sheet_2.png`` …).
    """
    pictures, sheets, cells = [], [], []
    for name, draw in drawings:
        pictures.append(save_png(Path(out_dir) / f'{name}.png', draw(_FULL_PX)))
        cells.append(draw(_CELL_PX))
        if len(cells) == _SHEET_CELLS:
            sheets.append(_save_sheet(cells, out_dir, len(sheets)))
            cells = []
    if cells:
        sheets.append(_save_sheet(cells, out_dir, len(sheets)))
    return pictures, sheets


def _save_sheet(cells: list[np.ndarray], out_dir: str | Path, number: int) -> Path:
    name = 'contact_sheet.png' if number == 0 else f'contact_sheet_{number + 1}.png'
    return save_png(Path(out_dir) / name, contact_sheet(cells, cell_width=max(cell.shape[1] for cell in cells)))
