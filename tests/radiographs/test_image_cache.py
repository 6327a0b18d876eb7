import os
import pickle
from concurrent.futures import ThreadPoolExecutor

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
    monkeypatch.setattr(np, 'save', lambda file, *args, **kwargs: file.write(b'half') and interrupt())
    with pytest.raises(KeyboardInterrupt):
        cache.load(source)
    assert entries(cache) == []


def interrupt():
    raise KeyboardInterrupt


def test_the_data_folder_is_never_written(cache, source):
    before = [(path.name, path.stat().st_mtime_ns) for path in source.parent.iterdir()]
    cache.load(source)
    assert [(path.name, path.stat().st_mtime_ns) for path in source.parent.iterdir()] == before


def test_an_unwritable_folder_is_explained(tmp_path):
    (tmp_path / 'file').touch()
    with pytest.raises(OSError, match=r'the image cache cannot be written .*; set cache_dir to a folder'):
        ImageCache(tmp_path / 'file' / 'cache', (30, 30))


def test_a_folder_that_went_away_is_explained(cache, source):
    cache.cache_dir.rmdir()
    with pytest.raises(OSError, match='the image cache cannot be written'):
        cache.load(source)


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
