"""The box of the whole radiograph, moved at random."""

from __future__ import annotations

import numpy as np
from mmpose.datasets.transforms import RandomBBoxTransform
from mmpose.registry import TRANSFORMS
from scipy.special import ndtr, ndtri

__all__ = ['RandomBox']


@TRANSFORMS.register_module()
class RandomBox(RandomBBoxTransform):
    """MMPose's ``RandomBBoxTransform`` with the same random numbers, drawn in a tenth of the time.

    It takes SciPy's ``truncnorm`` most of a millisecond to prepare what the inverse of the distribution says at once.
    """

    @staticmethod
    def _truncnorm(low: float = -1.0, high: float = 1.0, size: tuple = ()) -> np.ndarray:
        return ndtri(np.random.uniform(ndtr(low), ndtr(high), size=size)).astype(np.float32)
