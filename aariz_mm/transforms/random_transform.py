"""What random transforms have in common: whether they happen, and the one grey channel that they change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from mmcv.transforms import BaseTransform
from mmcv.transforms.utils import cache_randomness

from .channels import grey_channel, with_channels

__all__ = ['RandomGreyTransform', 'RandomTransform', 'check_range', 'draw_seed']


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


class RandomGreyTransform(RandomTransform):
    """Applies ``apply(grey, *draw())`` to the grey pixels (h, w) uint8 with probability ``prob``; landmarks untouched.

    A radiograph has three equal channels on its way to the network; one of them is changed and stands for all.
    """

    def transform(self, results: dict) -> dict:
        """Replace ``img``; the array that came in is not changed."""
        if self._happens():
            results['img'] = with_channels(self.apply(grey_channel(results['img']), *self.draw()), results['img'])
        return results


def check_range(name: str, values: Sequence[float], low: float, high: float) -> tuple[float, float]:
    """A range (low, high) of a random number, as floats.

    Args:
        name: of the setting, for the message.
        low, high: what it must lie within.
    Errors:
        ValueError: not two numbers, in the wrong order, or beyond the limits.
    """
    if len(values) != 2 or not low <= values[0] <= values[1] <= high:
        raise ValueError(f'{name}={tuple(values)}: expected two numbers, {low} <= first <= second <= {high}')
    return float(values[0]), float(values[1])


def draw_seed() -> int:
    """A seed for what takes many random numbers, drawn from NumPy's own."""
    return int(np.random.randint(2**31))
