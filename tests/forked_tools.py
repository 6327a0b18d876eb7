"""The tools in processes of their own, forked from one that has imported all: as from a shell, without the imports."""

from __future__ import annotations

import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path

from process_groups import forking_context, make_quick

__all__ = ['ROOT', 'run_tool', 'start_tool']

ROOT = Path(__file__).parents[1]


def run_tool(tool, *args, cwd=ROOT, timeout=600, **environment) -> subprocess.CompletedProcess:
    """What ``python tools/TOOL.py ARGS`` in ``cwd`` ends with and prints, UTF-8, with these variables set as well.

    Errors:
        TimeoutExpired: it ran longer than ``timeout`` seconds.
    """
    with tempfile.TemporaryDirectory() as folder:
        process = start_tool(tool, *args, cwd=cwd, prints_to=folder, **environment)
        process.join(timeout)
        if process.is_alive():
            process.kill()
            raise subprocess.TimeoutExpired([tool, *args], timeout)
        texts = [Path(folder, name).read_text(encoding='utf-8', errors='replace') for name in ('out', 'err')]
    return subprocess.CompletedProcess([tool, *args], process.exitcode, *texts)


def start_tool(tool, *args, cwd=ROOT, prints_to=None, **environment) -> multiprocessing.Process:
    """The same, without a wait: a leader of its group of processes, which prints to files of a folder or nowhere."""
    prints = [str(Path(prints_to, name)) if prints_to else os.devnull for name in ('out', 'err')]
    environ = {**os.environ, **{name: str(value) for name, value in environment.items()}}
    argv = [str(ROOT / 'tools' / f'{tool}.py'), *map(str, args)]
    process = forking_context().Process(target=_become, args=(argv, str(cwd), environ, prints))
    process.start()
    return process


def _become(argv, cwd, environ, prints):
    os.setsid()
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environ)
    for number, path in enumerate(prints, 1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    sys.stdout, sys.stderr = (open(number, 'w', encoding='utf-8', buffering=1) for number in (1, 2))  # noqa: SIM115
    sys.path[:0] = [str(Path(argv[0]).parent), *filter(None, environ.get('PYTHONPATH', '').split(os.pathsep))]
    make_quick()
    sys.argv = argv
    runpy.run_path(argv[0], run_name='__main__')
