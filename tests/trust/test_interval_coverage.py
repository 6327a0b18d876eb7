"""Intervals hold the true score in about 95 of 100 simulated tests, and equal models rarely differ.

Shares are of 250 to 1500 tests with a fixed seed, so the bounds leave room for chance. ``measure_intervals.py`` has all
scores and sizes.
"""

from functools import cache

import numpy as np
import pytest
from simulated_tests import (
    STAGE_SHARES,
    draw_errors,
    draw_pair,
    draw_stages,
    old_interval,
    old_stage_interval,
    stage_chances,
)

from aariz_mm.evaluation import cvm
from aariz_mm.evaluation.comparison import compare_means, compare_stage_scores
from aariz_mm.evaluation.functional import success
from aariz_mm.evaluation.intervals import mean_interval, median_interval, rate_interval
from aariz_mm.evaluation.seeds import compare_recipes
from aariz_mm.evaluation.sign_flips import sign_flip_test

SIZES = (16, 91, 147)
LANDMARK_SCORES = {
    'MRE': (lambda errors: errors, mean_interval),
    'median': (lambda errors: errors, median_interval),
    'landmark': (lambda errors: errors[:, 0], mean_interval),
    'SDR 2 mm': (lambda errors: success(errors, 2.0), rate_interval),
    'SDR 4 mm': (lambda errors: success(errors, 4.0), rate_interval),
}


@cache
def population_mm():
    """What the true scores are of."""
    return draw_errors(np.random.default_rng(99), 300_000)


def cover(draw, interval, truth, repeats):
    """Share of the simulated tests whose interval holds the truth, of those that have one."""
    ends = np.array([interval(draw()) for _ in range(repeats)])
    ends = ends[~np.isnan(ends[:, 0])]
    return np.mean((ends[:, 0] <= truth) & (truth <= ends[:, 1]))


@pytest.mark.parametrize('images', SIZES)
@pytest.mark.parametrize('score', LANDMARK_SCORES)
def test_intervals_of_landmarks_hold_the_true_score(score, images):
    values, interval = LANDMARK_SCORES[score]
    rng, every = np.random.default_rng(images), values(population_mm())
    truth = np.median(every) if score == 'median' else np.mean(every)
    assert 0.925 <= cover(lambda: values(draw_errors(rng, images)), interval, truth, 1000) <= 0.975


@pytest.mark.parametrize('score', ['MRE', 'SDR 4 mm'])
def test_percentile_bootstrap_would_fail_on_16_images(score):
    """The simulation tells a poor interval from a good one."""
    values, _ = LANDMARK_SCORES[score]
    rng, truth = np.random.default_rng(16), np.mean(values(population_mm()))
    draw = lambda: values(draw_errors(rng, 16))  # noqa: E731
    assert cover(draw, lambda one: old_interval(one, 300, 0), truth, 500) < 0.93


STAGE_SCORES = dict(accuracy=cvm.accuracy, qwk=cvm.quadratic_weighted_kappa, mae=cvm.mean_absolute_error,
                    f1_macro=cvm.f1_macro)  # fmt: skip


@cache
def stage_intervals(images):
    """Those of all scores in each of 800 simulated tests."""
    chances, rng = stage_chances(0.8, 0.3), np.random.default_rng(images)
    tests = [[np.ravel(one) for one in draw_stages(rng, chances, images)] for _ in range(800)]
    return [cvm.stage_score_intervals(cvm.confusion_matrix(*test)) for test in tests]


@pytest.mark.parametrize(
    ('score', 'images', 'most'),
    [
        *[
            (score, images, most)
            for score in ('accuracy', 'qwk', 'mae')
            for images, most in ((16, 0.99), (91, 0.98), (147, 0.98))
        ],
        ('f1_macro', 91, 0.98),
        ('f1_macro', 147, 0.98),
    ],
)
def test_intervals_of_stages_hold_the_true_score(score, images, most):
    truth = float(STAGE_SCORES[score](stage_chances(0.8, 0.3) * STAGE_SHARES[:, None]))
    tests = iter(stage_intervals(images))
    assert 0.925 <= cover(lambda: next(tests)[score], lambda ends: ends, truth, 800) <= most


def test_within_one_is_held_too_often_rather_than_too_seldom():
    """Nearly all are within one stage, so that the share takes few values: no interval holds it in 95 of 100."""
    chances, rng = stage_chances(0.6, 0.0), np.random.default_rng(0)
    truth = float(cvm.within_one(chances * STAGE_SHARES[:, None]))
    draw = lambda: cvm.confusion_matrix(*[np.ravel(one) for one in draw_stages(rng, chances, 91)])  # noqa: E731
    assert cover(draw, lambda table: cvm.stage_score_intervals(table)['within_1'], truth, 400) >= 0.93
    assert cover(draw, lambda table: old_stage_interval(cvm.within_one, table, 200, 0), truth, 300) < 0.8


@pytest.mark.parametrize('images', [16, 91])
@pytest.mark.parametrize('score', ['MRE', 'SDR'])
def test_equal_models_are_called_different_in_five_of_100(score, images):
    rng, shown = np.random.default_rng(images), []
    for seed in range(500):
        pair = draw_pair(rng, images)
        pair = pair if score == 'MRE' else [success(one, 2.0) for one in pair]
        shown.append(compare_means(score, *pair, True, 300, seed).p_value < 0.05)
    assert 0.028 <= np.mean(shown) <= 0.075


@pytest.mark.parametrize(('rate', 'images', 'least'), [(cvm.quadratic_weighted_kappa, 16, 0.0),
                                                       (cvm.quadratic_weighted_kappa, 91, 0.02),
                                                       (cvm.mean_absolute_error, 91, 0.02)])  # fmt: skip
def test_equal_stage_models_are_rarely_called_different(rate, images, least):
    """On 16 images kappa takes few values, and the test is careful."""
    chances, rng, shown = stage_chances(0.8, 0.3), np.random.default_rng(images), []
    for seed in range(250):
        true, preds = draw_stages(rng, chances, images, models=2)
        shown.append(compare_stage_scores('', rate, true, preds[:1], preds[1:], True, 300, seed).p_value < 0.05)
    assert least <= np.mean(shown) <= 0.07


@pytest.mark.parametrize('seeds', [3, 5])
def test_equal_recipes_are_called_different_in_five_of_100(seeds):
    """Their seeds differ by 0.02 mm (SD), which a comparison of single checkpoints takes for a difference."""
    rng, recipes, checkpoints = np.random.default_rng(seeds), [], []
    for seed in range(1200):
        hard, noise = rng.gamma(20, 0.06, 147), rng.normal(0, 0.12, (2, 147))
        first, second = (hard + noise[side] + rng.normal(0, 0.02, (seeds, 1)) + rng.normal(0, 0.15, (seeds, 147))
                         for side in (0, 1))  # fmt: skip
        recipes.append(compare_recipes(first, second).p_value < 0.05)
        if seed < 150:
            checkpoints.append(sign_flip_test(second[0] - first[0], repeats=300, seed=seed)[0] < 0.05)
    assert 0.033 <= np.mean(recipes) <= 0.067 and np.mean(checkpoints) > 0.15
