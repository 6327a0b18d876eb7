"""Entries made ahead are those that training takes, whatever stops or disturbs the making."""

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
import pytest
from forked_workers import fork_workers
from PIL import Image

from aariz_mm.radiographs import cache as image_cache
from aariz_mm.radiographs.cache import ImageCache, UnwritableCacheError
from aariz_mm.radiographs.cache_building import build_entries, build_entry


def make_sources(folder, count, size=(60, 80), suffix='png'):
    rng = np.random.default_rng(0)
    folder.mkdir(exist_ok=True)
    paths = [str(folder / f'{index}.{suffix}') for index in range(count)]
    for path in paths:
        Image.fromarray(rng.integers(0, 256, size[::-1], dtype=np.uint8)).save(path)
    return paths


@pytest.fixture
def paths(tmp_path):
    return make_sources(tmp_path / 'data', 5)


@pytest.fixture
def cache(tmp_path):
    return ImageCache(tmp_path / 'cache', (30, 40))


@pytest.fixture
def forked(monkeypatch):
    fork_workers(monkeypatch, 'aariz_mm.radiographs.cache_building')


def build(cache, paths, workers=1):
    return sorted(build_entries(((cache, path) for path in paths), workers), key=lambda built: built.path)


@pytest.mark.parametrize('workers', [1, 3])
def test_training_decodes_nothing_after_it(cache, paths, monkeypatch, workers):
    expected = [ImageCache(None, (30, 40)).load(path)[0] for path in paths]
    assert all(built.is_new and not built.failure for built in build(cache, paths, workers))
    monkeypatch.setattr(image_cache, '_decode', lambda *args: pytest.fail('decoded again'))
    for path, image in zip(paths, expected, strict=True):
        np.testing.assert_array_equal(cache.load(path)[0], image)


def test_what_is_there_is_left_as_it_is(cache, paths):
    cache.load(paths[0])
    build(cache, paths)
    times = [entry.stat().st_mtime_ns for entry in sorted(cache.cache_dir.iterdir())]
    again = build(cache, paths)
    assert [built.is_new for built in again] == [False] * 5
    assert [entry.stat().st_mtime_ns for entry in sorted(cache.cache_dir.iterdir())] == times


def test_entry_bytes_are_those_on_the_disk(cache, paths):
    total = sum(built.entry_bytes for built in build(cache, paths))
    assert total == sum(entry.stat().st_size for entry in cache.cache_dir.iterdir()) == 5 * (128 + 1200 + 20)


@pytest.mark.parametrize('damage', [b'', b'torn'])
def test_a_torn_entry_is_made_again(cache, paths, damage):
    build(cache, paths)
    cache.entry_path(paths[2]).write_bytes(damage)
    assert [built.is_new for built in build(cache, paths)] == [False, False, True, False, False]


@pytest.mark.parametrize('workers', [1, 2])
def test_a_faulty_radiograph_is_told_and_the_others_are_made(forked, cache, paths, workers):
    with open(paths[1], 'wb') as file:
        file.write(b'no picture')
    os.unlink(paths[3])
    built = build(cache, paths, workers)
    assert [bool(one.failure) for one in built] == [False, True, False, True, False]
    assert 'it is a text' in built[1].failure and paths[1] not in built[1].failure
    assert len(list(cache.cache_dir.iterdir())) == 3


def test_what_is_unusual_is_noted(cache, paths):
    Image.fromarray(np.full((80, 60), 7, np.uint8)).save(paths[0])
    assert build_entry(cache, paths[0]).notes == ('all pixels are 7: is it a radiograph?',)


@pytest.mark.parametrize('workers', [1, 2])
def test_a_folder_that_takes_nothing_stops_it(forked, tmp_path, paths, workers):
    (tmp_path / 'file').touch()
    with pytest.raises(UnwritableCacheError, match=r'file.cache: the image cache cannot be written .*set cache_dir'):
        build(ImageCache(tmp_path / 'file' / 'cache', (30, 40)), paths, workers)


class EndsItsProcess(ImageCache):
    """As if memory had run out."""

    def ensure(self, path):
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_process_is_told(forked, tmp_path, paths):
    with pytest.raises(ValueError, match=r'ended from outside.*fewer --workers'):
        build(EndsItsProcess(tmp_path / 'cache', (30, 40)), paths, 2)


def test_no_more_is_handed_out_than_is_worked_at(forked, cache, paths):
    asked = []
    sources = ((cache, paths[index % 5]) for index in range(1000) if not asked.append(index))
    made = build_entries(sources, 2)
    next(made)
    assert len(asked) <= 12
    made.close()


INTERRUPTED = """
import sys
from aariz_mm.radiographs.cache import ImageCache
from aariz_mm.radiographs.cache_building import build_entries
if __name__ == '__main__':
    cache = ImageCache(sys.argv[1], (225, 300))
    for built in build_entries(((cache, path) for path in sys.argv[3:]), int(sys.argv[2])):
        print(built.path, flush=True)
"""


@pytest.mark.skipif(os.name == 'nt', reason='no SIGINT for a process there')
@pytest.mark.parametrize('workers', [1, 2])
def test_ctrl_c_leaves_whole_entries_and_the_rest_is_made_later(tmp_path, workers):
    paths, folder, script = (
        make_sources(tmp_path / 'data', 200, (450, 550), 'bmp'),
        tmp_path / 'cache',
        tmp_path / 'build.py',
    )
    script.write_text(INTERRUPTED)
    process = subprocess.Popen(
        [sys.executable, script, folder, str(workers), *paths], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    process.stdout.read()
    assert process.wait(60) != 0
    entries = list(folder.iterdir())
    assert 0 < len(entries) < 200
    assert all(entry.suffix == '.npy' and np.load(entry).shape == (275, 225) for entry in entries)
    assert sum(not built.is_new for built in build(ImageCache(folder, (225, 300)), paths)) == len(entries)


def read_again_and_again(cache, paths, until):
    """The largest difference from what decoding gives."""
    expected = [ImageCache(None, cache.fit_size).load(path)[0].astype(int) for path in paths]
    worst = rounds = 0
    while time.monotonic() < until or not rounds:
        for path, image in zip(paths, expected, strict=True):
            worst = max(worst, int(np.abs(cache.load(path)[0] - image).max()))
        rounds += 1
    return worst


def remove_again_and_again(folder, until):
    removed = 0
    while time.monotonic() < until:
        removed += folder.exists()
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(0.002)
    return removed


@pytest.mark.filterwarnings('ignore:.*the image cache cannot be written')
@pytest.mark.parametrize('limit_gb', [None, 3e-6])
@pytest.mark.parametrize('above', [0, 1])
def test_processes_read_while_another_removes_the_folder(tmp_path, paths, limit_gb, above):
    cache = ImageCache(tmp_path / 'work_dirs' / 'cache', (30, 40), limit_gb)
    folder = [cache.cache_dir, cache.cache_dir.parent][above]
    with ProcessPoolExecutor(4) as pool:
        until = time.monotonic() + 0.5
        read = partial(pool.submit, read_again_and_again, cache, paths, until)
        removed, *readers = pool.submit(remove_again_and_again, folder, until), read(), read(), read()
        assert [reader.result() for reader in readers] == [0, 0, 0]
        assert removed.result() > 3
    assert all(file.suffix == '.npy' for file in tmp_path.glob('work_dirs/cache/*'))
