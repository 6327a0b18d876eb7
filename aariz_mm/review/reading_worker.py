"""The model reads all radiographs once, in the background, and the one that somebody looks at first."""

from __future__ import annotations

import contextlib
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from aariz_mm.files import file_sha256
from aariz_mm.radiographs.radiograph import open_radiograph
from aariz_mm.reading.content import prediction_content
from aariz_mm.reading.reader import Reader

__all__ = ['ReadingWorker', 'read_case']

_NICE = 10


def read_case(reader: Reader, path: Path, pixel_size_mm: float | None) -> dict:
    """What the model finds on one radiograph, in the layout of results; no name or number of the patient is in it.

    Errors:
        FileNotFoundError, ValueError: it cannot be read, or is no lateral cephalogram.
    """
    opened = open_radiograph(path)
    prediction = reader(opened, pixel_size_mm)
    return prediction_content(prediction, path.name, opened.grey.shape[1::-1], file_sha256(path))


class ReadingWorker:
    """A thread that reads cases, one at a time.

    Args:
        load: makes the reader, in the thread. read: reader and number of a case -> reading. keep: takes number, reading
            and '' , or number, None and why it failed.
    """

    def __init__(
        self,
        load: Callable[[], Reader],
        read: Callable[[Reader, int], dict],
        keep: Callable[[int, Mapping[str, Any] | None, str], None],
    ):
        self._load, self._read, self._keep = load, read, keep
        self._waiting: deque[int] = deque()
        self._changed, self._stopped = threading.Condition(), False
        self._thread = threading.Thread(target=self._run, name='reading', daemon=True)

    def start(self, cases: Iterable[int]) -> None:
        """Begin with these cases, in their order."""
        self._waiting.extend(cases)
        self._thread.start()

    def add(self, n: int) -> None:
        """Read a case after all others."""
        with self._changed:
            self._waiting.append(n)
            self._changed.notify()

    def read_next(self, n: int) -> None:
        """Read a case next, where it waits."""
        with self._changed:
            if n in self._waiting:
                self._waiting.remove(n)
                self._waiting.appendleft(n)

    def stop(self, seconds: float = 5.0) -> None:
        """Stop after the case that is being read."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _run(self) -> None:
        _be_nice()
        reader, failure = None, ''
        while (n := self._next()) is not None:
            if reader is None and not failure:
                reader, failure = self._loaded()
            content = None
            if reader is not None:
                content, reason = self._outcome(reader, n)
            self._keep(n, content, failure or reason)

    def _next(self) -> int | None:
        with self._changed:
            while not self._waiting and not self._stopped:
                self._changed.wait()
            return None if self._stopped else self._waiting.popleft()

    def _loaded(self) -> tuple[Reader | None, str]:
        try:
            return self._load(), ''
        except Exception as error:
            return None, f'the model cannot be loaded: {error}'

    def _outcome(self, reader: Reader, n: int) -> tuple[dict | None, str]:
        """The reading, or why there is none; a bug of one case does not stop the others."""
        try:
            return self._read(reader, n), ''
        except (ValueError, OSError) as error:
            return None, str(error)
        except Exception as error:
            return None, f'{type(error).__name__}: {error} (a bug: please report it)'


def _be_nice() -> None:
    """Give this thread, and those that ONNX Runtime starts from it, what others leave of the CPU; Linux alone can."""
    with contextlib.suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
