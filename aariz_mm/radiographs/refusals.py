"""The one place where whatever a library raises about a broken file becomes a ValueError with the reason."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ['RadiographFileError', 'check_pixel_count', 'refuse_failures']

_MOST_PIXELS = 200_000_000
"""Aariz has radiographs of 95 megapixels; a header that says far more is damaged or made to fill the memory."""
_MOST_PIXELS_OF_A_BYTE = 10_000
"""A flat 1-bit PNG has 8256 pixels to a byte; no radiograph comes near."""
_COPY_AGAIN = 'copy the file again, or export the radiograph once more'


class RadiographFileError(ValueError):
    """A file that is no radiograph that can be read; the message names the file, the reason and the cure."""


@contextmanager
def refuse_failures(name: str | os.PathLike, what: str, quote: bool = True) -> Iterator[None]:
    """Turn every failure within the block into a :class:`RadiographFileError`; a missing file stays one.

    Args:
        name: of the file. what: failed, as 'the pixels cannot be decoded'. quote: False keeps the text of the library
            out, as it may quote the name of a patient.
    """
    try:
        yield
    except (RadiographFileError, FileNotFoundError):
        raise
    except MemoryError as error:
        reason = 'there is too little memory for it; free some, or reduce the image'
        raise RadiographFileError(f'{os.fspath(name)}: {what}: {reason}') from error
    except Exception as error:  # pydicom, gdcm, Pillow and OpenCV raise of every kind
        reason = _reason(error, name) if quote else type(error).__name__
        cause = error if quote else None
        raise RadiographFileError(f'{os.fspath(name)}: {what} ({reason}); {_COPY_AGAIN}') from cause


def check_pixel_count(name: str | os.PathLike, size_px: tuple[int, int], file_bytes: int | None = None) -> None:
    """Check that the pixels that a header states can be those of a radiograph, before memory is taken for them.

    Args:
        size_px: (w, h). file_bytes: size of the file that is to hold them.
    Errors:
        RadiographFileError: none at all, more than 200 million, or more than so few bytes can hold.
    """
    width, height = size_px
    where = f'{os.fspath(name)}: {width} x {height} pixels by the header'
    if width < 1 or height < 1:
        raise RadiographFileError(f'{where}, expected at least one; {_COPY_AGAIN}')
    if width * height > _MOST_PIXELS:
        raise RadiographFileError(
            f'{where}, at most {_MOST_PIXELS // 1_000_000} million are read; reduce the image, or copy a damaged file '
            'again'
        )
    if file_bytes is not None and width * height > _MOST_PIXELS_OF_A_BYTE * file_bytes:
        raise RadiographFileError(f'{where}, and the file has only {file_bytes} bytes; {_COPY_AGAIN}')


def _reason(error: Exception, name: str | os.PathLike) -> str:
    """The first line of what a library says, without the path, which stands before it."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    text = str(error).replace(f' {os.fspath(name)!r}', '').strip()
    return text.splitlines()[0].rstrip(':') if text else type(error).__name__
