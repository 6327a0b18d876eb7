"""Decode each radiograph once: a store of shrunk copies, away from the user's data."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

import cv2
import numpy as np

from aariz_mm.radiographs.images import image_size, read_radiograph


class ImageCache:
    """Radiographs shrunk to fit a size, decoded once and kept as .npy files.

    An entry is keyed by the source's absolute path, size and time stamp and by ``fit_size``, so a changed source gets
    a new one; it is written to a temporary file and renamed, so workers and interruptions never leave half of one,
    and one that cannot be read is made anew.

    Args:
        cache_dir: folder of the entries, made if need be; None keeps nothing.
        fit_size: (w, h) that an image is shrunk to fit into, aspect kept; none is enlarged.
    Errors:
        ValueError: ``fit_size`` is not two positive whole numbers.
        OSError: ``cache_dir`` cannot be written.
    """

    def __init__(self, cache_dir: str | os.PathLike | None, fit_size: tuple[int, int]):
        if len(fit_size) != 2 or not all(int(side) == side and side > 0 for side in fit_size):
            raise ValueError(f'fit_size={fit_size!r}: expected two positive whole numbers (w, h)')
        self.fit_size = (int(fit_size[0]), int(fit_size[1]))
        self.cache_dir = None if cache_dir is None else Path(cache_dir).expanduser().absolute()
        if self.cache_dir is not None:
            with self._explain_os_error():
                self.cache_dir.mkdir(parents=True, exist_ok=True)

    def load(self, path: str | os.PathLike) -> tuple[np.ndarray, np.ndarray]:
        """The shrunk radiograph and how much it was shrunk.

        Returns:
            image (h', w') uint8; scale_xy (2,) float64, exactly (w'/W, h'/H): original size times it is the new one.
        Errors:
            FileNotFoundError, ValueError: as :func:`read_radiograph`.
        """
        full_size = image_size(path)
        size = fitted_size(full_size, self.fit_size)
        scale_xy = np.array(size, dtype=np.float64) / full_size
        entry = None if self.cache_dir is None else self.entry_path(path)
        image = None if entry is None else _read_entry(entry, size)
        if image is None:
            image = _shrink(read_radiograph(path), size)
            if entry is not None:
                self._write_entry(entry, image)
        return image, scale_xy

    def entry_path(self, path: str | os.PathLike) -> Path:
        """Where the entry of a source lies, whether it is there or not."""
        stat = os.stat(path)
        key = f'{os.path.abspath(path)}|{stat.st_size}|{stat.st_mtime_ns}|{self.fit_size}'
        return self.cache_dir / f'{hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()[:32]}.npy'

    def _write_entry(self, entry: Path, image: np.ndarray) -> None:
        with self._explain_os_error():
            handle, temporary = tempfile.mkstemp(dir=self.cache_dir, suffix='.tmp')
            try:
                with os.fdopen(handle, 'wb') as file:
                    np.save(file, image, allow_pickle=False)
                _replace(temporary, entry)
            finally:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(temporary)

    @contextlib.contextmanager
    def _explain_os_error(self):
        try:
            yield
        except OSError as error:
            raise OSError(
                f'{self.cache_dir}: the image cache cannot be written ({error}); set cache_dir to a folder with room '
                'and write permission, or to None'
            ) from error


def fitted_size(size: tuple[int, int], fit_size: tuple[int, int]) -> tuple[int, int]:
    """(w, h) shrunk to fit inside ``fit_size`` with its aspect kept, never enlarged.

    Example: (2000, 1000) into (500, 500) -> (500, 250)
    """
    factor = min(1.0, fit_size[0] / size[0], fit_size[1] / size[1])
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


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


def _replace(temporary: str, entry: Path) -> None:
    try:
        os.replace(temporary, entry)
    except PermissionError:
        # Windows refuses while another worker has the entry open; it holds the same pixels.
        if not entry.exists():
            raise
