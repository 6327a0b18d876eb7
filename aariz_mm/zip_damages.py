"""What Python's zipfile raises of archives that are damaged or made to harm, for all who open archives of others."""

from __future__ import annotations

import errno
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ['ZIP_DAMAGES', 'damaged_as_error', 'is_damage']

ZIP_DAMAGES = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, IndexError, NotImplementedError,
    OverflowError, RuntimeError, UnicodeError,
)  # fmt: skip
"""Errors that are of an archive; an OSError may be."""
_SEEKS = (None, errno.EINVAL)
"""Of the OSError that bz2 raises, and of places before the beginning of a file."""


def is_damage(error: Exception) -> bool:
    """Whether an error that came while an archive was read is of the archive, not of the disk.

    Example: IndexError('string index out of range'), of an entry without a name -> True
    """
    return isinstance(error, ZIP_DAMAGES) or (type(error) is OSError and error.errno in _SEEKS)


@contextmanager
def damaged_as_error(what: str, cure: str = '') -> Iterator[None]:
    """Tell damage within the block as a ValueError; for blocks that do no more than read an archive.

    Args:
        what: beginning of its text, with the name of the archive. cure: end of it.
    """
    try:
        yield
    except Exception as error:
        if not is_damage(error):
            raise
        raise ValueError(f'{what} ({error}){cure}') from error
