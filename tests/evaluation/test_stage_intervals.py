import math

import numpy as np
import pytest

from aariz_mm.evaluation.cvm import confusion_matrix, f1_macro, mean_absolute_error, quadratic_weighted_kappa
from aariz_mm.evaluation.stage_intervals import SCALES, contributions, influence, score_interval, smooth

CONFUSION = np.diag([3, 3, 4, 25, 40, 14]) + np.diag([1, 2, 3, 5, 6], 1)


def test_smoothing_adds_to_each_row_and_makes_no_cell_impossible():
    table = smooth(CONFUSION, 2.0)
    np.testing.assert_allclose(table.sum(axis=1), CONFUSION.sum(axis=1) + 2)
    assert (table > 0).all() and (smooth(CONFUSION, 0.0) == CONFUSION).all()


def test_smoothing_adds_the_errors_of_all_stages():
    """All predictions are a stage too high, so that is what rare stages get most of."""
    table = smooth(np.diag([10, 10, 10, 10, 10], 1), 1.0)
    assert (table[0].argmax(), table[3].argmax(), table[5].argmax()) == (1, 4, 5)


def test_influence_of_a_mean_is_how_far_an_image_is_from_it():
    value, slopes = influence(mean_absolute_error, CONFUSION)
    assert value == pytest.approx(mean_absolute_error(CONFUSION))
    assert (slopes[2, 2], slopes[0, 5]) == pytest.approx((-value, 5 - value), abs=1e-4)


@pytest.mark.parametrize('score', [f1_macro, quadratic_weighted_kappa])
def test_influence_agrees_with_leaving_an_image_out(score):
    value, slopes = influence(score, CONFUSION)
    less = CONFUSION.copy()
    less[3, 4] -= 1
    change = (CONFUSION.sum() - 1) * (value - score(less))
    assert slopes[3, 4] == pytest.approx(change, rel=0.15)
    assert (slopes * CONFUSION).sum() == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(('score', 'scale', 'best'), [(quadratic_weighted_kappa, 'kappa', 1), (f1_macro, 'share', 1),
                                                      (mean_absolute_error, 'distance', 0)])  # fmt: skip
def test_interval_of_a_faultless_model_has_a_width_and_holds_the_score(score, scale, best):
    low, high = score_interval(score, np.diag([2, 2, 3, 4, 6, 3]), 0.5, scale)
    assert low <= best <= high and 0.03 < high - low < 0.8


def test_interval_is_the_wider_the_fewer_images():
    few, many = (score_interval(quadratic_weighted_kappa, count * CONFUSION, 0.15, 'kappa') for count in (1, 4))
    assert np.ptp(few) == pytest.approx(2 * np.ptp(many), rel=0.25)


def test_interval_of_too_few_images_or_of_one_stage_is_none():
    for pairs in ([1, 2, 3, 4, 5], [5] * 9):
        ends = score_interval(quadratic_weighted_kappa, confusion_matrix(pairs, pairs), 0.15, 'kappa')
        assert all(map(math.isnan, ends))


def test_contributions_of_a_mean_are_its_values():
    found, there = contributions(mean_absolute_error, CONFUSION), CONFUSION > 0
    np.testing.assert_allclose(found[there], np.abs(np.subtract.outer(range(6), range(6)))[there], atol=1e-9)
    assert np.isnan(found[~there]).all()


@pytest.mark.parametrize('score', [f1_macro, quadratic_weighted_kappa])
def test_mean_of_the_contributions_is_the_score(score):
    found = contributions(score, CONFUSION)
    assert np.nansum(found * CONFUSION) / CONFUSION.sum() == pytest.approx(float(score(CONFUSION)))


@pytest.mark.parametrize('scale', sorted(SCALES))
def test_scales_put_the_score_between_the_ends(scale):
    low, high = SCALES[scale](0.6, 0.1)
    assert 0.4 < low < 0.6 < high < 0.75
