"""The readers of a soak: one that lives long, and the command for many files, again and again.

    python tests/soak/soak_reader.py FOLDER SECONDS OUT.json

reads the radiographs of a folder over and over with one reader and the bundle that ships with the package, and writes
how often, how long each took, and which answers differed from the first one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ['BROKEN', 'CommandLoop', 'begin_reader', 'read_for']

BROKEN = 'broken.png'
"""Of the radiographs of a folder the one that cannot be read."""
_NICE = ('nice', '-n', '10')
"""Readers take what the server leaves of the CPU."""
_LONGEST_S = 600


def read_for(read: Callable[[Path], Any], folder: Path, seconds: float) -> dict[str, Any]:
    """Read a folder over and over, for so long.

    Args:
        read: file -> what is found.
    Returns:
        rounds; seconds of every radiograph that was read; refused: how often one was; faults: in sentences.
    """
    first: dict[str, Any] = {}
    spent, refused, rounds, faults = [], 0, 0, set()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for path in sorted(folder.iterdir()):
            begin = time.monotonic()
            try:
                found = read(path)
            except ValueError as error:
                refused += 1
                if path.name != BROKEN:
                    faults.add(f'{path.name} was refused: {error}'[:300])
                continue
            spent.append(time.monotonic() - begin)
            if first.setdefault(path.name, found) != found:
                faults.add(f'{path.name} was read differently another time')
        rounds += 1
    return dict(rounds=rounds, seconds=spent, refused=refused, faults=sorted(faults))


def begin_reader(place: Path, folder: Path, seconds: float, out: Path) -> subprocess.Popen:
    """A process of the reader that lives long."""
    temporary = place / 'reader' / 'temporary'
    temporary.mkdir(parents=True)
    command = [*_NICE, sys.executable, __file__, folder, seconds, out]
    with (place / 'reader.txt').open('w') as said:
        return subprocess.Popen(
            [str(part) for part in command],
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**os.environ, 'TMPDIR': str(temporary)},
        )


class CommandLoop(threading.Thread):
    """Runs ``aariz-mm read --jobs 2`` on a folder until it is stopped; ``rows`` has seconds and faults of each run.

    Args:
        place: for results, which are looked at and removed. folder: of radiographs, with a broken one.
    """

    def __init__(self, place: Path, folder: Path, model: Path):
        super().__init__(name='command', daemon=True)
        self.rows: list[dict[str, Any]] = []
        self._place, self._folder, self._model = place / 'command', folder, model
        self._process: subprocess.Popen | None = None
        self._stopped = threading.Event()

    def pid(self) -> int | None:
        """Of the command that runs now."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def run(self) -> None:
        while not self._stopped.is_set():
            self.rows.append(self.read_once())

    def stop(self) -> None:
        """Let the run that is under way come to its end."""
        self._stopped.set()
        self.join(_LONGEST_S)

    def read_once(self) -> dict[str, Any]:
        """One run, and what is wrong with it."""
        out_dir, temporary = self._place / 'results', self._place / 'temporary'
        shutil.rmtree(out_dir, ignore_errors=True)
        temporary.mkdir(parents=True, exist_ok=True)
        command = [*_NICE, sys.executable, '-m', 'aariz_mm', 'read', self._folder, '--out-dir', out_dir, '--jobs', 2]
        command += ['--model', self._model, '--cvm', 'none', '--force', '--pixel-size', 0.2]
        begin = time.monotonic()
        with (self._place / 'said.txt').open('w') as said:
            self._process = subprocess.Popen(
                [str(part) for part in command],
                stdout=said,
                stderr=subprocess.STDOUT,
                env={**os.environ, 'TMPDIR': str(temporary)},
            )
            status = self._process.wait()
        spent = round(time.monotonic() - begin, 1)
        return dict(seconds=spent, faults=self._find_faults(status, out_dir))

    def _find_faults(self, status: int, out_dir: Path) -> list[str]:
        wanted = {path.stem for path in self._folder.iterdir() if path.name != BROKEN}
        written = {path.stem for path in out_dir.glob('film_*.json')}
        wrong = [] if status == 1 else [f'read: status {status}, expected 1, as one file is broken']
        wrong += [f'read: {len(wanted - written)} results are missing'] if wanted - written else []
        said = (self._place / 'said.txt').read_text()
        return wrong + ([f'read said: {said[-500:]}'] if 'Traceback' in said else [])


def main() -> None:
    """The process of the reader that lives long."""
    from aariz_mm.bundles import find_bundles
    from aariz_mm.reading.reader import Reader
    from aariz_mm.review.reading_worker import read_case

    folder, seconds, out = Path(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3])
    reader = Reader(find_bundles(['ceph*']), None, 1)
    out.write_text(json.dumps(read_for(lambda path: read_case(reader, path, 0.2), folder, seconds)))


if __name__ == '__main__':
    main()
