"""How much of the time a GPU works."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import torch
from torch.autograd import DeviceType
from torch.profiler import ProfilerActivity, profile

__all__ = ['busy_of_gpu', 'busy_share']


def busy_share(intervals: Iterable[tuple[float, float]], length: float) -> float:
    """Share of ``length`` that is within at least one of the intervals (start, end).

    Example: (0, 2), (1, 3) and (5, 6) of 10 -> 0.4
    """
    busy, reached = 0.0, float('-inf')
    for start, end in sorted(intervals):
        busy += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return busy / length


@contextmanager
def busy_of_gpu() -> Iterator[list[float]]:
    """Give a list that, once what is done within has ended, holds the share of its time in which a GPU worked.

    A GPU works while at least one kernel or copy runs on it, as torch's profiler sees it.
    """
    found: list[float] = []
    with profile(activities=[ProfilerActivity.CUDA]) as profiler:
        torch.cuda.synchronize()
        start = time.perf_counter()
        yield found
        torch.cuda.synchronize()
        length = time.perf_counter() - start
    spans = [event.time_range for event in profiler.events() if event.device_type == DeviceType.CUDA]
    found.append(busy_share(((span.start / 1e6, span.end / 1e6) for span in spans), length))
