"""Where the seconds of a reading go, by hand, and what a missing radiograph does."""

import numpy as np
import pytest

from aariz_mm.benchmark.reading_costs import measure_reading, split_seconds
from aariz_mm.benchmark.untrained import phantom_truth
from aariz_mm.phantom import draw_indexed_phantom


def test_seconds_are_split_and_add_up():
    found = split_seconds(dict(open=1, network=2, measure=3, draw=4, write=5), 20)
    assert found == dict(decode=1000, network=2000, overlay=9000, around=8000, all=20000)
    assert found['all'] == sum(found[name] for name in ('decode', 'network', 'overlay', 'around'))


def test_steps_that_were_not_made_take_nothing():
    assert split_seconds(dict(network=1), 1) == dict(decode=0, network=1000, overlay=0, around=0, all=1000)


def test_a_radiograph_that_cannot_be_read_is_an_error(tmp_path):
    (tmp_path / 'a.png').write_bytes(b'no picture')
    with pytest.raises(ValueError, match=r'a\.png'):
        measure_reading(lambda *_: None, [tmp_path / 'a.png'], tmp_path / 'out', rounds=1)


def test_truth_of_a_phantom_is_that_of_its_drawing():
    truth = phantom_truth(0, 1, (200, 240))
    expected = draw_indexed_phantom(0, 'train', 1, (200, 240)).landmarks_px
    assert len(truth) == 29 and np.array_equal(np.array(list(truth.values())), expected)
