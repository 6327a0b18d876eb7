"""Where the seconds of a reading go: what each step takes, summed over the radiographs."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ['STEPS', 'StepTimes', 'record_steps', 'timed']

STEPS = ('open', 'network', 'measure', 'draw', 'write')
"""Open: decode a file and find its black and white. Network: ONNX Runtime. Write: the overlay and the JSON file."""
_REST, _ALL = 'rest', 'all'
_record: ContextVar[dict[str, float] | None] = ContextVar('steps', default=None)


@contextmanager
def record_steps() -> Iterator[dict[str, float]]:
    """Seconds by step of all that is :func:`timed` within the block, in this thread."""
    seconds: dict[str, float] = {}
    token = _record.set(seconds)
    try:
        yield seconds
    finally:
        _record.reset(token)


@contextmanager
def timed(step: str) -> Iterator[None]:
    """Add the seconds of the block to a step, where steps are recorded."""
    seconds, begin = _record.get(), time.perf_counter()
    try:
        yield
    finally:
        if seconds is not None:
            seconds[step] = seconds.get(step, 0.0) + time.perf_counter() - begin


class StepTimes:
    """Seconds of many radiographs.

    Args:
        skipped: radiographs at the beginning that do not count, for they are read while all is still cold; a run of no
            more counts them.
    """

    def __init__(self, skipped: int = 1):
        self._skipped, self._count, self._seconds = skipped, 0, Counter()

    def add(self, steps: Mapping[str, float], seconds: float | None) -> None:
        """Add a radiograph; one that was not read now, without seconds, adds nothing."""
        if seconds is None:
            return
        if self._count == self._skipped:  # those so far were read cold
            self._seconds.clear()
        self._count += 1
        self._seconds.update({**steps, _REST: max(seconds - sum(steps.values()), 0.0), _ALL: seconds})

    def describe(self) -> str:
        """A table of the steps, seconds per radiograph and shares; '' where none was read."""
        if not self._count:
            return ''
        counted = self._count - self._skipped if self._count > self._skipped else self._count
        total = max(self._seconds[_ALL], 1e-9)
        rows = [(step, self._seconds[step]) for step in (*STEPS, _REST, _ALL)]
        return '\n'.join(
            [f'{"step":<9}seconds  share  (mean of {counted})']
            + [f'{step:<9}{seconds / counted:7.3f}  {100 * seconds / total:4.0f} %' for step, seconds in rows]
        )
