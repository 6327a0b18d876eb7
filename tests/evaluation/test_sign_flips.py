import itertools
import math

import numpy as np
import pytest
from scipy.stats import permutation_test, ttest_1samp

from aariz_mm.evaluation.sign_flips import sign_flip_test

CHANGES = np.random.default_rng(3).normal(0.4, 1, 12)


def test_p_agrees_with_scipy_where_all_flips_are_taken():
    """Without ties but the two that are certain, which count half here."""
    expected = permutation_test((CHANGES,), np.mean, permutation_type='samples', n_resamples=np.inf).pvalue
    assert sign_flip_test(CHANGES)[0] == pytest.approx(expected - 1 / 2**12)


def test_p_and_interval_are_near_students_on_many_images():
    changes = np.random.default_rng(4).normal(0.2, 1, 200)
    p, low, high = sign_flip_test(changes)
    student = ttest_1samp(changes, 0)
    assert p == pytest.approx(student.pvalue, abs=0.005)
    assert (low, high) == pytest.approx(tuple(student.confidence_interval()), abs=0.01)


def test_equally_large_ones_count_half():
    """Six changes of 1 and 0: of 4 different flips two are as large as what was seen."""
    assert sign_flip_test(np.array([1.0, 1, 0, 0, 0, 0]))[0] == pytest.approx(0.25)


@pytest.mark.parametrize('seed', range(20))
def test_interval_leaves_zero_out_just_where_p_is_below_five_per_cent(seed):
    """Of whole numbers, as of stages, where many flips are equally large."""
    changes = np.random.default_rng(seed).integers(-1, 3, 14).astype(float)
    p, low, high = sign_flip_test(changes)
    assert (p < 0.05) == (not low <= 0 <= high) and low <= changes.mean() <= high


def test_swapped_models_have_the_opposite_interval():
    p, low, high = sign_flip_test(CHANGES)
    assert sign_flip_test(-CHANGES) == pytest.approx((p, -high, -low))


def test_interval_moves_with_the_difference():
    p, low, high = sign_flip_test(CHANGES)
    moved = sign_flip_test(CHANGES + 5)
    assert (moved[1], moved[2]) == pytest.approx((low + 5, high + 5)) and moved[0] < p


def test_images_count_by_their_landmarks_and_not_at_all_without_any():
    weights = np.array([3.0] * 6 + [1.0] * 6)
    _, low, high = sign_flip_test(2 * weights, weights)
    assert (low, high) == pytest.approx((2, 2))
    more = sign_flip_test(np.append(CHANGES, 0), np.append(np.ones(12), 0))
    assert more == sign_flip_test(CHANGES)


def test_no_change_is_no_difference():
    assert sign_flip_test(np.zeros(9)) == (1, 0, 0)


def test_too_few_or_unknown_changes_say_nothing():
    assert all(map(math.isnan, sign_flip_test(np.ones(5))))
    assert all(map(math.isnan, sign_flip_test(np.append(CHANGES, np.nan))))


def test_random_flips_are_seeded():
    changes = np.random.default_rng(5).normal(0.2, 1, 40)
    once, again, other = (sign_flip_test(changes, repeats=300, seed=seed) for seed in (1, 1, 2))
    assert once == again != other


def p_by_hand(changes, weights, difference):
    """Of all flips: how many are larger than what is seen, and half of those as large."""
    apart = changes - difference * weights
    sums = np.abs(np.array(list(itertools.product((1, -1), repeat=len(apart)))) @ apart)
    seen, close = abs(apart.sum()), 1e-9 * np.abs(apart).sum()
    return (sums > seen + close).mean() + (np.abs(sums - seen) <= close).mean() / 2


@pytest.mark.parametrize('seed', range(8))
def test_ends_are_where_the_p_value_passes_five_per_cent(seed):
    """Of a few images of which one has nearly all of the change, as a landmark that went astray makes it."""
    rng = np.random.default_rng(seed)
    changes, weights = rng.normal(0, 0.3, 8), rng.integers(1, 4, 8).astype(float)
    changes[seed] += (-1) ** seed * 20
    p, low, high = sign_flip_test(changes, weights, repeats=256)
    assert p == pytest.approx(p_by_hand(changes, weights, 0))
    step = 1e-5 * (high - low)
    for end, out in ((low, -step), (high, step)):
        assert p_by_hand(changes, weights, end - out) >= 0.05 > p_by_hand(changes, weights, end + out)
    assert low < 0 < high


def test_flips_are_drawn_where_there_are_more_than_repeats():
    changes = CHANGES[:8]
    every, drawn = sign_flip_test(changes, repeats=256), sign_flip_test(changes, repeats=255)
    again, other = (sign_flip_test(changes, repeats=repeats, seed=9) for repeats in (256, 255))
    assert every == again != drawn != other
    assert drawn[0] == pytest.approx(every[0], abs=0.1)


def test_numbers_of_any_kind_are_taken():
    whole = sign_flip_test([3, 1, 2, 2, 1, 1, 0], [1, 2, 1, 1, 1, 1, 0])
    assert whole == sign_flip_test(np.array([3.0, 1, 2, 2, 1, 1]), np.array([1.0, 2, 1, 1, 1, 1]))
    assert whole[0] == 1 / 64 and whole[1] < 10 / 7 < whole[2]
    assert math.isnan(sign_flip_test([None] + [1] * 8)[0])


def test_six_images_are_enough_and_nothing_of_nothing_is_known():
    assert sign_flip_test(np.arange(1.0, 7))[0] == 1 / 64
    assert all(map(math.isnan, sign_flip_test([]))) and all(map(math.isnan, sign_flip_test([1.0] * 7, [0.0] * 7)))
