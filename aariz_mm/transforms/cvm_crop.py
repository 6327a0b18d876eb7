"""Cervical crops on their way to the stage classifier. No flip: the spine of a lateral cephalogram has a side."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from mmcv.transforms import BaseTransform
from mmcv.transforms.utils import cache_randomness
from mmpose.registry import TRANSFORMS

from aariz_mm.radiographs.greys import stretch_grey

from ..geometry import crop_matrix
from .channels import change_pixels
from .intensity import _RandomIntensity

__all__ = ['CVMCropAffine', 'RandomErase', 'RandomGaussianBlur', 'StretchGrey']


@TRANSFORMS.register_module()
class CVMCropAffine(BaseTransform):
    """Warps a crop to the network's input, with random rotation, scale and shift in the same resampling.

    Beyond the crop its border is repeated, so that no black corner shows how it was turned. Without random ranges the
    same every time, for testing. Modified keys: img; added: img_shape, input_size.

    Args:
        input_size: (w, h) of the result.
        rotation_deg: largest angle either way.
        scale: range of the zoom, drawn with a uniform logarithm.
        shift: largest shift either way, as a share of the input's width and height.
        prob: share of images that are changed.
    Errors:
        ValueError: an impossible range.
    """

    def __init__(
        self,
        input_size: Sequence[int],
        rotation_deg: float = 0.0,
        scale: Sequence[float] = (1.0, 1.0),
        shift: float = 0.0,
        prob: float = 1.0,
    ):
        if len(scale) != 2 or not 0 < scale[0] <= scale[1] or rotation_deg < 0 or shift < 0 or not 0 <= prob <= 1:
            raise ValueError(
                f'CVMCropAffine: rotation_deg={rotation_deg}, scale={scale}, shift={shift}, prob={prob}: expected '
                'angle and shift >= 0, 0 < low <= high, and a share'
            )
        self.input_size = (int(input_size[0]), int(input_size[1]))
        self.rotation_deg, self.scale, self.shift, self.prob = rotation_deg, tuple(scale), shift, prob

    @cache_randomness
    def draw(self) -> tuple[float, float, tuple[float, float]]:
        """Angle in degrees, zoom, and shift (x, y)."""
        if np.random.rand() >= self.prob:
            return 0.0, 1.0, (0.0, 0.0)
        angle, shift_x, shift_y = np.random.uniform(-1, 1, size=3)
        zoom = float(np.exp(np.random.uniform(*np.log(self.scale))))
        return self.rotation_deg * angle, zoom, (self.shift * shift_x, self.shift * shift_y)

    def transform(self, results: dict) -> dict:
        """Warp ``img``, (h, w) or (h, w, 3)."""
        matrix = crop_matrix(results['img'].shape[1::-1], self.input_size, *self.draw())
        how = dict(flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        results['img'] = change_pixels(
            results['img'], lambda image: cv2.warpAffine(image, matrix, self.input_size, **how)
        )
        results['img_shape'], results['input_size'] = self.input_size[::-1], self.input_size
        return results


@TRANSFORMS.register_module()
class StretchGrey(BaseTransform):
    """Stretches the grey values so that two percentiles become 0 and 255; a flat image stays as it is.

    Devices and film differ by far more in contrast than any random change of it would cover.

    Args:
        low, high: percentiles, 0 <= low < high <= 100.
    """

    def __init__(self, low: float = 1.0, high: float = 99.0):
        if not 0 <= low < high <= 100:
            raise ValueError(f'StretchGrey: expected 0 <= low < high <= 100, got {low} and {high}')
        self.low, self.high = low, high

    def transform(self, results: dict) -> dict:
        """Replace ``img``; the array that came in is not changed."""
        results['img'] = change_pixels(results['img'], lambda image: stretch_grey(image, self.low, self.high))
        return results


@TRANSFORMS.register_module()
class RandomGaussianBlur(_RandomIntensity):
    """Blur, as focal spots and movement differ.

    MMPretrain's ``GaussianBlur`` runs Pillow's approximation by boxes: up to 6 grey levels off, and ten times as slow.

    Args:
        max_sd_px: the Gaussian's standard deviation is drawn from [0, max_sd_px] pixels.
    """

    def __init__(self, max_sd_px: float = 1.2, prob: float = 0.2):
        super().__init__(prob)
        self.max_sd_px = max_sd_px

    @cache_randomness
    def draw(self) -> tuple[float]:
        """Standard deviation in pixels."""
        return (float(np.random.uniform(0, self.max_sd_px)),)

    @staticmethod
    def apply(image: np.ndarray, sd_px: float) -> np.ndarray:
        """Blur; hardly any standard deviation leaves the image as it is."""
        return image if sd_px < 0.05 else cv2.GaussianBlur(image, (0, 0), sd_px, borderType=cv2.BORDER_REPLICATE)


@TRANSFORMS.register_module()
class RandomErase(_RandomIntensity):
    """Paints one rectangle over with one grey (Zhong et al., AAAI 2020), as clips, collars and markers cover bone.

    MMPretrain's ``RandomErasing`` has the same grey every time, or another for each pixel, and paints on the array that
    comes in.

    Args:
        max_share: the rectangle's area is drawn from [0.02, max_share] of the image.
    """

    def __init__(self, max_share: float = 0.1, prob: float = 0.25):
        super().__init__(prob)
        if not 0.02 <= max_share < 1:
            raise ValueError(f'RandomErase: max_share must lie in [0.02, 1), got {max_share}')
        self.max_share = max_share

    @cache_randomness
    def draw(self) -> tuple[float, float, float, float, int]:
        """Width and height, then left and top as shares of what is left, and the grey value."""
        area, aspect = np.random.uniform(0.02, self.max_share), np.exp(np.random.uniform(-0.7, 0.7))
        width, height = min(np.sqrt(area * aspect), 1.0), min(np.sqrt(area / aspect), 1.0)
        left, top = np.random.rand(2)
        return width, height, left, top, int(np.random.randint(256))

    @staticmethod
    def apply(image: np.ndarray, width: float, height: float, left: float, top: float, grey: int) -> np.ndarray:
        """Paint the rectangle on a copy."""
        full_height, full_width = image.shape[:2]
        box_width, box_height = round(width * full_width), round(height * full_height)
        x, y = round(left * (full_width - box_width)), round(top * (full_height - box_height))
        image = image.copy()
        image[y : y + box_height, x : x + box_width] = grey
        return image
