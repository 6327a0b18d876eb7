"""Interpreters that have imported little, forked for each command."""

from __future__ import annotations

from contextlib import closing

import pytest
from forked_interpreters import Interpreter, core_interpreter


@pytest.fixture(scope='session')
def console():
    """An interpreter that has imported what looks commands up, and nothing else."""
    with closing(Interpreter('import aariz_mm.cli')) as interpreter:
        yield interpreter


@pytest.fixture(scope='session')
def core():
    """One that has imported what most commands of the core need besides."""
    return core_interpreter()
