"""Entries of the image cache made ahead, by several processes; what is there is left as it is."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import warnings
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

import cv2

from aariz_mm.radiographs.cache import ImageCache, UnwritableCacheError

__all__ = ['Built', 'Source', 'build_entries', 'build_entry']

Source = tuple[ImageCache, str]
"""A cache, and the path of a radiograph that is to have an entry in it."""
_AHEAD = 4
"""Radiographs for each process that are handed out before they are finished."""


@dataclass(frozen=True)
class Built:
    """What became of the entry of a radiograph.

    Args:
        path: of the radiograph. is_new: whether the entry was made now. entry_bytes: its size. failure: why there is
            none, '' where there is one. notes: what is unusual about the radiograph. entry: path of the entry, ''
            where there is none.
    """

    path: str
    is_new: bool = False
    entry_bytes: int = 0
    failure: str = ''
    notes: tuple[str, ...] = ()
    entry: str = ''


def build_entries(sources: Iterable[Source], workers: int = 1) -> Iterator[Built]:
    """Make the entries that are not there; what became of each comes in the order in which they are finished.

    Interrupted, it leaves whole entries alone, and called again it goes on with those that are missing.

    Args:
        workers: processes; 1 makes them in this one.
    Errors:
        UnwritableCacheError: the cache takes nothing. ValueError: a process was ended from outside.
    """
    if workers == 1:
        yield from (build_entry(*source) for source in sources)
        return
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context('spawn'), _begin)
    try:
        yield from _in_turn(pool, iter(sources), workers * _AHEAD)
    except UnwritableCacheError as error:
        raise UnwritableCacheError(str(error)) from None  # said here, and not in a process
    except BrokenProcessPool as error:
        raise ValueError(
            'a process that decodes radiographs was ended from outside, most likely as memory ran out; give fewer '
            '--workers, and the rest is made'
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def build_entry(cache: ImageCache, path: str) -> Built:
    """Make the entry of one radiograph where there is none.

    Errors:
        UnwritableCacheError: the cache takes nothing.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        try:
            is_new = cache.ensure(path)
        except (FileNotFoundError, ValueError) as error:
            return Built(path, failure=str(error).removeprefix(f'{path}: '))
    size, entry = 0, ''
    with contextlib.suppress(OSError):  # a limit may have removed it
        entry = str(cache.entry_path(path))
        size = os.path.getsize(entry)
    notes = dict.fromkeys(str(warning.message).removeprefix(f'{path}: ') for warning in caught)
    return Built(path, is_new, size, notes=tuple(notes), entry=entry)


def _in_turn(pool: ProcessPoolExecutor, sources: Iterator[Source], at_once: int) -> Iterator[Built]:
    """Hand out so many at once and no more, as there may be millions."""
    running: set[Future] = set()
    while True:
        while len(running) < at_once and (source := next(sources, None)) is not None:
            running.add(pool.submit(build_entry, *source))
        if not running:
            return
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            yield future.result()


def _begin() -> None:
    """A process: Ctrl-C is for the one that started it to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
