"""Decode each radiograph once: a store of shrunk copies, away from the user's data."""

from __future__ import annotations

import os
import threading
import time
import warnings
from pathlib import Path

import numpy as np

from aariz_mm.files import write_file
from aariz_mm.radiographs.cache_entries import (
    Signature,
    check_entry,
    entry_content,
    entry_name,
    read_entry,
    sign_source,
)
from aariz_mm.radiographs.cache_limit import CacheLimit, limit_bytes
from aariz_mm.radiographs.formats import find_format, read_head
from aariz_mm.radiographs.images import read_radiograph
from aariz_mm.radiographs.pictures import read_picture_header
from aariz_mm.radiographs.reduced import read_reduced_jpeg, shrink
from aariz_mm.radiographs.refusals import refuse_failures

__all__ = ['ImageCache', 'UnwritableCacheError', 'fitted_size', 'shrink_to_fit']

_ATTEMPTS = 5
"""How often an entry is tried: the folder may be removed between its making and the writing."""
_MOST_REMEMBERED = 1 << 14
"""Sources whose entries a process remembers, which takes it 10 MB."""
_SHOWS_CHANGES = os.name != 'nt'
"""Whether the times of a file show every change of it; on Windows, its creation stands in the place of one."""
_warned: set[tuple[Path, str]] = set()
_warning = threading.Lock()


class UnwritableCacheError(OSError):
    """The folder of an image cache takes no entry."""


class ImageCache:
    """Radiographs shrunk to fit a size, decoded once and kept in a file each.

    An entry is keyed by the source's absolute path, size, times of change and a sample of its bytes, and by
    ``fit_size``, so a changed source gets a new one, also where it was edited in place and its time stamp kept. It is
    written in one step and only its owner may read it; workers and interruptions never leave half of one, and one that
    is gone, with or without the folder, or cannot be read is made again. Where nothing can be written (read-only, full
    disk), each image is decoded each time and one warning per process says so.

    Args:
        cache_dir: folder of the entries, made with the first of them; None keeps nothing.
        fit_size: (w, h) that an image is shrunk to fit into, aspect kept; none is enlarged.
        limit_gb: size of the folder, in 10^9 bytes, from which on the entries that were written first are removed; None
            takes that of the environment, ``AARIZ_CACHE_LIMIT_GB``, and without one removes nothing.
    Attributes:
        limit: of the folder, bytes; None where there is none.
    Errors:
        ValueError: ``fit_size`` is not two positive whole numbers, or the limit is no positive number.
    """

    def __init__(self, cache_dir: str | os.PathLike | None, fit_size: tuple[int, int], limit_gb: float | None = None):
        if len(fit_size) != 2 or not all(int(side) == side and side > 0 for side in fit_size):
            raise ValueError(f'fit_size={fit_size!r}: expected two positive whole numbers (w, h)')
        self.fit_size = (int(fit_size[0]), int(fit_size[1]))
        self.cache_dir = None if cache_dir is None else Path(cache_dir).expanduser().absolute()
        self.limit = limit_bytes(limit_gb)
        self._limit = None if self.limit is None or cache_dir is None else CacheLimit(self.cache_dir, self.limit)
        self._remembered: dict[str, tuple[Signature, str]] = {}

    def load(self, path: str | os.PathLike, keep: bool = True) -> tuple[np.ndarray, np.ndarray]:
        """The shrunk radiograph and how much it was shrunk.

        Args:
            keep: False neither takes it from the cache nor leaves it there; the pixels are the same.
        Returns:
            image (h', w') uint8; scale_xy (2,) float64, exactly (w'/W, h'/H): original size times it is the new one.
        Errors:
            FileNotFoundError, ValueError: as :func:`read_radiograph`.
        """
        if not keep or self.cache_dir is None:
            return _with_scale(*_decode(path, self.fit_size))
        source, entry = self._find(path)
        kept = read_entry(entry)
        if kept is not None and self._is_of_this_size(kept[0].shape[::-1], kept[1]):
            return _with_scale(*kept)
        image, full_size = _decode(path, self.fit_size)
        if sign_source(path) == source:
            failure = self._keep(entry, image, full_size)
            if failure is not None:
                _warn_that_nothing_is_kept(self.cache_dir, failure)
        return _with_scale(image, full_size)

    def ensure(self, path: str | os.PathLike) -> bool:
        """Make the entry of a source; False where it is there.

        Errors:
            FileNotFoundError, ValueError: as :func:`read_radiograph`. UnwritableCacheError: it cannot be written.
        """
        source, entry = self._find(path)
        sizes = check_entry(entry)
        if sizes is not None and self._is_of_this_size(*sizes):
            return False
        image, full_size = _decode(path, self.fit_size)
        failure = self._keep(entry, image, full_size) if sign_source(path) == source else None
        if failure is not None:
            raise UnwritableCacheError(
                f'{self.cache_dir}: the image cache cannot be written ({failure}); set cache_dir to a folder with room '
                'and write permission'
            )
        return True

    def entry_path(self, path: str | os.PathLike) -> Path:
        """Path of the entry of a source, whether it exists or not."""
        return self.cache_dir / entry_name(path, sign_source(path), self.fit_size)

    def _find(self, path: str | os.PathLike) -> tuple[Signature, Path]:
        """Signature and entry of a source; what has not changed since it was looked at is not looked at again."""
        with refuse_failures(path, 'the file cannot be opened'):
            now_ns, source = time.time_ns(), sign_source(path)
            key = os.fspath(path)
            known = self._remembered.get(key)
            if known is None or known[0] != source:
                known = source, entry_name(path, source, self.fit_size)
                if _SHOWS_CHANGES and source.is_settled(now_ns):
                    self._remember(key, known)
        return source, self.cache_dir / known[1]

    def _remember(self, key: str, known: tuple[Signature, str]) -> None:
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[key] = known

    def _is_of_this_size(self, size: tuple[int, int], full_size: tuple[int, int]) -> bool:
        return fitted_size(full_size, self.fit_size) == tuple(size)

    def _keep(self, entry: Path, image: np.ndarray, full_size: tuple[int, int]) -> OSError | None:
        """Write an entry, and remove others where the folder has become too large; what failed, None where nothing."""
        content = entry_content(image, full_size)
        failure = _write(entry, content)
        if failure is None and self._limit is not None:
            removed = self._limit.note(entry, len(content))
            if removed and not {name for _, name in self._remembered.values()}.isdisjoint(removed):
                _warn_that_it_is_full(self.cache_dir)
        return failure


def fitted_size(size: tuple[int, int], fit_size: tuple[int, int]) -> tuple[int, int]:
    """(w, h) shrunk to fit inside ``fit_size`` with its aspect kept, never enlarged.

    Example: (2000, 1000) into (500, 500) -> (500, 250)
    """
    factor = min(1.0, fit_size[0] / size[0], fit_size[1] / size[1])
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def shrink_to_fit(image: np.ndarray, fit_size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """An image (H, W) in memory as :meth:`ImageCache.load` gives that of a file, and its scale; nothing is kept.

    JPEG files that are reduced in decoding differ from it by about one grey value.
    """
    full_size = image.shape[1::-1]
    return _with_scale(shrink(image, fitted_size(full_size, fit_size)), full_size)


def _with_scale(image: np.ndarray, full_size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    return image, np.array(image.shape[::-1], dtype=np.float64) / full_size


def _decode(path: str | os.PathLike, fit_size: tuple[int, int]) -> tuple[np.ndarray, tuple[int, int]]:
    """A radiograph that fits into a size, and the size of the whole."""
    data = None
    if find_format(read_head(path)) == 'jpg':
        with refuse_failures(path, 'the file cannot be opened'):
            data = Path(path).read_bytes()
        full_size = read_picture_header(path, data).size_px
        image = read_reduced_jpeg(data, full_size, fitted_size(full_size, fit_size))
        if image is not None:
            return image, full_size
    whole = read_radiograph(path, data)
    full_size = whole.shape[::-1]
    return shrink(whole, fitted_size(full_size, fit_size)), full_size


def _write(entry: Path, content: bytes) -> OSError | None:
    """Write an entry; what failed, None where it is there now."""
    for _ in range(_ATTEMPTS):
        failure = _failure_to_write(entry, content)
        if failure is None:
            return None
    # Windows refuses while another worker has the entry open: then it is there, with the same pixels.
    return failure if check_entry(entry) is None else None


def _failure_to_write(entry: Path, content: bytes) -> OSError | None:
    try:
        write_file(entry, content, private=True)
    except OSError as error:
        return error
    return None


def _warn_that_nothing_is_kept(cache_dir: Path, error: OSError) -> None:
    _warn_once(
        cache_dir,
        f'the image cache cannot be written ({error}); every image is decoded each time it is used, which slows '
        'training down. Set cache_dir to a folder with room and write permission, or to None',
    )


def _warn_that_it_is_full(cache_dir: Path) -> None:
    _warn_once(
        cache_dir,
        'the image cache is smaller than the images in use, so entries are removed and made again, which slows '
        'training down. Raise cache_limit_gb, or AARIZ_CACHE_LIMIT_GB',
    )


def _warn_once(cache_dir: Path, text: str) -> None:
    with _warning:
        if (cache_dir, text[:30]) in _warned:
            return
        _warned.add((cache_dir, text[:30]))
    warnings.warn(f'{cache_dir}: {text}', stacklevel=2)
