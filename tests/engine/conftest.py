"""A Python package that carries weight files, and MMPose's default scope."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from mmengine.registry import DefaultScope


@pytest.fixture
def weights_package(tmp_path, monkeypatch) -> Path:
    """Folder of an importable package ``tiny_weights``, without weights as yet."""
    folder = tmp_path / 'site' / 'tiny_weights'
    folder.mkdir(parents=True)
    (folder / '__init__.py').touch()
    monkeypatch.syspath_prepend(str(folder.parent))
    yield folder
    sys.modules.pop('tiny_weights', None)


@pytest.fixture
def mmpose_scope():
    """The default scope that a config's ``default_scope = 'mmpose'`` sets, given back afterwards."""
    with DefaultScope.overwrite_default_scope('mmpose'):
        yield
