"""The numbers that a stand-in draws are those of the real thing."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import truncnorm

from aariz_mm.compat.replacements import draw_truncated_normal


def draw(function, *bounds, **settings):
    """What a function draws after one seed, and the number that comes next."""
    np.random.seed(3)
    return function(*bounds, **settings), np.random.rand()


@pytest.mark.parametrize('bounds', [(-1.0, 1.0), (-3, 3), (0.5, 2), (-3, -2.5)])
def test_truncated_normal_is_that_of_scipy(bounds):
    ours, theirs = draw(draw_truncated_normal, *bounds, size=(2500, 4)), draw(truncnorm.rvs, *bounds, size=(2500, 4))
    np.testing.assert_allclose(ours[0], theirs[0], rtol=0, atol=1e-12)
    assert ours[1] == theirs[1]
    assert ours[0].shape == (2500, 4)


@pytest.mark.parametrize(
    ('bounds', 'settings'),
    [
        ((-8, -5), dict(size=(3,))),
        ((-1, 1), {}),
        ((-1, 1), dict(size=())),
        ((-1, 1), dict(size=3)),
        ((-1, 1), dict(size=(3,), loc=5)),
        ((-1, 1, 5, 2), dict(size=(3,))),
        ((-1, 1), dict(size=(3,), random_state=7)),
    ],
)
def test_anything_else_is_drawn_by_scipy_itself(bounds, settings):
    ours, theirs = draw(draw_truncated_normal, *bounds, **settings), draw(truncnorm.rvs, *bounds, **settings)
    np.testing.assert_array_equal(ours[0], theirs[0])
    assert (type(ours[0]), ours[1]) == (type(theirs[0]), theirs[1])


def test_bounds_the_wrong_way_round_are_refused_as_by_scipy():
    with pytest.raises(ValueError, match='Domain error'):
        draw_truncated_normal(1, -1, size=(2,))
