"""Medians, quartiles and ratios by hand."""

import numpy as np
import pytest

from aariz_mm.benchmark.spreads import Spread, ratios, spread


def test_spread_has_median_and_quartiles():
    # Sorted 1, 2, 3, 4, 100: the quartiles are the second and the fourth.
    assert spread([4, 1, 2, 3, 100]) == Spread(3.0, 2.0, 4.0, 5)


def test_spread_lies_between_neighbours():
    # Of 10 and 20, the quartiles lie a quarter of the way in.
    assert spread([20, 10]) == Spread(15.0, 12.5, 17.5, 2)


def test_spread_of_one_value_is_that_value():
    assert spread([7]) == Spread(7.0, 7.0, 7.0, 1)


@pytest.mark.parametrize('values', [[], [1, float('nan')], [float('inf')]])
def test_spread_needs_numbers(values):
    with pytest.raises(ValueError, match='at least one measurement, and finite'):
        spread(values)


def test_ratios_are_of_pairs():
    assert ratios([1, 3], [2, 2]) == [0.5, 1.5]


def test_ratios_of_pairs_do_not_see_a_machine_that_slows_down():
    reference = np.array([1, 2, 4, 8.0])
    assert spread(ratios(2 * reference, reference)) == Spread(2.0, 2.0, 2.0, 4)


@pytest.mark.parametrize(('ours', 'reference', 'said'), [([1], [1, 2], 'expected pairs'), ([1, 1], [1, 0], 'no time')])
def test_ratios_need_pairs_and_time(ours, reference, said):
    with pytest.raises(ValueError, match=said):
        ratios(ours, reference)
