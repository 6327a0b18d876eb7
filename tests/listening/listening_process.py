"""A listener in a process of its own, with the stand-in for a model, until it is killed or told to end.

python tests/listening/listening_process.py SPOOL PORT PEER_PORT
"""

import contextlib
import signal
import subprocess
import sys
import threading
from pathlib import Path

if __name__ == '__main__':
    sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from dicom_peers import open_listener

from aariz_mm.listening.journal import keep_journal


@contextlib.contextmanager
def run_listener(spool, peer_port):
    """A process, and the port that it listens at; it is killed at the end."""
    command = [sys.executable, __file__, str(spool), '0', str(peer_port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process, int(process.stdout.readline())
        finally:
            process.kill()


def main():
    spool, _, peer_port = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    keep_journal()
    ended = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: ended.set())
    with open_listener(spool, peer_port) as listener:
        print(listener.port, flush=True)
        ended.wait()


if __name__ == '__main__':
    main()
