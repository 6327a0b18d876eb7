"""A process that loads what reads, and answers what comes through its pipe until that is closed."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from .single import Predict

__all__ = ['READY', 'end_process', 'start_process']

READY = 'ready'
"""What a process says once it has loaded."""


def start_process(
    load: Callable[[], Predict],
    answer: Callable[[Predict, Any], Any],
    threads: int,
    deaf_to: Sequence[signal.Signals] = (signal.SIGINT,),
) -> tuple[BaseProcess, Connection]:
    """A process that is being started, and our end of its pipe.

    Through the pipe comes :data:`READY`, or the error of ``load``; then an answer for each message that is sent, or the
    error of ``answer``. The process ends when the pipe is closed, or when this process ends, however that is.

    Args:
        load: gives what reads. answer: what is made of a message. Both must be such that they can be pickled.
        threads: of the CPU, for OpenCV. deaf_to: signals that are for this process to handle, which lets it finish.
    """
    context = multiprocessing.get_context('spawn')
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, load, answer, threads, tuple(deaf_to)), daemon=True)
    with _ignored(deaf_to):
        process.start()
    theirs.close()
    return process, ours


def end_process(process: BaseProcess, wait_s: float) -> None:
    """Wait for a process whose pipe is closed to finish what it has; one that takes longer is killed."""
    process.join(wait_s)
    if process.is_alive():
        process.kill()
        process.join()


@contextlib.contextmanager
def _ignored(signals: Sequence[signal.Signals]) -> Iterator[None]:
    """Processes that are started within do not hear of the signals, not even before they are ready."""
    if threading.current_thread() is not threading.main_thread():  # which alone may say so
        yield
        return
    before = [(one, signal.signal(one, signal.SIG_IGN)) for one in signals]
    try:
        yield
    finally:
        for one, handler in before:
            signal.signal(one, handler)


def _work(
    pipe: Connection,
    load: Callable[[], Predict],
    answer: Callable[[Predict, Any], Any],
    threads: int,
    deaf_to: Sequence[signal.Signals],
) -> None:
    import cv2

    for one in deaf_to:
        signal.signal(one, signal.SIG_IGN)
    warnings.simplefilter('ignore')  # words of pydicom may hold a name
    cv2.setNumThreads(threads)
    with contextlib.suppress(EOFError, OSError):  # the other end has gone
        try:
            predict = load()
        except Exception as error:
            pipe.send(error)
            return
        pipe.send(READY)
        while True:
            message = pipe.recv()
            try:
                answered = answer(predict, message)
            except Exception as error:
                answered = error
            pipe.send(answered)
