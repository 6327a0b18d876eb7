"""Parts of a long list, for jobs that do not know of each other: the same each time, without overlap or gap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

__all__ = ['Shard', 'parse_shard']

_Item = TypeVar('_Item')


class Shard(NamedTuple):
    """Part ``number`` of ``count``, counted from 1."""

    number: int
    count: int

    def __str__(self) -> str:
        return f'{self.number}_of_{self.count}'

    def take(self, items: Sequence[_Item]) -> Sequence[_Item]:
        """Each ``count``-th item, so that all parts are of one size and the slow folders are shared.

        Example: ``Shard(2, 3).take('abcdefgh')`` -> 'beh'
        """
        return items[self.number - 1 :: self.count]


def parse_shard(text: str) -> Shard:
    """A part from text.

    Errors:
        ValueError: not ``I/N`` with I from 1 to N.
    Example: '3/16' -> Shard(3, 16)
    """
    found = re.fullmatch(r'([0-9]{1,9})/([0-9]{1,9})', text.strip())
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise ValueError(f'{text!r}: expected I/N with I from 1 to N, such as 3/16')
    return Shard(int(found[1]), int(found[2]))
