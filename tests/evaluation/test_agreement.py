import math

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from aariz_mm.evaluation.agreement import (
    agreement,
    class_agreement,
    count_pairs,
    differences,
    icc_2_1,
    weighted_kappa,
)
from aariz_mm.evaluation.icc import icc_2_1_interval
from aariz_mm.evaluation.intervals import mean_interval, proportion_interval
from aariz_mm.evaluation.kappa import kappa_interval

NAN = float('nan')
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
"""Table 2 of Shrout & Fleiss 1979: six targets, four judges."""
CLASSES = ('III', 'I', 'II')


def test_differences_are_first_less_second_and_nan_where_either_is():
    apart = differences([3.0, NAN, 1.0], [1.0, 1.0, NAN])
    assert apart[0] == 2
    assert np.isnan(apart[1:]).all()


@pytest.mark.parametrize(('first', 'second', 'apart'), [(359, 1, -2), (1, 359, 2), (-179, 179, 2), (20, 5, 15)])
def test_angular_differences_take_the_short_way(first, second, apart):
    assert differences([first], [second], angular=True)[0] == pytest.approx(apart)


def test_differences_of_lengths_may_be_of_any_size():
    assert differences([200, -400], [0, 0]).tolist() == [200, -400]


def test_agreement_is_of_lengths_where_nothing_is_said():
    assert agreement([400, 0], [0, 0], tolerance=1).bias == 200


def test_differences_reject_other_shapes():
    with pytest.raises(ValueError, match=r'expected two arrays \(B,\), got \(2,\) and \(3,\)'):
        differences([1, 2], [1, 2, 3])


def test_bland_altman_by_hand():
    # Differences 0, -1, -2: mean -1, SD (divisor 2) 1.
    result = agreement([1, 2, 3], [1, 3, 5], tolerance=1)
    assert (result.n, result.bias, result.sd) == (3, -1, 1)
    assert (result.loa_low, result.loa_high) == pytest.approx((-2.96, 0.96))
    assert result.mae == 1
    assert result.within == pytest.approx(2 / 3)


def test_bland_altman_intervals_by_hand():
    # SD 1, n 3: standard errors sqrt(1/3) of the bias and sqrt(1/3 + 1.96² / 4) of a limit.
    result = agreement([1, 2, 3], [1, 3, 5], tolerance=1)
    half_bias, half_limit = 1.96 * math.sqrt(1 / 3), 1.96 * math.sqrt(1 / 3 + 1.96**2 / 4)
    assert result.bias_interval == pytest.approx((-1 - half_bias, -1 + half_bias))
    assert result.loa_low_interval == pytest.approx((-2.96 - half_limit, -2.96 + half_limit))
    assert result.loa_high_interval == pytest.approx((0.96 - half_limit, 0.96 + half_limit))


def test_limits_of_agreement_hold_95_per_cent_of_normal_differences():
    rng = np.random.default_rng(0)
    truth = rng.normal(80, 4, 20000)
    noisy = truth + rng.normal(0.5, 2, truth.size)
    result = agreement(noisy, truth, tolerance=2)
    assert ((noisy - truth >= result.loa_low) & (noisy - truth <= result.loa_high)).mean() == pytest.approx(
        0.95, abs=0.01
    )
    assert result.bias_interval[0] < 0.5 < result.bias_interval[1]


def test_agreement_leaves_pairs_with_a_missing_value_out():
    full, holed = agreement([1, 2, 3], [1, 3, 5], 1), agreement([1, 9, 2, 3, NAN], [1, NAN, 3, 5, 4], 1)
    assert holed == full


def test_agreement_of_angles_wraps_everywhere():
    across_the_turn = agreement([359, 2, 5], [1, 3, 5], tolerance=2, angular=True)
    assert (across_the_turn.bias, across_the_turn.mae, across_the_turn.within) == pytest.approx((-1, 1, 1))
    moved = agreement([39, 42, 45], [41, 43, 45], tolerance=2, angular=True)
    assert across_the_turn.loa_low == pytest.approx(moved.loa_low)


def test_a_difference_at_the_tolerance_is_within():
    assert agreement([2.0, 2.5], [0.0, 0.0], tolerance=2).within == 0.5


def test_agreement_of_one_pair_has_no_spread():
    result = agreement([3.0], [1.0], tolerance=2)
    assert (result.n, result.bias, result.mae, result.within) == (1, 2, 2, 1)
    assert np.isnan([result.sd, result.loa_low, result.icc, *result.loa_high_interval]).all()


def test_agreement_of_nothing_is_nan():
    result = agreement([NAN], [1.0], tolerance=2)
    assert result.n == 0
    assert np.isnan([result.bias, result.sd, result.mae, result.icc, result.within]).all()


@pytest.mark.filterwarnings('error')
def test_agreement_of_few_or_none_gives_no_warning():
    assert np.isnan(agreement([], [], 1).within_interval).all()
    one = agreement([3.0], [1.0], 2)
    assert one.within_interval == proportion_interval(1, 1)
    assert np.isnan([*one.mae_interval, *one.icc_interval, *one.bias_interval]).all()


def test_intervals_of_error_icc_and_share_are_those_of_their_kind():
    first, second = np.array([1.0, 2, 3, 4, 5, 6, 7]), np.array([1.0, 3, 5, 4, 5, 9, 8])
    result = agreement(first, second, tolerance=1)
    assert result.mae_interval == mean_interval([0, 1, 2, 0, 0, 3, 1])
    assert result.icc_interval == icc_2_1_interval(np.stack([first, second], axis=1))
    assert result.within_interval == proportion_interval(5, 7)
    two = agreement([1.0, 2.0], [1.0, 3.0], tolerance=0)
    assert (two.sd, two.within) == (pytest.approx(math.sqrt(0.5)), 0.5) and np.isnan(two.mae_interval).all()


@pytest.mark.parametrize('tolerance', [-1.0, NAN])
def test_agreement_rejects_a_tolerance_that_is_no_distance(tolerance):
    with pytest.raises(ValueError, match='tolerance='):
        agreement([1.0], [1.0], tolerance)


def test_agreement_does_not_change_its_inputs():
    first, second = np.array([359.0, 2.0]), np.array([1.0, NAN])
    agreement(first, second, 2, angular=True)
    np.testing.assert_array_equal(first, [359, 2])
    np.testing.assert_array_equal(second, [1, NAN])


def test_icc_2_1_is_that_of_shrout_and_fleiss():
    assert icc_2_1(SHROUT_FLEISS) == pytest.approx(0.29, abs=0.005)


def test_icc_2_1_by_hand():
    # 1 1 / 3 5: means 1 and 4, 2 and 3, 2.5. BMS = 2 (1.5² + 1.5²) = 9, JMS = 2 (0.5² + 0.5²) = 1, EMS = 4 x 0.5² = 1.
    assert icc_2_1([[1, 1], [3, 5]]) == pytest.approx((9 - 1) / (9 + 1 + 2 * (1 - 1) / 2))


def test_icc_2_1_is_one_for_equal_raters_and_falls_with_a_bias():
    values = np.array([78.0, 80, 83, 85])
    assert icc_2_1(np.stack([values, values], axis=1)) == pytest.approx(1)
    shifted = [icc_2_1(np.stack([values, values + bias], axis=1)) for bias in (1, 3, 9)]
    assert shifted == sorted(shifted, reverse=True)
    assert shifted[0] < 1


def test_icc_2_1_is_undefined_without_spread_or_with_one_target():
    assert math.isnan(icc_2_1([[5, 5], [5, 5]]))
    assert math.isnan(icc_2_1([[1, 2]]))
    assert math.isnan(icc_2_1(np.zeros((0, 2))))


def test_icc_2_1_rejects_missing_values():
    with pytest.raises(ValueError, match='leave missing out'):
        icc_2_1([[1, NAN], [2, 3]])


def test_class_agreement_by_hand():
    # As 0 1 2: (0 1 1 2) with (0 1 2 0). The pairs are 0 0 1 2 apart, 3 of 4; all 16 pairings are 3 + 3 + 3 + 5 = 14.
    result = class_agreement(['III', 'I', 'I', 'II'], ['III', 'I', 'II', 'III'], CLASSES)
    assert (result.n, result.accuracy) == (4, 0.5)
    assert result.kappa == pytest.approx(1 - (3 / 4) / (14 / 16))


def test_class_agreement_counts_truth_by_row():
    confusion = class_agreement(['I', 'I', 'II'], ['III', 'I', 'II'], CLASSES).confusion
    assert confusion.tolist() == [[0, 1, 0], [0, 1, 0], [0, 0, 1]]


def test_kappa_is_one_for_equal_and_about_zero_for_unrelated_classes():
    rng = np.random.default_rng(0)
    first, second = (rng.choice(CLASSES, 5000) for _ in range(2))
    assert class_agreement(first, first, CLASSES).kappa == 1
    assert class_agreement(first, second, CLASSES).kappa == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize(('weights', 'power'), [('linear', 1), ('quadratic', 2)])
def test_weighted_kappa_equals_scikit_learns(weights, power):
    true, pred = np.random.default_rng(0).integers(0, 4, (2, 200))
    pred[:80] = true[:80]
    expected = cohen_kappa_score(true, pred, weights=weights)
    assert weighted_kappa(count_pairs(true, pred, 4), power) == pytest.approx(expected, abs=1e-12)


def test_weighted_kappa_takes_a_stack_of_counts():
    counts = np.array([[[2, 0], [0, 2]], [[1, 1], [1, 1]], [[3, 0], [0, 0]]])
    np.testing.assert_array_equal(weighted_kappa(counts, 1), [1, 0, np.nan])


def test_kappa_takes_a_miss_by_one_class_more_lightly_than_by_two():
    truth = ['III', 'III', 'I', 'II', 'II']
    near = class_agreement(['III', 'I', 'I', 'II', 'II'], truth, CLASSES)
    far = class_agreement(['III', 'II', 'I', 'II', 'II'], truth, CLASSES)
    assert near.accuracy == far.accuracy
    assert near.kappa > far.kappa


def test_class_agreement_leaves_the_untold_out():
    result = class_agreement(['I', '', 'II'], ['I', 'I', ''], CLASSES)
    assert (result.n, result.accuracy) == (1, 1)
    assert math.isnan(result.kappa)  # one and the same class everywhere


def test_class_agreement_of_nothing_is_nan():
    result = class_agreement([''], ['I'], CLASSES)
    assert result.n == 0
    assert math.isnan(result.accuracy)
    assert math.isnan(result.kappa)
    assert result.confusion.tolist() == [[0] * 3] * 3 and result.confusion.dtype == np.int64
    assert np.isnan([*result.accuracy_interval, *result.kappa_interval]).all()


def test_intervals_of_classes_are_those_of_their_kind():
    result = class_agreement(['I', 'I', 'II', 'III'], ['III', 'I', 'II', 'III'], CLASSES)
    assert result.accuracy_interval == proportion_interval(3, 4)
    assert result.kappa_interval == kappa_interval(result.confusion, 1) != kappa_interval(result.confusion, 2)


def test_class_agreement_rejects_unknown_labels_and_other_lengths():
    with pytest.raises(ValueError, match=r"unknown: \['IV'\]"):
        class_agreement(['IV'], ['I'], CLASSES)
    with pytest.raises(ValueError, match='got 2 and 1'):
        class_agreement(['I', 'I'], ['I'], CLASSES)
