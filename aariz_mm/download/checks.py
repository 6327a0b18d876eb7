"""Checks before and after a download: room on the disk, size and MD5 of a file."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

__all__ = ['byte_bar', 'check_file', 'check_free_space', 'explain_full_disk']

_CHUNK_BYTES = 1 << 20


def _format_gigabytes(size: int) -> str:
    """2098209792 -> '2.10 GB' (10^9 bytes)."""
    return f'{size / 1e9:.2f} GB'


def byte_bar(total: int, label: str, progress: bool, initial: int = 0) -> tqdm:
    """A progress bar that counts bytes."""
    return tqdm(
        total=total, initial=initial, desc=label, unit='B', unit_scale=True, dynamic_ncols=True, disable=not progress
    )


def _file_md5(path: Path, progress: bool = False) -> str:
    """MD5 of a file, 32 hexadecimal digits."""
    digest = hashlib.md5(usedforsecurity=False)
    with path.open('rb') as file, byte_bar(path.stat().st_size, 'checking', progress) as bar:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
            bar.update(len(chunk))
    return digest.hexdigest()


def check_file(path: Path, size: int, md5: str | None, cure: str, progress: bool = False) -> None:
    """Make sure that a file is the one that is expected; without ``md5`` only its size.

    Errors:
        ValueError: another size or MD5; ``cure`` ends the message.
    """
    if path.stat().st_size != size:
        raise ValueError(f'{path}: {path.stat().st_size:,} bytes, expected {size:,}; {cure}')
    if md5 is not None and (found := _file_md5(path, progress)) != md5:
        raise ValueError(f'{path}: MD5 {found}, expected {md5}; {cure}')


def check_free_space(folder: Path, needed: int) -> None:
    """Make sure that ``needed`` bytes fit on the disk of a folder, which need not be there yet.

    Errors:
        OSError: they don't.
    """
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(existing).free
    if free < needed:
        raise OSError(
            f'{folder}: {_format_gigabytes(free)} free, expected {_format_gigabytes(needed)} for what is still to be '
            'written; make room, or choose a folder on another disk'
        )


@contextlib.contextmanager
def explain_full_disk(folder: Path) -> Iterator[None]:
    """Name the folder where the disk fills up in the middle of writing."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise OSError(f'{folder}: the disk is full; make room and run the same command again to go on') from error
