"""Damage of an archive is told from errors of the disk and of the program."""

import errno
import zlib

import pytest

from aariz_mm.zip_damages import damaged_as_error, is_damage


@pytest.mark.parametrize(
    'error', [zlib.error('x'), IndexError('x'), OSError('Invalid data stream'), OSError(errno.EINVAL, 'x')]
)
def test_what_zipfile_raises_of_an_archive_is_damage(error):
    assert is_damage(error)
    with (
        pytest.raises(ValueError, match=r'a\.zip: damaged \(.*\); copy it'),
        damaged_as_error('a.zip: damaged', '; copy it'),
    ):
        raise error


@pytest.mark.parametrize(
    'error', [OSError(errno.ENOSPC, 'full'), FileNotFoundError(2, 'x'), KeyError('x'), TypeError('x')]
)
def test_what_is_of_the_disk_or_the_program_is_left_alone(error):
    assert not is_damage(error)
    with pytest.raises(type(error)), damaged_as_error('a.zip: damaged'):
        raise error
