"""One process for each folder: a lock of the operating system, which goes when its process does, however it ends."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import BinaryIO

__all__ = ['FolderLock']

_HELD: set[Path] = set()
_GUARD = threading.Lock()


class FolderLock:
    """The lock of a folder, held until :meth:`release`.

    Args:
        name: of the file that is locked. taken: what the message says where somebody has it, with ``{folder}`` and
            ``{holder}``.
    Errors:
        ValueError: another process, or this one, holds it.
    """

    def __init__(self, folder: Path, name: str, taken: str):
        self._path = folder.resolve() / name
        with _GUARD:
            if self._path in _HELD:
                raise ValueError(taken.format(folder=folder, holder=f'this process, {os.getpid()}'))
            # Locks of fcntl are gone once the process closes the file anywhere, so it is opened here alone.
            self._file: BinaryIO = open(self._path, 'a+b')  # noqa: SIM115
            try:
                _lock(self._file)
            except OSError:
                holder = _read_holder(self._file)
                self._file.close()
                raise ValueError(taken.format(folder=folder, holder=holder)) from None
            self._file.truncate(0)
            self._file.write(f'{os.getpid()}\n'.encode())
            self._file.flush()
            _HELD.add(self._path)

    def release(self) -> None:
        """Give the folder back; once more does nothing."""
        with _GUARD:
            if not self._file.closed:
                self._file.close()
                _HELD.discard(self._path)


def _read_holder(file: BinaryIO) -> str:
    try:
        file.seek(0)
        number = file.read(20).strip()
    except OSError:  # Windows locks the bytes themselves
        number = b''
    return f'process {number.decode()}' if number.isdigit() else 'another process'


def _lock(file: BinaryIO) -> None:
    """Lock the file or raise OSError at once. Unlike those of flock, a child process does not keep it alive."""
    if os.name == 'nt':
        import msvcrt

        file.seek(1 << 20)  # beyond what is written, so that the holder can be read
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        return
    import fcntl

    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
