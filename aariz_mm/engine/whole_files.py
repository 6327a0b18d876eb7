"""Files that are there as a whole or not at all, for MMEngine's hooks."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from mmengine.fileio import LocalBackend, register_backend

from aariz_mm.files import write_file

__all__ = ['BACKEND', 'WholeFileBackend']

BACKEND = 'whole'
"""Name of the backend: ``backend_args=dict(backend='whole')``."""


class WholeFileBackend(LocalBackend):
    """MMEngine's backend of the local disk, which never leaves a part of a file and removes late.

    A file is written beside its place, synced to the disk and moved. What :meth:`remove` is given goes with
    :meth:`remove_outdated`, once that which takes its place is there.

    Attributes:
        outdated: paths that are to be removed, in the order given.
    """

    def __init__(self):
        self.outdated: list[str] = []

    def put(self, obj: bytes, filepath: str | Path) -> None:
        """Write bytes; an earlier file stays as it was until all of them are on the disk."""
        write_file(filepath, obj, durable=True)

    def remove(self, filepath: str | Path) -> None:
        """Let a file be removed later."""
        if str(filepath) not in self.outdated:
            self.outdated.append(str(filepath))

    def remove_outdated(self, spared: str | Path | None = None) -> None:
        """Remove now what :meth:`remove` was given; what cannot be removed stays.

        Args:
            spared: a file that has been written anew since.
        """
        for path in self.outdated:
            if path != str(spared):
                with contextlib.suppress(OSError):
                    os.unlink(path)
        self.outdated.clear()


register_backend(BACKEND, WholeFileBackend)
