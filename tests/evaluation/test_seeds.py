import math

import numpy as np
import pytest
from scipy.stats import t as student
from scipy.stats import ttest_ind, ttest_rel

from aariz_mm.evaluation.seeds import compare_recipes, sd_factor


def simulate(seeds, seed_sd, images=147, gain=0.0, seed=0):
    """Scores of two recipes (S, B) on the same images, with trainings that differ by ``seed_sd``."""
    rng = np.random.default_rng(seed)
    hard = rng.gamma(20, 0.06, images)
    return [
        hard
        + rng.normal(0, 0.1, images)
        + rng.normal(0, seed_sd, (seeds, 1))
        + rng.normal(0, 0.1, (seeds, images))
        - less
        for less in (0, gain)
    ]


def test_difference_and_its_interval_agree_with_the_p_value():
    for seed in range(30):
        first, second = simulate(3, 0.02, gain=0.03, seed=seed)
        found = compare_recipes(first, second)
        assert found.difference == pytest.approx(second.mean() - first.mean())
        assert found.low < found.difference < found.high
        assert (found.p_value < 0.05) == (not found.low <= 0 <= found.high)


def test_trainings_that_do_not_differ_leave_the_paired_t_test_over_images():
    first, second = (np.repeat(one[:1], 3, axis=0) for one in simulate(1, 0, gain=0.02))
    expected = ttest_rel(second[0], first[0])
    found = compare_recipes(first, second)
    assert found.p_value == pytest.approx(expected.pvalue) and found.seed_sd == pytest.approx(0, abs=1e-12)


def test_images_that_do_not_matter_leave_the_t_test_over_trainings():
    scores = np.random.default_rng(1).normal(1, 0.02, (2, 4))
    first, second = (np.repeat(one[:, None], 50, axis=1) for one in scores)
    found, expected = compare_recipes(first, second), ttest_ind(scores[1], scores[0])
    assert found.p_value == pytest.approx(expected.pvalue) and found.freedom == pytest.approx(6)


def test_sd_between_trainings_is_found():
    found = np.mean([compare_recipes(*simulate(5, 0.05, seed=seed)).seed_sd for seed in range(40)])
    assert found == pytest.approx(0.05, rel=0.15)


def test_more_trainings_tell_more():
    two, five = (compare_recipes(*simulate(count, 0.03, seed=1)) for count in (2, 5))
    assert five.high - five.low < two.high - two.low


def test_images_weigh_by_their_landmarks():
    """Ten images with one landmark, ten with three."""
    first, second = simulate(3, 0.02, images=20)
    weights = np.repeat([0.5, 1.5], 10)
    found = compare_recipes(first * weights, second * weights, weights)
    assert found.difference == pytest.approx(np.mean((second - first) * weights))
    constant = compare_recipes(first * weights, (first + 1) * weights, weights)
    assert constant.difference == pytest.approx(1) and constant.low < 1 < constant.high


def test_one_training_a_side_or_other_images_are_refused():
    first, second = simulate(1, 0.02)
    with pytest.raises(ValueError, match='one training on either side'):
        compare_recipes(first, second)
    with pytest.raises(ValueError, match=r'got \(1, 147\) and \(1, 9\)'):
        compare_recipes(first, second[:, :9])


def test_too_few_images_say_nothing():
    found = compare_recipes(*simulate(3, 0.02, images=5))
    assert math.isnan(found.p_value) and math.isnan(found.low) and not math.isnan(found.difference)


def test_equal_recipes_do_not_differ():
    same = np.ones((2, 9))
    assert (compare_recipes(same, same).p_value, compare_recipes(same, same).high) == (1, 0)


def test_two_and_two_trainings_say_little_of_their_sd():
    assert (sd_factor(2), sd_factor(4), sd_factor(8)) == pytest.approx((6.28, 2.87, 1.92), abs=0.01)


def test_variance_by_hand():
    """Two and three trainings on six images: components of Obuchowski & Rockette, worked out from sums of squares."""
    rng = np.random.default_rng(0)
    first, second, weights = rng.normal(1, 1, (2, 6)), rng.normal(1, 1, (3, 6)), np.array([0.5, 0.5, 1, 1, 1.5, 1.5])
    squares, rest = 0.0, 0.0
    for side in (first, second):
        for training in range(len(side)):
            score = side[training].mean() - side.mean()
            squares += score**2
            left = [side[training, image] - side[:, image].mean() - score * weights[image] for image in range(6)]
            rest += sum(one**2 for one in left)
    of_seeds, of_rest, share = squares / 3, rest / (3 * 5) / 6, 1 / 2 + 1 / 3
    difference = second.mean() - first.mean()
    changes = second.mean(axis=0) - first.mean(axis=0) - difference * weights
    of_images = (changes**2).sum() / 5 / 6
    parts = share * max(of_seeds, of_rest), max(of_images - share * of_rest, 0)
    found = compare_recipes(first, second, weights)
    assert (found.difference, found.seed_sd) == pytest.approx((difference, math.sqrt(of_seeds)))
    assert found.freedom == pytest.approx(sum(parts) ** 2 / (parts[0] ** 2 / 3 + parts[1] ** 2 / 5))
    reach = student.ppf(0.975, found.freedom) * math.sqrt(sum(parts))
    assert (found.low, found.high) == pytest.approx((difference - reach, difference + reach))
    assert found.p_value == pytest.approx(2 * student.sf(abs(difference) / math.sqrt(sum(parts)), found.freedom))


def test_recipes_without_any_spread_differ_by_what_they_differ():
    found = compare_recipes(np.ones((2, 9)), np.full((3, 9), 1.5))
    assert (found.difference, found.low, found.high, found.p_value) == (0.5, 0.5, 0.5, 0)
    assert (found.seed_sd, found.freedom) == (0, 3)


@pytest.mark.parametrize(('first', 'second'), [((2, 9), (9,)), ((9,), (2, 9)), ((2, 9), (2, 9, 1)), ((2, 9), (2, 8))])
def test_other_shapes_are_refused(first, second):
    with pytest.raises(ValueError, match=r'expected two arrays \(S, B\) of the same images'):
        compare_recipes(np.ones(first), np.ones(second))


def test_a_score_that_is_not_finite_says_nothing():
    first, second = simulate(3, 0.02, images=8)
    second[0, 0] = math.inf
    found = compare_recipes(first, second)
    assert math.isnan(found.low) and math.isnan(found.seed_sd) and math.isnan(found.freedom)
    assert math.isfinite(compare_recipes(*simulate(3, 0.02, images=6)).low)
