"""A file whose bytes are read once: for its hash, its header and its pixels."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

from aariz_mm.files import file_sha256
from aariz_mm.radiographs.formats import HEAD_BYTES, read_head

__all__ = ['HeldFile']

_MOST_BYTES = 1 << 29
"""Of a file that is held; a larger one, which hardly is a radiograph, is read piece by piece."""


class HeldFile:
    """The bytes of a file, until they are taken.

    ``head`` are the first of them; ``sha256`` is that of them all, 64 hexadecimal digits.

    Args:
        hash_aside: work the hash out at once, in a thread of its own, while the picture is decoded.
    Errors:
        OSError: it is not there or cannot be read.
    """

    def __init__(self, path: str | os.PathLike, hash_aside: bool = False):
        self.path = Path(path)
        self._data = self.path.read_bytes() if os.path.getsize(path) <= _MOST_BYTES else None
        self.head = read_head(path) if self._data is None else self._data[:HEAD_BYTES]
        self._digest: str | None = None
        self._hashing = None
        if hash_aside and self._data is not None:
            self._hashing = threading.Thread(target=self._hash, args=(self._data,))
            self._hashing.start()

    @property
    def sha256(self) -> str:
        """Worked out when it is first asked for, or aside."""
        if self._hashing is not None:
            self._hashing.join()
        if self._digest is None:
            self._hash(self._data)
        return self._digest

    def _hash(self, data: bytes | None) -> None:
        self._digest = file_sha256(self.path) if data is None else hashlib.sha256(data).hexdigest()

    def take(self) -> bytes | None:
        """The bytes, which are let go here; None where they are not held and the file is to be read by its path."""
        data, self._data = self._data, None
        return data
