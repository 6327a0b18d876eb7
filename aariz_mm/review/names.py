"""Names of readers, which become folders, and of radiographs, which become files, on any system."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection

__all__ = ['MOST_LETTERS', 'check_reader_name', 'file_safe', 'name_key', 'unused_name']

MOST_LETTERS = 60
"""Of a reader's name."""
_ALLOWED = 'letters, digits, blanks and . - _'
_MOST_BYTES = 150
_RESERVED = {'con', 'prn', 'aux', 'nul', *(f'{port}{digit}' for port in ('com', 'lpt') for digit in '123456789¹²³')}
"""Files that Windows has in every folder, whatever the ending."""
_LETTERS = ('L', 'M', 'N')
_NO_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


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
    if name_key(plain.split('.')[0].strip()) in _RESERVED:
        raise ValueError(f'reader {plain!r} is a name that Windows keeps for itself; give another one')
    return plain


def _is_allowed(letter: str) -> bool:
    return letter in ' .-_' or unicodedata.category(letter)[0] in _LETTERS


def name_key(name: str) -> str:
    """What two names share that many file systems take for one: composed and without case."""
    return unicodedata.normalize('NFC', unicodedata.normalize('NFC', name).casefold())


def file_safe(name: str) -> str:
    """A name as a file on any system may have it; folders and forbidden signs become ``_``.

    A name that is too long is cut and gets a few digits of its hash.
    Example: 'P1/ceph.2' -> 'P1_ceph.2'; '.hidden' -> '_hidden'
    """
    plain = _NO_NAME.sub('_', ''.join(one if _is_printable(one) else '_' for one in name))
    if plain[:1] in ('.', ' '):
        plain = '_' + plain[1:]
    if plain[-1:] in ('.', ' '):
        plain = plain[:-1] + '_'
    if name_key(plain.split('.')[0].strip()) in _RESERVED:
        plain = '_' + plain
    if len(plain.encode()) > _MOST_BYTES:
        cut = plain.encode()[: _MOST_BYTES - 9].decode(errors='ignore')
        plain = f'{cut}_{hashlib.sha256(name.encode(errors="replace")).hexdigest()[:8]}'
    return plain or '_'


def _is_printable(letter: str) -> bool:
    return letter == ' ' or (unicodedata.category(letter)[0] not in 'CZ')


def unused_name(name: str, used: Collection[str]) -> str:
    """The name, or with the first number that makes its :func:`name_key` none of those used.

    Example: 'a', used {'a', 'a_2'} -> 'a_3'
    """
    plain, count = name, 1
    while name_key(name) in used:
        count += 1
        name = f'{plain}_{count}'
    return name
