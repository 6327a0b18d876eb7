"""Albumentations for image and landmarks, without losing a landmark."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from mmcv.transforms import BaseTransform
from mmcv.transforms.utils import cache_randomness
from mmpose.registry import TRANSFORMS

from .channels import grey_channel, is_one_plane, with_channels
from .input_points import read_input_points, write_input_points

__all__ = ['KeepAllAlbumentation']


@TRANSFORMS.register_module()
class KeepAllAlbumentation(BaseTransform):
    """Applies transforms of Albumentations 2.0 to ``img`` and its landmarks; it comes after ``CephalogramAffine``.

    MMPose's own ``Albumentation`` changes the image alone, so landmarks do not follow a warp, and does not
    build with Albumentations 2.0 (it looks for a module that is gone). Albumentations by itself deletes what leaves
    the image, and every later landmark slips into the place of another. Here number and order stay, and that is
    checked at every image; what leaves the image becomes invisible, what an erased patch covers stays labelled.

    The random numbers follow from NumPy's seed, as those of all other transforms.

    Required keys: img, and with landmarks transformed_keypoints in pixels of img. Modified: img,
    transformed_keypoints, keypoints_visible. ``keypoints``, in original pixels, stay as they are.

    Args:
        transforms: what MMPose's ``Albumentation`` takes, ``dict(type='Affine', rotate=(-15, 15), p=0.8)``; those that
            hold others (``OneOf``, ``SomeOf``, ``Sequential``) have them as ``transforms``.
    Errors:
        ImportError: albumentations is not installed.
        ValueError: a type that Albumentations does not have, a transform that resizes the image or drops or reorders
            landmarks, landmarks that are not in the frame of ``img`` yet, or a coloured image.
    """

    def __init__(self, transforms: Sequence[dict]):
        try:
            import albumentations
        except ImportError as error:
            raise ImportError(
                'KeepAllAlbumentation needs albumentations 2.0, which is an extra: uv sync --frozen --extra '
                f'albumentations, or pip with requirements.txt ({error})'
            ) from error
        params = albumentations.KeypointParams('xy', label_fields=['order'], remove_invisible=False)
        self.names = [config.get('type') for config in transforms]
        # One by one, so that what leaves the image in one step and comes back in the next is not taken for seen.
        with warnings.catch_warnings():
            warnings.filterwarnings('ignore', 'Got processor for keypoints')  # a step of grey values alone has no use
            self.steps = [
                albumentations.Compose([_build_albumentation(config, albumentations)], keypoint_params=params)
                for config in transforms
            ]

    @cache_randomness
    def draw(self) -> list[int]:
        """Seeds of what Albumentations draws in each step for one image."""
        return np.random.randint(2**31, size=len(self.steps)).tolist()

    def transform(self, results: dict) -> dict:
        """Replace image and landmarks; the arrays that came in are not changed."""
        image = _one_channel(results)
        for name, step, seed in zip(self.names, self.steps, self.draw(), strict=True):
            step.set_random_seed(seed)
            points_px = read_input_points(results, type(self).__name__)
            given = np.empty((0, 2)) if points_px is None else points_px
            changed = step(image=image, keypoints=given, order=np.arange(len(given)))
            self._check(name, results, changed, len(given))
            image = changed['image']
            write_input_points(results, None if points_px is None else changed['keypoints'][:, :2])
        results['img'] = with_channels(image, results['img'])
        return results

    @staticmethod
    def _check(name: str, results: dict, changed: dict, count: int) -> None:
        path, size = results.get('img_path', 'record'), results['img'].shape[:2]
        if changed['image'].shape != size:
            raise ValueError(
                f'{path}: {name} gives an image of shape {changed["image"].shape}, expected {size}; leave resizing and '
                'cropping to CephalogramAffine'
            )
        if not np.array_equal(changed['order'], np.arange(count)):
            raise ValueError(
                f'{path}: {name} gives the landmarks {[int(index) for index in changed["order"]]}, expected 0 to '
                f'{count - 1} in order; take it out'
            )

    def __repr__(self) -> str:
        return f'{type(self).__name__}({self.names})'


def _one_channel(results: dict) -> np.ndarray:
    """A copy of the first channel: CLAHE on three would tint them, and one takes a third of the time."""
    image = results['img']
    if image.ndim != 3 or not (is_one_plane(image) or (image == image[:, :, :1]).all()):
        raise ValueError(
            f'{results.get("img_path", "record")}: KeepAllAlbumentation expected three equal channels, as '
            f'LoadCephalogram gives them; got an image of shape {image.shape}'
        )
    return grey_channel(image).copy()


def _build_albumentation(config: dict, albumentations: Any) -> Any:
    """The transform that a config names, with those inside it.

    Errors:
        ValueError: no such type.
    """
    arguments = dict(config)
    name = arguments.pop('type', None)
    if not hasattr(albumentations, str(name)):
        raise ValueError(f'KeepAllAlbumentation: albumentations {albumentations.__version__} has no {name!r}')
    if 'transforms' in arguments:
        arguments['transforms'] = [_build_albumentation(inner, albumentations) for inner in arguments['transforms']]
    return getattr(albumentations, name)(**arguments)
