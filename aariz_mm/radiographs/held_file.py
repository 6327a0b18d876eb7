"""A file whose bytes are read once: for its hash, its header and its pixels."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from aariz_mm.files import file_sha256
from aariz_mm.radiographs.formats import HEAD_BYTES, read_head

__all__ = ['HeldFile']

_MOST_BYTES = 1 << 29
"""Of a file that is held; a larger one, which hardly is a radiograph, is read piece by piece."""


class HeldFile:
    """The bytes of a file, until they are taken.

    ``head`` are the first of them; ``sha256`` is that of them all, 64 hexadecimal digits.

    Errors:
        OSError: it is not there or cannot be read.
    """

    def __init__(self, path: str | os.PathLike):
        self.path = Path(path)
        self._data = self.path.read_bytes() if os.path.getsize(path) <= _MOST_BYTES else None
        self.head = read_head(path) if self._data is None else self._data[:HEAD_BYTES]

    @property
    def sha256(self) -> str:
        """Worked out each time that it is asked for."""
        return file_sha256(self.path) if self._data is None else hashlib.sha256(self._data).hexdigest()

    def take(self) -> bytes | None:
        """The bytes, which are let go here; None where they are not held and the file is to be read by its path."""
        data, self._data = self._data, None
        return data
