"""Radiographs of the phantom for a soak, in the formats that come in."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from dicom_files import make_dataset, write_dicom
from soak_reader import BROKEN

from aariz_mm.phantom import draw_indexed_phantom

__all__ = ['link_films', 'write_films']

_SUFFIXES = ('.png', '.jpg', '.tif', '.dcm')
"""In turn; the TIFF has 16 bits, the DICOM file 12."""


def write_films(folder: Path, count: int, size: tuple[int, int]) -> Path:
    """A folder of so many phantoms, each another one.

    Args:
        size: (w, h), px, about.
    """
    folder.mkdir(parents=True)
    for number in range(count):
        path = folder / f'film_{number:04}{_SUFFIXES[number % len(_SUFFIXES)]}'
        grey = draw_indexed_phantom(0, 'test', number, size).image
        if path.suffix == '.dcm':
            write_dicom(path, make_dataset(grey.astype(np.uint16) * 16, 12))
        else:
            cv2.imwrite(str(path), grey.astype(np.uint16) * 257 if path.suffix == '.tif' else grey)
    return folder


def link_films(folder: Path, films: Path, count: int) -> Path:
    """A folder of so many files, which are those of another folder under other names, and one that is broken."""
    folder.mkdir(parents=True)
    paths = sorted(films.iterdir())
    for number in range(count):
        path = paths[number % len(paths)]
        os.link(path, folder / f'film_{number:04}{path.suffix}')
    whole = next(path for path in paths if path.suffix == '.png').read_bytes()
    (folder / BROKEN).write_bytes(whole[: len(whole) // 3])
    return folder
