import math

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from aariz_mm.evaluation.intervals import (
    MIN_IMAGES,
    landmark_mean_intervals,
    mean_interval,
    median_interval,
    proportion_interval,
    rate_interval,
    too_few,
)

ERRORS_MM = np.random.default_rng(0).gamma(2, 0.6, (20, 5))


def is_none(interval):
    return all(math.isnan(end) for end in interval)


def test_mean_interval_of_signed_values_is_students():
    values = np.random.default_rng(1).normal(0, 2, 30)
    expected = stats.t.interval(0.95, 29, values.mean(), stats.sem(values))
    assert mean_interval(values) == pytest.approx(expected)


def test_mean_interval_of_errors_is_students_of_the_logarithm():
    values = np.arange(1.0, 9.0)
    reach = stats.t.ppf(0.975, 7) * stats.sem(values) / values.mean()
    assert mean_interval(values) == pytest.approx((4.5 * math.exp(-reach), 4.5 * math.exp(reach)))


def test_interval_counts_images_and_not_landmarks():
    """19 copies of one value per image say no more than one of them."""
    once = ERRORS_MM[:, :1]
    assert mean_interval(np.repeat(once, 19, axis=1)) == pytest.approx(mean_interval(once))
    assert rate_interval(np.repeat(once, 19, axis=1) < 1) == pytest.approx(rate_interval(once < 1))


def test_interval_of_images_that_miss_landmarks_weighs_them_by_what_they_have():
    values = ERRORS_MM.copy()
    values[:4, 1:] = np.nan
    low, high = mean_interval(values)
    assert low < np.nanmean(values) < high
    assert mean_interval(np.vstack([values, np.full((3, 5), np.nan)])) == (low, high)


def test_interval_is_in_the_unit_of_the_values():
    for unit in (10, 0.1):
        assert mean_interval(unit * ERRORS_MM) == pytest.approx(unit * np.array(mean_interval(ERRORS_MM)))


def test_interval_of_landmarks_is_that_of_each_column():
    intervals = landmark_mean_intervals(ERRORS_MM)
    assert intervals.shape == (5, 2)
    assert tuple(intervals[3]) == mean_interval(ERRORS_MM[:, 3])


@pytest.mark.parametrize(('hits', 'n'), [(0, 5), (3, 7), (24, 24), (90, 147)])
def test_proportion_interval_agrees_with_statsmodels(hits, n):
    assert proportion_interval(hits, n) == pytest.approx(proportion_confint(hits, n, method='agresti_coull'))


def test_rate_interval_of_one_landmark_is_nearly_that_of_a_proportion():
    """Of one landmark per image the design effect is n / (n - 1), and t is nearly normal."""
    success = np.repeat([1, 0], [800, 200])
    assert rate_interval(success) == pytest.approx(proportion_interval(800, 1000), abs=1e-3)


@pytest.mark.parametrize('value', [0, 1])
def test_rate_interval_of_all_or_none_has_a_width(value):
    low, high = rate_interval(np.full((16, 19), value))
    assert low <= value <= high and 0.005 < high - low < 0.05


def test_rate_interval_widens_where_landmarks_fail_together():
    apart, together = np.ones((20, 10)), np.ones((20, 10))
    apart[:, 0], together[:2] = 0, 0  # 20 of 200 fail
    assert np.ptp(rate_interval(together)) > 2 * np.ptp(rate_interval(apart))


def test_median_interval_holds_the_median_and_ends_at_errors_about_it():
    low, high = median_interval(ERRORS_MM)
    assert low < np.median(ERRORS_MM) < high
    below_low, below_high = np.mean(low > ERRORS_MM), np.mean(high > ERRORS_MM)
    assert 0.3 < below_low < 0.5 < below_high < 0.7


@pytest.mark.parametrize('count', [0, 1, MIN_IMAGES - 1])
def test_too_few_images_have_no_interval_and_a_reason(count):
    few = ERRORS_MM[:count]
    assert is_none(mean_interval(few)) and is_none(median_interval(few)) and is_none(rate_interval(few < 1))
    assert f'{count} image' in too_few(count) and 'too few for an interval (6 needed)' in too_few(count)


def test_enough_images_have_an_interval_and_no_reason():
    assert too_few(MIN_IMAGES) == '' and not is_none(mean_interval(ERRORS_MM[:MIN_IMAGES]))
    padded = np.vstack([ERRORS_MM[: MIN_IMAGES - 1], np.full((30, 5), np.nan)])
    assert is_none(mean_interval(padded)) and is_none(proportion_interval(0, 0))


def test_equal_errors_have_an_interval_of_no_width():
    assert mean_interval(np.full((9, 3), 2.0)) == pytest.approx((2, 2))


def test_wrong_input_is_an_error():
    with pytest.raises(ValueError, match=r'expected \(B,\) or \(B, K\), got \(2, 3, 4\)'):
        mean_interval(np.zeros((2, 3, 4)))
    with pytest.raises(ValueError, match='infinite'):
        mean_interval(np.array([1, np.inf]))
    with pytest.raises(ValueError, match='expected 0, 1 and NaN alone'):
        rate_interval(np.array([0, 100, 100]))
    with pytest.raises(ValueError, match='got 3 and 2'):
        proportion_interval(3, 2)
