import errno
import os
import pickle
import shutil
import tempfile
import warnings
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import cv2
import numpy as np
import pytest
from PIL import Image

from aariz_mm.radiographs import cache as image_cache
from aariz_mm.radiographs.cache import ImageCache, fitted_size


@pytest.fixture
def source(tmp_path):
    path = tmp_path / 'data' / 'a.bmp'  # a changed image keeps its file size
    path.parent.mkdir()
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (80, 60), dtype=np.uint8)).save(path)
    return path


@pytest.fixture
def cache(tmp_path):
    return ImageCache(tmp_path / 'cache', fit_size=(30, 30))


def entries(cache):
    return sorted(cache.cache_dir.iterdir())


def forbid_decoding(monkeypatch):
    def fail(path):
        raise AssertionError(f'{path} was decoded again')

    monkeypatch.setattr(image_cache, 'read_radiograph', fail)


@pytest.mark.parametrize(
    ('size', 'fit', 'expected'),
    [
        ((2000, 1000), (500, 500), (500, 250)),
        ((60, 80), (30, 30), (22, 30)),
        ((60, 80), (600, 800), (60, 80)),
        ((10000, 1), (10, 10), (10, 1)),
    ],
)
def test_fitted_size_by_hand(size, fit, expected):
    assert fitted_size(size, fit) == expected


def test_load_gives_the_exact_scale(cache, source):
    image, scale_xy = cache.load(source)
    assert image.shape == (30, 22)
    assert image.dtype == np.uint8
    assert scale_xy.tolist() == [22 / 60, 30 / 80]


def test_load_averages_areas(tmp_path):
    Image.fromarray(np.array([[0, 0, 0, 200]], dtype=np.uint8)).save(tmp_path / 'a.png')
    image, _ = ImageCache(None, (1, 1)).load(tmp_path / 'a.png')
    assert image.tolist() == [[50]]  # bilinear would look at the middle two alone: 0


def test_load_decodes_once(cache, source, monkeypatch):
    first, _ = cache.load(source)
    forbid_decoding(monkeypatch)
    second, _ = cache.load(source)
    np.testing.assert_array_equal(first, second)


def test_load_equals_what_an_uncached_load_gives(cache, source):
    np.testing.assert_array_equal(cache.load(source)[0], ImageCache(None, (30, 30)).load(source)[0])


def test_no_cache_dir_stores_nothing(tmp_path, source):
    ImageCache(None, (30, 30)).load(source)
    assert [path.name for path in tmp_path.rglob('*')] == ['data', 'a.bmp']


def test_a_changed_source_gets_a_new_entry(cache, source):
    cache.load(source)
    Image.fromarray(np.zeros((80, 60), dtype=np.uint8)).save(source)
    os.utime(source, ns=(1, 1))
    assert cache.load(source)[0].max() == 0
    assert len(entries(cache)) == 2


def test_another_fit_size_gets_its_own_entry(cache, source):
    cache.load(source)
    assert ImageCache(cache.cache_dir, (40, 40)).load(source)[0].shape == (40, 30)
    assert len(entries(cache)) == 2


@pytest.mark.parametrize('damage', [b'', b'no array', b'PK\x03\x04 no archive', b'\x93NUMPY\x01\x00\xff\xff{', None])
def test_a_damaged_entry_is_made_anew(cache, source, damage):
    expected, _ = cache.load(source)
    (entry,) = entries(cache)
    entry.write_bytes(entry.read_bytes()[:-100] if damage is None else damage)
    np.testing.assert_array_equal(cache.load(source)[0], expected)
    np.testing.assert_array_equal(np.load(entry), expected)


@pytest.mark.parametrize('foreign', [np.zeros((3, 3), np.uint8), np.zeros((30, 22), np.float32), np.uint8(0)])
def test_a_foreign_entry_is_made_anew(cache, source, foreign):
    expected, _ = cache.load(source)
    np.save(entries(cache)[0], foreign)
    np.testing.assert_array_equal(cache.load(source)[0], expected)


def test_an_interruption_leaves_no_half_entry(cache, source, monkeypatch):
    def interrupt(part, entry):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, 'replace', interrupt)
    with pytest.raises(KeyboardInterrupt):
        cache.load(source)
    assert entries(cache) == []


def test_nobody_but_the_owner_may_read_an_entry(cache, source):
    cache.load(source)
    assert entries(cache)[0].stat().st_mode & 0o077 == 0


def test_the_data_folder_is_never_written(cache, source):
    before = [(path.name, path.stat().st_mtime_ns) for path in source.parent.iterdir()]
    cache.load(source)
    assert [(path.name, path.stat().st_mtime_ns) for path in source.parent.iterdir()] == before


def test_a_cache_that_is_not_used_makes_no_folder(cache):
    assert not cache.cache_dir.exists()


def test_load_without_keeping_leaves_nothing_and_gives_the_same_pixels(cache, source):
    alone, scale_xy = cache.load(source, keep=False)
    assert not cache.cache_dir.exists()
    kept, kept_scale_xy = cache.load(source)
    np.testing.assert_array_equal(alone, kept)
    np.testing.assert_array_equal(scale_xy, kept_scale_xy)


@pytest.mark.parametrize('removed', ['entry', 'folder', 'folder above'])
def test_what_is_removed_is_made_again(tmp_path, source, removed):
    cache = ImageCache(tmp_path / 'work_dirs' / 'cache', (30, 30))
    expected, _ = cache.load(source)
    (entry,) = entries(cache)
    entry.unlink() if removed == 'entry' else shutil.rmtree(entry.parents[removed == 'folder above'])
    np.testing.assert_array_equal(cache.load(source)[0], expected)
    np.testing.assert_array_equal(np.load(entry), expected)


def refuse(number):
    def fail(*args, **kwargs):
        raise OSError(number, os.strerror(number))

    return fail


def make_unwritable(folder, monkeypatch, reason):
    """A folder that takes no entry: a file lies where it should be, it is read-only, or the disk is full."""
    if reason == 'a file in its place':
        folder.touch()
    elif reason == 'read-only':
        monkeypatch.setattr(tempfile, 'mkstemp', refuse(errno.EROFS))
    else:
        monkeypatch.setattr(os, 'replace', refuse(errno.ENOSPC))


@pytest.mark.parametrize('reason', ['a file in its place', 'read-only', 'full disk'])
def test_an_unwritable_folder_means_decoding_each_time_and_one_warning(tmp_path, source, monkeypatch, reason):
    expected, _ = ImageCache(None, (30, 30)).load(source)
    cache = ImageCache(tmp_path / 'cache', (30, 30))
    make_unwritable(cache.cache_dir, monkeypatch, reason)
    with warnings.catch_warnings(record=True) as caught, ThreadPoolExecutor(4) as pool:
        warnings.simplefilter('always')
        for image, _ in pool.map(cache.load, [source] * 12):
            np.testing.assert_array_equal(image, expected)
    assert ['the image cache cannot be written' in str(warning.message) for warning in caught] == [True]


def test_the_warning_says_what_to_do(tmp_path, source):
    (tmp_path / 'file').touch()
    with pytest.warns(UserWarning, match=r'file.cache: the image cache cannot be written .*Set cache_dir to a folder'):
        ImageCache(tmp_path / 'file' / 'cache', (30, 30)).load(source)


def test_a_folder_that_takes_entries_again_is_used_again(tmp_path, source):
    (tmp_path / 'cache').touch()
    cache = ImageCache(tmp_path / 'cache', (30, 30))
    with pytest.warns(UserWarning, match='cannot be written'):
        cache.load(source)
    (tmp_path / 'cache').unlink()
    cache.load(source)
    assert len(entries(cache)) == 1


def test_an_entry_that_another_worker_holds_open_is_no_failure(cache, source, monkeypatch):
    cache.load(source)
    monkeypatch.setattr(image_cache, 'write_file', lambda *args, **kwargs: os.replace(source.parent, source))
    assert image_cache._write(entries(cache)[0], b'the same') is None


@pytest.mark.parametrize('fit_size', [(0, 10), (10,), (1.5, 2)])
def test_a_bad_fit_size_is_refused(fit_size):
    with pytest.raises(ValueError, match='expected two positive whole numbers'):
        ImageCache(None, fit_size)


def test_several_workers_may_load_the_same_image(cache, source):
    expected = ImageCache(None, (30, 30)).load(source)[0]
    with ThreadPoolExecutor(8) as pool:
        for image, _ in pool.map(cache.load, [source] * 40):
            np.testing.assert_array_equal(image, expected)
    assert len(entries(cache)) == 1


def test_a_cache_travels_to_worker_processes(cache, source):
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(cache)).load(source)[0], cache.load(source)[0])


def load_while_the_folder_is_removed(cache, source, rounds):
    """Loads again and again; every third time the whole folder is removed first."""
    for index in range(rounds):
        if index % 3 == 0:
            shutil.rmtree(cache.cache_dir, ignore_errors=True)
        yield cache.load(source)[0]


def worst_difference(cache, source, expected):
    images = load_while_the_folder_is_removed(cache, source, 30)
    return max(int(np.abs(image.astype(int) - expected).max()) for image in images)


@pytest.mark.filterwarnings('ignore:.*the image cache cannot be written')
@pytest.mark.parametrize('pool_type', [ThreadPoolExecutor, ProcessPoolExecutor])
def test_several_workers_survive_the_removal_of_the_folder(cache, source, pool_type):
    expected = ImageCache(None, (30, 30)).load(source)[0]
    with pool_type(4) as pool:
        answers = [pool.submit(worst_difference, cache, source, expected) for _ in range(4)]
        assert [answer.result() for answer in answers] == [0] * 4
    cache.load(source)
    assert [path.suffix for path in entries(cache)] == ['.npy']


@pytest.mark.parametrize('name', ['a.png', 'a.bmp'])
@pytest.mark.parametrize('at', [(0, 0), (39, 29), (20, 15)])
def test_an_image_edited_in_place_is_read_again(tmp_path, name, at):
    path, cache = tmp_path / name, ImageCache(tmp_path / 'cache', (60, 60))
    image = np.random.default_rng(0).integers(0, 255, (40, 30), dtype=np.uint8)
    cv2.imwrite(str(path), image, [cv2.IMWRITE_PNG_COMPRESSION, 0])
    cache.load(path)
    before = path.stat()
    image[at] += 1
    with path.open('r+b') as file:
        file.write(cv2.imencode(path.suffix, image, [cv2.IMWRITE_PNG_COMPRESSION, 0])[1].tobytes())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    np.testing.assert_array_equal(cache.load(path)[0], image)


def test_a_file_of_another_change_time_or_end_has_another_entry(tmp_path, monkeypatch):
    path, cache = tmp_path / 'a.png', ImageCache(tmp_path / 'cache', (60, 60))
    path.write_bytes(bytes(100_000))
    before = path.stat()
    first = cache.entry_path(path)
    path.write_bytes(bytes(99_999) + b'1')
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    monkeypatch.setattr(os, 'stat', lambda path: before)  # as on Windows, where no change time is kept
    assert cache.entry_path(path) != first
