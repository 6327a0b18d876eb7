"""tools/build_cache.py as a user runs it."""

import re

import pytest
from forked_tools import ROOT, run_tool
from forked_workers import fork_workers

from aariz_mm.cli import main
from aariz_mm.phantom import write_phantom_dataset

CONFIG = 'configs/phantom/phantom_lite0.py'


@pytest.fixture(scope='module')
def data(tmp_path_factory):
    return write_phantom_dataset(tmp_path_factory.mktemp('data') / 'aariz', 4, 2, 2, size=(225, 275), progress=False)


def arguments(cache, *args, config=CONFIG):
    caches = [f'{kind}_dataloader.dataset.pipeline.0.cache_dir={cache}' for kind in ('train', 'val', 'test')]
    return [str(config), '--cfg-options', *caches, *args]


@pytest.fixture
def run(data, monkeypatch, capsys):
    """Runs the command in this process; its status, standard output and standard error."""
    monkeypatch.setenv('AARIZ_ROOT', str(data))
    monkeypatch.chdir(ROOT)

    def run_command(cache, *args, **settings):
        status = main(['build-cache', *arguments(cache, *args, **settings)])
        return status, *capsys.readouterr()

    return run_command


def test_the_tool_makes_entries_in_processes(data, tmp_path):
    done = run_tool('build_cache', *arguments(tmp_path / 'cache', '--workers', '2'), AARIZ_ROOT=data)
    assert done.returncode == 0, done.stderr
    assert 'entries: 8 made (0.5 MB), 0 skipped as they were there, 0 failed' in done.stdout
    assert f'0.5 MB in {tmp_path / "cache"}' in done.stdout and '8/8' in done.stderr
    assert len(list((tmp_path / 'cache').glob('*.npy'))) == 8


def test_entries_that_vanish_are_made_again_and_the_others_stay(run, tmp_path):
    run(tmp_path / 'cache', '--workers', '1')
    (gone, *kept) = sorted((tmp_path / 'cache').iterdir())
    gone.unlink()
    times = [entry.stat().st_mtime_ns for entry in kept]
    status, text, _ = run(tmp_path / 'cache', '--workers', '1')
    assert status == 0 and 'entries: 1 made' in text and '7 skipped' in text
    assert gone.exists() and [entry.stat().st_mtime_ns for entry in kept] == times


def test_a_faulty_radiograph_is_named_and_the_status_is_1(run, data, tmp_path):
    path = next(data.glob('train/Cephalograms/*.png'))
    whole = path.read_bytes()
    path.write_bytes(whole[:-500])
    try:
        status, text, complaints = run(tmp_path / 'cache', '--workers', '1')
    finally:
        path.write_bytes(whole)
    assert status == 1 and '1 failed' in text
    assert f'{path}: failed: the image cannot be decoded' in complaints


@pytest.mark.parametrize('place', ['file', 'file/cache'])
@pytest.mark.parametrize('workers', ['1', '2'])
def test_a_folder_that_takes_nothing_is_a_mistake(run, tmp_path, monkeypatch, place, workers):
    fork_workers(monkeypatch, 'aariz_mm.radiographs.cache_building')
    (tmp_path / 'file').touch()
    status, _, complaints = run(tmp_path / place, '--workers', workers)
    assert status == 2 and 'Traceback' not in complaints
    assert re.search(r'error: .*file.*: the image cache cannot be written', complaints)


@pytest.mark.parametrize(
    ('args', 'config', 'message'),
    [
        ((), 'configs/none.py', 'no such config'),
        (('train_dataloader.dataset.pipeline.0.cache_limit_gb=-1',), CONFIG, 'expected a positive number of GB'),
        (('train_dataloader.dataset.pipeline.0.fit_size=[0,1]',), CONFIG, 'expected two positive whole numbers'),
        (('train_dataloader.dataset.data_root=none',), CONFIG, 'none'),
    ],
)
def test_a_mistake_is_told_in_a_line(run, tmp_path, args, config, message):
    status, _, complaints = run(tmp_path / 'cache', *args, config=config)
    assert status == 2 and message in complaints and 'Traceback' not in complaints


def test_no_worker_is_a_mistake(run, tmp_path):
    with pytest.raises(SystemExit):
        run(tmp_path / 'cache', '--workers', '0')


def test_more_workers_than_a_machine_can_have_are_bounded_with_a_word(run, tmp_path, monkeypatch):
    from aariz_mm.radiographs import cache_building

    asked, build = [], cache_building.build_entries
    monkeypatch.setattr('aariz_mm.cli.build_cache.count_cores', lambda: 1)
    monkeypatch.setattr(
        cache_building, 'build_entries', lambda sources, workers: asked.append(workers) or build(sources, 1)
    )
    status, _, complaints = run(tmp_path / 'cache', '--workers', '900')
    assert status == 0 and asked == [4]
    assert '--workers 900: takes 4, 4 for each core of this machine' in complaints


def test_a_tiny_limit_is_told_as_it_is(run, tmp_path, monkeypatch):
    run(tmp_path / 'cache', '--workers', '1')
    monkeypatch.setenv('AARIZ_CACHE_LIMIT_GB', '0.0000003')
    status, _, complaints = run(tmp_path / 'cache', '--workers', '1')  # all are there: nothing is written or removed
    assert status == 0 and 'the limit of the cache is 300 B: none is gone yet' in complaints
    assert len(list((tmp_path / 'cache').iterdir())) == 8
    _, text, complaints = run(tmp_path / 'other', '--workers', '1')  # each that is made removes the one before
    assert 'the limit of the cache is 300 B: 7 of them are gone' in complaints and ' 60.2 kB in' in text


def test_a_limit_that_is_too_small_is_told(run, tmp_path, monkeypatch):
    monkeypatch.setenv('AARIZ_CACHE_LIMIT_GB', '0.0003')
    status, _, complaints = run(tmp_path / 'cache', '--workers', '1')
    assert status == 0 and 'warning: the entries have 0.5 MB and the limit of the cache is 0.3 MB' in complaints
    assert sum(entry.stat().st_size for entry in (tmp_path / 'cache').iterdir()) <= 300_000
