import numpy as np
import pytest
from made_stages import make_head

from aariz_mm.evaluation.calibration import expected_calibration_error
from aariz_mm.evaluation.temperature import fit_temperature, nested_tempering, temper


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
