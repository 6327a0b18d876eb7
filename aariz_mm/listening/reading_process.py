"""Instances are read in processes of their own, so that a file that ends one costs itself alone."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from aariz_mm.reading.single import Predict

from .answering import Answering, Reading, answer_instance

__all__ = ['ReadingProcess']

_READY = 'ready'
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
        self._arguments, self._limit_s = (load, how, threads), limit_s
        self._process: Any = None
        self._pipe: Any = None

    def start(self) -> None:
        """Start the process and wait until it can read.

        Errors:
            What ``load`` raises. RuntimeError: it ended before.
        """
        context = multiprocessing.get_context('spawn')
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, *self._arguments), daemon=True)
        with _deaf():
            self._process.start()
        theirs.close()
        answer = self._receive(_LOAD_S)
        if isinstance(answer, BaseException):
            self.end()
            raise answer
        if answer != _READY:
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
        self._process.join(_END_S if self._process.exitcode is None else None)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process = self._pipe = None

    def _receive(self, limit_s: float) -> Any:
        """What the process says; None where it has ended or says nothing in time, and is killed."""
        with contextlib.suppress(EOFError, OSError):
            if self._pipe.poll(limit_s):
                return self._pipe.recv()
            self._process.kill()
        return None


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Processes that are started within hear neither Ctrl-C nor what systemd sends to all of a group."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = [(one, signal.signal(one, signal.SIG_IGN)) for one in _ENDINGS]
    try:
        yield
    finally:
        for one, handler in before:
            signal.signal(one, handler)


def _work(pipe: Any, load: Callable[[], Predict], how: Answering, threads: int) -> None:
    """A process: read the instances whose numbers come through the pipe, until it is closed."""
    import cv2

    for one in _ENDINGS:
        signal.signal(one, signal.SIG_IGN)
    warnings.simplefilter('ignore')  # words of pydicom may hold a name
    cv2.setNumThreads(threads)
    with contextlib.suppress(EOFError, OSError):  # the other end has gone
        try:
            predict = load()
        except Exception as error:
            pipe.send(error)
            return
        pipe.send(_READY)
        while True:
            n = pipe.recv()
            try:
                answer: Any = answer_instance(predict, n, how)
            except OSError as error:
                answer = OSError(error.errno, error.strerror)
            pipe.send(answer)
