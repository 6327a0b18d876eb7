"""Radiographs from files: size from the header, pixels as 8-bit grey."""

from __future__ import annotations

import contextlib
import os
import threading
import warnings
from collections.abc import Iterator

import cv2
import numpy as np
from PIL import Image

from aariz_mm.radiographs.greys import GreyRangeWarning, find_window, to_8_bit
from aariz_mm.radiographs.resolution import check_square

__all__ = [
    'IMAGE_SUFFIXES',
    'READ_FLAGS',
    'decode',
    'grey_radiograph',
    'image_size',
    'open_header',
    'read_radiograph',
]

IMAGE_SUFFIXES = ('.png', '.jpg', '.jpeg', '.bmp')
_FIRST_COUNTS = ('MPO',)
"""Formats of cameras that put views of lower resolution behind the picture."""
_PILLOW_LIMIT = threading.Lock()
# The annotations are in stored pixels, so an EXIF orientation must not turn the image.
READ_FLAGS = cv2.IMREAD_GRAYSCALE | cv2.IMREAD_ANYDEPTH | cv2.IMREAD_IGNORE_ORIENTATION


def image_size(path: str | os.PathLike) -> tuple[int, int]:
    """(w, h) of the stored pixels, from the header alone; an EXIF orientation is ignored.

    Errors:
        FileNotFoundError: no such file.
        ValueError: not an image, one of several pictures, or its pixels are not square.
    """
    with open_header(path) as image:
        _check_header(image, path)
        return image.size


def _check_header(image: Image.Image, path: str | os.PathLike) -> None:
    pictures = getattr(image, 'n_frames', 1)
    if pictures > 1 and image.format not in _FIRST_COUNTS:
        raise ValueError(
            f'{os.fspath(path)}: the file holds {pictures} pictures, and which is the radiograph is unknown; save that '
            'one alone'
        )
    check_square(image, path)


@contextlib.contextmanager
def open_header(path: str | os.PathLike) -> Iterator[Image.Image]:
    """An image as Pillow opens it: its header is read, no pixel is decoded, whatever their number.

    Errors:
        FileNotFoundError: no such file.
        ValueError: not an image.
    """
    try:
        with _no_pixel_limit():
            image = Image.open(path)
    except FileNotFoundError:
        raise
    except (OSError, ValueError, SyntaxError) as error:
        raise ValueError(
            f'{os.fspath(path)}: header of the image cannot be read ({_plain(error, path)}); {_cure(path)}'
        ) from error
    with image:
        yield image


def read_radiograph(path: str | os.PathLike) -> np.ndarray:
    """Pixels of a radiograph as 8-bit grey.

    Black and white are found by :func:`~aariz_mm.radiographs.greys.find_window`; where the stored range is not that of
    the radiograph, a :class:`~aariz_mm.radiographs.greys.GreyRangeWarning` says so. Colour becomes grey, alpha is left
    out. An EXIF orientation is ignored, as annotations are in stored pixels.
    Returns:
        (H, W) uint8.
    Errors:
        FileNotFoundError: no such file.
        ValueError: the file cannot be decoded, holds several pictures, or its pixels are not square.
    """
    # cv2.imread cannot open non-ASCII paths on Windows; numpy can.
    data = np.fromfile(path, dtype=np.uint8)
    image = decode(data)
    if image is None:
        raise ValueError(f'{os.fspath(path)}: the image cannot be decoded ({data.size} bytes); {_cure(path)}')
    with open_header(path) as header:
        _check_header(header, path)
    return _as_8_bit(image, os.fspath(path))


def decode(data: np.ndarray) -> np.ndarray | None:
    """Grey pixels of the bytes of a file as they are stored, (H, W) of whole or real numbers; None where it is none."""
    try:
        return cv2.imdecode(data, READ_FLAGS) if data.size else None
    except cv2.error:  # such as a size that no memory holds
        return None


def _plain(error: Exception, path: str | os.PathLike) -> str:
    """What Pillow says, without the path, which stands before it."""
    return str(error).replace(f' {os.fspath(path)!r}', '')


def _cure(path: str | os.PathLike) -> str:
    """What to do about a file that is no image, by its first bytes."""
    with open(path, 'rb') as file:
        head = file.read(132)
    if head[128:] == b'DICM':
        return 'it is a DICOM file: export the radiograph from it as 16-bit PNG'
    if not head:
        return 'the file is empty: copy it again'
    return 'expected a PNG, JPEG, BMP, TIFF or WebP file: copy it again or run tools/doctor.py on its folder'


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
    return _as_8_bit(pixels, 'image array')


def _as_8_bit(image: np.ndarray, name: str) -> np.ndarray:
    window = find_window(image)
    if window.note:
        warnings.warn(f'{name}: {window.note}', GreyRangeWarning, stacklevel=3)
    return to_8_bit(image, window)


@contextlib.contextmanager
def _no_pixel_limit() -> Iterator[None]:
    """Let Pillow open a 95-megapixel header; nothing is decoded, so its bomb warning does not apply."""
    with _PILLOW_LIMIT:
        limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = limit
