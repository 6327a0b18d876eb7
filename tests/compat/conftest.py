"""Code run in an interpreter of its own, where nothing has been imported yet."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.fixture(scope='session')
def run_clean():
    def run(code: str, path: str = '', **environment: str) -> subprocess.CompletedProcess:
        """Run code that finds modules in ``path`` first, under more environment variables."""
        code = f'import sys; sys.path.insert(0, {path!r})\n{code}' if path else code
        settings = dict(capture_output=True, text=True, timeout=300, check=False, env={**os.environ, **environment})
        return subprocess.run([sys.executable, '-c', code], **settings)

    return run
