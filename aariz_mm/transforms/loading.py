"""Loading of radiographs through the image cache."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from mmcv.transforms import BaseTransform
from mmpose.registry import TRANSFORMS

from aariz_mm.radiographs.cache import ImageCache, shrink_to_fit
from aariz_mm.radiographs.images import grey_radiograph, read_radiograph

from .bare_image import complete_bare_record, is_bare_image
from .channels import as_channels

__all__ = ['LoadCephalogram']

_CHANNELS = 3


@TRANSFORMS.register_module()
class LoadCephalogram(BaseTransform):
    """Loads ``img_path`` as (h, w, 3) uint8, area-averaged to ``fit_size``; images of a dataset are kept in a cache.

    In a pipeline of the datasets and predictors of this project the three channels are the same memory, which cannot be
    written, see :func:`~aariz_mm.transforms.channels.make_channels_real`; in any other, each has its own.

    A dataset's records carry ``sample_idx``; an image without it is a single one, given to a trained model
    (here or by MMPose's own functions), and no copy of it is kept.

    Landmarks and boxes stay in pixels of the original image; ``image_scale`` says to :class:`CephalogramAffine`
    how much coarser the loaded pixels are. With ``fit_size=None`` the image is loaded at full resolution,
    which every stock transform of MMPose understands.

    Of an image that is of no dataset, an array under ``img`` is taken in place of the file, in pixels of the original:
    grey or BGR, see :func:`grey_radiograph`; ``grey`` is one that is 8-bit grey already, as of a file that was opened,
    and stays as it is. Path or array, it gets what the rest of a test pipeline needs, see
    :func:`complete_bare_record`; a dataset's record must have it.

    Required keys: img_path, img or grey. Optional keys: sample_idx. Added keys: img, image_scale (2,).

    Args:
        fit_size: [w, h] into which the image is made to fit, aspect kept, never enlarged; about 1.25 times
            the network's input keeps random enlargement sharp.
        cache_dir: folder of a dataset's decoded images; None decodes every time.
        cache_limit_gb: size of that folder, in 10^9 bytes, from which on the images that were decoded first are
            removed; None takes ``AARIZ_CACHE_LIMIT_GB`` of the environment, and without it removes nothing.
    Attributes:
        shares_channels: whether the channels are the same memory.
    """

    def __init__(
        self,
        fit_size: Sequence[int] | None = None,
        cache_dir: str | None = 'work_dirs/cache',
        cache_limit_gb: float | None = None,
    ):
        self.cache = None if fit_size is None else ImageCache(cache_dir, tuple(fit_size), cache_limit_gb)
        self.shares_channels = False

    def transform(self, results: dict) -> dict:
        """Add the pixels and their scale."""
        if is_bare_image(results):
            complete_bare_record(results)
        image, results['image_scale'] = self._load(results)
        results['img'] = as_channels(image, _CHANNELS) if self.shares_channels else cv2.merge([image] * _CHANNELS)
        return results

    def _load(self, results: dict) -> tuple[np.ndarray, np.ndarray]:
        """Grey pixels and their scale."""
        of_dataset = 'sample_idx' in results  # whose record may have been loaded before
        is_array = ('img' in results or 'grey' in results) and not of_dataset
        if self.cache is not None and not is_array:
            return self.cache.load(results['img_path'], keep=of_dataset)
        image = _grey_of(results) if is_array else read_radiograph(results['img_path'])
        return (image, np.ones(2)) if self.cache is None else shrink_to_fit(image, self.cache.fit_size)

    def __repr__(self) -> str:
        return f'{type(self).__name__}(fit_size={None if self.cache is None else self.cache.fit_size})'


def _grey_of(results: dict) -> np.ndarray:
    """The array of a record, which holds ``grey`` no longer."""
    grey = results.pop('grey', None)
    return grey_radiograph(results['img']) if grey is None else grey
