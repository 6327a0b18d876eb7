"""One file of the image cache: grey pixels as .npy, and behind them the size that they were reduced from."""

from __future__ import annotations

import hashlib
import io
import os
import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

__all__ = ['Signature', 'check_entry', 'entry_content', 'entry_name', 'read_entry', 'sign_source']

_READING = 5
"""Counts how pixels are made from a file; entries of an earlier way are not taken."""
_BLOCKS, _BLOCK_BYTES = 8, 8192
_END = struct.Struct('<4sIIII')
_MARK = b'full'


@dataclass(frozen=True)
class Signature:
    """What a file system says of a file; it changes with every change of the content."""

    size: int
    modified_ns: int
    changed_ns: int
    inode: int
    device: int

    def is_settled(self, now_ns: int, within_ns: int = 2_000_000_000) -> bool:
        """Whether any change from now on shows; right after another it may not, as file times tick slowly."""
        return max(self.modified_ns, self.changed_ns) < now_ns - within_ns


def sign_source(path: str | os.PathLike) -> Signature:
    """The signature of a file; OSError where there is none."""
    stat = os.stat(path)
    return Signature(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_dev)


def entry_name(path: str | os.PathLike, source: Signature, fit_size: tuple[int, int]) -> str:
    """Name of the entry of a source, by its absolute path, its times of change, a sample of its bytes and the size."""
    key = f'{_READING}|{os.path.abspath(path)}|{source.modified_ns}|{source.changed_ns}|{fit_size}|'
    digest = hashlib.sha256(key.encode('utf-8', 'surrogateescape'))
    _add_sample(digest, path, source.size)
    return f'{digest.hexdigest()[:32]}.npy'


def _add_sample(digest, path: str | os.PathLike, size: int) -> None:
    """Add a file's size and evenly spaced blocks of it, with the first and the last; all of a small file."""
    digest.update(f'{size}|'.encode())
    last = max(0, size - _BLOCK_BYTES)
    with open(path, 'rb', buffering=0) as file:
        for block in range(_BLOCKS if last else 1):
            file.seek(last * block // (_BLOCKS - 1))
            digest.update(file.read(_BLOCK_BYTES))


def entry_content(image: np.ndarray, full_size: tuple[int, int]) -> bytes:
    """Bytes of an entry.

    Args:
        image: (h, w) uint8. full_size: (W, H) that it was reduced from.
    """
    size = image.shape[::-1]
    return b''.join((_header(size), image.tobytes(), _END.pack(_MARK, *size, *full_size)))


def read_entry(entry: Path | str) -> tuple[np.ndarray, tuple[int, int]] | None:
    """Pixels (h, w) uint8 and the size (W, H) that they were reduced from; None where no whole entry is there."""
    try:
        with open(entry, 'rb', buffering=0) as file:
            content = np.empty(os.fstat(file.fileno()).st_size, np.uint8)
            if file.readinto(content) != content.size:
                return None
    except (OSError, MemoryError):
        return None
    sizes = _sizes(content[-_END.size :].tobytes(), content.size)
    if sizes is None or content[: len(_header(sizes[0]))].tobytes() != _header(sizes[0]):
        return None
    return content[len(_header(sizes[0])) : -_END.size].reshape(sizes[0][::-1]), sizes[1]


def check_entry(entry: Path | str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """As :func:`read_entry`, but the sizes (w, h) and (W, H) alone, without reading the pixels."""
    try:
        with open(entry, 'rb', buffering=0) as file:
            length = file.seek(0, os.SEEK_END)
            file.seek(max(0, length - _END.size))
            sizes = _sizes(file.read(_END.size), length)
            file.seek(0)
            is_whole = sizes is not None and file.read(len(_header(sizes[0]))) == _header(sizes[0])
    except OSError:
        return None
    return sizes if is_whole else None


def _sizes(end: bytes, length: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Both sizes by the end of an entry; None where it is none, or the length is another."""
    if len(end) != _END.size:
        return None
    mark, width, height, full_width, full_height = _END.unpack(end)
    sides = (width, height, full_width, full_height)
    if mark != _MARK or min(sides) < 1 or length < width * height or length != _length((width, height)):
        return None
    return (width, height), (full_width, full_height)


def _length(size: tuple[int, int]) -> int:
    return len(_header(size)) + size[0] * size[1] + _END.size


@lru_cache(maxsize=64)
def _header(size: tuple[int, int]) -> bytes:
    content = io.BytesIO()
    settings = {'descr': '|u1', 'fortran_order': False, 'shape': size[::-1]}
    np.lib.format.write_array_header_1_0(content, settings)
    return content.getvalue()
