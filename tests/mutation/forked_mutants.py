"""Tests of mutants, each in a process forked from one that has imported all that the mutant does not change."""

from __future__ import annotations

import gc
import importlib
import json
import math
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from mutant_imports import Changed, dependents, import_graph, module_name
from mutant_lists import Mutant, apply
from mutant_scope import ROOT, find_tests

__all__ = ['KILLED', 'SURVIVED', 'TIMED_OUT', 'try_module']

KILLED, SURVIVED, TIMED_OUT = 'killed', 'survived', 'timed out'
_LEAST_SECONDS = 5
_TIMES = 10
_MEMORY = 2 << 30
_WAITS = 8
"""Seconds on the clock for a second of the processor, for a mutant that waits."""


def try_module(module: str, mutants: Iterable[Mutant], jobs: int = 1) -> Iterator[tuple[Mutant, str, float]]:
    """Each mutant with what became of it and the seconds that it took; so many at a time.

    The process that calls it must not have imported the module or what imports it.

    Errors:
        RuntimeError: the tests fail without a change.
    """
    source, name = (ROOT / module).read_text(encoding='utf-8'), module_name(module)
    with tempfile.TemporaryDirectory() as folder:
        limit = _learn(module, Path(folder))
        running: dict[int, tuple[Mutant, float, Path]] = {}
        free = [Path(folder, str(number)) for number in range(jobs)]
        waiting = iter(mutants)
        while True:
            while free and (mutant := next(waiting, None)):
                changed, place = Changed(name, ROOT / module, apply(source, mutant)), free.pop()
                child = _fork(lambda changed=changed, place=place: _run(module, changed, place, limit))
                running[child] = mutant, time.monotonic(), place
            if not running:
                return
            for mutant, outcome, seconds, place in _ended(running, limit):
                free.append(place)
                yield mutant, outcome, seconds


def _learn(module: str, folder: Path) -> float:
    """Seconds that a mutant may take; import here what its tests import and it does not change."""
    _, loaded = _try_untouched(module, folder)
    changed = dependents(import_graph(ROOT, 'aariz_mm'), module_name(module))
    for name in loaded:
        if name not in changed:
            _import_quietly(name)
    gc.collect()
    gc.freeze()
    seconds, _ = _try_untouched(module, folder)
    return max(_LEAST_SECONDS, _TIMES * seconds)


def _try_untouched(module: str, folder: Path) -> tuple[float, list[str]]:
    """Seconds that the tests take without a change, and the modules that they import."""
    told = folder / 'told.json'
    _, status = os.waitpid(_fork(lambda: _run_untouched(module, folder, told)), 0)
    if status:
        tail = (folder / 'out').read_text(encoding='utf-8', errors='replace')[-3000:]
        raise RuntimeError(f'{module}: {find_tests(module)} fail without a change\n{tail}')
    return tuple(json.loads(told.read_text()))


def _import_quietly(name: str) -> None:
    try:
        importlib.import_module(name)
    except Exception:  # a part of a library that is not imported by itself
        return


def _run_untouched(module: str, folder: Path, told: Path) -> int:
    before = set(sys.modules)
    start = time.process_time()
    status = _run_tests(module, folder / 'untouched', folder / 'out')
    tests = str(ROOT / 'tests')
    loaded = [name for name, one in sys.modules.items()
              if name not in before and not (getattr(one, '__file__', None) or tests).startswith(tests)]  # fmt: skip
    told.write_text(json.dumps([time.process_time() - start, loaded]))
    return status


def _run(module: str, changed: Changed, place: Path, limit: float) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(limit), math.ceil(limit) + 1))
    taken = int(Path('/proc/self/statm').read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + _MEMORY, taken + _MEMORY))
    changed.install()
    return _run_tests(module, place, Path(os.devnull))


def _run_tests(module: str, folder: Path, out: Path) -> int:
    """Exit status of pytest, in this process."""
    import pytest

    for number in (1, 2):
        os.dup2(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    sys.stdout, sys.stderr = (open(number, 'w', encoding='utf-8', closefd=False) for number in (1, 2))  # noqa: SIM115
    status = int(pytest.main(['-x', '-q', '-p', 'no:cacheprovider', f'--basetemp={folder}', *find_tests(module)]))
    sys.stdout.flush()
    return status


def _fork(work: Callable[[], int]) -> int:
    """The number of a process of its own group that ends with what the work returns, and with 1 after an error."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        os.setsid()
        status = work()
    finally:
        os._exit(status)


def _ended(running: dict[int, tuple[Mutant, float, Path]], limit: float) -> list[tuple[Mutant, str, float, Path]]:
    """Wait until one or more have ended, and take them out."""
    ended: list[tuple[Mutant, str, float, Path]] = []
    while not ended:
        for child, (mutant, start, place) in list(running.items()):
            done, status = os.waitpid(child, os.WNOHANG)
            took = time.monotonic() - start
            if not done and took > _WAITS * limit:
                os.killpg(child, signal.SIGKILL)
                done, status = os.waitpid(child, 0)
            if done:
                ended.append((mutant, _outcome(status), took, place))
                del running[child]
        if not ended:
            time.sleep(0.005)
    return ended


def _outcome(status: int) -> str:
    if os.WIFSIGNALED(status):
        return TIMED_OUT if os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL) else KILLED
    return SURVIVED if os.WEXITSTATUS(status) == 0 else KILLED
