"""A folder of entries stays within its limit; the entries that were written first go first."""

import os
import time
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest
from PIL import Image

from aariz_mm.radiographs import cache_limit
from aariz_mm.radiographs.cache import ImageCache
from aariz_mm.radiographs.cache_limit import limit_bytes, remove_oldest

ENTRY = 128 + 40 * 30 + 20
"""Bytes of an entry: header, pixels, sizes."""


def make_sources(folder, count):
    rng, folder = np.random.default_rng(0), folder / 'data'
    folder.mkdir()
    paths = [folder / f'{index}.bmp' for index in range(count)]
    for path in paths:
        Image.fromarray(rng.integers(0, 256, (80, 60), dtype=np.uint8)).save(path)
    return paths


def limited(tmp_path, entries):
    return ImageCache(tmp_path / 'cache', (30, 40), limit_gb=(entries + 0.5) * ENTRY / 1e9)


def kept(cache, paths):
    return [path for path in paths if cache.entry_path(path).exists()]


def load(cache, paths):
    for path in paths:
        cache.load(path)
        time.sleep(0.005)  # so that each entry has a time of its own


def test_the_oldest_entries_go(tmp_path):
    paths, cache = make_sources(tmp_path, 7), limited(tmp_path, 3)
    load(cache, paths)
    assert kept(cache, paths) == paths[-3:]


def test_without_a_limit_nothing_goes(tmp_path):
    paths, cache = make_sources(tmp_path, 7), ImageCache(tmp_path / 'cache', (30, 40))
    load(cache, paths)
    assert kept(cache, paths) == paths


@pytest.mark.parametrize('entries', [0, 0.2, 1])
def test_what_was_just_written_stays_whatever_the_limit(tmp_path, entries):
    paths, cache = make_sources(tmp_path, 3), limited(tmp_path, entries)
    for path in paths:
        cache.load(path)
        assert kept(cache, paths) == [path]


def test_a_folder_that_was_too_large_before_is_reduced_by_the_first_entry(tmp_path):
    paths = make_sources(tmp_path, 7)
    load(ImageCache(tmp_path / 'cache', (30, 40)), paths[:6])
    cache = limited(tmp_path, 2)
    cache.load(paths[6])
    assert kept(cache, paths) == paths[-2:]


def test_age_is_the_time_of_writing(tmp_path):
    paths, cache = make_sources(tmp_path, 4), limited(tmp_path, 3)
    load(cache, paths[:3])
    os.utime(cache.entry_path(paths[1]), ns=(1, 1))
    cache.load(paths[3])
    assert kept(cache, paths) == [paths[0], paths[2], paths[3]]


def test_pixels_are_the_same_with_a_limit(tmp_path):
    paths, cache = make_sources(tmp_path, 5), limited(tmp_path, 2)
    for path in [*paths, *paths]:
        np.testing.assert_array_equal(cache.load(path)[0], ImageCache(None, (30, 40)).load(path)[0])


def test_files_of_others_stay(tmp_path):
    paths, cache = make_sources(tmp_path, 5), limited(tmp_path, 1)
    cache.cache_dir.mkdir()
    others = [
        cache.cache_dir / name for name in ('notes.npy', 'a.npy', '0' * 31 + '.npy', '0' * 32 + '.txt', '.x.part')
    ]
    for other in others:
        other.write_bytes(bytes(5 * ENTRY))
        os.utime(other, ns=(1, 1))
    load(cache, paths)
    assert all(other.exists() for other in others)


def test_parts_of_a_killed_process_go_after_an_hour(tmp_path):
    paths, cache = make_sources(tmp_path, 1), limited(tmp_path, 3)
    cache.cache_dir.mkdir()
    old, new = (cache.cache_dir / f'.{"0" * 20}.{name}.part' for name in ('old', 'new'))
    old.touch()
    new.touch()
    os.utime(old, ns=(1, 1))
    cache.load(paths[0])
    assert (old.exists(), new.exists()) == (False, True)


def test_the_folder_is_looked_at_once_for_many_entries(tmp_path, monkeypatch):
    looks = []
    monkeypatch.setattr(cache_limit, 'remove_oldest', lambda *args: looks.append(args) or [])
    limit = cache_limit.CacheLimit(tmp_path, 1_000_000)
    for _ in range(100):
        limit.note(tmp_path / 'entry', 1000)  # ten of them are a hundredth of the limit
    assert len(looks) == 11 - 1


def test_a_limit_that_is_too_small_for_the_images_in_use_is_told_once(tmp_path, monkeypatch):
    paths, cache = make_sources(tmp_path, 4), limited(tmp_path, 2)
    now = time.time_ns
    monkeypatch.setattr(time, 'time_ns', lambda: now() + 3600 * 10**9)
    with pytest.warns(UserWarning, match='smaller than the images in use.*AARIZ_CACHE_LIMIT_GB') as caught:
        load(cache, paths * 3)
    assert len(caught) == 1


def test_an_entry_that_another_process_removed_first_is_no_failure(tmp_path, monkeypatch):
    (tmp_path / f'{"0" * 32}.npy').touch()
    monkeypatch.setattr(cache_limit, '_entries', lambda folder: [(1, 'gone.npy', 10), (2, f'{"0" * 32}.npy', 10)])
    assert remove_oldest(tmp_path, 0, '') == [f'{"0" * 32}.npy']


def test_a_folder_that_is_gone_holds_nothing(tmp_path):
    assert remove_oldest(tmp_path / 'none', 0, '') == []


def load_all(cache, paths, seed):
    order = np.random.default_rng(seed).permutation(len(paths))
    expected = ImageCache(None, cache.fit_size)
    return all(np.array_equal(cache.load(paths[i])[0], expected.load(paths[i])[0]) for i in [*order, *order])


@pytest.mark.filterwarnings('ignore:.*smaller than the images in use')
def test_several_processes_stay_within_the_limit_together(tmp_path):
    paths, cache = make_sources(tmp_path, 30), limited(tmp_path, 10)
    with ProcessPoolExecutor(4) as pool:
        assert all(pool.map(load_all, [cache] * 4, [paths] * 4, range(4)))
    assert sum(file.stat().st_size for file in cache.cache_dir.iterdir()) <= cache.limit + 4 * ENTRY
    assert {file.suffix for file in cache.cache_dir.iterdir()} == {'.npy'}


def test_limit_by_hand(monkeypatch):
    monkeypatch.delenv('AARIZ_CACHE_LIMIT_GB', raising=False)
    assert [limit_bytes(None), limit_bytes(2), limit_bytes(0.5)] == [None, 2_000_000_000, 500_000_000]
    monkeypatch.setenv('AARIZ_CACHE_LIMIT_GB', '3')
    assert [limit_bytes(None), limit_bytes(2)] == [3_000_000_000, 2_000_000_000]
    monkeypatch.setenv('AARIZ_CACHE_LIMIT_GB', '')
    assert limit_bytes(None) is None


@pytest.mark.parametrize('limit', [0, -1, 'much', float('nan'), float('inf'), True, [1]])
def test_a_limit_that_is_none_is_refused(tmp_path, limit):
    with pytest.raises(ValueError, match=r'cache_limit_gb=.*expected a positive number of GB'):
        ImageCache(tmp_path, (30, 40), limit)


def test_a_faulty_limit_of_the_environment_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv('AARIZ_CACHE_LIMIT_GB', '20 GB')
    with pytest.raises(ValueError, match="AARIZ_CACHE_LIMIT_GB='20 GB': expected a positive number of GB"):
        ImageCache(tmp_path, (30, 40))
