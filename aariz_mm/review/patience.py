"""Connections that send or read too slowly are closed, and one visitor gets so many: uvicorn waits for ever."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

__all__ = ['Patience', 'impatient']


@dataclass(frozen=True)
class Patience:
    """head_s: for the head of a request, however it comes. stalled_s: for a visitor that reads nothing of an answer.

    slowest: bytes a second by which the time to read a long answer is prolonged. connections: most of one visitor.
    """

    head_s: float = 10
    stalled_s: float = 60
    slowest: int = 10_000
    connections: int = 64


def impatient(base: type, patience: Patience) -> type:
    """A protocol of uvicorn with limits.

    Args:
        base: uvicorn's, of h11 or httptools; both make a ``cycle`` once the head of a request is there.
    """
    return type('Impatient', (_Impatient, base), dict(patience=patience))


class _Impatient:
    """Aborts a connection whose time is over; stands before a protocol of uvicorn."""

    patience: Patience

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        host = (self.client or ('',))[0]
        others = sum((getattr(one, 'client', None) or ('',))[0] == host for one in self.connections)
        if others > self.patience.connections:
            transport.abort()
        else:
            self._start('head', self.patience.head_s)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._start('head', self.patience.head_s)
        else:
            self._stop('head')

    def pause_writing(self) -> None:
        super().pause_writing()
        self._start('stalled', self.patience.stalled_s + self.transport.get_write_buffer_size() / self.patience.slowest)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop('stalled')

    def on_response_complete(self) -> None:
        self._stop('head')
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        for name in list(self._timers):
            self._stop(name)
        super().connection_lost(exc)

    def _start(self, name: str, seconds: float) -> None:
        """From the first time on: what comes later does not prolong it."""
        if name not in self._timers:
            self._timers[name] = self.loop.call_later(seconds, self.transport.abort)

    def _stop(self, name: str) -> None:
        timer = self._timers.pop(name, None)
        if timer is not None:
            timer.cancel()
