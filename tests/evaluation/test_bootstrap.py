import math

import numpy as np
import pytest

from aariz_mm.evaluation.bootstrap import draw_images, percentile_interval


def test_draws_hold_as_many_images_as_there_are_and_are_seeded():
    draws = draw_images(7, repeats=50, seed=3)
    assert draws.shape == (50, 7) and (draws.sum(axis=1) == 7).all()
    np.testing.assert_array_equal(draws, draw_images(7, repeats=50, seed=3))
    assert (draws != draw_images(7, repeats=50, seed=4)).any()


def test_draws_take_every_image_equally_often():
    assert draw_images(5, repeats=20000).mean(axis=0) == pytest.approx(np.ones(5), abs=0.03)


def test_interval_ends_at_the_quantiles_of_what_is_finite():
    assert percentile_interval(np.array([*np.arange(41.0), np.nan])) == pytest.approx((1, 39))
    assert all(math.isnan(end) for end in percentile_interval(np.array([np.nan])))


def test_bootstrap_rejects_what_it_cannot_draw():
    with pytest.raises(ValueError, match='at least 1 image and 1 repeat, got 0 and 5'):
        draw_images(0, repeats=5)
    with pytest.raises(ValueError, match='got 3 and 0'):
        draw_images(3, repeats=0)


def test_one_image_and_one_repeat_are_enough():
    assert draw_images(1, repeats=1).tolist() == [[1]]
    assert draw_images(3, repeats=1).sum() == 3 and draw_images(1, repeats=2).tolist() == [[1], [1]]


def test_repeats_may_be_a_list_of_whole_numbers():
    assert percentile_interval([*range(41)]) == pytest.approx((1, 39))
    assert percentile_interval(np.array([2, None], dtype=object)) == (2, 2)
