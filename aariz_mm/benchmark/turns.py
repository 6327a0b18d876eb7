"""Measuring several things in turn, so that other work on the machine strikes all of them alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping

from aariz_mm.benchmark.progress import followed
from aariz_mm.compat.window import without_collection

__all__ = ['CLOCKS', 'measure_in_turn', 'seconds_of']

CLOCKS: dict[str, Callable[[], float]] = dict(cpu=time.process_time, wall=time.perf_counter)
"""Seconds of a CPU that this process has taken, which other work hardly changes; and those on the wall."""

_Call = Callable[[int], object]


def measure_in_turn(
    calls: Mapping[str, _Call], rounds: int, clock: str = 'cpu', what: str = 'round'
) -> dict[str, list[float]]:
    """Seconds of each call in each round, in the order given in even rounds and backwards in odd ones.

    Args:
        calls: by name; each gets the number of the round.
        rounds: how often each is made.
        clock: one of :data:`CLOCKS`.
        what: is measured, for the line of progress.
    """
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    with without_collection():  # the garbage of one call is not collected in the middle of another
        for index in followed(range(rounds), what):
            for name in list(calls)[:: -1 if index % 2 else 1]:
                seconds[name].append(seconds_of(calls[name], index, clock))
            gc.collect(0)
    return seconds


def seconds_of(call: _Call, index: int, clock: str = 'cpu') -> float:
    """Seconds of one call."""
    now = CLOCKS[clock]
    start = now()
    call(index)
    return now() - start
