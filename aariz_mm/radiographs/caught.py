"""Python's warnings as text for the result of one radiograph."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ['collect_warnings']


@contextmanager
def collect_warnings(category: type[Warning]) -> Iterator[list[str]]:
    """Collect the texts of a kind of warning within the block; all others are warned of as ever.

    Example: ``with collect_warnings(UserWarning) as texts: warnings.warn('a')`` -> texts is ['a'], nothing is printed
    """
    texts: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always', category)
        yield texts
    for one in caught:
        if issubclass(one.category, category):
            texts.append(str(one.message))
        else:
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
