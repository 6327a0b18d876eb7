import math
import time

import numpy as np
import pytest

from aariz_mm.evaluation.bootstrap import (
    bootstrap_mean_interval,
    draw_images,
    percentile_interval,
    resampled_means,
    success,
    two_sided_p,
)


def test_draws_hold_as_many_images_as_there_are_and_are_seeded():
    draws = draw_images(7, repeats=50, seed=3)
    assert draws.shape == (50, 7) and (draws.sum(axis=1) == 7).all()
    np.testing.assert_array_equal(draws, draw_images(7, repeats=50, seed=3))
    assert (draws != draw_images(7, repeats=50, seed=4)).any()


def test_draws_take_every_image_equally_often():
    assert draw_images(5, repeats=20000).mean(axis=0) == pytest.approx(np.ones(5), abs=0.03)


def test_resampled_means_by_hand():
    values = np.array([[1.0, 2.0], [6.0, np.nan]])
    draws = np.array([[1, 1], [2, 0], [0, 2]])
    assert resampled_means(values, draws) == pytest.approx([3.0, 1.5, 6.0])


def test_resampled_means_agree_with_drawing_rows():
    values = np.random.default_rng(0).exponential(size=(6, 4))
    draws = draw_images(6, repeats=20)
    expected = [values[np.repeat(np.arange(6), counts)].mean() for counts in draws]
    np.testing.assert_allclose(resampled_means(values, draws), expected)


def test_resample_without_a_value_is_nan():
    means = resampled_means(np.array([np.nan, 4.0]), np.array([[2, 0], [1, 1]]))
    assert math.isnan(means[0]) and means[1] == 4


def test_interval_of_the_mean_is_near_the_normal_one():
    """400 images of one value each: mean ± 1.96 SD / sqrt(400)."""
    values = np.random.default_rng(1).normal(5, 2, (400, 1))
    half = 1.96 * values.std() / 20
    expected = (values.mean() - half, values.mean() + half)
    assert bootstrap_mean_interval(values) == pytest.approx(expected, abs=0.02)


def test_interval_counts_images_and_not_landmarks():
    """19 copies of one value per image say no more than one of them."""
    values = np.random.default_rng(1).normal(5, 2, (100, 1))
    assert bootstrap_mean_interval(np.repeat(values, 19, axis=1)) == pytest.approx(bootstrap_mean_interval(values))


def test_interval_ends_at_the_quantiles_of_what_is_finite():
    assert percentile_interval(np.array([*np.arange(41.0), np.nan])) == pytest.approx((1, 39))
    assert all(math.isnan(end) for end in percentile_interval(np.array([np.nan])))


def test_success_keeps_what_does_not_count():
    np.testing.assert_array_equal(success(np.array([2.0, 2.1, np.nan]), 2.0), [100, 0, np.nan])


def test_two_sided_p_by_hand():
    assert two_sided_p(np.ones(999)) == pytest.approx(0.002)
    assert two_sided_p(np.array([-1.0, 1.0, 1.0, 1.0])) == pytest.approx(0.8)  # 2 x (1 + 1) / (4 + 1)
    assert two_sided_p(np.zeros(9)) == 1
    assert math.isnan(two_sided_p(np.array([np.nan])))


def test_two_sided_p_is_rarely_small_where_there_is_no_difference():
    rng = np.random.default_rng(2)
    found = [two_sided_p(resampled_means(rng.normal(size=60), draw_images(60, 400, seed))) for seed in range(400)]
    assert 0.02 < np.mean(np.array(found) < 0.05) < 0.10


def test_thousand_images_take_under_two_seconds():
    values = np.random.default_rng(0).exponential(size=(1000, 29))
    start = time.process_time()
    bootstrap_mean_interval(values, repeats=2000)
    assert time.process_time() - start < 2


def test_bootstrap_rejects_what_it_cannot_draw():
    with pytest.raises(ValueError, match='at least 1 image and 1 repeat, got 0 and 5'):
        draw_images(0, repeats=5)
    with pytest.raises(ValueError, match=r'expected \(3,\) or \(3, K\), got \(2, 4\)'):
        resampled_means(np.zeros((2, 4)), draw_images(3, 2))
