"""Names as files on any system may have them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection

__all__ = ['file_safe', 'is_reserved', 'name_key', 'unused_name']

_MOST_BYTES = 150
_RESERVED = {'con', 'prn', 'aux', 'nul', *(f'{port}{digit}' for port in ('com', 'lpt') for digit in '123456789¹²³')}
"""Files that Windows has in every folder, whatever the ending."""
_NO_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


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
    if is_reserved(plain):
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


def is_reserved(name: str) -> bool:
    """Whether Windows keeps a name for itself, whatever the ending."""
    return name_key(name.split('.')[0].strip()) in _RESERVED
