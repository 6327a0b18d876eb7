"""Code run in interpreters where nothing has been imported yet but what a fixture names."""

from __future__ import annotations

from contextlib import closing

import pytest
from forked_interpreters import Interpreter, torch_interpreter


@pytest.fixture(scope='session')
def registered():
    """An interpreter that has imported the plug-in and nothing else."""
    with closing(Interpreter('import aariz_mm.register')) as interpreter:
        yield interpreter


@pytest.fixture(scope='session')
def eager():
    """The same, where nothing is deferred."""
    with closing(Interpreter('import aariz_mm.register', AARIZ_MM_EAGER='1')) as interpreter:
        yield interpreter


@pytest.fixture(scope='session')
def with_torch():
    """An interpreter that has imported PyTorch, and neither the plug-in nor OpenMMLab."""
    return torch_interpreter()
