"""The data set of one C-STORE on its way to the disk, piece by piece, so that no memory is taken for it."""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from .folder import SpoolFolder

__all__ = ['Arrival', 'Inbox', 'free_bytes']


@dataclass(frozen=True)
class Arrival:
    """A whole data set. ``part`` is its DICOM file, on the disk; None where ``problem`` says why there is none.

    sha256: of the data set as it came, without what is put before it. size: bytes of it, also where it is too large.
    """

    part: Path | None
    sha256: str
    size: int
    problem: str = ''


class Inbox:
    """Takes the pieces of a data set.

    Nothing is raised: what can't be written is dropped and told at the end, so that the sender gets a status.
    Args:
        head: what stands before the data set in a DICOM file: preamble and file meta information.
        max_bytes: of the data set. reserve_bytes: of the disk, that are left free.
    """

    def __init__(self, folder: SpoolFolder, head: bytes, max_bytes: int, reserve_bytes: int = 0):
        self._digest, self._size, self._max_bytes, self._problem = hashlib.sha256(), 0, max_bytes, ''
        self._handle: int | None = None
        self._part: Path | None = None
        try:
            if reserve_bytes and free_bytes(folder.path) < reserve_bytes:
                self._problem = 'the disk is full'
                return
            self._handle, self._part = folder.open_part()
            _write(self._handle, head)
        except OSError as error:
            self._give_up(f'it cannot be written ({error.strerror})')

    @property
    def size(self) -> int:
        """Bytes that came so far."""
        return self._size

    def write(self, data: bytes | memoryview) -> None:
        """Take a piece."""
        self._size += len(data)
        if self._problem:
            return
        if self._size > self._max_bytes:
            self._give_up(f'it is larger than {self._max_bytes >> 20} MiB (--max-size)')
            return
        self._digest.update(data)
        try:
            _write(self._handle, data)
        except OSError as error:
            self._give_up(f'it cannot be written ({error.strerror})')

    def finish(self) -> Arrival:
        """The whole data set, on the disk."""
        if not self._problem:
            try:
                os.fsync(self._handle)
                os.close(self._handle)
                self._handle = None
            except OSError as error:
                self._give_up(f'it cannot be written ({error.strerror})')
        return Arrival(None if self._problem else self._part, self._digest.hexdigest(), self._size, self._problem)

    def discard(self) -> None:
        """Drop what came, where the rest will not."""
        self._give_up('the connection ended')

    def _give_up(self, problem: str) -> None:
        self._problem = self._problem or problem
        if self._handle is not None:
            with contextlib.suppress(OSError):
                os.close(self._handle)
            self._handle = None
        if self._part is not None:
            with contextlib.suppress(OSError):
                self._part.unlink()


def free_bytes(folder: Path) -> int:
    """Bytes of the disk that are free for us."""
    import shutil

    return shutil.disk_usage(folder).free


def _write(handle: int, data: bytes | memoryview) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
