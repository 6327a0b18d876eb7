"""One server for each folder of a review."""

from __future__ import annotations

from pathlib import Path

from aariz_mm.folder_lock import FolderLock

__all__ = ['HomeLock']

_TAKEN = (
    '{folder}: another review uses this folder ({holder}); open its page, or end it (Ctrl+C), or give another --out-dir'
)


class HomeLock(FolderLock):
    """The lock of a review's folder; see :class:`~aariz_mm.folder_lock.FolderLock`."""

    def __init__(self, home: Path):
        super().__init__(home, '.review.lock', _TAKEN)
