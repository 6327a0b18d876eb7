"""A program that is told to end ends in order: the signal is noted, and looked at where the work can be left."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from aariz_mm.processes.ranks import is_first_process

__all__ = ['StopRequest', 'StoppedError', 'leave_stops_to_parent', 'listen_for_stops']

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class StoppedError(KeyboardInterrupt):
    """A program ended in order because a signal told it to.

    Args:
        text: what was done. number: of the signal.
    Attributes:
        status: exit status that shells know it by, 128 and the number.
    """

    def __init__(self, text: str, number: int):
        super().__init__(text)
        self.status = 128 + number


class StopRequest:
    """Whether a signal has told the process to end.

    Attributes:
        number: of the signal; 0 as long as there was none.
    """

    def __init__(self):
        self.number = 0

    @property
    def name(self) -> str:
        """Of the signal, as 'SIGTERM'."""
        return signal.Signals(self.number).name


@contextmanager
def listen_for_stops() -> Iterator[StopRequest]:
    """Take note of SIGTERM and SIGINT within the block; the second one has its usual effect.

    Outside of the main thread, where Python has no signals, nothing is listened to.
    """
    request = StopRequest()
    if threading.current_thread() is not threading.main_thread():
        yield request
        return
    usual = {number: signal.getsignal(number) for number in _SIGNALS}

    def note(number: int, frame: FrameType | None) -> None:
        request.number = number
        _restore(usual)
        if is_first_process():  # print() may be what was interrupted
            text = f'\n{request.name}: this step is finished and saved, then training ends; once more ends it at once\n'
            os.write(sys.__stderr__.fileno(), text.encode())

    try:
        for number in usual:
            signal.signal(number, note)
        yield request
    finally:
        _restore(usual)


def _restore(usual: dict) -> None:
    for number, handler in usual.items():
        signal.signal(number, signal.SIG_DFL if handler is None else handler)


def leave_stops_to_parent() -> None:
    """Let a process that another one started go on until that one ends it: signals are sent to whole groups.

    SIGINT is ignored, and SIGTERM has its effect where it comes from the process that started this one. Where a system
    does not tell who sent it (macOS, Windows), it has its effect in any case.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, 'sigwaitinfo'):
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])  # threads that begin later inherit it
        threading.Thread(target=_end_with_parent, name='end-with-parent', daemon=True).start()


def _end_with_parent() -> None:
    parent = os.getppid()
    while True:
        if signal.sigwaitinfo([signal.SIGTERM]).si_pid == parent:
            os._exit(0)
