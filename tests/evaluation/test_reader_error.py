import math

import numpy as np
import pytest
from scipy.stats import ttest_rel

from aariz_mm.evaluation.intervals import mean_interval
from aariz_mm.evaluation.reader_error import (
    dahlberg_error,
    method_error,
    repeatability_coefficient,
    within_sd,
)

NAN = math.nan


def test_dahlberg_by_hand():
    assert dahlberg_error([1, -1, 2]) == 1  # 6 / 6
    assert dahlberg_error([3.0, NAN]) == pytest.approx(3 / math.sqrt(2))
    assert math.isnan(dahlberg_error([]))


def test_within_sd_by_hand_and_of_two_readings_dahlbergs_error():
    assert within_sd([[1, 2, 3]]) == 1
    pairs = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 2.0], [NAN, 3.0]])
    assert within_sd(pairs) == dahlberg_error(pairs[:, 0] - pairs[:, 1]) == 1
    assert repeatability_coefficient(pairs) == pytest.approx(2.77, abs=0.002)


def test_method_error_by_hand():
    # Differences 1, -1, 2, 2: mean 1, squares about it 0 4 1 1, SD sqrt(2); sum of squares 10, n 4.
    found = method_error([1.0, -1.0, NAN, 2.0, 2.0])
    assert (found.n, found.bias) == (4, 1)
    assert found.dahlberg == pytest.approx(math.sqrt(10 / 8))
    assert found.sem == pytest.approx(1)
    assert found.repeatability == pytest.approx(1.96 * math.sqrt(2 * 10 / 8))


def test_bias_is_tested_as_scipy_does():
    rng = np.random.default_rng(0)
    first, second = rng.normal(80, 4, 40), rng.normal(80.4, 4, 40)
    found, theirs = method_error(first - second), ttest_rel(first, second)
    assert (found.t, found.p) == pytest.approx((theirs.statistic, theirs.pvalue))
    assert (found.bias_low, found.bias_high) == pytest.approx(tuple(theirs.confidence_interval(0.95)))


def test_systematic_error_begins_at_p_of_a_tenth():
    spread = np.array([-1.0, 1.0] * 8)  # SD 1.0328, standard error 0.2582; t of p = 0.1 with 15 degrees is 1.753
    assert method_error(spread + 0.46).systematic and method_error(spread - 0.46).systematic
    assert not method_error(spread + 0.44).systematic


def test_planted_bias_and_spread_are_found_and_swapping_turns_the_sign():
    rng = np.random.default_rng(1)
    differences = rng.normal(0.7, 0.9, 5000)
    found, swapped = method_error(differences), method_error(-differences)
    assert (found.bias, found.sem) == pytest.approx((0.7, 0.9 / math.sqrt(2)), abs=0.05)
    assert found.dahlberg == pytest.approx(math.sqrt((0.7**2 + 0.9**2) / 2), abs=0.03)
    assert swapped.bias == -found.bias and swapped.dahlberg == found.dahlberg and swapped.p == found.p


def test_interval_of_dahlbergs_error_holds_the_true_one():
    rng, held = np.random.default_rng(2), 0
    for _ in range(60):
        found = method_error(rng.normal(0, 1, 80))
        held += found.dahlberg_low <= math.sqrt(0.5) <= found.dahlberg_high
    assert held >= 52


def test_equal_readings_have_no_error_and_a_constant_shift_is_systematic():
    equal, shifted = method_error(np.zeros(5)), method_error(np.full(5, 0.5))
    assert (equal.p, equal.dahlberg, equal.systematic) == (1, 0, False)
    assert (shifted.p, shifted.bias, shifted.sem, shifted.systematic) == (0, 0.5, 0, True)


def test_one_pair_has_no_test():
    found = method_error([2.0])
    assert (found.n, found.bias) == (1, 2) and math.isnan(found.p) and not found.systematic
    assert method_error([NAN]).n == 0


@pytest.mark.parametrize('readings', [[1.0, 2.0], [[1.0], [2.0]]])
def test_repeated_readings_need_two(readings):
    with pytest.raises(ValueError, match='2 or more'):
        repeatability_coefficient(readings)
    with pytest.raises(ValueError, match=r'expected \(B,\)'):
        method_error([[1.0, 2.0]])


@pytest.mark.filterwarnings('error')
def test_few_pairs_give_no_warning():
    for differences, n in (([], 0), ([None], 0), ([2], 1)):
        found = method_error(differences)
        ends = (found.bias_low, found.bias_high, found.t, found.p, found.dahlberg_low, found.dahlberg_high, found.sem)
        assert found.n == n and np.isnan(ends).all()
    assert math.isnan(within_sd(np.empty((0, 2)))) and math.isnan(within_sd([[1, None]]))


def test_two_pairs_have_a_spread():
    # Differences 1 and 3: SD sqrt(2), standard error 1; t of one degree of freedom is 12.706 at 97.5 %.
    found = method_error([1, 3])
    assert (found.sem, found.t) == pytest.approx((1, 2))
    assert (found.bias_low, found.bias_high) == pytest.approx((2 - 12.706, 2 + 12.706), abs=0.001)


def test_differences_that_are_all_alike_have_an_endless_t():
    ts = [method_error([value] * 4).t for value in (0.5, -0.5, 0.0, 1.0)]
    assert ts[:2] == [math.inf, -math.inf] and math.isnan(ts[2]) and ts[3] == math.inf
    assert (method_error([0.5] * 4).bias_low, method_error([0.5] * 4).bias_high) == (0.5, 0.5)


def test_interval_of_dahlbergs_error_is_that_of_half_the_squares():
    differences = np.array([1.0, -2, 3, 1, 0, 2, -1])
    found = method_error(differences)
    assert (found.dahlberg_low, found.dahlberg_high) == pytest.approx(np.sqrt(mean_interval(differences**2 / 2)))
