"""What random transforms have in common: whether they happen."""

from __future__ import annotations

import numpy as np
from mmcv.transforms import BaseTransform
from mmcv.transforms.utils import cache_randomness

__all__ = ['RandomTransform']


class RandomTransform(BaseTransform):
    """Happens with probability ``prob``; a subclass draws its numbers in one method and applies them in another.

    Errors:
        ValueError: ``prob`` is no probability.
    """

    def __init__(self, prob: float):
        if not 0 <= prob <= 1:
            raise ValueError(f'{type(self).__name__}: prob must lie in [0, 1], got {prob}')
        self.prob = prob

    @cache_randomness
    def _happens(self) -> bool:
        return np.random.rand() < self.prob
