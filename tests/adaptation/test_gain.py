"""What offsets are worth is told by radiographs that they were not learnt from."""

import numpy as np
import pytest

from aariz_mm.adaptation.gain import leave_one_out, measure_gain
from aariz_mm.adaptation.radii import radius_factors


def test_gain_of_known_errors():
    gain = measure_gain(np.array([[2.0, 4], [2, 4], [2, 4]]), np.array([[1.0, 2], [1, 3], [1, np.nan]]))
    assert gain.before_mm == 3 and gain.after_mm == pytest.approx(1.6)
    assert gain.gain_mm == pytest.approx((1.5 + 1 + 1) / 3)


def test_interval_of_a_gain_is_that_of_students_t():
    # gains 1, 2, 3: mean 2, deviation 1; t of 2 degrees is 4.303
    gain = measure_gain(np.array([[1.0], [2], [3]]), np.zeros((3, 1)))
    assert gain.low_mm == pytest.approx(2 - 4.303 / np.sqrt(3), abs=0.02) and gain.high_mm > 4


def test_too_few_radiographs_tell_no_gain():
    gain = measure_gain(np.ones((2, 3)), np.zeros((2, 3)))
    assert gain.before_mm == 1 and np.isnan([gain.gain_mm, gain.low_mm, gain.high_mm]).all()
    assert np.isnan(measure_gain(np.full((4, 1), np.nan), np.full((4, 1), np.nan)).before_mm)


def test_a_radiograph_teaches_nothing_about_itself():
    values = np.zeros((5, 4, 2))
    values[0, 0] = 4  # one radiograph alone says so
    left = leave_one_out(values, np.broadcast_to(np.eye(2), (4, 2, 2)))
    np.testing.assert_allclose(left[0], values[0], atol=1e-6)
    single = leave_one_out(values[:1], np.broadcast_to(np.eye(2), (4, 2, 2)))
    np.testing.assert_array_equal(single, values[:1])


@pytest.mark.parametrize(('scale', 'low', 'high'), [(1.0, 0.9, 1.1), (2.0, 1.75, 2.15), (0.5, 0.45, 0.6)])
def test_radii_grow_as_the_distances_do(scale, low, high):
    lengths = np.linalg.norm(np.random.default_rng(0).normal(0, 1, (40, 19, 2)), axis=-1)
    factors = radius_factors(scale * lengths / 2.146)  # 90 % lie within 2.146 deviations
    assert low < np.median(factors) < high


def test_radii_of_a_landmark_that_nobody_marked_stay():
    ratios = np.full((10, 3), 2.0)
    ratios[:, 1] = np.nan
    factors = radius_factors(ratios)
    assert factors[1] == 1 and factors[0] == pytest.approx(factors[2]) and 1.8 < factors[0] < 2
    np.testing.assert_array_equal(radius_factors(np.full((2, 3), np.nan)), np.ones(3))


def test_one_radiograph_changes_radii_by_less_than_it_says():
    # it counts twice as much as what the calibration knows
    assert radius_factors(np.full((1, 19), 3.375))[0] == pytest.approx(2.25)
    assert radius_factors(np.full((9, 19), 50.0))[0] == 3 and radius_factors(np.zeros((9, 19)))[0] == 0.5
