"""Decode each radiograph once: a store of shrunk copies, away from the user's data."""

from __future__ import annotations

import hashlib
import io
import os
import threading
import warnings
from pathlib import Path

import cv2
import numpy as np

from aariz_mm.files import write_file
from aariz_mm.radiographs.images import image_size, read_radiograph

__all__ = ['ImageCache', 'fitted_size', 'shrink_to_fit']

_ATTEMPTS = 5
"""How often an entry is tried: the folder may be removed between its making and the writing."""
_READING = 4
"""Counts how pixels are made from a file; entries of an earlier way are not taken."""
_BLOCKS, _BLOCK_BYTES = 8, 8192
_warned: set[Path] = set()
_warning = threading.Lock()


class ImageCache:
    """Radiographs shrunk to fit a size, decoded once and kept as .npy files.

    An entry is keyed by the source's absolute path, size, times of change and a sample of its bytes, and by
    ``fit_size``, so a changed source gets a new one, also where it was edited in place and its time stamp kept. It is
    written in one step and only its owner may read it; workers and interruptions never leave half of one, and one that
    is gone, with or without the folder, or cannot be read is made again. Where nothing can be written (read-only, full
    disk), each image is decoded each time and one warning per process says so.

    Args:
        cache_dir: folder of the entries, made with the first of them; None keeps nothing.
        fit_size: (w, h) that an image is shrunk to fit into, aspect kept; none is enlarged.
    Errors:
        ValueError: ``fit_size`` is not two positive whole numbers.
    """

    def __init__(self, cache_dir: str | os.PathLike | None, fit_size: tuple[int, int]):
        if len(fit_size) != 2 or not all(int(side) == side and side > 0 for side in fit_size):
            raise ValueError(f'fit_size={fit_size!r}: expected two positive whole numbers (w, h)')
        self.fit_size = (int(fit_size[0]), int(fit_size[1]))
        self.cache_dir = None if cache_dir is None else Path(cache_dir).expanduser().absolute()

    def load(self, path: str | os.PathLike, keep: bool = True) -> tuple[np.ndarray, np.ndarray]:
        """The shrunk radiograph and how much it was shrunk.

        Args:
            keep: False neither takes it from the cache nor leaves it there; the pixels are the same.
        Returns:
            image (h', w') uint8; scale_xy (2,) float64, exactly (w'/W, h'/H): original size times it is the new one.
        Errors:
            FileNotFoundError, ValueError: as :func:`read_radiograph`.
        """
        full_size = image_size(path)
        size = fitted_size(full_size, self.fit_size)
        scale_xy = np.array(size, dtype=np.float64) / full_size
        entry = self.entry_path(path) if keep and self.cache_dir is not None else None
        image = None if entry is None else _read_entry(entry, size)
        if image is None:
            image = _shrink(read_radiograph(path), size)
            if entry is not None:
                _keep(entry, image)
        return image, scale_xy

    def entry_path(self, path: str | os.PathLike) -> Path:
        """Path of the entry of a source, whether it exists or not."""
        stat = os.stat(path)
        key = f'{_READING}|{os.path.abspath(path)}|{stat.st_mtime_ns}|{stat.st_ctime_ns}|{self.fit_size}|'
        digest = hashlib.sha256(key.encode('utf-8', 'surrogateescape'))
        _add_sample(digest, path, stat.st_size)
        return self.cache_dir / f'{digest.hexdigest()[:32]}.npy'


def _add_sample(digest, path: str | os.PathLike, size: int) -> None:
    """Add a file's size and evenly spaced blocks of it, with the first and the last; all of a small file."""
    digest.update(f'{size}|'.encode())
    last = max(0, size - _BLOCK_BYTES)
    with open(path, 'rb', buffering=0) as file:
        for block in range(_BLOCKS if last else 1):
            file.seek(last * block // (_BLOCKS - 1))
            digest.update(file.read(_BLOCK_BYTES))


def fitted_size(size: tuple[int, int], fit_size: tuple[int, int]) -> tuple[int, int]:
    """(w, h) shrunk to fit inside ``fit_size`` with its aspect kept, never enlarged.

    Example: (2000, 1000) into (500, 500) -> (500, 250)
    """
    factor = min(1.0, fit_size[0] / size[0], fit_size[1] / size[1])
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def shrink_to_fit(image: np.ndarray, fit_size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """An image (H, W) in memory as :meth:`ImageCache.load` gives that of a file, and its scale; nothing is kept."""
    full_size = image.shape[1::-1]
    size = fitted_size(full_size, fit_size)
    return _shrink(image, size), np.array(size, dtype=np.float64) / full_size


def _shrink(image: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return image if image.shape[::-1] == size else cv2.resize(image, size, interpolation=cv2.INTER_AREA)


def _read_entry(entry: Path, size: tuple[int, int]) -> np.ndarray | None:
    """The entry, or None where it is absent, cut short or something else."""
    try:
        with open(entry, 'rb') as file:
            image = np.lib.format.read_array(file, allow_pickle=False)
    except (OSError, ValueError, EOFError, SyntaxError, MemoryError):
        return None
    return image if image.dtype == np.uint8 and image.shape[::-1] == size else None


def _keep(entry: Path, image: np.ndarray) -> None:
    """Write the entry, or warn once that its folder takes none."""
    content = io.BytesIO()
    np.save(content, image, allow_pickle=False)
    for _ in range(_ATTEMPTS):
        failure = _failure_to_write(entry, content.getvalue())
        if failure is None:
            return
    # Windows refuses while another worker has the entry open: then it is there, with the same pixels.
    if _read_entry(entry, image.shape[::-1]) is None:
        _warn_once(entry.parent, failure)


def _failure_to_write(entry: Path, content: bytes) -> OSError | None:
    try:
        write_file(entry, content, private=True)
    except OSError as error:
        return error
    return None


def _warn_once(cache_dir: Path, error: OSError) -> None:
    with _warning:
        if cache_dir in _warned:
            return
        _warned.add(cache_dir)
    warnings.warn(
        f'{cache_dir}: the image cache cannot be written ({error}); every image is decoded each time it is used, which '
        'slows training down. Set cache_dir to a folder with room and write permission, or to None',
        stacklevel=2,
    )
