"""Several processes: the order of the list, and one radiograph that ends its process costs no other."""

import os
import signal
import threading
import time

import cv2
import numpy as np
import pytest
from forked_workers import fork_workers

from aariz_mm.cores import count_cores
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM
from aariz_mm.predictions import LandmarkPrediction
from aariz_mm.radiographs.images import read_radiograph
from aariz_mm.radiographs.listing import list_radiographs
from aariz_mm.reading.single import ReadingOptions
from aariz_mm.reading.workers import read_in_processes

pytestmark = pytest.mark.skipif(not hasattr(signal, 'SIGKILL'), reason='processes are ended otherwise here')


@pytest.fixture
def forked(monkeypatch):
    fork_workers(monkeypatch)


def predict(path, pixel_size_mm):
    if path.stem.startswith('kill'):
        os.kill(os.getpid(), signal.SIGKILL)
    if path.stem.startswith('leave'):
        os._exit(3)
    if path.stem.startswith('raise'):
        raise RuntimeError('odd')
    if path.stem.startswith('wait'):
        deadline = time.monotonic() + 20
        while not path.with_name('go').exists() and time.monotonic() < deadline:
            time.sleep(0.01)
    read_radiograph(path)
    return LandmarkPrediction(path, tuple(SYMBOLS), MEAN_MM + 60, np.ones(29), pixel_size_mm)


def load():
    return predict


def fail_to_load():
    raise ValueError('a.onnx: no ONNX model')


def end_while_loading():
    os._exit(9)


def read(tmp_path, names, jobs=2, load=load, found=None):
    films = tmp_path / 'films'
    films.mkdir()
    for name in names:
        cv2.imwrite(str(films / f'{name}.png'), np.arange(4800, dtype=np.uint8).reshape(60, 80))
    tasks = [(file, 0.1) for file in list_radiographs([films]).radiographs]
    options = ReadingOptions(tmp_path / 'out', 'none')
    found = [] if found is None else found
    found.extend(read_in_processes(load, tasks, options, jobs))
    return found


def test_outcomes_come_in_the_order_of_the_list(tmp_path):
    names = [f'{index:02d}' for index in range(13)]
    outcomes = read(tmp_path, names, jobs=3)
    assert [outcome.image.stem for outcome in outcomes] == names and not any(one.failure for one in outcomes)
    assert all(outcome.content['pixel_size_mm'] == 0.1 for outcome in outcomes)


@pytest.mark.parametrize(('name', 'how'), [('kill', 'SIGKILL'), ('leave', 'exit code 3')])
def test_a_radiograph_that_ends_its_process_is_named_and_the_rest_goes_on(tmp_path, forked, name, how):
    outcomes = read(tmp_path, ['a', 'b', f'{name}1', f'{name}2', 'y', 'z'])
    failures = {outcome.image.stem: outcome.failure for outcome in outcomes if outcome.failure}
    assert [outcome.image.stem for outcome in outcomes] == sorted(outcome.image.stem for outcome in outcomes)
    assert set(failures) == {f'{name}1', f'{name}2'} and all(how in text for text in failures.values())


def test_an_interruption_loses_nothing_that_is_finished(tmp_path, forked):
    def interrupt():
        while len(list((tmp_path / 'out').glob('*.json'))) < 3:
            time.sleep(0.01)
        time.sleep(0.2)  # the last one is on its way through the pipe
        os.kill(os.getpid(), signal.SIGINT)
        (tmp_path / 'films' / 'go').touch()

    found = []
    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        read(tmp_path, ['wait', 'x', 'y', 'z'], found=found)
    assert sorted(outcome.image.stem for outcome in found) == ['x', 'y', 'z']
    assert not any(outcome.failure for outcome in found)


def test_an_error_of_one_radiograph_ends_no_process(tmp_path, forked):
    outcomes = read(tmp_path, ['a', 'raise', 'z'])
    assert [bool(outcome.failure) for outcome in outcomes] == [False, True, False]
    assert 'RuntimeError: odd (a bug' in outcomes[1].failure


def test_what_cannot_be_loaded_is_told(tmp_path, forked):
    with pytest.raises(ValueError, match=r'a\.onnx: no ONNX model'):
        read(tmp_path, ['a', 'b'], load=fail_to_load)


def test_processes_that_cannot_begin_are_told_and_not_begun_for_ever(tmp_path, forked):
    with pytest.raises(RuntimeError, match=r'ended before it was ready \(exit code 9\)'):
        read(tmp_path, ['a', 'b'], load=end_while_loading)


def test_a_result_that_cannot_be_written_stops_everything(tmp_path, forked):
    (tmp_path / 'out').write_text('a file, no folder')
    with pytest.raises(OSError, match='out'):
        read(tmp_path, ['a', 'b', 'c'])


def test_no_process_is_left_behind(tmp_path, forked):
    import multiprocessing

    read(tmp_path, ['a', 'kill', 'z'])
    assert multiprocessing.active_children() == []


def test_cores_are_those_that_may_be_used():
    assert 1 <= count_cores() <= (os.cpu_count() or 1)
