"""Configs of the repository with some settings replaced, and what of them does not fit."""

import pytest
from config_files import config_path

from aariz_mm.launching.configs import load_config
from aariz_mm.launching.matching import list_mismatches


@pytest.fixture
def mismatches():
    """The lines for a config with settings replaced, dotted key -> value."""

    def find(name, settings=None, kinds=('train', 'val', 'test')):
        return list_mismatches(load_config(config_path(name), settings), kinds)

    return find
