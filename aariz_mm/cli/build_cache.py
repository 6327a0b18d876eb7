"""Decodes the radiographs of a config ahead, for training, validation and testing, into the image cache.

Training fills the cache by itself, in its first epoch; this does it before, with all cores. Interrupted and begun
again, it goes on with what is missing. Exit status: 0 all are there, 1 some could not be read, 2 a mistake in what was
given or a folder that takes nothing.

Example: python tools/build_cache.py configs/aariz_lite0_512.py --workers 8
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aariz_mm.cli.options import add_config_options, check_config, read_count
from aariz_mm.cores import count_cores

__all__ = ['add_arguments', 'run']

if TYPE_CHECKING:
    from aariz_mm.radiographs.cache import ImageCache
    from aariz_mm.radiographs.cache_building import Built

_MB = 1e6


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('config', help='config file')
    parser.add_argument('--workers', type=read_count, metavar='N', help='processes; by default one for each core')
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
    workers = min(args.workers or count_cores(), len(sources))
    try:
        for built in _show(build_entries(sources, workers), len(sources)):
            tally.add(built)
    finally:
        print(tally.describe(len(sources), time.perf_counter() - start))
        tally.warn_of_limits()
    return int(tally.failed > 0)


@dataclass
class _Tally:
    """What has been done so far."""

    caches: Iterable[ImageCache]
    made: int = 0
    there: int = 0
    failed: int = 0
    new_bytes: int = 0
    all_bytes: int = 0

    def add(self, built: Built) -> None:
        self.failed += bool(built.failure)
        self.made += built.is_new
        self.there += not built.is_new and not built.failure
        self.new_bytes += built.entry_bytes * built.is_new
        self.all_bytes += built.entry_bytes

    def describe(self, total: int, seconds: float) -> str:
        folders = ', '.join(dict.fromkeys(str(cache.cache_dir) for cache in self.caches))
        missing = total - self.made - self.there - self.failed
        left = f', {missing} left for the same command' if missing else ''
        return (
            f'entries: {self.made} made ({self.new_bytes / _MB:.1f} MB), {self.there} skipped as they were there, '
            f'{self.failed} failed{left}, in {seconds:.1f} s; {self.all_bytes / _MB:.1f} MB in {folders}'
        )

    def warn_of_limits(self) -> None:
        limit = min((cache.limit for cache in self.caches if cache.limit is not None), default=None)
        if limit is not None and self.all_bytes > limit:
            print(
                f'warning: the entries have {self.all_bytes / _MB:.1f} MB and the limit of the cache is '
                f'{limit / _MB:.1f} MB, so those that were made first are gone; raise cache_limit_gb',
                file=sys.stderr,
            )


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
