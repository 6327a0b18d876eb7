"""The arguments that say where radiographs are read: on this machine, or on many by Ray."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from aariz_mm.cli.options import read_index

__all__ = ['add_engine_arguments', 'engine_of']

if TYPE_CHECKING:
    from aariz_mm.reading.single import Outcome, Predict, ReadingOptions
    from aariz_mm.reading.workers import Task

_RETRIES = 3


def add_engine_arguments(parser: ArgumentParser) -> None:
    """``--engine`` and what Ray needs."""
    parser.add_argument(
        '--engine', choices=('local', 'ray'), default='local', help='local: this machine; ray: Ray, on many machines'
    )
    parser.add_argument(
        '--ray-address', metavar='HOST:PORT', help='of a Ray cluster that runs; by default Ray begins on this machine'
    )
    parser.add_argument(
        '--ray-retries', type=read_index, default=_RETRIES, metavar='N',
        help=f'times a radiograph is tried again after its worker was ended; {_RETRIES}',
    )  # fmt: skip


def engine_of(
    args: Namespace, load: Callable[[], Predict], describe: Callable[[], Mapping[str, Any]], threads: int | None
) -> Callable[[Iterable[Task], ReadingOptions], Iterator[Outcome]] | None:
    """What reads instead of processes of this machine; None where those do.

    Errors:
        ValueError: the address of a cluster without ``--engine ray``. ImportError: Ray is not installed.
    """
    if args.engine != 'ray':
        if args.ray_address:
            raise ValueError(f'--ray-address {args.ray_address}: give --engine ray with it')
        return None
    from aariz_mm.extras import require
    from aariz_mm.reading.ray_engine import read_on_ray

    require('ray')
    return partial(
        read_on_ray,
        load,
        jobs=args.jobs,
        threads=threads or 1,
        describe=describe,
        address=args.ray_address,
        retries=args.ray_retries,
    )
