"""How often one visitor may ask: buckets that refill with time, one for each address."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

__all__ = ['Rates']

_MOST_VISITORS = 1024
"""Addresses that are remembered; whoever asked longest ago is forgotten first."""


class Rates:
    """Counts what each visitor takes.

    Args:
        per_second: what comes back, units a second. burst: what a visitor has who has not asked for long.
        clock: seconds, of which only differences matter.
    Example: 2 a second, burst 4: four times at once, then every half second
    """

    def __init__(self, per_second: float, burst: float, clock: Callable[[], float] = time.monotonic):
        self._per_second, self._burst, self._clock = per_second, burst, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, visitor: str) -> float:
        """Seconds until the visitor has a whole unit; 0 where one is left. Nothing is taken."""
        return max(0.0, (1 - self._now(visitor)) / self._per_second)

    def take(self, visitor: str) -> None:
        """Take a unit of a visitor, or what is left of one."""
        left = max(0.0, self._now(visitor) - 1)
        self._left[visitor] = (left, self._clock())
        self._left.move_to_end(visitor)
        while len(self._left) > _MOST_VISITORS:
            self._left.popitem(last=False)

    def _now(self, visitor: str) -> float:
        left, then = self._left.get(visitor, (self._burst, 0.0))
        return min(self._burst, left + (self._clock() - then) * self._per_second)
