import numpy as np
import pytest
from made_stages import make_head

from aariz_mm.evaluation.calibration import expected_calibration_error
from aariz_mm.evaluation.temperature import (
    TemperatureFit,
    fit_temperature,
    nested_tempering,
    report_temperature,
    temper,
)


@pytest.mark.parametrize('temperature', [0.5, 0.8, 1.0, 1.7, 3.0])
def test_temperature_of_synthetic_logits_is_found_again(temperature):
    # Logits divided by T are repaired by 1 / T.
    probabilities, _, true = make_head(6000, temperature=temperature)
    assert fit_temperature(probabilities, true).temperature == pytest.approx(1 / temperature, rel=0.06)


def test_temper_by_hand():
    np.testing.assert_allclose(temper(np.array([0.8, 0.2]), 2), [2 / 3, 1 / 3])
    np.testing.assert_allclose(temper(np.array([0.8, 0.2]), 0.5), [16 / 17, 1 / 17])
    np.testing.assert_allclose(temper(np.array([1.0, 0]), 3), [1, 0], atol=1e-12)


def test_temper_keeps_the_order_and_1_keeps_all():
    probabilities = make_head(50)[0]
    for temperature in (0.3, 4):
        tempered = temper(probabilities, temperature)
        np.testing.assert_allclose(tempered.sum(axis=1), 1)
        assert np.array_equal(np.argsort(tempered, axis=1), np.argsort(probabilities, axis=1))
    assert temper(probabilities, 1) is probabilities


def test_a_fit_never_makes_its_own_likelihood_worse():
    for seed in range(5):
        probabilities, _, true = make_head(100, seed, temperature=1.4)
        fit = fit_temperature(probabilities, true)
        assert fit.nll_after <= fit.nll_before and fit.images == 100


def test_nested_tempering_repairs_images_that_it_was_not_fitted_to():
    probabilities, pred, true = make_head(2000, temperature=2.5)
    before, after = (
        expected_calibration_error(one, pred, true) for one in (probabilities, nested_tempering(probabilities, true))
    )
    assert after < before / 4


def test_probabilities_of_files_with_zeros_are_fitted_all_the_same():
    probabilities = np.tile([1.0, 0, 0, 0, 0, 0], (100, 1))
    fit = fit_temperature(probabilities, np.r_[np.full(80, 1), np.full(20, 2)])
    assert np.isfinite(fit.temperature) and fit.temperature > 1


@pytest.mark.parametrize('temperature', [0, -1, np.nan, np.inf])
def test_a_temperature_that_is_none_is_an_error(temperature):
    with pytest.raises(ValueError, match='expected a positive number'):
        temper(np.eye(6), temperature)


def test_too_few_images_are_an_error():
    with pytest.raises(ValueError, match='3 images with a stage; give 60 or more'):
        fit_temperature(np.eye(6)[:3], [1, 2, 3])


def test_temper_of_stacks_and_of_numbers_far_apart():
    assert temper([[0.8, 0.2], [1, 0]], 1) == [[0.8, 0.2], [1, 0]]  # as they are
    stack = np.array([[[0.8, 0.2], [0.5, 0.5]], [[1e-300, 1.0], [0.3, 0.7]]])
    for temperature in (0.2, 3):
        powers = stack ** (1 / temperature)
        np.testing.assert_allclose(temper(stack.tolist(), temperature), powers / powers.sum(axis=-1, keepdims=True))
    np.testing.assert_allclose(temper(np.array([1e-300, 2e-300]), 0.1), [1 / 1025, 1024 / 1025])


def test_fit_says_how_likely_the_truth_was_before_and_after():
    probabilities, _, true = make_head(80, temperature=2.5)
    fit = fit_temperature(probabilities, true)
    rows = np.arange(80)
    assert fit.nll_before == pytest.approx(-np.log(probabilities[rows, true - 1]).mean())
    assert fit.nll_after == pytest.approx(-np.log(temper(probabilities, fit.temperature)[rows, true - 1]).mean())
    beside = [temper(probabilities, fit.temperature * factor)[rows, true - 1] for factor in (0.99, 1.01)]
    around = [-np.log(one).mean() for one in beside]
    assert fit.nll_after < min(around) and fit.images == 80


@pytest.mark.parametrize(('right', 'end'), [(60, 0.1), (0, 10)])
def test_temperature_stays_between_a_tenth_and_ten(right, end):
    probabilities = np.tile([0.9, 0.02, 0.02, 0.02, 0.02, 0.02], (60, 1))
    fit = fit_temperature(probabilities, np.r_[np.full(right, 1), np.full(60 - right, 2)].astype(int))
    assert fit.temperature == pytest.approx(end) and fit.images == 60


def test_nested_tempering_fits_each_part_by_the_others():
    probabilities, _, true = make_head(150, temperature=2)
    part = np.random.default_rng(4).permutation(150) % 2
    tempered = nested_tempering(probabilities, true.tolist(), parts=2, seed=4)
    for number in (0, 1):
        fit = fit_temperature(probabilities[part != number], true[part != number])
        np.testing.assert_allclose(tempered[part == number], temper(probabilities[part == number], fit.temperature))
    assert not np.allclose(tempered, nested_tempering(probabilities, true, parts=2, seed=5))


@pytest.mark.parametrize(('temperature', 'word'), [(0.75, 'flat'), (1.25, 'sharp')])
def test_report_by_hand(temperature, word):
    nested = dict(ece=0.05, ece_expected=0.04, ece_expected_low=0.02, ece_expected_high=0.07, classwise_ece=0.03,
                  classwise_ece_expected=0.025, classwise_ece_expected_low=0.01,
                  classwise_ece_expected_high=0.04)  # fmt: skip
    text = report_temperature(TemperatureFit(temperature, 90, 1.25, 1.125), dict(ece=0.1, classwise_ece=0.08), nested)
    assert text.splitlines() == [
        f'temperature {temperature:.3f} of 90 held-out answers: the probabilities are too {word}; negative '
        'log-likelihood 1.2500 -> 1.1250',
        'calibration error: 0.100, tempered by the other parts 0.050; a perfect head has 0.040 (0.020 to 0.070)',
        'the same by stage: 0.080, tempered by the other parts 0.030; a perfect head has 0.025 (0.010 to 0.040)',
    ]
