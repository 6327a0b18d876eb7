"""What imports cost: fresh processes, in turn. Nothing heavy is loaded here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aariz_mm.benchmark.progress import followed

__all__ = ['HEAVY', 'Run', 'run_fresh', 'run_in_turn']

HEAVY = ('torch', 'torchvision', 'timm', 'mmengine', 'mmcv', 'mmpose', 'mmpretrain')
"""Packages that reading must not import."""

_REPORT = """
import atexit, json, os, sys, time
def _peak_mib():
    try:
        lines = open('/proc/self/status').read().splitlines()
        return int(next(line for line in lines if line.startswith('VmHWM')).split()[1]) / 1024
    except (OSError, StopIteration):
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == 'darwin' else 1024)
def _report():
    heavy = [name for name in {heavy!r} if name in sys.modules]
    found = dict(cpu_s=time.process_time(), peak_mib=_peak_mib(), heavy=heavy, modules=len(sys.modules))
    with open({path!r}, 'w') as file:
        json.dump(found, file)
atexit.register(_report)
"""


@dataclass(frozen=True)
class Run:
    """One process: seconds on the wall and of a CPU, peak memory, number of modules and which are :data:`HEAVY`."""

    wall_s: float
    cpu_s: float
    peak_mib: float
    modules: int
    heavy: tuple[str, ...]


def run_fresh(code: str, bytecode_dir: str | Path, threads: int = 1) -> Run:
    """Run code in a fresh Python.

    Args:
        code: it may end by ``SystemExit``.
        bytecode_dir: folder of compiled modules, as an installation has them.
        threads: of OpenMP and what follows its settings.
    Errors:
        RuntimeError: the code failed, or left no report.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / 'report.json'
        text = _REPORT.format(heavy=HEAVY, path=str(path)) + code
        start = time.perf_counter()
        done = subprocess.run(  # nosec B603 - code of this package
            [sys.executable, '-c', text], env=_environment(bytecode_dir, threads), capture_output=True
        )
        wall_s = time.perf_counter() - start
        if done.returncode or not path.is_file():
            raise RuntimeError(f'{code!r} ended with {done.returncode}: {done.stderr.decode(errors="replace")[-2000:]}')
        found = json.loads(path.read_text(encoding='utf-8'))
    return Run(wall_s, found['cpu_s'], found['peak_mib'], found['modules'], tuple(found['heavy']))


def _environment(bytecode_dir: str | Path, threads: int) -> dict[str, str]:
    """This one's, with the same modules in reach, compiled ones kept, and so many threads."""
    kept = {key: value for key, value in os.environ.items() if key != 'PYTHONDONTWRITEBYTECODE'}
    found = os.pathsep.join(path for path in sys.path if path)
    return {**kept, 'PYTHONPATH': found, 'PYTHONPYCACHEPREFIX': str(bytecode_dir), 'OMP_NUM_THREADS': str(threads)}


def run_in_turn(codes: Mapping[str, str], rounds: int, threads: int = 1) -> dict[str, list[Run]]:
    """Each code ``rounds`` times, back and forth, after one run that does not count and compiles what it imports."""
    runs: dict[str, list[Run]] = {name: [] for name in codes}
    with tempfile.TemporaryDirectory(prefix='aariz_bytecode_') as folder:
        turns = [(name, index) for index in range(-1, rounds) for name in list(codes)[:: -1 if index % 2 else 1]]
        for name, index in followed(turns, 'fresh processes'):
            run = run_fresh(codes[name], folder, threads)
            if index >= 0:
                runs[name].append(run)
    return runs
