"""The review server of a soak: ``aariz-mm review`` as a process of its own, with what it says in a file."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

__all__ = ['ReviewServer', 'find_complaints']

_OPENING = ('open ', 'ended; ', 'Invalid HTTP request received')


class ReviewServer:
    """A server that has begun, on a folder of radiographs; all that it keeps lies in ``home``.

    Args:
        place: folder of its files. films: the radiographs. model: bundle that reads.
    Errors:
        RuntimeError: it did not begin, with what it said.
    """

    def __init__(self, place: Path, films: Path, model: Path):
        self.home, self.temporary, self.said = place / 'review', place / 'temporary', place / 'server.txt'
        self.temporary.mkdir(exist_ok=True)
        with socket.socket() as free:
            free.bind(('127.0.0.1', 0))
            self.address = free.getsockname()
        command = [sys.executable, '-m', 'aariz_mm', 'review', films, '--out-dir', self.home, '--no-browser']
        command += ['--port', self.address[1], '--model', model, '--cvm', 'none']
        with self.said.open('a') as said:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                stdout=said,
                stderr=subprocess.STDOUT,
                env={**os.environ, 'TMPDIR': str(self.temporary), 'PYTHONUNBUFFERED': '1'},
            )
        self._wait_until_read()

    def _wait_until_read(self, patience_s: float = 300) -> None:
        end = time.monotonic() + patience_s
        while time.monotonic() < end and self.process.poll() is None:
            try:
                progress = self.get('/api/cases')['reading']
            except OSError:
                progress = dict(done=0, total=1)
            if progress['done'] == progress['total']:
                return
            time.sleep(0.3)
        self.process.kill()
        raise RuntimeError(f'the review did not begin: {self.said.read_text()[-2000:]}')

    def get(self, path: str) -> dict:
        """An answer in JSON."""
        with urllib.request.urlopen('http://{}:{}{}'.format(*self.address, path), timeout=30) as found:
            return json.load(found)

    def sizes(self) -> dict[int, tuple[int, int]]:
        """Size (w, h) of every case."""
        return {one['n']: (one['width'], one['height']) for one in self.get('/api/cases')['cases']}

    def end(self, number: int, patience_s: float = 30) -> list[str]:
        """Send a signal; what is wrong with how it ended. Ctrl+C is a plain end, SIGTERM is told by the status."""
        expected, begin = 0 if number == signal.SIGINT else -number, time.monotonic()
        self.process.send_signal(number)
        try:
            status = self.process.wait(patience_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
            return [f'{signal.Signals(number).name}: the server went on for {patience_s:.0f} s']
        self.ended_s = time.monotonic() - begin
        return [] if status == expected else [f'{signal.Signals(number).name}: status {status}, expected {expected}']


def find_complaints(said: str) -> list[str]:
    """Lines of a server that nobody expects."""
    lines = [line for line in said.splitlines() if line and not any(one in line for one in _OPENING)]
    return [f'the server said: {line[:300]}' for line in lines if ' radiographs of ' not in line][:20]
