"""How large a folder of the image cache may become: the oldest entries go first, and it is looked at seldom."""

from __future__ import annotations

import contextlib
import os
import re
import time
from pathlib import Path

__all__ = ['LIMIT_VARIABLE', 'CacheLimit', 'limit_bytes', 'remove_oldest']

LIMIT_VARIABLE = 'AARIZ_CACHE_LIMIT_GB'
_GB = 1_000_000_000
_ENTRY = re.compile(r'[0-9a-f]{32}\.npy')
_PART = re.compile(r'\.[0-9a-f]{20}.*\.part')
_ABANDONED_S = 3600
"""A part that is so old was left by a process that was killed."""
_STEPS = 100
"""A process looks at the folder each time that it has written one part of so many of the limit."""


def limit_bytes(limit_gb: float | None) -> int | None:
    """Bytes of a limit; where None is given, that of the environment, and None where there is none either.

    Errors:
        ValueError: no positive number of GB.
    """
    given = os.environ.get(LIMIT_VARIABLE) or None if limit_gb is None else limit_gb
    name = LIMIT_VARIABLE if limit_gb is None else 'cache_limit_gb'
    if given is None:
        return None
    with contextlib.suppress(TypeError, ValueError):
        if 0 < float(given) < float('inf') and not isinstance(given, bool):
            return max(1, int(float(given) * _GB))
    raise ValueError(f'{name}={given!r}: expected a positive number of GB, such as 20, or nothing for no limit')


class CacheLimit:
    """Keeps one folder within a limit, as far as this process writes to it; others may do the same at the same time.

    Between two looks each process adds a hundredth of the limit at most, so that the folder outgrows the limit by no
    more than that for each further process.

    Args:
        folder: of the entries. limit: bytes.
    """

    def __init__(self, folder: Path, limit: int):
        self.folder, self.limit = folder, limit
        self._step, self._written = limit // _STEPS, limit

    def note(self, entry: Path, size: int) -> list[str]:
        """Take note of an entry that was written, and remove the oldest others where it is time to look.

        Returns:
            Names of the entries that were removed.
        """
        self._written += size
        if self._written < self._step:
            return []
        self._written = 0
        room = self._step if self._step > size else 0
        return remove_oldest(self.folder, self.limit - room, entry.name)


def remove_oldest(folder: Path, limit: int, spared: str) -> list[str]:
    """Remove the entries that were written first until the rest is within a limit; nothing but entries is touched.

    Args:
        limit: bytes. spared: name of the entry that stays in any case.
    Returns:
        Names of those that were removed by this process.
    """
    entries = sorted(_entries(folder))
    total, removed = sum(size for _, _, size in entries), []
    for _, name, size in entries:
        if total <= limit:
            break
        if name == spared:
            continue
        total -= size
        with contextlib.suppress(OSError):  # another process was first, or reads it on Windows
            os.unlink(folder / name)
            removed.append(name)
    return removed


def _entries(folder: Path) -> list[tuple[int, str, int]]:
    """Time, name and bytes of each entry; parts that a killed process left are removed on the way."""
    found, old_ns = [], time.time_ns() - _ABANDONED_S * 1_000_000_000
    with contextlib.suppress(OSError), os.scandir(folder) as files:
        for file in files:
            with contextlib.suppress(OSError):  # it is removed meanwhile
                if _ENTRY.fullmatch(file.name):
                    stat = file.stat()
                    found.append((stat.st_mtime_ns, file.name, stat.st_size))
                elif _PART.fullmatch(file.name) and file.stat().st_mtime_ns < old_ns:
                    os.unlink(file.path)
    return found
