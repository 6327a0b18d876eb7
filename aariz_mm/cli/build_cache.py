"""Decodes the radiographs of a config ahead, for training, validation and testing, into the image cache.

Training fills the cache by itself, in its first epoch; this does it before, with all cores. Interrupted and begun
again, it goes on with what is missing. Exit status: 0 each was made or was there, 1 some radiographs could not be read
and the others were made, 2 it could not begin or go on: a mistake in what was given, a dataset that cannot be listed, a
folder that takes nothing, a process that was ended from outside.

Example: python tools/build_cache.py configs/aariz_lite0_512.py --workers 8
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aariz_mm.cli.options import add_config_options, check_config, read_count
from aariz_mm.cores import count_cores

__all__ = ['add_arguments', 'run']

if TYPE_CHECKING:
    from aariz_mm.radiographs.cache import ImageCache
    from aariz_mm.radiographs.cache_building import Built

_MOST_PER_CORE = 4
_SHOWN_IN_MB, _SHOWN_IN_KB = 100_000, 1000


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('config', help='config file')
    what = f'processes; by default one for each core, and at most {_MOST_PER_CORE}'
    parser.add_argument('--workers', type=read_count, metavar='N', help=what)
    add_config_options(parser)


def run(args: Namespace, parser: ArgumentParser) -> int:
    """Build and print what was done; returns the exit status."""
    check_config(args.config)
    from aariz_mm.launching.cached_images import find_cached_images
    from aariz_mm.launching.configs import load_config, parse_options
    from aariz_mm.radiographs.cache_building import build_entries

    start = time.perf_counter()
    sources = find_cached_images(load_config(args.config, parse_options(args.cfg_options)))
    tally = _Tally(dict.fromkeys(cache for cache, _ in sources))
    workers = min(_bounded(args.workers), len(sources))
    try:
        for built in _show(build_entries(sources, workers), len(sources)):
            tally.add(built)
    finally:
        kept = [size for size in map(_bytes_of, tally.entries) if size is not None]
        print(tally.describe(len(sources), time.perf_counter() - start, sum(kept)))
        tally.warn_of_limits(len(tally.entries) - len(kept))
    return int(tally.failed > 0)


def _bounded(workers: int | None) -> int:
    """Processes that are sane on this machine, and a word where they are fewer than was asked for."""
    cores = count_cores()
    most = _MOST_PER_CORE * cores
    if workers is not None and workers > most:
        print(
            f'--workers {workers}: takes {most}, {_MOST_PER_CORE} for each core of this machine; more would only take '
            'memory',
            file=sys.stderr,
        )
    return min(workers or cores, most)


@dataclass
class _Tally:
    """What has been done so far."""

    caches: Iterable[ImageCache]
    made: int = 0
    there: int = 0
    failed: int = 0
    new_bytes: int = 0
    all_bytes: int = 0
    entries: list[str] = field(default_factory=list)

    def add(self, built: Built) -> None:
        self.failed += bool(built.failure)
        self.made += built.is_new
        self.there += not built.is_new and not built.failure
        self.new_bytes += built.entry_bytes * built.is_new
        self.all_bytes += built.entry_bytes
        self.entries += [built.entry] if built.entry else []

    def describe(self, total: int, seconds: float, kept_bytes: int) -> str:
        folders = ', '.join(dict.fromkeys(str(cache.cache_dir) for cache in self.caches))
        missing = total - self.made - self.there - self.failed
        left = f', {missing} left for the same command' if missing else ''
        return (
            f'entries: {self.made} made ({_size(self.new_bytes)}), {self.there} skipped as they were there, '
            f'{self.failed} failed{left}, in {seconds:.1f} s; {_size(kept_bytes)} in {folders}'
        )

    def warn_of_limits(self, gone: int) -> None:
        limit = min((cache.limit for cache in self.caches if cache.limit is not None), default=None)
        if limit is not None and self.all_bytes > limit:
            what = f'{gone} of them are gone' if gone else 'none is gone yet, the oldest go when more are made'
            print(
                f'warning: the entries have {_size(self.all_bytes)} and the limit of the cache is {_size(limit)}: '
                f'{what}; raise cache_limit_gb, or AARIZ_CACHE_LIMIT_GB',
                file=sys.stderr,
            )


def _bytes_of(entry: str) -> int | None:
    """Bytes of an entry; None where it is gone."""
    with contextlib.suppress(OSError):
        return os.path.getsize(entry)
    return None


def _size(count: int) -> str:
    """So many bytes in a unit that shows them.

    Example: 450000 -> '0.5 MB', 300 -> '300 B'
    """
    if count >= _SHOWN_IN_MB:
        return f'{count / 1e6:.1f} MB'
    return f'{count / 1e3:.1f} kB' if count >= _SHOWN_IN_KB else f'{count} B'


def _show(built: Iterable[Built], total: int) -> Iterator[Built]:
    """What was built as it comes, with a bar on standard error, and a line for each that failed or is unusual."""
    from tqdm import tqdm

    with tqdm(total=total, unit='image', desc='image cache', file=sys.stderr) as bar:
        for one in built:
            for text in (one.failure and f'failed: {one.failure}', *one.notes):
                if text:
                    tqdm.write(f'{one.path}: {text}', file=sys.stderr)
            yield one
            bar.update()
