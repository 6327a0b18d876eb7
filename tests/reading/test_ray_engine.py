"""Ray on this machine: the results of one process, each radiograph once, though workers be killed on the way."""

import contextlib
import csv
import os
import pickle
import shutil
import signal
import sys
import threading
import time
from functools import cache, partial
from pathlib import Path

import cv2
import numpy as np
import pytest
from tiny_bundles import write_landmark_bundle, write_stage_bundle

pytest.importorskip('ray', reason='Ray is not installed')
pytest.importorskip('fsspec', reason='fsspec is not installed')
if not Path('/proc/self/cmdline').exists():
    pytest.skip('no list of processes here', allow_module_level=True)

from aariz_mm.cli import main
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom import draw_indexed_phantom
from aariz_mm.phantom.shape_model import MEAN_MM
from aariz_mm.predictions import LandmarkPrediction
from aariz_mm.radiographs.images import read_radiograph
from aariz_mm.radiographs.listing import list_radiographs
from aariz_mm.reading import ray_engine
from aariz_mm.reading.ray_cluster import _describe_failure, ray_session
from aariz_mm.reading.single import ReadingOptions

COUNT = 16


@pytest.fixture(scope='module')
def cluster():
    """Ray for all tests of this file; its workers are sent the functions of this file."""
    with ray_session(2):
        import ray

        ray.cloudpickle.register_pickle_by_value(sys.modules[__name__])
        yield


def predict_or_die(folder, path, pixel_size_mm):
    if path.stem.startswith('always'):
        os.kill(os.getpid(), signal.SIGKILL)
    if path.stem.startswith('once') and not (folder / path.stem).exists():
        (folder / path.stem).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    read_radiograph(path)
    return LandmarkPrediction(path, tuple(SYMBOLS), MEAN_MM + 60, np.ones(29), pixel_size_mm)


def load(folder):
    return partial(predict_or_die, folder)


def fail_to_load():
    raise ValueError('a.onnx: no ONNX model')


@cache
def draw(index):
    return draw_indexed_phantom(0, 'test', index, (144, 176)).image


def write_films(folder, names):
    folder.mkdir()
    for index, name in enumerate(names):
        cv2.imwrite(str(folder / f'{name}.png'), draw(index % 3))
    return folder


def workers():
    for path in Path('/proc').glob('[0-9]*/cmdline'):
        with contextlib.suppress(OSError):
            if path.read_bytes().startswith(b'ray::MapWorker'):
                yield int(path.parent.name)


def kill_a_worker(results, killed):
    deadline = time.monotonic() + 120
    while not killed and time.monotonic() < deadline:
        if len(list(results.glob('*.json'))) >= 2:
            killed += list(workers())[:1]
            os.kill(killed[0], signal.SIGKILL)
        time.sleep(0.01)


def table(path):
    with path.open(encoding='utf-8-sig', newline='') as file:
        return [{key: value for key, value in row.items() if key != 'seconds'} for row in csv.DictReader(file)]


def test_a_killed_worker_loses_nothing_and_repeats_nothing(tmp_path, cluster, capfd):
    films = write_films(tmp_path / 'films', [f'{index:02d}' for index in range(COUNT)])
    (films / '07.png').write_bytes(b'no image')
    bundle, stages = write_landmark_bundle(tmp_path / 'b.onnx'), write_stage_bundle(tmp_path / 's.onnx')
    call = [
        'read',
        str(films),
        '--model',
        str(bundle),
        '--cvm',
        str(stages),
        '--overlay-side',
        '200',
        '--pixel-size',
        '0.2',
    ]
    one, many, killed = tmp_path / 'one', tmp_path / 'many', []
    assert main([*call, '--threads', '1', '--out-dir', str(one)]) == 1
    killer = threading.Thread(target=kill_a_worker, args=(many, killed))
    killer.start()
    assert main([*call, '--engine', 'ray', '--jobs', '2', '--out-dir', str(many)]) == 1
    killer.join()
    err = capfd.readouterr().err
    assert killed and 'raylet' not in err and 'Traceback' not in err
    assert table(one / 'summary.csv') == table(many / 'summary.csv') and len(table(many / 'summary.csv')) == COUNT
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in many.iterdir())
    same = [name for name in names if name.endswith(('.json', '.png')) or name in ('landmarks.csv', 'measurements.csv')]
    assert [name for name in same if (one / name).read_bytes() != (many / name).read_bytes()] == [] and len(
        same
    ) == 2 * COUNT


def test_a_radiograph_that_ends_each_worker_fails_by_name_and_the_rest_goes_on(tmp_path, cluster):
    import fsspec

    names = ['a', 'always1', 'b', 'once1', 'y', 'z']
    paths = [write_films(tmp_path / 'films', names), 'memory://elsewhere']
    fsspec.filesystem('memory').pipe('/elsewhere/m.png', (tmp_path / 'films' / 'a.png').read_bytes())
    tasks = [(file, 0.1) for file in list_radiographs(paths).radiographs]
    options = ReadingOptions(tmp_path / 'out', 'none')
    outcomes = list(ray_engine.read_on_ray(partial(load, tmp_path), tasks, options, 2, retries=1))
    assert [outcome.image.stem for outcome in outcomes] == [*names, 'm'] and (tmp_path / 'once1').exists()
    failures = {outcome.image.stem: outcome.failure for outcome in outcomes if outcome.failure}
    assert set(failures) == {'always1'} and 'ended the process that read it 2 times' in failures['always1']
    assert len(list((tmp_path / 'out').glob('*.json'))) == 6 and str(outcomes[-1].image) == 'memory://elsewhere/m.png'


def test_what_was_read_earlier_begins_no_worker(tmp_path, monkeypatch):
    films, bundle = write_films(tmp_path / 'films', ['a', 'b']), write_landmark_bundle(tmp_path / 'b.onnx')
    call = ['read', str(films), '--model', str(bundle), '--cvm', 'none', '--out-dir', str(tmp_path / 'out')]
    assert main(call) == 0
    before = table(tmp_path / 'out' / 'summary.csv')
    monkeypatch.setattr(ray_engine, 'ray_session', lambda *arguments: pytest.fail('Ray was begun'))
    assert main([*call, '--engine', 'ray', '--resume']) == 0 and table(tmp_path / 'out' / 'summary.csv') == before


def answer_of(folder, load, describe=None, made_with=None):
    """What a worker answers to a radiograph."""
    import pyarrow

    film = list_radiographs([write_films(folder / 'films', ['a'])]).radiographs[0]
    work = ray_engine._Work(
        load, ReadingOptions(folder / 'out', 'none', made_with=made_with or {}), 1, describe, 'aariz_mm_test'
    )
    try:
        found = ray_engine._Worker(work)(pyarrow.table(dict(number=[0], task=[pickle.dumps((film, None))])))
        return pickle.loads(found['answer'][0].as_py())
    finally:
        ray_engine.tempfile.tempdir = None
        shutil.rmtree(work.folder, ignore_errors=True)


def test_what_cannot_be_loaded_is_an_answer(tmp_path):
    answer = answer_of(tmp_path, fail_to_load)
    assert isinstance(answer, ValueError) and 'no ONNX model' in str(answer)


def test_a_machine_with_other_bundles_is_refused(tmp_path):
    made = dict(bundles=[dict(name='b', sha256='1')])
    assert answer_of(tmp_path, partial(load, tmp_path), lambda: made, made).outcome.failure == ''
    shutil.rmtree(tmp_path / 'films')
    answer = answer_of(tmp_path, partial(load, tmp_path), lambda: {**made, 'program': 'older'}, made)
    assert isinstance(answer, ValueError) and 'install the same on each' in str(answer)


@pytest.mark.parametrize(
    ('address', 'text', 'words'),
    [
        ('10.0.0.5:6379', 'RPC error: InvalidAuthToken', 'asks for a token'),
        ('10.0.0.5:6379', 'timed out', 'no Ray cluster can be reached (timed out)'),
        (None, 'no memory', 'cannot be begun on this machine (no memory)'),
    ],
)
def test_a_cluster_that_cannot_be_reached_is_told_with_the_cure(address, text, words):
    assert words in _describe_failure(address, ConnectionError(text))
