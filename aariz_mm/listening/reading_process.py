"""Instances are read in processes of their own, so that a file that ends one costs itself alone."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable
from functools import partial
from typing import Any

from aariz_mm.reading.single import Predict
from aariz_mm.reading.worker_process import READY, end_process, start_process

from .answering import Answering, Reading, answer_instance

__all__ = ['ReadingProcess']

_LOAD_S = 600.0
_END_S = 5.0
_ENDINGS = (signal.SIGINT, signal.SIGTERM)
"""They are for the first process to handle, which lets this one finish."""


class ReadingProcess:
    """A process that reads one instance after the other, and is started again where it ends.

    One thread at a time may call it. It ends by itself when this process does, however that is.

    Args:
        load: gives what reads; called once in the process, so it must be one that can be pickled.
        threads: of the CPU. limit_s: for one instance.
    """

    def __init__(self, load: Callable[[], Predict], how: Answering, threads: int = 1, limit_s: float = 300.0):
        self._arguments, self._limit_s = (load, partial(_answer, how), threads, _ENDINGS), limit_s
        self._process: Any = None
        self._pipe: Any = None

    def start(self) -> None:
        """Start the process and wait until it can read.

        Errors:
            What ``load`` raises. RuntimeError: it ended before.
        """
        self._process, self._pipe = start_process(*self._arguments)
        answer = self._receive(_LOAD_S)
        if isinstance(answer, BaseException):
            self.end()
            raise answer
        if answer != READY:
            self.end()
            raise RuntimeError('a reading process ended before it was ready')

    def read(self, n: int) -> Reading | None:
        """What became of an instance; None where it ended the process, or took too long.

        Errors:
            OSError: an answer can't be written; see :func:`~aariz_mm.listening.answering.answer_instance`.
        """
        if self._process is None:
            self.start()
        with contextlib.suppress(OSError):  # it has ended; that is found when its answer is read
            self._pipe.send(n)
        answer = self._receive(self._limit_s)
        if answer is None:
            self.end()
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def end(self) -> None:
        """End the process; once more does nothing."""
        if self._process is None:
            return
        self._pipe.close()
        end_process(self._process, _END_S)
        self._process = self._pipe = None

    def _receive(self, limit_s: float) -> Any:
        """What the process says; None where it has ended or says nothing in time, and is killed."""
        with contextlib.suppress(EOFError, OSError):
            if self._pipe.poll(limit_s):
                return self._pipe.recv()
            self._process.kill()
        return None


def _answer(how: Answering, predict: Predict, n: int) -> Reading:
    try:
        return answer_instance(predict, n, how)
    except OSError as error:
        raise OSError(error.errno, error.strerror) from None  # which may be pickled, and names no path
