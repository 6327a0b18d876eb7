"""Code run in interpreters where nothing has been imported yet but what a fixture names."""

from __future__ import annotations

import pytest
from forked_interpreters import interpreter


@pytest.fixture(scope='session')
def registered():
    """An interpreter that has imported the plug-in and nothing else."""
    return interpreter('import aariz_mm.register')


@pytest.fixture(scope='session')
def eager():
    """The same, where nothing is deferred."""
    return interpreter('import aariz_mm.register', AARIZ_MM_EAGER='1')


@pytest.fixture(scope='session')
def with_torch():
    """An interpreter that has imported PyTorch, and neither the plug-in nor OpenMMLab."""
    return interpreter('import torch')
