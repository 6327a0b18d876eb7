"""Interpreters that have imported what is named and nothing else, and run each code in a fork of theirs.

As a fresh interpreter each, without the seconds of those imports. What a test asks of the imports themselves, such as
that they print nothing or that an environment variable turns something off, is asked of an interpreter started so.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

__all__ = ['ROOT', 'Interpreter']

ROOT = Path(__file__).parents[1]
SERVE = """
import json, os, sys
{preload}
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
for stream in (sys.stdout, sys.stderr):
    stream.reconfigure(encoding=task['encoding'] or stream.encoding)
os.chdir(os.fsencode(task['cwd']))
os.environ.update(task['environment'])
sys.path[:0] = task['path']
sys.argv[:] = task['argv']
code = compile(task['code'], '<code>', 'exec')
for name in set(globals()) - {{'__name__', '__builtins__', 'name', 'code'}}:
    del globals()[name]
exec(code)
"""


class Interpreter:
    """An interpreter that runs ``preload``, with these environment variables set as well.

    ``printed`` is what the preload printed. To be closed after use.

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
            task = dict(code=code, argv=['-c', *map(str, argv)], cwd=str(cwd), path=list(map(str, path)))
            task.update(encoding=encoding, environment=environment, prints=list(map(str, prints)))
            self.process.stdin.write(json.dumps(task).encode() + b'\n')
            self.process.stdin.flush()
            status = self._answer(timeout)
            texts = [file.read_bytes() if encoding else file.read_text(encoding='utf-8') for file in prints]
        return subprocess.CompletedProcess(code, status, *texts)

    def close(self) -> None:
        """End it."""
        self.process.stdin.close()
        self.process.wait(10)
        os.close(self.answers)

    def _answer(self, timeout: float) -> int | None:
        if not select.select([self.answers], [], [], timeout)[0]:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired(self.preload, timeout)
        text = os.read(self.answers, 100).split()
        return int(text[0]) if text else None
