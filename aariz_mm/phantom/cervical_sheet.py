"""A contact sheet of phantoms that shows how well landmarks predict where the vertebrae are."""

from __future__ import annotations

import numpy as np

from aariz_mm.landmarks import CVM_STAGES, SYMBOLS
from aariz_mm.visualization import contact_sheet
from aariz_mm.visualization.cervical import draw_cervical_truth

from .draw import Phantom
from .writer import draw_indexed_phantom

__all__ = ['cervical_sheet']


def cervical_sheet(count: int = 15, seed: int = 0, columns: int = 5, cell_width: int = 300) -> np.ndarray:
    """The first ``count`` training phantoms of a seed with region, vertebrae C2 to C4, stage and device.

    Returns:
        (h, w, 3) uint8 RGB; w = columns * cell_width and the gaps.
    Errors:
        ValueError: a count below 1.
    """
    phantoms = [draw_indexed_phantom(seed, 'train', index) for index in range(count)]
    pictures = [_picture(phantom, cell_width) for phantom in phantoms]
    captions = [f'{CVM_STAGES[phantom.stage - 1]} · {phantom.device.name}' for phantom in phantoms]
    return contact_sheet(pictures, captions, columns, cell_width)


def _picture(phantom: Phantom, width: int) -> np.ndarray:
    height, own_width = phantom.image.shape
    max_side = round(width * max(height, own_width) / own_width)
    return draw_cervical_truth(phantom.image, SYMBOLS, phantom.landmarks_px, phantom.vertebrae_px, max_side)
