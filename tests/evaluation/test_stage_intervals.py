import math

import numpy as np
import pytest

from aariz_mm.evaluation.cvm import confusion_matrix, f1_macro, mean_absolute_error, quadratic_weighted_kappa
from aariz_mm.evaluation.intervals import student_quantile
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


def test_scales_by_hand():
    # Root: 0.6 -+ 0.1 / (2 x 0.6). Fisher's z: tanh(artanh 0.6 -+ 0.064 / 0.64). Logit of 0.5: 1 / (1 + e^0.4).
    assert SCALES['distance'](0.36, 0.12) == pytest.approx((0.25, 0.49))
    assert SCALES['distance'](0.01, 0.12) == pytest.approx((0, 0.49))
    z = np.arctanh(0.6) + np.array([-0.1, 0.1])
    assert SCALES['kappa'](0.6, 0.064) == pytest.approx(np.tanh(z))
    assert SCALES['share'](0.5, 0.1) == pytest.approx((1 / (1 + np.exp(0.4)), 1 / (1 + np.exp(-0.4))))


@pytest.mark.parametrize('scale', ['kappa', 'share'])
def test_scales_that_run_to_their_end_are_that_of_what_is_missing(scale):
    # 1 - 0.96 = 0.2^2; its root is 0.2 -+ 0.12 / 0.4.
    assert SCALES[scale](0.96, 0.12) == pytest.approx((1 - 0.5**2, 1))
    assert SCALES[scale](0.96, 1.2) == pytest.approx((-1, 1))
    assert all(np.isfinite(SCALES[scale](1.0, 0.1))) and SCALES[scale](1.0, 0.1)[1] > 0.9


def test_share_of_0_has_an_interval():
    low, high = SCALES['share'](0.0, 1e-7)
    assert 0 < low < 1e-6 < high < 1.5e-6


def test_influence_of_a_share_by_hand():
    # Accuracy of 3 of 4: a right image moves it by 1/4, a wrong one by -3/4.
    def accuracy(counts):
        return np.trace(counts, axis1=-2, axis2=-1) / counts.sum(axis=(-2, -1))

    confusion = np.diag([1, 1, 1, 0, 0, 0])
    confusion[0, 1] = 1
    value, slopes = influence(accuracy, confusion)
    assert value == 0.75 and (slopes[3, 3], slopes[4, 1]) == pytest.approx((0.25, -0.75))
    assert contributions(accuracy, confusion)[[0, 0], [0, 1]] == pytest.approx([1, 0])


def test_contributions_leave_one_image_out():
    counts, score = CONFUSION.astype(float), quadratic_weighted_kappa
    total, value = counts.sum(), float(score(counts))
    changes = np.full((6, 6), np.nan)
    for cell in zip(*np.nonzero(counts), strict=True):
        less = counts.copy()
        less[cell] -= 1
        changes[cell] = (total - 1) * (value - score(less))
    expected = value + changes - np.nansum(changes * counts) / total
    np.testing.assert_allclose(contributions(score, CONFUSION.tolist()), expected)


def test_smoothing_by_hand():
    # All right: shares (C + 0.3) and the little ones over C + 1.1, from -5 to 5; beyond the ends they fall on these.
    table = smooth(np.diag([1] * 6), 1.0)
    share = np.array([0.02, 0.02, 0.02, 0.05, 0.3, 6.3, 0.3, 0.05, 0.02, 0.02, 0.02]) / 7.12
    assert table[0] == pytest.approx([1 + share[:6].sum(), *share[6:]])
    only_right = smooth(np.diag([4, 0, 0, 0, 0, 0]), 0)
    assert only_right.tolist() == np.diag([4.0, 0, 0, 0, 0, 0]).tolist()
    assert table[2] == pytest.approx([share[:4].sum(), share[4], 1 + share[5], share[6], share[7], share[8:].sum()])


def test_interval_of_six_images_is_given():
    assert np.isfinite(score_interval(mean_absolute_error, np.diag([1] * 6), 0.15, 'distance')).all()
    assert np.isnan(score_interval(mean_absolute_error, np.diag([1] * 5 + [0]), 0.15, 'distance')).all()


def test_interval_by_hand():
    score, added = mean_absolute_error, 0.5
    table = smooth(CONFUSION, added)
    distances = np.abs(np.subtract.outer(range(6), range(6)))
    shares = table / table.sum()
    mean = (shares * distances).sum()
    spread = np.sqrt((shares * (distances - mean) ** 2).sum() / CONFUSION.sum())
    expected = SCALES['distance'](mean, student_quantile(CONFUSION.sum() - 1) * spread)
    assert score_interval(score, CONFUSION, added, 'distance') == pytest.approx(expected, rel=1e-5)
