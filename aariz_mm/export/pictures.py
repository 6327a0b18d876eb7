"""Radiographs and crops as a network sees them, by the test pipeline of its config."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from mmengine.config import Config

from aariz_mm.radiographs.images import read_radiograph
from aariz_mm.radiographs.listing import list_images
from aariz_mm.reading.picture import crop_to_input, picture_to_input

from .steps import crop_steps, radiograph_steps, test_steps

__all__ = ['network_pictures']

_MOST = 64


def network_pictures(config: Config | str | Path, paths: Sequence[str | Path]) -> np.ndarray:
    """Pictures (B, h, w) uint8 of files and folders, at most 64, evenly picked.

    Errors:
        FileNotFoundError, ValueError: a path is not there, a file can't be read, or a bundle does not know the
            pipeline.
    """
    files = list_images(paths)
    files = files[:: -(-len(files) // _MOST)]
    steps = test_steps(config)
    is_crop = 'CVMCropAffine' in steps
    reading = crop_steps(steps) if is_crop else radiograph_steps(steps)
    return np.stack([_see(read_radiograph(file), reading, is_crop) for file in files])


def _see(image: np.ndarray, reading: dict, is_crop: bool) -> np.ndarray:
    if not is_crop:
        return picture_to_input(image, reading['fit_size'], reading['input_size'])[0]
    height, width = image.shape
    whole = np.array([0, 0, width, height], dtype=np.float64)
    return crop_to_input(image, whole, reading['fit_size'][0], reading['input_size'], reading['percentiles'])
