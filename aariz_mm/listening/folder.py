"""The folder of what was received: private, named by numbers alone, and on the disk when it is said to be."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

__all__ = ['DATABASE', 'SpoolFolder', 'sync_folder']

DATABASE = 'listen.sqlite'
_INCOMING, _INSTANCES, _ANSWERS = 'incoming', 'instances', 'answers'
_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600
_CURE = 'give a folder of its own as --spool'


class SpoolFolder:
    """Paths of a spool: instances by their number, the answers to each, and what is still coming in."""

    def __init__(self, path: str | Path):
        self.path = Path(path)

    @property
    def database(self) -> Path:
        return self.path / DATABASE

    def instance(self, n: int) -> Path:
        """What was received, a DICOM file."""
        return self.path / _INSTANCES / f'{n:08d}.dcm'

    def answer(self, n: int, kind: str) -> Path:
        """What is sent for it, a DICOM file."""
        return self.path / _ANSWERS / f'{n:08d}_{kind}.dcm'

    def check(self) -> None:
        """Check that there is a spool.

        Errors:
            FileNotFoundError: none.
        """
        if not self.database.is_file():
            raise FileNotFoundError(f'{self.path}: no spool of aariz-mm listen (no {DATABASE}); give the folder of one')

    def prepare(self) -> None:
        """Make the folder, which nobody but its owner may look into.

        Errors:
            ValueError: it holds something else, or cannot be made or written.
        """
        if self.path.exists() and not self.path.is_dir():
            raise ValueError(f'{self.path} is no folder; {_CURE}')
        if self.path.is_dir() and not self.database.is_file():
            others = sorted(name for name in os.listdir(self.path) if name not in (_INCOMING, _INSTANCES, _ANSWERS))
            if any(not name.startswith(('.listen', DATABASE)) for name in others):
                raise ValueError(f'{self.path} holds something else ({others[0]}, …); {_CURE}')
        try:
            for folder in (self.path, *(self.path / name for name in (_INCOMING, _INSTANCES, _ANSWERS))):
                folder.mkdir(_PRIVATE_FOLDER, parents=True, exist_ok=True)
                os.chmod(folder, _PRIVATE_FOLDER)
        except OSError as error:
            raise ValueError(f'{self.path} cannot be made or written ({error.strerror}); {_CURE}') from None
        sync_folder(self.path)
        sync_folder(self.path.resolve().parent)

    def open_part(self) -> tuple[int, Path]:
        """A new file for what comes in: its handle, and its path, which says nothing of what is in it."""
        path = self.path / _INCOMING / f'{secrets.token_hex(8)}.part'
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, 'O_BINARY', 0), _PRIVATE_FILE), path

    def write_answer(self, n: int, kind: str, content: bytes) -> Path:
        """Write what is to be sent in one step; it is on the disk when this returns."""
        handle, part = self.open_part()
        try:
            with os.fdopen(handle, 'wb') as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, self.answer(n, kind))
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        sync_folder(self.path / _ANSWERS)
        return self.answer(n, kind)

    def take_in(self, part: Path, n: int) -> None:
        """Make what came in the instance of a number; it is on the disk when this returns, as the part was before."""
        os.replace(part, self.instance(n))
        sync_folder(self.path / _INSTANCES)

    def remove(self, n: int) -> None:
        """Remove what was received under a number, and its answers."""
        self.instance(n).unlink(missing_ok=True)
        for path in (self.path / _ANSWERS).glob(f'{n:08d}_*.dcm'):
            path.unlink(missing_ok=True)

    def remove_strays(self, known: set[int]) -> int:
        """Remove what an interruption left: parts, and files of numbers that are not kept; returns how many."""
        strays = list((self.path / _INCOMING).iterdir())
        for folder in (_INSTANCES, _ANSWERS):
            strays += [path for path in (self.path / folder).iterdir() if _number(path) not in known]
        for path in strays:
            path.unlink(missing_ok=True)
        return len(strays)


def sync_folder(path: Path) -> None:
    """Have the names in a folder on the disk, too; systems that can't (Windows) are left alone."""
    if os.name == 'nt':
        return
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _number(path: Path) -> int | None:
    digits = path.name[:8]
    return int(digits) if digits.isdecimal() and digits.isascii() else None
