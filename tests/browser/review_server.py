"""A review server as a user starts it: `aariz-mm review FOLDER`, in a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

START_S, STOP_S = 60, 20


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens to."""
    with socket.socket() as listener:
        listener.bind(('127.0.0.1', 0))
        return listener.getsockname()[1]


class ReviewServer:
    """The server of a folder; ``url`` ends without a slash, ``home`` is where it writes, ``log`` what it printed."""

    def __init__(self, folder: Path, *options: str):
        self.folder, self.options, self.port = folder, options, free_port()
        self.home = folder.parent / f'{folder.name}_review'
        self.log_path = folder.parent / f'{folder.name}.log'
        self.process = None

    @property
    def url(self) -> str:
        return f'http://127.0.0.1:{self.port}'

    @property
    def log(self) -> str:
        return self.log_path.read_text(encoding='utf-8', errors='replace')

    def start(self) -> ReviewServer:
        """Start, and wait until the page is served."""
        command = [sys.executable, '-m', 'aariz_mm', 'review', str(self.folder), '--port', str(self.port)]
        with open(self.log_path, 'ab') as log:
            self.process = subprocess.Popen(
                [*command, '--no-browser', *self.options], stdout=log, stderr=log, env=_environment()
            )
        end = time.monotonic() + START_S
        while not self._answers():
            assert self.process.poll() is None, f'the server ended:\n{self.log}'
            assert time.monotonic() < end, f'no answer within {START_S} s:\n{self.log}'
            time.sleep(0.1)
        return self

    def stop(self) -> None:
        """End as by Ctrl+C."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                raise AssertionError(f'the server did not end within {STOP_S} s of Ctrl+C:\n{self.log}') from None

    def kill(self) -> None:
        """End as by a loss of power."""
        self.process.kill()
        self.process.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f'{self.url}/api/info', timeout=5) as answer:
                return answer.status == 200
        except urllib.error.HTTPError as error:
            if error.code == 401:  # it asks for its token
                return True
            raise AssertionError(f'/api/info: {error.code} {error.read().decode()}') from None
        except OSError:
            return False


def _environment() -> dict[str, str]:
    """Of the server: one thread each, no proxy, and the package that the tests import."""
    import aariz_mm

    place = str(Path(aariz_mm.__file__).parents[1])
    path = os.pathsep.join(filter(None, (place, os.environ.get('PYTHONPATH'))))
    return {**os.environ, 'OMP_NUM_THREADS': '1', 'PYTHONPATH': path, 'no_proxy': '127.0.0.1', 'PYTHONUNBUFFERED': '1'}
