import pytest

from aariz_mm.cli.failures import describe_mistake
from aariz_mm.extras import installed_version, missing_part, require, version_text


def test_a_part_that_is_missing_is_named_with_what_brings_it():
    assert missing_part('torch.nn') == (
        'torch is not installed; make setup brings it, for pip see docs/start/install.md'
    )
    assert missing_part('wandb') == 'wandb is not installed; install wandb by pip or uv pip'
    assert missing_part('os') is None and missing_part(None) is None


def test_what_is_installed_is_not_asked_for():
    require('numpy')
    with pytest.raises(ImportError, match='no_such_module is not installed'):
        require('numpy', 'no_such_module')


def test_a_command_says_which_part_it_lacks():
    error = ModuleNotFoundError("No module named 'mmengine'", name='mmengine')
    assert describe_mistake(error) == missing_part('mmengine')


def test_version_of_a_package_or_none():
    import numpy

    assert installed_version('numpy') == numpy.__version__ and installed_version('no-such-package') is None
    assert version_text('no-such-package') == '(version unknown)'
