"""Small pictures for the list, kept in memory and below the folder of the review."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from pathlib import Path

from aariz_mm.files import write_file
from aariz_mm.radiographs.radiograph import open_radiograph

from .pixels import OpenPicture, thumbnail_of

__all__ = ['Thumbnails']

_FOLDER = 'thumbnails'


class Thumbnails:
    """Thumbnails by number of a case.

    Args:
        home: of the review. path_of: file of a case. kept: its picture where it is decoded already, or None.
    """

    def __init__(self, home: Path, path_of: Callable[[int], Path], kept: Callable[[int], OpenPicture | None]):
        self._folder, self._path_of, self._kept = home / _FOLDER, path_of, kept
        self._made: dict[str, bytes] = {}
        self._one_at_a_time = threading.Lock()

    def get(self, n: int) -> bytes:
        """JPEG of a case.

        Errors:
            FileNotFoundError, ValueError: it cannot be opened.
        """
        path = self._path_of(n)
        key = _key(path)
        made = self._made.get(key)
        if made is None:
            with self._one_at_a_time:
                made = self._made[key] = self._made.get(key) or self._load_or_make(n, path, key)
        return made

    def _load_or_make(self, n: int, path: Path, key: str) -> bytes:
        place = self._folder / f'{key}.jpg'
        if place.is_file():
            return place.read_bytes()
        picture = self._kept(n)
        made = thumbnail_of(open_radiograph(path).grey if picture is None else picture.radiograph.grey)
        write_file(place, made)
        return made


def _key(path: Path) -> str:
    """Another one where the file is."""
    state = path.stat()
    text = f'{path.resolve()}\0{state.st_size}\0{state.st_mtime_ns}'
    return hashlib.sha256(text.encode(errors='surrogateescape')).hexdigest()[:32]
