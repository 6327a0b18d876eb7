"""What a result says, checked, as it comes from a file that anybody may have changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

__all__ = ['RESULT', 'check_size', 'entries_of', 'finite', 'words']

RESULT = Path('result')
"""What a result is called in messages; commands put its file before them."""
_LARGEST = 1e9


def finite(value: Any) -> float | None:
    """A number that can be written as a decimal of DICOM; None for anything else."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and -_LARGEST < value < _LARGEST else None


def check_size(content: Mapping[str, Any], size: tuple[int, int], what: str, cure: str) -> None:
    """Check that an image of [w, h] has the size that a result says, where it says one.

    Args:
        what: the image is, as 'the radiograph has', and cure: what to do, both for the error.
    Errors:
        ValueError: another size, or what is none.
    """
    told = content.get('image_size')
    if told is None:
        return
    if not isinstance(told, list | tuple) or len(told) != 2 or None in map(finite, told):
        raise ValueError(f'image_size is {str(told)[:60]}, expected [width, height]; read the radiograph again')
    if tuple(told) != size:
        raise ValueError(f'{what} {size[0]} x {size[1]} px, the result is of one of {told[0]} x {told[1]} px; {cure}')


def words(value: Any) -> str:
    """A text without control characters, of which line ends become blanks; '' for what is none."""
    if not isinstance(value, str):
        return ''
    return ''.join(' ' if letter in '\r\n\t' else letter for letter in value if letter in '\r\n\t' or letter >= ' ')


def entries_of(content: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    """The entries of 'measurements' or 'classes', each with a key of its own; none where there are none.

    Errors:
        ValueError: no list, an entry without key, or one key twice.
    """
    found, seen = content.get(key) or [], set()
    if not isinstance(found, list | tuple):
        raise ValueError(f'{key} is {str(found)[:60]}, expected a list; read the radiograph again')
    for one in found:
        name = one.get('key') if isinstance(one, Mapping) else None
        if not isinstance(name, str) or not name or name in seen:
            raise ValueError(f'{key}: {str(one)[:80]} has no key of its own; read the radiograph again')
        seen.add(name)
        yield one
