"""The random box: MMPose's own numbers, drawn at once."""

import numpy as np
import pytest
from mmpose.datasets.transforms import RandomBBoxTransform

from aariz_mm.transforms import RandomBox


@pytest.mark.parametrize('seed', range(5))
def test_box_draws_the_numbers_of_mmpose(seed):
    drawn = []
    for box in (RandomBBoxTransform(), RandomBox()):
        np.random.seed(seed)
        drawn.append(np.concatenate([np.ravel(each) for each in box._get_transform_params(3)]))
    np.testing.assert_allclose(*drawn, rtol=1e-5, atol=1e-6)


def test_normal_numbers_stay_within_their_limits_and_have_the_spread_of_a_cut_normal():
    np.random.seed(0)
    numbers = RandomBox._truncnorm(-1.0, 1.0, size=(20000,))
    assert np.abs(numbers).max() <= 1 and numbers.dtype == np.float32
    assert numbers.std() == pytest.approx(0.5396, abs=0.01)  # 1 - 2 phi(1) / (2 Phi(1) - 1), its root


def test_wide_limits_leave_a_normal_distribution():
    np.random.seed(0)
    assert RandomBox._truncnorm(-8.0, 8.0, size=(20000,)).std() == pytest.approx(1.0, abs=0.02)
