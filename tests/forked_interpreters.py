"""Interpreters that have imported what is named and nothing else, and run each code in a fork of theirs.

As a fresh interpreter each, without the seconds of those imports. What a test asks of the imports themselves, such as
that they print nothing or that an environment variable turns something off, is asked of an interpreter started so.
"""

from __future__ import annotations

import functools
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

__all__ = ['CORE', 'ROOT', 'interpreter']

ROOT = Path(__file__).parents[1]
CORE = 'import aariz_mm.cli, cv2, numpy, onnxruntime, PIL.Image'
"""What most commands of the core need."""
SERVE = """
import gc, json, os, sys, traceback
{preload}
gc.collect()
gc.freeze()
os.write({answers}, b'0 ')
for line in sys.stdin:
    task = json.loads(line)
    child = os.fork()
    if not child:
        break
    os.write({answers}, b'%d ' % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
else:
    os._exit(0)
os.close({answers})
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
for number, name in enumerate(task['prints'], 1):
    os.dup2(os.open(name, os.O_WRONLY), number)
encoding, _, errors = (task['encoding'] or '').partition(':')
if encoding:
    sys.stdout.reconfigure(encoding=encoding, errors=errors or 'strict')
    sys.stderr.reconfigure(encoding=encoding, errors='backslashreplace')
os.chdir(task['cwd'].encode('latin-1'))
os.environ.update(task['environment'])
sys.path[:0] = task['path']
sys.argv[:] = [os.fsdecode(one.encode('latin-1')) for one in task['argv']]
code, status = compile(task['code'], '<code>', 'exec'), 0
for name in set(globals()) - {{'__name__', '__builtins__', 'name', 'code', 'status', 'os', 'sys', 'traceback'}}:
    del globals()[name]
try:
    exec(code, {{'__name__': '__main__'}})
except SystemExit as stop:
    status = stop.code or 0
    if not isinstance(status, int):
        print(status, file=sys.stderr)
        status = 1
except BaseException:
    status = 1
    traceback.print_exc()
sys.stdout.flush()
os._exit(status)  # at once: tidying up such a process takes a second
"""

TOOL = """
import runpy, sys
sys.argv[0] = '{path}'
runpy.run_path(sys.argv[0], run_name='__main__')
"""


class Interpreter:
    """An interpreter that runs ``preload``, with these environment variables set as well.

    ``printed`` is what the preload printed.

    Errors:
        AssertionError: the preload failed, with what it printed.
    """

    def __init__(self, preload: str, folder: Path = ROOT, **environment: str):
        self.preload = preload
        environ = {**os.environ, 'PYTHONPATH': str(ROOT), **environment}
        self.answers, end = os.pipe()
        with tempfile.TemporaryFile() as prints:
            command = [sys.executable, '-c', SERVE.format(preload=preload, answers=end)]
            settings = dict(stdin=subprocess.PIPE, stdout=prints, stderr=prints, cwd=folder, env=environ)
            self.process = subprocess.Popen(command, pass_fds=[end], start_new_session=True, **settings)
            os.close(end)
            status = self._answer(300)
            prints.seek(0)
            self.printed = prints.read().decode('utf-8', 'replace')
        assert status == 0, self.printed

    def run(self, code: str, *argv, cwd=ROOT, path=(), encoding=None, timeout=300, **environment):
        """What ``python -c code argv`` in ``cwd`` ends with and prints, after the preload.

        Args:
            path: folders that are searched for modules first.
            encoding: that of what is printed, as ``PYTHONIOENCODING`` sets it; bytes are then returned.
        Errors:
            TimeoutExpired: it ran longer than ``timeout`` seconds; the interpreter is ended.
        """
        with tempfile.TemporaryDirectory() as folder:
            prints = [Path(folder, name) for name in ('out', 'err')]
            for file in prints:
                file.touch()
            task = dict(code=code, argv=_as_bytes('-c', *argv), cwd=_as_bytes(cwd)[0], path=list(map(str, path)))
            task.update(encoding=encoding, environment=environment, prints=list(map(str, prints)))
            self.process.stdin.write(json.dumps(task).encode() + b'\n')
            self.process.stdin.flush()
            status = self._answer(timeout)
            texts = [file.read_bytes() if encoding else file.read_text(encoding='utf-8') for file in prints]
        return subprocess.CompletedProcess(code, status, *texts)

    def run_module(self, module: str, *argv, **settings):
        """What ``python -m MODULE argv`` ends with and prints."""
        return self.run(
            f"import runpy; runpy.run_module('{module}', run_name='__main__', alter_sys=True)", *argv, **settings
        )

    def run_tool(self, tool: str, *argv, **settings):
        """What ``python tools/TOOL.py argv`` ends with and prints."""
        return self.run(TOOL.format(path=ROOT / 'tools' / f'{tool}.py'), *argv, **settings)

    def _answer(self, timeout: float) -> int | None:
        if not select.select([self.answers], [], [], timeout)[0]:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired(self.preload, timeout)
        text = os.read(self.answers, 100).split()
        return int(text[0]) if text else None


@functools.cache
def interpreter(preload: str, **environment: str) -> Interpreter:
    """The one that has run ``preload`` with these environment variables; it ends with this process."""
    return Interpreter(preload, **environment)


def _as_bytes(*names) -> list[str]:
    """Names as an interpreter is given them, a letter for each byte: it reads them in its own encoding."""
    return [os.fsencode(str(name)).decode('latin-1') for name in names]
