"""Names of readers, which become folders, and of radiographs, which become files, on any system."""

from __future__ import annotations

import re
import unicodedata

from aariz_mm.radiographs.file_names import file_safe, is_reserved, name_key, unused_name

__all__ = ['MOST_LETTERS', 'check_reader_name', 'file_safe', 'name_key', 'unused_name']

MOST_LETTERS = 60
"""Of a reader's name."""
_ALLOWED = 'letters, digits, blanks and . - _'
_LETTERS = ('L', 'M', 'N')


def check_reader_name(name: object) -> str:
    """A reader's name as it is kept: composed, with single blanks and none around it.

    Errors:
        ValueError: no text, empty, too long, with other signs than letters, digits, blanks and ``. - _``, beginning
            or ending with a dot, or one that Windows keeps for itself.
    Example: ' Dr  Kim ' -> 'Dr Kim'
    """
    if not isinstance(name, str):
        raise ValueError(f'reader {name!r} is no text; give a name of {_ALLOWED}')
    plain = ' '.join(unicodedata.normalize('NFC', name).split(' ')).strip() if name.strip() else ''
    plain = re.sub(' +', ' ', plain)
    if not 1 <= len(plain) <= MOST_LETTERS or len(plain.encode(errors='replace')) > 200:
        raise ValueError(f'reader {name[:80]!r}: a name has 1 to {MOST_LETTERS} letters; give a shorter or longer one')
    wrong = sorted({letter for letter in plain if not _is_allowed(letter)})
    if wrong:
        raise ValueError(f'reader {plain!r} has {wrong}; a name becomes a folder, so give one of {_ALLOWED}')
    if plain[0] == '.' or plain[-1] == '.':
        raise ValueError(f'reader {plain!r} begins or ends with a dot, which hides or cuts folders; leave the dot out')
    if not any(unicodedata.category(letter)[0] in 'LN' for letter in plain):
        raise ValueError(f'reader {plain!r} has neither a letter nor a digit; give a name')
    if is_reserved(plain):
        raise ValueError(f'reader {plain!r} is a name that Windows keeps for itself; give another one')
    return plain


def _is_allowed(letter: str) -> bool:
    return letter in ' .-_' or unicodedata.category(letter)[0] in _LETTERS
