"""Seconds of the steps add up, whatever is recorded where."""

import threading

import numpy as np
import pytest
from tiny_bundles import write_landmark_bundle

from aariz_mm.cli import main
from aariz_mm.phantom import draw_indexed_phantom
from aariz_mm.reading.timing import STEPS, StepTimes, record_steps, timed
from aariz_mm.visualization import save_png


def test_a_step_sums_what_is_timed_within_the_block():
    with record_steps() as steps:
        for _ in range(3):
            with timed('draw'):
                pass
        with pytest.raises(ValueError), timed('write'):
            raise ValueError
    assert set(steps) == {'draw', 'write'} and min(steps.values()) > 0


def test_nothing_is_recorded_outside_of_a_block():
    with record_steps() as steps:
        pass
    with timed('draw'):
        pass
    assert steps == {}


def test_threads_record_their_own_steps():
    def other():
        with timed('draw'):
            pass

    with record_steps() as steps:
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert steps == {}


def test_inner_records_hide_nothing_of_later_ones():
    with record_steps() as outer:
        with record_steps() as inner, timed('network'):
            pass
        with timed('draw'):
            pass
    assert set(outer) == {'draw'} and set(inner) == {'network'}


def shares(table):
    return {row.split()[0]: row.split()[1:3] for row in table.splitlines()[1:]}


def test_table_by_hand_without_the_first_radiograph():
    times = StepTimes()
    times.add(dict(network=9.0), 10.0)
    times.add(dict(network=0.3, draw=0.1), 0.5)
    times.add(dict(network=0.5, draw=0.1), 0.7)
    found = shares(times.describe())
    assert found['network'] == ['0.400', '67'] and found['draw'] == ['0.100', '17'] and found['write'] == ['0.000', '0']
    assert found['rest'] == ['0.100', '17'] and found['all'] == ['0.600', '100']


@pytest.mark.parametrize('skipped', [1, 2, 4])
def test_runs_too_short_to_be_warm_count_all(skipped):
    times = StepTimes(skipped)
    times.add(dict(network=1.0), 2.0)
    assert shares(times.describe())['network'] == ['1.000', '50'] and '(mean of 1)' in times.describe()


def test_what_was_not_read_counts_nothing():
    times = StepTimes()
    times.add({}, None)
    assert times.describe() == ''


@pytest.mark.parametrize('more', [[], ['--jobs', '2'], ['--overlay', 'none']])
def test_command_prints_where_the_time_went(tmp_path, capsys, more):
    image = draw_indexed_phantom(0, 'test', 0, (160, 200)).image
    paths = [save_png(tmp_path / f'films/{name}.png', np.dstack([image] * 3)) for name in 'abc']
    bundle = write_landmark_bundle(tmp_path / 'tiny.onnx')
    given = [*map(str, paths), '--model', str(bundle), '--cvm', 'none', '--out-dir', str(tmp_path / 'out')]
    assert main(['read', *given, *more, '--timings']) == 0
    table = capsys.readouterr().err[-400:]
    assert all(f'\n{step} ' in table for step in (*STEPS, 'rest', 'all'))
