import math

import numpy as np
import pytest

from aariz_mm.evaluation.summaries import per_device, per_landmark, per_subset, summarize
from aariz_mm.landmarks import SUBSETS, SYMBOLS

ERRORS_MM = np.array([[1.0, 2.0], [6.0, np.nan], [3.0, 5.0]])


def test_summary_by_hand():
    summary = summarize(np.array([1.0, 2.0, np.nan, 6.0]), [2.0, 4.0])
    assert (summary.n, summary.mean, summary.median) == (3, 3, 2)
    assert summary.sd == pytest.approx(math.sqrt((4 + 1 + 9) / 3))
    assert summary.sdr == pytest.approx({2.0: 200 / 3, 4.0: 200 / 3})


def test_summary_of_nothing_is_nan():
    summary = summarize(np.array([[np.nan]]))
    assert summary.n == 0
    assert all(math.isnan(value) for value in (summary.mean, summary.sd, summary.median, *summary.sdr.values()))


def test_per_landmark_takes_columns():
    found = per_landmark(['S', 'N'], ERRORS_MM)
    assert list(found) == ['S', 'N']
    assert (found['S'].n, found['S'].median, found['N'].n, found['N'].mean) == (3, 3, 2, 3.5)


def test_per_device_takes_rows_and_leaves_unknown_devices_out():
    found = per_device(['b', '', 'a'], ERRORS_MM)
    assert list(found) == ['a', 'b']
    assert (found['a'].mean, found['b'].mean) == (4, 1.5)


def test_per_subset_takes_true_subsets_alone():
    errors_mm = np.tile(np.arange(29.0), (2, 1))
    found = per_subset(SYMBOLS, errors_mm, ('aariz29', 'delr26', 'isbi19'))
    assert list(found) == ['delr26', 'isbi19']
    assert found['delr26'].mean == np.mean([SYMBOLS.index(symbol) for symbol in SUBSETS['delr26']])


@pytest.mark.parametrize('symbols', [SUBSETS['isbi19'], SUBSETS['isbi19'][1:]])
def test_subset_that_is_the_same_or_larger_gives_none(symbols):
    assert per_subset(symbols, np.zeros((1, len(symbols))), ('aariz29', 'delr26', 'isbi19')) == {}


def test_summaries_leave_the_errors_alone():
    before = ERRORS_MM.copy()
    per_landmark(['S', 'N'], ERRORS_MM), per_device(['a', 'b', 'a'], ERRORS_MM)
    np.testing.assert_array_equal(ERRORS_MM, before)


def test_summaries_reject_other_shapes():
    with pytest.raises(ValueError, match=r'expected \(B, 3\), got \(3, 2\)'):
        per_landmark(['S', 'N', 'A'], ERRORS_MM)
    with pytest.raises(ValueError, match=r'expected \(2, K\), got \(3, 2\)'):
        per_device(['a', 'b'], ERRORS_MM)
    with pytest.raises(ValueError, match='isbi20'):
        per_subset(['S', 'N'], ERRORS_MM, ['isbi20'])


@pytest.mark.filterwarnings('error')
def test_thresholds_reach_every_group_and_nothing_warns():
    errors_mm = [[1.5, None], [0.5, None]]
    of_landmark, of_device = per_landmark(['S', 'N'], errors_mm, [1.0]), per_device(['a', 'b'], errors_mm, (1.0,))
    assert of_landmark['S'].sdr == {1.0: 50} and math.isnan(of_landmark['N'].sdr[1.0])
    assert of_device['a'].sdr == {1.0: 0} and of_device['b'].sdr == {1.0: 100}
    errors_mm = np.zeros((1, 29)).tolist()
    assert per_subset(SYMBOLS, errors_mm, ['isbi19'], [1.0])['isbi19'].sdr == {1.0: 100}
    assert summarize([[1, None]]).mean == 1 and math.isnan(summarize([]).median)


def test_devices_are_told_apart_by_their_whole_names():
    found = per_device(['a', 'a longer one', 'a'], ERRORS_MM)
    assert {name: one.n for name, one in found.items()} == {'a': 4, 'a longer one': 1}
