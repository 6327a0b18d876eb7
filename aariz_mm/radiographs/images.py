"""Radiographs from files: size from the header, pixels as 8-bit grey."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator

import cv2
import numpy as np
from PIL import Image

__all__ = [
    'IMAGE_SUFFIXES',
    'READ_FLAGS',
    'grey_radiograph',
    'image_size',
    'open_header',
    'read_radiograph',
    'scale_to_8_bit',
]

IMAGE_SUFFIXES = ('.png', '.jpg', '.jpeg', '.bmp')
_BIT_DEPTHS = (8, 10, 12, 14, 16)
_PILLOW_LIMIT = threading.Lock()
# The annotations are in stored pixels, so an EXIF orientation must not turn the image.
READ_FLAGS = cv2.IMREAD_GRAYSCALE | cv2.IMREAD_ANYDEPTH | cv2.IMREAD_IGNORE_ORIENTATION


def image_size(path: str | os.PathLike) -> tuple[int, int]:
    """(w, h) of the stored pixels, from the header alone; an EXIF orientation is ignored.

    Errors:
        FileNotFoundError: no such file.
        ValueError: not an image.
    """
    with open_header(path) as image:
        return image.size


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
            f'{os.fspath(path)}: header of the image cannot be read ({error}); copy the file again'
        ) from error
    with image:
        yield image


def read_radiograph(path: str | os.PathLike) -> np.ndarray:
    """Pixels of a radiograph as 8-bit grey.

    16-bit images are scaled by their bit depth: the smallest of 8, 10, 12, 14 and 16 bits that holds the maximum.
    Colour becomes grey, alpha is left out. An EXIF orientation is ignored, as annotations are in stored pixels.
    Returns:
        (H, W) uint8.
    Errors:
        FileNotFoundError: no such file.
        ValueError: the file cannot be decoded.
    """
    # cv2.imread cannot open non-ASCII paths on Windows; numpy can.
    data = np.fromfile(path, dtype=np.uint8)
    image = cv2.imdecode(data, READ_FLAGS) if data.size else None
    if image is None:
        raise ValueError(
            f'{os.fspath(path)}: the image cannot be decoded ({data.size} bytes); expected a PNG, JPEG or BMP file: '
            'copy it again or run tools/doctor.py on its folder'
        )
    return _as_8_bit(image, os.fspath(path))


def grey_radiograph(pixels: np.ndarray) -> np.ndarray:
    """8-bit grey of an array that is in memory, as :func:`read_radiograph` makes it of a file.

    Args:
        pixels: (H, W) or (H, W, 1) grey, (H, W, 3) BGR or (H, W, 4) BGRA as OpenCV reads files; uint8 or uint16.
    Returns:
        (H, W) uint8; the input itself where it is that already.
    Errors:
        ValueError: another shape or type.
    """
    if pixels.ndim == 3 and pixels.shape[2] in (3, 4):
        _check_depth(pixels, 'image array')
        pixels = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY if pixels.shape[2] == 3 else cv2.COLOR_BGRA2GRAY)
    elif pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[:, :, 0]
    if pixels.ndim != 2 or pixels.size == 0:
        raise ValueError(f'image array: shape {pixels.shape}, expected (H, W) grey or (H, W, 3) BGR')
    return _as_8_bit(pixels, 'image array')


def _as_8_bit(image: np.ndarray, name: str) -> np.ndarray:
    _check_depth(image, name)
    return scale_to_8_bit(image) if image.dtype == np.uint16 else image


def _check_depth(image: np.ndarray, name: str) -> None:
    if image.dtype not in (np.uint8, np.uint16):
        raise ValueError(f'{name}: pixels are {image.dtype}, expected 8 or 16 bits; export it as 16-bit PNG')


def scale_to_8_bit(image: np.ndarray) -> np.ndarray:
    """(H, W) uint16 -> uint8 by the smallest usual bit depth that holds its maximum.

    Example: maximum 4095 is 12 bits, so 4095 -> 255 and 0 -> 0
    """
    maximum = int(image.max(initial=0))
    bits = next(bits for bits in _BIT_DEPTHS if maximum < 2**bits)
    table = np.round(np.arange(2**bits) * (255 / (2**bits - 1))).astype(np.uint8)
    return table[image]


@contextlib.contextmanager
def _no_pixel_limit() -> Iterator[None]:
    """Let Pillow open a 95-megapixel header; nothing is decoded, so its bomb warning does not apply."""
    with _PILLOW_LIMIT:
        limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = limit
