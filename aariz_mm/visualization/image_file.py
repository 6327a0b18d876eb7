"""Writing pictures to files."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np

__all__ = ['save_jpeg', 'save_png']


def save_png(path: str | os.PathLike, rgb: np.ndarray) -> Path:
    """Write an (h, w, 3) uint8 RGB array as PNG; makes the folder, and takes any letters in the path.

    Errors:
        ValueError: the name does not end in .png.
        OSError: the file cannot be written.
    """
    return _save(path, rgb, '.png', [])


def save_jpeg(path: str | os.PathLike, rgb: np.ndarray, quality: int = 80) -> Path:
    """As :func:`save_png`, smaller, for documents; thin lines blur."""
    return _save(path, rgb, '.jpg', [cv2.IMWRITE_JPEG_QUALITY, quality])


def _save(path: str | os.PathLike, rgb: np.ndarray, ending: str, options: list[int]) -> Path:
    path = Path(path)
    if path.suffix.lower() != ending:
        raise ValueError(f'{path}: expected a name that ends in {ending}')
    # cv2.imwrite cannot open non-ASCII paths on Windows; numpy can.
    data = cv2.imencode(ending, np.ascontiguousarray(rgb[..., ::-1]), options)[1]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        data.tofile(path)
    except OSError as error:
        raise OSError(f'{path}: cannot be written ({error}); choose a folder that is writable and has space') from error
    return path
