"""Radiographs from files of any kind: size from the header, pixels as 8-bit grey."""

from __future__ import annotations

import os
import warnings

import cv2
import numpy as np

from aariz_mm.radiographs.formats import HEAD_BYTES, IMAGE_SUFFIXES, find_format, read_head
from aariz_mm.radiographs.greys import GreyRangeWarning, StoredGreys, find_window, to_8_bit
from aariz_mm.radiographs.pictures import open_header, read_picture, read_picture_header

__all__ = [
    'IMAGE_SUFFIXES',
    'grey_radiograph',
    'image_size',
    'is_dicom',
    'open_header',
    'read_radiograph',
    'read_stored',
]


def is_dicom(path: str | os.PathLike) -> bool:
    """Whether the content of a file is DICOM, whatever its name.

    Errors:
        FileNotFoundError: no such file. ValueError: it cannot be opened.
    """
    return find_format(read_head(path)) == 'dicom'


def image_size(path: str | os.PathLike) -> tuple[int, int]:
    """(w, h) of the stored pixels, from the header alone; an EXIF orientation is ignored.

    Errors:
        FileNotFoundError: no such file.
        ValueError: not an image, one of several pictures, too large, or its pixels are not square.
    """
    if not is_dicom(path):
        return read_picture_header(path).size_px
    from aariz_mm.radiographs.dicom import dicom_size, read_dicom

    return dicom_size(read_dicom(path, with_pixels=False), os.fspath(path))


def read_stored(path: str | os.PathLike, data: bytes | None = None) -> StoredGreys:
    """Pixels of a radiograph as they are stored and as 8-bit grey, with notes on the grey values.

    Args:
        data: the bytes of the file, where they have been read.
    Errors:
        FileNotFoundError, ValueError: as :func:`read_radiograph`.
    """
    if find_format(read_head(path) if data is None else data[:HEAD_BYTES]) != 'dicom':
        return read_picture(path, data)
    from aariz_mm.radiographs.dicom import read_dicom
    from aariz_mm.radiographs.dicom_greys import read_dicom_greys

    return read_dicom_greys(read_dicom(path, data=data), os.fspath(path), is_ours=True)


def read_radiograph(path: str | os.PathLike, data: bytes | None = None) -> np.ndarray:
    """Pixels of a radiograph as 8-bit grey.

    Black and white are those that a DICOM file states, else they are found by
    :func:`~aariz_mm.radiographs.greys.find_window`; where the stored range is not that of the radiograph, a
    :class:`~aariz_mm.radiographs.greys.GreyRangeWarning` says so. Colour becomes grey, alpha is left out. An EXIF
    orientation is ignored, as annotations are in stored pixels.

    Args:
        data: the bytes of the file, where they have been read.
    Returns:
        (H, W) uint8.
    Errors:
        FileNotFoundError: no such file.
        ValueError: the file cannot be decoded, holds several pictures, is too large, or its pixels are not square.
    """
    stored = read_stored(path, data)
    for note in stored.notes:
        warnings.warn(f'{os.fspath(path)}: {note}', GreyRangeWarning, stacklevel=2)
    return stored.greys


def grey_radiograph(pixels: np.ndarray) -> np.ndarray:
    """8-bit grey of an array that is in memory, as :func:`read_radiograph` makes it of a file.

    Args:
        pixels: (H, W) or (H, W, 1) grey, (H, W, 3) BGR or (H, W, 4) BGRA as OpenCV reads files; whole or
            real numbers, colour of 8 or 16 bits or float32.
    Returns:
        (H, W) uint8; the input itself where it is that already.
    Errors:
        ValueError: another shape or type.
    """
    if pixels.dtype.kind not in 'uif':
        raise ValueError(f'image array: pixels are {pixels.dtype}, expected whole or real numbers')
    if pixels.ndim == 3 and pixels.shape[2] in (3, 4):
        pixels = pixels if pixels.dtype in (np.uint8, np.uint16) else pixels.astype(np.float32)
        pixels = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY if pixels.shape[2] == 3 else cv2.COLOR_BGRA2GRAY)
    elif pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[:, :, 0]
    if pixels.ndim != 2 or pixels.size == 0:
        raise ValueError(f'image array: shape {pixels.shape}, expected (H, W) grey or (H, W, 3) BGR')
    window = find_window(pixels)
    if window.note:
        warnings.warn(f'image array: {window.note}', GreyRangeWarning, stacklevel=2)
    return to_8_bit(pixels, window)
