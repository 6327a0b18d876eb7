"""One plane of grey pixels that stands for the channels of an image until the device makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import cv2
import numpy as np
from mmcv.transforms import BaseTransform
from mmengine.dataset import Compose
from mmpose.registry import TRANSFORMS

__all__ = [
    'RealChannels',
    'as_channels',
    'change_pixels',
    'grey_channel',
    'is_one_plane',
    'make_channels_real',
    'with_channels',
]

_BLIND = (
    'GetBBoxCenterScale',
    'RandomBBoxTransform',
    'RandomHalfBody',
    'GenerateTarget',
    'PackPoseInputs',
    'PackInputs',
)
"""Transforms of MMPose and MMPretrain that write no pixel."""


def as_channels(grey: np.ndarray, channels: int = 3) -> np.ndarray:
    """(h, w) as (h, w, channels) that all are the same memory: nothing is copied, and nothing can be written."""
    return np.broadcast_to(grey[:, :, None], (*grey.shape, channels))


def is_one_plane(image: np.ndarray) -> bool:
    """Whether an image is (h, w), or its channels are the same memory."""
    return image.ndim == 2 or image.strides[2] == 0


def grey_channel(image: np.ndarray) -> np.ndarray:
    """The first channel of (h, w, C), in one piece; (h, w) as it is."""
    if image.ndim == 2:
        return image
    return image[:, :, 0] if is_one_plane(image) else cv2.extractChannel(image, 0)


def with_channels(grey: np.ndarray, like: np.ndarray) -> np.ndarray:
    """Grey pixels (h, w) in as many channels as another image has, and shared memory where it has that."""
    if like.ndim == 2:
        return grey
    return as_channels(grey, like.shape[2]) if is_one_plane(like) else cv2.merge([grey] * like.shape[2])


def change_pixels(image: np.ndarray, change: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """What ``change`` makes of an image, (h, w) or (h, w, C); of channels that are the same memory it is given one."""
    return with_channels(change(grey_channel(image)), image) if is_one_plane(image) else change(image)


@TRANSFORMS.register_module()
class RealChannels(BaseTransform):
    """Gives ``img`` channels that can be written, each with memory of its own, for transforms that write in place."""

    def transform(self, results: dict) -> dict:
        """Replace ``img`` where it cannot be written."""
        image = results.get('img')
        if isinstance(image, np.ndarray) and not image.flags.writeable:
            results['img'] = image.copy(order='C')
        return results


def make_channels_real(pipeline: Compose) -> None:
    """Let the loaders of a pipeline give one plane, with :class:`RealChannels` wherever others may get it; in place.

    It is put before each transform that is not of this project. Those of this project read one plane and write none;
    any other may write into the image that it is given. Within transforms that hold others, such as ``RandomApply``, it
    is put before those. A list of settings, as that of ``Albumentation``, holds none. It is the last step where the
    image is not packed, for whoever goes on with it. In a pipeline that was never here, as that of a dataset of others,
    loaders give channels that can be written.
    """
    _complete(pipeline)
    loaders = [step for step in pipeline.transforms if hasattr(step, 'shares_channels')]
    for loader in loaders:
        loader.shares_channels = True
    if loaders and _may_leave_a_plane(pipeline.transforms[-1]):
        pipeline.transforms.append(RealChannels())


def _complete(pipeline: Compose) -> None:
    pipeline.transforms = list(_completed(pipeline.transforms))


def _completed(transforms: Iterable) -> Iterable:
    for step in transforms:
        held = _pipelines_within(step)
        for pipeline in held:
            _complete(pipeline)
        if not held and _may_write(step):
            yield RealChannels()
        yield step


def _may_write(step) -> bool:
    return not _is_ours(step) and type(step).__name__ not in _BLIND


def _may_leave_a_plane(step) -> bool:
    """Whether the image may be one plane after a step; one that may write got real channels, packing leaves none."""
    packs = type(step).__name__.startswith('Pack')
    loads = hasattr(step, 'shares_channels')
    return not packs and (loads or bool(_pipelines_within(step)) or not _may_write(step))


def _pipelines_within(step) -> list:
    """The pipelines that a transform of others holds; none where it holds anything else."""
    inner = None if _is_ours(step) else getattr(step, 'transforms', None)
    if hasattr(inner, 'transforms'):
        return [inner]
    several = list(inner) if isinstance(inner, list | tuple) else []
    return several if all(hasattr(each, 'transforms') for each in several) else []


def _is_ours(step) -> bool:
    return type(step).__module__.startswith('aariz_mm.')
