"""The header of a log states torchvision's version without importing it."""

import pytest

from aariz_mm.compat import environment

DESCRIBE = """if True:
    import sys
    from aariz_mm.compat import describing_environment
    from mmengine.utils.dl_utils import collect_env
    with describing_environment():
        described = collect_env()
    before = {'torchvision', 'distutils', 'setuptools'} & set(sys.modules)
    import torchvision
    assert torchvision.__version__ == described['TorchVision'], described
    assert callable(torchvision.ops.nms)
    from distutils import errors
    assert issubclass(errors.DistutilsPlatformError, Exception)
    print(*before, described['GCC'] != '', described['PyTorch'])
"""


def test_versions_are_told_without_importing_and_imports_work_afterwards(registered):
    import torch

    done = registered.run(DESCRIBE)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f'True {torch.__version__}'


def test_a_compiler_that_fails_is_not_an_error(registered):
    done = registered.run(DESCRIBE.replace("described['GCC'] != ''", "described['GCC']"), CC='none', PATH='')
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-2] == 'n/a'


def test_with_the_switch_off_torchvision_is_imported(eager):
    done = eager.run(DESCRIBE)
    assert done.returncode == 0, done.stderr
    assert 'torchvision' in done.stdout.splitlines()[-1].split()


@pytest.mark.parametrize(
    ('text', 'version'),
    [("__version__ = '1.2+cpu'\nimport none", '1.2+cpu'), ('import none', None), ('__version__ = make()', None)],
)
def test_a_version_is_read_from_its_file(tmp_path, monkeypatch, text, version):
    (tmp_path / 'apart').mkdir()
    (tmp_path / 'apart/__init__.py').write_text('raise ImportError')
    (tmp_path / 'apart/version.py').write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    assert environment._read_version('apart') == version


def test_a_package_that_is_not_there_has_no_version():
    assert environment._read_version('aariz_absent') is None
