import math

import numpy as np
import pytest

from aariz_mm.evaluation.functional import (
    SDR_THRESHOLDS_MM,
    mean_and_sd,
    mean_per_landmark,
    radial_errors_mm,
    radial_errors_px,
    success,
    success_detection_rates,
)

NAN = float('nan')


def test_radial_errors_px_by_hand():
    errors = radial_errors_px([[[3, 4], [1, 1]], [[0, 0], [10, 5]]], [[[0, 0], [1, 1]], [[5, 12], [2, 11]]])
    assert errors.tolist() == [[5, 0], [13, 10]]


def test_radial_errors_mm_by_hand():
    errors = radial_errors_mm(np.array([[[103.0, 204.0]]]), np.array([[[100.0, 200.0]]]), np.array([0.1]))
    assert errors.tolist() == [[pytest.approx(0.5)]]


def test_radial_errors_mm_scale_each_image_by_its_own_pixel_size():
    pred, gt = np.full((2, 3, 2), [3.0, 4.0]), np.zeros((2, 3, 2))
    assert radial_errors_mm(pred, gt, [0.1, 0.2]).tolist() == [[pytest.approx(0.5)] * 3, [pytest.approx(1.0)] * 3]


def test_radial_errors_mm_do_not_change_under_rotation():
    rng = np.random.default_rng(0)
    pred, gt, turn = rng.normal(size=(2, 5, 2)), rng.normal(size=(2, 5, 2)), np.array([[0.6, -0.8], [0.8, 0.6]])
    np.testing.assert_allclose(radial_errors_mm(pred @ turn, gt @ turn, [1, 2]), radial_errors_mm(pred, gt, [1, 2]))


@pytest.mark.parametrize('truth', [[NAN, NAN], [NAN, 0.0], [0.0, NAN]])
def test_radial_errors_mm_are_nan_where_the_truth_is_unlabelled(truth):
    errors = radial_errors_mm([[[3, 4], [3, 4]]], [[truth, [0, 0]]], [0.1])
    assert math.isnan(errors[0, 0])
    assert errors[0, 1] == pytest.approx(0.5)


def test_radial_errors_mm_are_nan_where_the_pixel_size_is_unknown():
    errors = radial_errors_mm([[[3, 4]], [[3, 4]]], np.zeros((2, 1, 2)), [NAN, 0.1])
    assert math.isnan(errors[0, 0])
    assert errors[1, 0] == pytest.approx(0.5)


def test_radial_errors_mm_allow_a_lost_prediction_without_truth_alone():
    assert math.isnan(radial_errors_mm([[[NAN, 1]]], [[[NAN, NAN]]], [0.1])[0, 0])
    for lost in (NAN, math.inf):
        with pytest.raises(ValueError, match='not finite where there is a truth'):
            radial_errors_mm([[[lost, 1]]], [[[0, 0]]], [0.1])


@pytest.mark.parametrize(
    ('pred_shape', 'gt_shape'),
    [((1, 3, 2), (1, 4, 2)), ((3, 2), (3, 2)), ((1, 3, 3), (1, 3, 3)), ((2, 3, 2), (1, 3, 2))],
)
def test_radial_errors_mm_reject_shapes_that_are_not_b_k_2(pred_shape, gt_shape):
    with pytest.raises(ValueError, match=r'expected two arrays \(B, K, 2\), got'):
        radial_errors_mm(np.zeros(pred_shape), np.zeros(gt_shape), np.ones(pred_shape[0]))


@pytest.mark.parametrize('pixel_size', [0.1, [0.1], [0.1, 0.1, 0.1], [[0.1], [0.1]]])
def test_radial_errors_mm_reject_another_number_of_pixel_sizes(pixel_size):
    with pytest.raises(ValueError, match=r'pixel_size_mm: expected shape \(2,\)'):
        radial_errors_mm(np.zeros((2, 3, 2)), np.zeros((2, 3, 2)), pixel_size)


@pytest.mark.parametrize('pixel_size', [0.0, -0.1])
def test_radial_errors_mm_reject_a_pixel_size_that_is_not_positive(pixel_size):
    with pytest.raises(ValueError, match=f'must be positive, got {pixel_size}'):
        radial_errors_mm(np.zeros((2, 1, 2)), np.zeros((2, 1, 2)), [0.1, pixel_size])


def test_radial_errors_mm_do_not_change_their_inputs():
    inputs = np.full((1, 2, 2), 3.0), np.array([[[0.0, 1.0], [NAN, NAN]]]), np.array([0.1])
    before = [array.copy() for array in inputs]
    radial_errors_mm(*inputs)
    for array, copied in zip(inputs, before, strict=True):
        np.testing.assert_array_equal(array, copied)


def test_success_detection_rates_by_hand():
    assert success_detection_rates([1.0, 2.0, 3.0, NAN], [2.0])[2.0] == pytest.approx(200 / 3)


@pytest.mark.parametrize('threshold', SDR_THRESHOLDS_MM)
def test_success_detection_rates_count_an_error_exactly_at_the_threshold(threshold):
    just_above = np.nextafter(threshold, 10)
    assert success_detection_rates([[threshold, just_above]])[threshold] == 50


def test_success_detection_rates_grow_with_the_threshold():
    errors = np.random.default_rng(0).gamma(2, 1, size=(20, 29))
    rates = list(success_detection_rates(errors, np.linspace(0.5, 8, 16)).values())
    assert rates == sorted(rates)
    assert rates[0] < rates[-1] <= 100


def test_success_detection_rates_are_nan_where_nothing_counts():
    assert all(math.isnan(rate) for rate in success_detection_rates([[NAN, NAN]]).values())


def test_mean_and_sd_by_hand():
    assert mean_and_sd([[1.0, 3.0], [NAN, 5.0]]) == (3.0, pytest.approx(math.sqrt(8 / 3)))


def test_mean_and_sd_of_one_value_and_of_none():
    assert mean_and_sd([NAN, 2.5]) == (2.5, 0)
    assert all(math.isnan(value) for value in mean_and_sd([NAN]))


def test_mean_per_landmark_leaves_out_what_is_unlabelled():
    means = mean_per_landmark([[1.0, NAN, NAN], [3.0, 4.0, NAN]])
    assert means[:2].tolist() == [2, 4]
    assert math.isnan(means[2])


def test_success_keeps_what_does_not_count():
    np.testing.assert_array_equal(success(np.array([2.0, 2.1, np.nan]), 2.0), [1, 0, np.nan])


def test_thresholds_are_those_of_the_challenges():
    assert SDR_THRESHOLDS_MM == (2, 2.5, 3, 4)
    assert success_detection_rates([1.0, 2.2, 2.8, 3.5]) == {2.0: 25, 2.5: 50, 3.0: 75, 4.0: 100}


def test_numbers_of_any_kind_are_taken_in_double_precision():
    small = np.array([[[200, 10]]], dtype=np.uint8)
    assert radial_errors_px(small, np.array([[[203, 14]]], dtype=np.uint8)).tolist() == [[5]]
    assert radial_errors_mm(small, small, np.array([1], dtype=object)).tolist() == [[0]]
    assert success_detection_rates(np.array([1, None], dtype=object), [2])[2] == 100
    assert success(np.array([1, None], dtype=object), 2)[0] == 1
    assert mean_and_sd(np.array([1, None, 3], dtype=object)) == (2, 1)
    assert mean_and_sd(np.full(3000, 60000, dtype=np.float16)) == (60000 // 32 * 32, 0)
