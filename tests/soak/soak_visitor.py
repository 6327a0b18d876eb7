"""One visitor of the review server, at an address of his own, who says how long every answer took."""

from __future__ import annotations

import contextlib
import http.client
import json
import select
import socket
import struct
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ['Answer', 'Record', 'Visitor', 'address_of']

_PATIENCE_S = 60.0
_KEPT_S = 29.0
"""The server closes a connection that was idle for 30 s; earlier it may not."""
_GONE = (ConnectionError, http.client.RemoteDisconnected, BrokenPipeError)


class Answer:
    """status: of HTTP, or a word where there was none. body: as it came; headers: by small letters."""

    def __init__(self, status: object, body: bytes = b'', headers: Mapping[str, str] | None = None):
        self.status, self.body, self.headers = status, body, dict(headers or {})

    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)


class Record:
    """What all visitors got; any thread may write into it.

    ``seconds``: of each kind. ``counts``: by kind and status.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.seconds: dict[str, list[float]] = {}
        self.counts: Counter[tuple[str, object]] = Counter()
        self.faults: list[str] = []

    def add(self, kind: str, status: object, seconds: float | None = None) -> None:
        """One answer; seconds are left out where what was measured is the visitor's own slowness."""
        with self._lock:
            self.counts[kind, status] += 1
            if seconds is not None:
                self.seconds.setdefault(kind, []).append(seconds)

    def fault(self, text: str) -> None:
        """Something that is wrong, said once."""
        with self._lock:
            if len(self.faults) < 100 and text not in self.faults:
                self.faults.append(text)


def address_of(number: int) -> tuple[str, int] | None:
    """An address of this machine that no other visitor has, as limits are by address; None where there is but one."""
    if not sys.platform.startswith('linux'):
        return None
    return f'127.1.{number // 250}.{1 + number % 250}', 0


class Visitor:
    """Asks over one connection, as a browser does, and over others that he leaves."""

    def __init__(self, number: int, server: tuple[str, int], record: Record):
        self.record, self._server, self._source = record, server, address_of(number)
        self._kept: http.client.HTTPConnection | None = None
        self._used = time.monotonic()

    @property
    def host(self) -> str:
        """Of the server, as its Host header says."""
        return '{}:{}'.format(*self._server)

    def ask(
        self, kind: str, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """An answer, whole; bodies that are no bytes go as JSON."""
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        fields = {'Content-Type': 'application/json', **(headers or {})}
        self._leave_what_is_closed()
        begin = time.perf_counter()
        try:
            answer = self._exchange(method, path, content, fields)
        except TimeoutError:
            self.leave()
            answer = Answer(f'nothing within {_PATIENCE_S:.0f} s')
        except _GONE as error:
            self.record.fault(f'{kind}: {type(error).__name__}, idle for {time.monotonic() - self._used:.1f} s before')
            self.leave()
            answer = Answer('cut off', type(error).__name__.encode())
        self._used = time.monotonic()
        self.record.add(kind, answer.status, time.perf_counter() - begin)
        return answer

    def _exchange(self, method: str, path: str, content: bytes | None, headers: Mapping[str, str]) -> Answer:
        if self._kept is None:
            self._kept = http.client.HTTPConnection(*self._server, timeout=_PATIENCE_S, source_address=self._source)
        try:
            self._kept.request(method, path, content, headers)
        except _GONE:
            # A server that refuses a body before it is there has answered already.
            if self._kept.sock is None:
                raise
        with self._kept.getresponse() as found:
            names = {key.lower(): value for key, value in found.getheaders()}
            return Answer(found.status, found.read(), names)

    def _leave_what_is_closed(self) -> None:
        """Take another connection where the server has closed the kept one, as browsers do."""
        kept = self._kept and self._kept.sock
        if kept and select.select([kept], [], [], 0)[0]:
            idle_s = time.monotonic() - self._used
            if idle_s < _KEPT_S:
                self.record.fault(f'a connection that was idle for {idle_s:.1f} s was closed')
            self.leave()

    def leave(self) -> None:
        """Close the connection that is kept."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def connect(self) -> socket.socket:
        """Another connection, for what no browser does."""
        return socket.create_connection(self._server, _PATIENCE_S, self._source)

    def hang_up(self, kind: str, parts: list[bytes], wait: Callable[[float], object], abruptly: bool) -> None:
        """Send parts, with a wait between them, read nothing and go; abruptly with a reset."""
        with contextlib.suppress(OSError), self.connect() as connection:
            for part in parts:
                connection.sendall(part)
                wait(0.3)
            if abruptly:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        self.record.add(kind, 'left')

    def head(self, method: str, path: str, length: int | None = None) -> bytes:
        """A head of a request, for :meth:`hang_up`."""
        more = '' if length is None else f'Content-Type: application/json\r\nContent-Length: {length}\r\n'
        return f'{method} {path} HTTP/1.1\r\nHost: {self.host}\r\n{more}\r\n'.encode()
