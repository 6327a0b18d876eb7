"""Half axes and angle of an ellipse of 90 % follow from the covariance."""

import numpy as np
import pytest

from aariz_mm.predictions import NORMAL_90, LandmarkUncertainty


def ellipse(covariance):
    one = LandmarkUncertainty((0.9,), np.ones((1, 1)), np.array([covariance], float), np.ones(1))
    return one.ellipses_px[0]


@pytest.mark.parametrize(
    ('covariance', 'major', 'minor', 'angle'),
    [
        ([[4, 0], [0, 1]], 2, 1, 0),
        ([[1, 0], [0, 9]], 3, 1, -90),
        ([[2.5, 1.5], [1.5, 2.5]], 2, 1, 45),
        ([[2.5, -1.5], [-1.5, 2.5]], 2, 1, -45),
    ],
)
def test_ellipse_by_hand(covariance, major, minor, angle):
    assert ellipse(covariance) == pytest.approx([major * NORMAL_90**0.5, minor * NORMAL_90**0.5, angle])


def test_ellipse_of_a_normal_distribution_holds_nine_tenths():
    points = np.random.default_rng(0).multivariate_normal([0, 0], [[4, 1], [1, 2]], 20000)
    distances = np.einsum('bi,ij,bj->b', points, np.linalg.inv([[4, 1], [1, 2]]), points)
    assert (distances <= NORMAL_90).mean() == pytest.approx(0.9, abs=0.01)


def test_a_flat_covariance_has_a_short_axis_of_nothing():
    assert ellipse([[4, 0], [0, 0]])[1] == 0
