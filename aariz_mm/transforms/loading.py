"""Loading of radiographs through the image cache."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from mmcv.transforms import BaseTransform
from mmpose.registry import TRANSFORMS

from aariz_mm.radiographs.cache import ImageCache
from aariz_mm.radiographs.images import read_radiograph

__all__ = ['LoadCephalogram']


@TRANSFORMS.register_module()
class LoadCephalogram(BaseTransform):
    """Loads ``img_path`` as (h, w, 3) uint8, area-averaged to ``fit_size``; images of a dataset are kept in a cache.

    A dataset's records carry ``sample_idx``; an image without it stands alone, as one that is read by a trained model
    (here or by MMPose's own functions), and no copy of it is kept.

    Landmarks and boxes stay in pixels of the original image; ``image_scale`` tells :class:`CephalogramAffine`
    how much coarser the loaded pixels are. With ``fit_size=None`` the image is loaded at full resolution,
    which every stock transform of MMPose understands.

    Required keys: img_path. Optional keys: sample_idx. Added keys: img, image_scale (2,).

    Args:
        fit_size: [w, h] into which the image is made to fit, aspect kept, never enlarged; about 1.25 times
            the network's input keeps random enlargement sharp.
        cache_dir: folder of a dataset's decoded images; None decodes every time.
    """

    def __init__(self, fit_size: Sequence[int] | None = None, cache_dir: str | None = 'work_dirs/cache'):
        self.cache = None if fit_size is None else ImageCache(cache_dir, tuple(fit_size))

    def transform(self, results: dict) -> dict:
        """Add the pixels and their scale."""
        path = results['img_path']
        if self.cache is None:
            image, image_scale = read_radiograph(path), np.ones(2)
        else:
            image, image_scale = self.cache.load(path, keep='sample_idx' in results)
        results['img'] = cv2.merge([image] * 3)
        results['image_scale'] = image_scale
        return results

    def __repr__(self) -> str:
        return f'{type(self).__name__}(fit_size={None if self.cache is None else self.cache.fit_size})'
