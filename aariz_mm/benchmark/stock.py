"""The reference of a training pipeline: MMPose's own transforms that do the same to a radiograph.

For grey values it has ``PhotometricDistortion`` alone, which goes through HSV and knows neither gamma nor noise. So
equal changes are written here as its transforms are, in NumPy on the three channels that MMPose loads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from mmcv.transforms import BaseTransform
from mmpose.registry import TRANSFORMS

from aariz_mm.transforms.packing import META_KEYS

__all__ = ['PlainContrast', 'PlainGamma', 'PlainNoise', 'describe_stock', 'stock_pipeline', 'stock_preprocessor']

_SAME = ('GetBBoxCenterScale', 'RandomFlip', 'GenerateTarget')
_GREYS = ('RandomBrightnessContrast', 'RandomGamma', 'RandomGaussianNoise')
_WHITE = 255


class PlainContrast(BaseTransform):
    """Brightness and contrast, as :class:`~aariz_mm.transforms.RandomBrightnessContrast` changes them."""

    def __init__(self, brightness: float, contrast: float, prob: float):
        self.brightness, self.contrast, self.prob = brightness, contrast, prob

    def transform(self, results: dict) -> dict:
        """Replace ``img``."""
        if np.random.rand() < self.prob:
            shift, change = np.random.uniform(-1, 1, size=2)
            image = results['img'].astype(np.float32)
            image = (image - _WHITE / 2) * (1 + self.contrast * change) + (_WHITE / 2 + self.brightness * shift)
            results['img'] = np.clip(image, 0, _WHITE).astype(np.uint8)
        return results


class PlainGamma(BaseTransform):
    """Bends the grey scale by a table, as :class:`~aariz_mm.transforms.RandomGamma` does."""

    def __init__(self, max_log_gamma: float, prob: float):
        self.max_log_gamma, self.prob = max_log_gamma, prob

    def transform(self, results: dict) -> dict:
        """Replace ``img``."""
        if np.random.rand() < self.prob:
            gamma = np.exp(np.random.uniform(-self.max_log_gamma, self.max_log_gamma))
            table = np.round(_WHITE * (np.arange(_WHITE + 1) / _WHITE) ** gamma).astype(np.uint8)
            results['img'] = table[results['img']]
        return results


class PlainNoise(BaseTransform):
    """Adds noise, the same in all channels, as :class:`~aariz_mm.transforms.RandomGaussianNoise` does."""

    def __init__(self, max_sd: float, prob: float):
        self.max_sd, self.prob = max_sd, prob

    def transform(self, results: dict) -> dict:
        """Replace ``img``."""
        if np.random.rand() < self.prob:
            image = results['img']
            noise = np.random.normal(0, np.random.uniform(0, self.max_sd), image.shape[:2])
            results['img'] = np.clip(image + noise[:, :, None], 0, _WHITE).astype(np.uint8)
        return results


def stock_pipeline(pipeline: Sequence[Mapping[str, Any]], greys: bool = True) -> list[dict]:
    """Stock steps of equal augmentation, in the same order.

    Args:
        pipeline: of training, as configs have it.
        greys: whether grey values are changed; False leaves that out, which is less than ours does.
    Errors:
        ValueError: a step that MMPose has no counterpart of.
    """
    kept = [dict(step) for step in pipeline if greys or step['type'] not in _GREYS]
    return [_counterpart(step) for step in kept]


def _counterpart(step: dict) -> dict:
    kind = step['type']
    if kind in _SAME:
        return step
    if kind in _COUNTERPARTS:
        return _COUNTERPARTS[kind](step)
    raise ValueError(f'{kind}: MMPose has no such step to compare with; measure a config without it')


def _pack(step: dict) -> dict:
    keys, transformed = tuple(step.get('meta_keys', META_KEYS)), step.get('pack_transformed', False)
    return dict(type='PackPoseInputs', meta_keys=keys, pack_transformed=transformed)


def _plain(kind: type, step: dict, *settings: str) -> dict:
    ours = TRANSFORMS.build(step)  # it knows the settings that the config leaves out
    return dict(type=kind, **{name: getattr(ours, name) for name in ('prob', *settings)})


_COUNTERPARTS = dict(
    LoadCephalogram=lambda step: dict(type='LoadImage'),
    RandomBBoxTransform=lambda step: dict(step, type='RandomBBoxTransform'),
    RandomBox=lambda step: dict(step, type='RandomBBoxTransform'),
    CephalogramAffine=lambda step: dict(step, type='TopdownAffine'),
    PackCephalogram=_pack,
    RandomBrightnessContrast=lambda step: _plain(PlainContrast, step, 'brightness', 'contrast'),
    RandomGamma=lambda step: _plain(PlainGamma, step, 'max_log_gamma'),
    RandomGaussianNoise=lambda step: _plain(PlainNoise, step, 'max_sd'),
)


def stock_preprocessor(preprocessor: Mapping[str, Any]) -> dict:
    """MMPose's data preprocessor with the settings of ours."""
    return dict(preprocessor, type='PoseDataPreprocessor')


def describe_stock(steps: Sequence[Mapping[str, Any]]) -> str:
    """The steps by name.

    Example: 'LoadImage, GetBBoxCenterScale, PlainGamma, PackPoseInputs'
    """
    return ', '.join(kind if isinstance(kind, str) else kind.__name__ for kind in (step['type'] for step in steps))
