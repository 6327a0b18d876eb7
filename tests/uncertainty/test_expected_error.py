"""The error that is expected is the mean of those that come."""

import numpy as np
import pytest

from aariz_mm.uncertainty.expected_error import fit_error_model

BASE, SLOPES = np.log([1.0, 2.0, 4.0]), np.array([0.5, -0.3])


def make_errors(count, seed=0):
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(count, 3, 2))
    return features, np.exp(BASE + features @ SLOPES) * rng.gamma(2, 0.5, (count, 3))


def test_model_finds_what_made_the_errors():
    features, errors = make_errors(3000)
    model = fit_error_model(features, errors, np.ones(3000))
    assert model.base == pytest.approx(BASE, abs=0.05) and model.slopes == pytest.approx(SLOPES, abs=0.03)
    assert model.expect(np.zeros((1, 3, 2)))[0] == pytest.approx([1, 2, 4], rel=0.05)


def test_slopes_of_few_errors_are_small():
    features, errors = make_errors(10)
    few, many = (fit_error_model(features, errors, np.ones(10), shrink=shrink).slopes for shrink in (500, 0.1))
    assert np.linalg.norm(few) < 0.3 * np.linalg.norm(many)


def test_unknown_errors_and_features_do_not_count():
    features, errors = make_errors(200)
    expected = fit_error_model(features[:150], errors[:150], np.ones(150))
    errors[150:180], features[180:] = np.nan, np.nan
    found = fit_error_model(features, errors, np.ones(200))
    assert found.base == pytest.approx(expected.base) and found.slopes == pytest.approx(expected.slopes)


def test_radiographs_without_weight_do_not_count():
    features, errors = make_errors(200)
    expected = fit_error_model(features[:150], errors[:150], np.ones(150))
    found = fit_error_model(features, errors, np.repeat([1.0, 0.0], [150, 50]))
    assert found.slopes == pytest.approx(expected.slopes)


def test_a_far_outlier_does_not_break_the_fit():
    features, errors = make_errors(300)
    errors[7, 1] = 500
    model = fit_error_model(features, errors, np.ones(300))
    assert np.isfinite(model.base).all() and model.slopes == pytest.approx(SLOPES, abs=0.3)


def test_a_landmark_without_errors_has_the_mean_of_the_others():
    features, errors = make_errors(300)
    errors[:, 2] = np.nan
    base = fit_error_model(features, errors, np.ones(300)).base
    assert base[0] < base[2] < base[1]
