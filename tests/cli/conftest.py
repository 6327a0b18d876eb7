"""Interpreters that have imported little, forked for each command."""

from __future__ import annotations

import pytest
from forked_interpreters import CORE, interpreter


@pytest.fixture(scope='session')
def console():
    """An interpreter that has imported what looks commands up, and nothing else."""
    return interpreter('import aariz_mm.cli')


@pytest.fixture(scope='session')
def core():
    """One that has imported what most commands of the core need."""
    return interpreter(CORE)
