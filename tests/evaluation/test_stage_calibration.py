import numpy as np
import pytest
from made_stages import make_head

from aariz_mm.evaluation.calibration import (
    calibration_scores,
    classwise_calibration_error,
    debiased_calibration_error,
    expected_calibration_error,
)
from aariz_mm.evaluation.cvm import cvm_scores


def test_a_perfect_head_has_an_error_that_the_band_holds():
    inside = [calibration_scores(*make_head(91, seed), repeats=200) for seed in range(40)]
    held = [one['ece_expected_low'] <= one['ece'] <= one['ece_expected_high'] for one in inside]
    assert np.mean(held) >= 0.85 and min(one['ece_expected'] for one in inside) > 0.05
    assert np.mean([one['ece'] for one in inside]) == pytest.approx(
        np.mean([one['ece_expected'] for one in inside]), rel=0.1
    )


@pytest.mark.parametrize('name', ['ece', 'classwise_ece'])
def test_the_error_of_a_perfect_head_falls_with_the_images(name):
    few, many = (calibration_scores(*make_head(count), repeats=100)[f'{name}_expected'] for count in (91, 9100))
    assert many < few / 5


@pytest.mark.parametrize('temperature', [0.4, 2.5])
def test_a_head_that_is_off_lies_beyond_its_band(temperature):
    scores = calibration_scores(*make_head(2000, temperature=temperature), repeats=100)
    assert scores['ece'] > 2 * scores['ece_expected_high']
    assert scores['classwise_ece'] > scores['classwise_ece_expected_high'] and scores['ece_debiased'] > 0.1


def test_band_by_hand():
    # Two crops of one stage given 1/2: none, one or both right, in 1, 2 and 1 of 4 draws; the error is 1/2, 0, 1/2.
    probabilities = np.tile([0.5, 0.5, 0, 0, 0, 0], (2, 1))
    scores = calibration_scores(probabilities, [1, 1], [1, 2], repeats=4000)
    assert scores['ece'] == 0 and scores['ece_expected'] == pytest.approx(0.25, abs=0.02)
    assert (scores['ece_expected_low'], scores['ece_expected_high']) == (0, 0.5)


def test_debiased_error_of_a_perfect_head_is_near_0():
    squares = [debiased_calibration_error(*make_head(500, seed)) ** 2 for seed in range(30)]
    assert np.mean(squares) < 0.001 and debiased_calibration_error(*make_head(20000)) < 0.02


def test_debiased_error_by_hand():
    # Four crops given 1, two of them right, in two bins of two: each (1 - 1/2)^2 - (1/4) / 1 = 0.
    probabilities = np.eye(6)[[0, 0, 0, 0]]
    assert debiased_calibration_error(probabilities, [1] * 4, [1, 2, 1, 2]) == 0
    # None right: (1 - 0)^2 - 0.
    assert debiased_calibration_error(probabilities, [1] * 4, [2] * 4) == 1


def test_classwise_error_by_hand():
    # Stage 1 is given 0.8 twice and comes once: |0.8 - 0.5|; stage 2 is given 0.2 and comes once: |0.2 - 0.5|.
    probabilities = np.tile([0.8, 0.2, 0, 0, 0, 0], (2, 1))
    assert classwise_calibration_error(probabilities, [1, 2]) == pytest.approx((0.3 + 0.3) / 6)


def test_classwise_error_sees_what_the_predicted_stage_hides():
    probabilities = np.tile([0.5, 0.5, 0, 0, 0, 0], (10, 1))
    true = [1] * 5 + [3] * 5  # right for the predicted stage 1, wrong for stages 2 and 3
    assert expected_calibration_error(probabilities, [1] * 10, true) == 0
    assert classwise_calibration_error(probabilities, true) == pytest.approx((0 + 0.5 + 0.5) / 6)


def test_scores_of_stages_have_the_band_and_are_seeded():
    probabilities, pred, true = make_head(91)
    scores = cvm_scores(true, pred, probabilities, repeats=100)
    names = ('ece', 'ece_debiased', 'ece_expected', 'ece_expected_low', 'ece_expected_high')
    names += ('classwise_ece', 'classwise_ece_expected', 'classwise_ece_expected_low', 'classwise_ece_expected_high')
    assert {f'CVM_{name}' for name in names} <= set(scores)
    assert scores == cvm_scores(true, pred, probabilities, repeats=100)
    assert scores['CVM_ece'] == expected_calibration_error(probabilities, pred, true)
    assert 'CVM_ece_expected' not in cvm_scores(true, pred, probabilities, repeats=0)
    assert not [key for key in cvm_scores(true, pred) if 'ece' in key]


@pytest.mark.parametrize('stage', [0, 7, 2.5])
def test_a_stage_that_is_none_is_an_error(stage):
    with pytest.raises(ValueError, match='whole numbers 1 to 6'):
        calibration_scores(np.eye(6)[:1], [1], [stage])


def test_debiased_error_of_three_by_hand():
    # One bin of three given 1, one right: (1 - 1/3)^2 - (2/9) / 2 = 1/3.
    assert debiased_calibration_error(np.eye(6)[[0, 0, 0]], [1] * 3, [1, 2, 2]) == pytest.approx(np.sqrt(1 / 3))


@pytest.mark.filterwarnings('error')
def test_debiased_error_of_one_or_none_is_unknown():
    assert np.isnan(debiased_calibration_error(np.eye(6)[:1], [1], [1]))
    assert np.isnan(debiased_calibration_error(np.empty((0, 6)), [], []))


def test_a_stage_of_no_probability_is_in_the_first_bin():
    # Given 0 and right, gap -1 in the first bin; given 0.1 and wrong, gap 0.1 in the second.
    probabilities = np.array([[0, 1, 0, 0, 0, 0], [0.1, 0.9, 0, 0, 0, 0]])
    assert expected_calibration_error(probabilities, [1, 1], [1, 2]) == pytest.approx(1.1 / 2)


def test_sure_predictions_are_told_apart_by_bins_of_a_fifteenth():
    # Given 1 and wrong, given 0.9 and right: gaps of 1 and -0.1 in the last bin and the one before it.
    probabilities = np.array([[1, 0, 0, 0, 0, 0], [0.9, 0.1, 0, 0, 0, 0]])
    assert expected_calibration_error(probabilities, [1, 1], [2, 1]) == pytest.approx(1.1 / 2)
    assert expected_calibration_error(probabilities, [1, 1], [2, 1], bins=1) == pytest.approx(0.9 / 2)


@pytest.mark.parametrize(
    ('row', 'is_fine'),
    [([1.0009, 0], True), ([1.0011, 0], False), ([0.9991, 0], True), ([0.9989, 0], False), ([1.1, -0.1], False),
     ([np.nan, 1], False)],
)  # fmt: skip
def test_a_row_is_a_distribution_to_a_thousandth(row, is_fine):
    probabilities = np.array([[*row, 0, 0, 0, 0]])
    if is_fine:
        assert expected_calibration_error(probabilities, [1], [1]) == pytest.approx(abs(1 - row[0]))
    else:
        with pytest.raises(ValueError, match='does not sum to 1'):
            expected_calibration_error(probabilities, [1], [1])
