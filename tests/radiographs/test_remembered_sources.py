"""A source that has not changed is neither opened nor hashed again by a process that has loaded it."""

import os
import time

import numpy as np
import pytest
from PIL import Image

from aariz_mm.radiographs import cache as image_cache
from aariz_mm.radiographs.cache import ImageCache
from aariz_mm.radiographs.cache_entries import check_entry, entry_content, read_entry


def save(path, seed=0):
    Image.fromarray(np.random.default_rng(seed).integers(0, 256, (80, 60), dtype=np.uint8)).save(path)
    return path


@pytest.fixture
def source(tmp_path):
    return save(tmp_path / 'a.bmp')  # of any pixels, the file has the same size


@pytest.fixture
def later(monkeypatch):
    """An hour after the sources were written."""
    now = time.time_ns
    monkeypatch.setattr(image_cache.time, 'time_ns', lambda: now() + 3600 * 10**9)


@pytest.fixture
def cache(tmp_path, later):
    return ImageCache(tmp_path / 'cache', (30, 40))


def forbid(monkeypatch, *names):
    for name in names:
        monkeypatch.setattr(image_cache, name, lambda *args: pytest.fail('the source was opened again'))


def test_a_warm_load_opens_the_entry_alone(cache, source, monkeypatch):
    first, scale = cache.load(source)
    forbid(monkeypatch, 'entry_name', '_decode')
    second, same_scale = cache.load(source)
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(scale, same_scale)


def test_another_process_needs_no_header_of_the_source(cache, source, monkeypatch):
    first, _ = cache.load(source)
    forbid(monkeypatch, '_decode')
    np.testing.assert_array_equal(ImageCache(cache.cache_dir, (30, 40)).load(source)[0], first)


def edit_in_place(path):
    before = path.stat()
    content = path.with_name('other.bmp')
    save(content, seed=1)
    with path.open('r+b') as file:
        file.write(content.read_bytes())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replace(path):
    before = path.stat()
    os.replace(save(path.with_name('other.bmp'), seed=1), path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def rewrite(path):
    save(path, seed=1)


@pytest.mark.parametrize('change', [edit_in_place, replace, rewrite])
def test_a_source_that_changed_after_it_was_remembered_is_read_again(cache, source, change):
    cache.load(source)
    time.sleep(0.05)
    size = source.stat().st_size
    change(source)
    assert source.stat().st_size == size
    expected, _ = ImageCache(None, (30, 40)).load(save(source.with_name('expected.bmp'), seed=1))
    np.testing.assert_array_equal(cache.load(source)[0], expected)


def test_a_source_that_has_just_been_written_is_not_remembered(tmp_path, source):
    cache = ImageCache(tmp_path / 'cache', (30, 40))
    cache.load(source)
    assert not cache._remembered


def test_a_source_that_is_removed_is_told_though_its_entry_is_there(cache, source):
    cache.load(source)
    source.unlink()
    with pytest.raises(FileNotFoundError, match=r'a\.bmp'):
        cache.load(source)


def test_what_a_user_does_to_the_pixels_stays_out_of_the_cache(cache, source):
    expected = cache.load(source)[0].copy()
    for _ in range(2):
        cache.load(source)[0][:] = 0
    np.testing.assert_array_equal(cache.load(source)[0], expected)


def test_no_more_sources_are_remembered_than_memory_is_meant_for(cache, tmp_path, monkeypatch):
    monkeypatch.setattr(image_cache, '_MOST_REMEMBERED', 3)
    for index in range(10):
        cache.load(save(tmp_path / f'{index}.bmp'))
    assert 0 < len(cache._remembered) <= 3


def test_a_source_that_changes_while_it_is_decoded_leaves_no_entry(cache, source, monkeypatch):
    decode = image_cache.read_radiograph

    def change_and_decode(path, data=None):
        replace(path)
        return decode(path)

    monkeypatch.setattr(image_cache, 'read_radiograph', change_and_decode)
    cache.load(source)
    assert not cache.cache_dir.exists()


def test_an_entry_holds_pixels_and_the_size_of_the_whole(tmp_path):
    image = np.arange(12, dtype=np.uint8).reshape(3, 4)
    (tmp_path / 'e.npy').write_bytes(entry_content(image, (40, 30)))
    kept, full_size = read_entry(tmp_path / 'e.npy')
    np.testing.assert_array_equal(kept, image)
    np.testing.assert_array_equal(np.load(tmp_path / 'e.npy'), image)
    assert full_size == (40, 30) and check_entry(tmp_path / 'e.npy') == ((4, 3), (40, 30))


@pytest.mark.parametrize('damage', [
    lambda whole: whole[:-1], lambda whole: whole + b'0', lambda whole: b'', lambda whole: whole[:128],
    lambda whole: whole[:-16] + bytes(16), lambda whole: b'\0' + whole[1:], lambda whole: whole[:-20],
])  # fmt: skip
def test_what_is_no_whole_entry_is_none(tmp_path, damage):
    whole = entry_content(np.zeros((3, 4), np.uint8), (40, 30))
    (tmp_path / 'e.npy').write_bytes(damage(whole))
    assert read_entry(tmp_path / 'e.npy') is None
    assert check_entry(tmp_path / 'e.npy') is None


def test_an_entry_that_is_absent_or_a_folder_is_none(tmp_path):
    assert [read_entry(tmp_path / 'e.npy'), check_entry(tmp_path / 'e.npy'), read_entry(tmp_path)] == [None] * 3
