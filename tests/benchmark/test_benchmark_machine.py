"""The kind of machine, which is told, and its name, which is not."""

import getpass
import platform

import pytest

from aariz_mm.benchmark.machine import cpu_features, describe_machine, describe_versions
from aariz_mm.cores import count_cores


@pytest.mark.parametrize(
    ('text', 'found'),
    [
        ('processor : 0\nflags\t\t: fpu avx2 avx512f xyz\n', ['avx2', 'avx512f']),
        ('Features : fp asimd sve\n', ['asimd', 'sve']),
        ('processor : 0\n', []),
        ('flags : avx2\nflags : avx2 avx512f\n', ['avx2']),
    ],
)
def test_features_are_those_that_matter(text, found):
    assert cpu_features(text) == found


def test_machine_is_told_by_kind_and_not_by_name():
    text = describe_machine()
    assert text.startswith(f'{count_cores()} cores, {platform.machine()}')
    assert platform.node() not in text.split() and getpass.getuser() not in text


def test_versions_say_what_is_not_installed():
    text = describe_versions(['numpy', 'no-such-package'])
    assert text.startswith(f'Python {platform.python_version()}, numpy ') and 'no-such-package not installed' in text
