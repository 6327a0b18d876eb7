"""How far a measurement is, on one line of a terminal, written between what is measured; the standard library alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

__all__ = ['followed', 'tell']

_T = TypeVar('_T')
_WIDTH = 79


def tell(text: str) -> None:
    """Put a text into the line of progress, in place of the one before; '' leaves nothing. Nothing but a terminal."""
    if sys.stderr is not None and sys.stderr.isatty():
        line = text[:_WIDTH].ljust(_WIDTH)
        print(f'\r{line}', end='' if text else '\r', file=sys.stderr, flush=True)


def followed(things: Sequence[_T], what: str) -> Iterator[_T]:
    """Things one by one, while the line says which it is; afterwards the line is empty.

    Example: 'imports: 3 of 48'
    """
    try:
        for number, thing in enumerate(things, start=1):
            tell(f'{what}: {number} of {len(things)}')
            yield thing
    finally:
        tell('')
