"""Writing pictures to files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from aariz_mm.files import write_file

__all__ = ['encode_jpeg', 'encode_png', 'save_jpeg', 'save_png']

# The filter that makes radiographs smallest for the time; OpenCV before 4.12 has a choice of its own.
_PNG = [cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_DEFAULT]
if hasattr(cv2, 'IMWRITE_PNG_FILTER'):
    _PNG += [cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_UP]


def save_png(path: str | os.PathLike, rgb: np.ndarray) -> Path:
    """Write an (h, w, 3) uint8 RGB array as PNG; makes the folder, and takes any letters in the path.

    Errors:
        ValueError: the name does not end in .png.
        OSError: the file cannot be written.
    """
    return _save(path, '.png', lambda: encode_png(rgb))


def save_jpeg(path: str | os.PathLike, rgb: np.ndarray, quality: int = 80) -> Path:
    """As :func:`save_png`, smaller, for documents; thin lines blur."""
    return _save(path, '.jpg', lambda: encode_jpeg(rgb, quality))


def encode_png(rgb: np.ndarray) -> bytes:
    """An (h, w, 3) uint8 RGB array as the content of a PNG file."""
    return _encode('.png', rgb, _PNG)


def encode_jpeg(rgb: np.ndarray, quality: int = 80) -> bytes:
    """An (h, w, 3) uint8 RGB array as the content of a JPEG file."""
    return _encode('.jpg', rgb, [cv2.IMWRITE_JPEG_QUALITY, quality])


def _encode(ending: str, rgb: np.ndarray, options: list[int]) -> bytes:
    return cv2.imencode(ending, cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2BGR), options)[1].tobytes()


def _save(path: str | os.PathLike, ending: str, encode: Callable[[], bytes]) -> Path:
    path = Path(path)
    if path.suffix.lower() != ending:
        raise ValueError(f'{path}: expected a name that ends in {ending}')
    data = encode()
    try:
        return write_file(path, data)
    except OSError as error:
        raise OSError(f'{path}: cannot be written ({error}); choose a folder that is writable and has space') from error
