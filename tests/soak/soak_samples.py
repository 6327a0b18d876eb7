"""What a process has taken, sampled while it works: memory, open files, threads, processes of its own. Linux alone."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ['Sample', 'Sampler', 'family_of', 'handles_of', 'memory_of_family', 'sample_process', 'settle_handles']


@dataclass(frozen=True)
class Sample:
    """seconds: since the sampling began. memory_mib: resident. handles: open files, sockets and pipes."""

    seconds: float
    memory_mib: float
    handles: int
    threads: int
    children: int


def sample_process(pid: int, seconds: float = 0.0) -> Sample | None:
    """What a process has now; None where it has ended."""
    try:
        status = dict(line.split(':', 1) for line in Path(f'/proc/{pid}/status').read_text().splitlines())
        handles = handles_of(pid)
    except OSError:
        return None
    if 'VmRSS' not in status:  # it ended and nobody has asked for its status yet
        return None
    memory, threads = int(status['VmRSS'].split()[0]) / 1024, int(status['Threads'])
    return Sample(round(seconds, 1), round(memory, 2), handles, threads, len(family_of(pid)) - 1)


def handles_of(pid: int) -> int:
    """Open files, sockets and pipes of a process."""
    return len(os.listdir(f'/proc/{pid}/fd'))


def family_of(pid: int) -> list[int]:
    """A process and those that it began, by any of its threads."""
    try:
        paths = list(Path(f'/proc/{pid}/task').glob('*/children'))
        children = [child for path in paths for child in path.read_text().split()]
    except OSError:
        return []
    return [pid, *(one for child in children for one in family_of(int(child)))]


def memory_of_family(pid: int) -> float:
    """MiB that a process and those that it began have resident; what has ended has none."""
    return sum(one.memory_mib for one in map(sample_process, family_of(pid)) if one is not None)


def settle_handles(pid: int, most: int | None = None, patience_s: float = 75.0, same_s: float = 3.0) -> int:
    """Open files once their number has stayed the same for a while, and is at most ``most`` where that is given.

    Where it takes longer than ``patience_s``, the number that there is then. Connections that stall are closed by the
    server after 60 s.
    """
    end, found, since = time.monotonic() + patience_s, -1, time.monotonic()
    while time.monotonic() < end:
        now = handles_of(pid)
        if now != found:
            found, since = now, time.monotonic()
        if time.monotonic() - since >= same_s and (most is None or found <= most):
            break
        time.sleep(0.1)
    return found


class Sampler(threading.Thread):
    """Samples processes every few seconds until it is stopped.

    Args:
        pids: name -> function that tells the process now, or None. every_s: seconds between samples.
    """

    def __init__(self, pids: dict[str, Callable[[], int | None]], every_s: float = 3.0):
        super().__init__(name='sampler', daemon=True)
        self.samples: dict[str, list[Sample]] = {name: [] for name in pids}
        self._pids, self._every_s, self._stopped = pids, every_s, threading.Event()

    def run(self) -> None:
        begin = time.monotonic()
        while not self._stopped.wait(self._every_s):
            for name, find in self._pids.items():
                pid = find()
                found = None if pid is None else sample_process(pid, time.monotonic() - begin)
                if found is not None:
                    self.samples[name].append(found)

    def stop(self) -> None:
        """End the sampling; what was sampled stays."""
        self._stopped.set()
        self.join(10)

    def as_plain(self) -> dict[str, list[dict]]:
        """All samples, for JSON."""
        return {name: [asdict(one) for one in found] for name, found in self.samples.items()}
