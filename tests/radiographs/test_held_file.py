"""A file is read once, and gives the same radiograph as by its path."""

import builtins
import hashlib
import io

import numpy as np
import pytest
from dicom_files import make_dataset, steps, write_dicom
from PIL import Image

from aariz_mm.radiographs import held_file
from aariz_mm.radiographs.held_file import HeldFile
from aariz_mm.radiographs.radiograph import open_radiograph


def write_film(path):
    if path.suffix == '.dcm':
        return write_dicom(path, make_dataset(steps(12)))
    Image.fromarray(steps(8)).save(path)
    return path


@pytest.fixture(params=['a.png', 'a.jpg', 'a.tif', 'a.bmp', 'a.dcm'])
def film(request, tmp_path):
    return write_film(tmp_path / request.param)


@pytest.fixture
def opened_times(film, monkeypatch):
    """How often the radiograph is opened."""
    count, real = [0], io.open

    def counting(file, *args, **kwargs):
        count[0] += str(file) == str(film)
        return real(file, *args, **kwargs)

    monkeypatch.setattr(builtins, 'open', counting)
    monkeypatch.setattr(io, 'open', counting)
    return count


def test_a_radiograph_is_opened_once_for_hash_and_pixels(film, opened_times):
    held = HeldFile(film)
    assert len(held.sha256) == 64 and open_radiograph(held).grey.shape == (80, 60)
    assert opened_times == [1]


def test_a_path_is_opened_once_too(film, opened_times):
    assert open_radiograph(film).grey.shape == (80, 60)
    assert opened_times == [1]


@pytest.mark.parametrize('trust', [False, True])
def test_a_held_file_gives_what_its_path_gives(film, trust):
    by_path, held = open_radiograph(film, trust), open_radiograph(HeldFile(film), trust)
    np.testing.assert_array_equal(by_path.grey, held.grey)
    assert (by_path.path, by_path.pixel_size_mm, by_path.notes) == (held.path, held.pixel_size_mm, held.notes)


def test_its_hash_is_that_of_the_file(film):
    assert HeldFile(film).sha256 == hashlib.sha256(film.read_bytes()).hexdigest()


def test_its_bytes_are_let_go_when_they_are_taken(film):
    held = HeldFile(film)
    assert held.take() == film.read_bytes() and held.take() is None


def test_a_file_too_large_to_hold_is_read_by_its_path(film, monkeypatch):
    expected = open_radiograph(film).grey
    monkeypatch.setattr(held_file, '_MOST_BYTES', 100)
    held = HeldFile(film)
    assert held.sha256 == hashlib.sha256(film.read_bytes()).hexdigest()
    np.testing.assert_array_equal(open_radiograph(held).grey, expected)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(FileNotFoundError):
        HeldFile(tmp_path / 'none.png')
    with pytest.raises(FileNotFoundError):
        open_radiograph(tmp_path / 'none.png')
