"""The archive that a checkpoint is, checked before torch unpacks it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from aariz_mm.zip_damages import ZIP_DAMAGES

__all__ = ['PackedError', 'check_archive']


class PackedError(ValueError):
    """A part of a checkpoint is compressed."""


def check_archive(path: str | Path) -> None:
    """Check that a checkpoint unpacks to no more than its file has; one of torch's older format is no archive.

    torch writes tensors as they are and reads them compressed, too: 200 KB became 200 MB.

    Errors:
        PackedError: a part of it is compressed. Of a file that is cut off nothing is said: torch tells it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            packed = next((one for one in archive.infolist() if one.compress_type != zipfile.ZIP_STORED), None)
    except (*ZIP_DAMAGES, OSError):
        return
    if packed is not None:
        raise PackedError(
            f'{packed.filename} is compressed, {packed.compress_size} bytes of {packed.file_size}; tools/train.py '
            'compresses nothing'
        )
