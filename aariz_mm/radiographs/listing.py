"""Which files of those that a user names are radiographs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aariz_mm.radiographs.images import IMAGE_SUFFIXES

__all__ = ['list_images']


def list_images(paths: Sequence[str | Path]) -> list[Path]:
    """Image files among files and folders (not below them), sorted within each folder.

    Errors:
        FileNotFoundError: a path is not there, or nothing is an image.
    """
    images: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            images += sorted(child for child in path.iterdir() if child.suffix.lower() in IMAGE_SUFFIXES)
        elif path.is_file():
            images.append(path)
        else:
            raise FileNotFoundError(f'{path}: no such file or folder')
    if not images:
        raise FileNotFoundError(f'{[str(path) for path in paths]}: no image with an ending of {list(IMAGE_SUFFIXES)}')
    return images
