"""What programs do to a radiograph on its way to us: sharpening, equalisation, few greys, JPEG."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from mmcv.transforms.utils import cache_randomness
from mmpose.registry import TRANSFORMS

from ..radiographs.processing import compress, equalize, sharpen
from .random_transform import RandomGreyTransform, check_range

__all__ = ['RandomEqualization', 'RandomJPEG', 'RandomPosterization', 'RandomUnsharpMask']


@TRANSFORMS.register_module()
class RandomUnsharpMask(RandomGreyTransform):
    """Adds ``amount`` times what a blur takes away, as the makers of devices enhance edges, with their halos.

    Args:
        amount: range of the factor.
        sd_px: range of the blur's standard deviation, pixels, drawn with a uniform logarithm.
    """

    def __init__(self, amount: Sequence[float] = (0.5, 2.0), sd_px: Sequence[float] = (1.0, 12.0), prob: float = 0.2):
        super().__init__(prob)
        self.amount, self.sd_px = check_range('amount', amount, 0, 10), check_range('sd_px', sd_px, 0.1, 100)

    @cache_randomness
    def draw(self) -> tuple[float, float]:
        """Amount and standard deviation in pixels."""
        return np.random.uniform(*self.amount), float(np.exp(np.random.uniform(*np.log(self.sd_px))))

    @staticmethod
    def apply(grey: np.ndarray, amount: float, sd_px: float) -> np.ndarray:
        """Sharpen, cut to 0-255."""
        return sharpen(grey, amount, sd_px)


@TRANSFORMS.register_module()
class RandomEqualization(RandomGreyTransform):
    """Equalises the histogram, of the whole picture or of tiles (CLAHE), and blends the result in.

    Args:
        tiles: CLAHE has from 2 to this many tiles along each side; in one of four cases the whole picture is one.
        clip: range of CLAHE's limit of contrast.
        share: range of the share of the result in the blend.
    """

    def __init__(
        self,
        tiles: int = 8,
        clip: Sequence[float] = (1.5, 5.0),
        share: Sequence[float] = (0.4, 1.0),
        prob: float = 0.2,
    ):
        super().__init__(prob)
        self.clip, self.share = check_range('clip', clip, 1, 40), check_range('share', share, 0, 1)
        if tiles < 2:
            raise ValueError(f'RandomEqualization: tiles={tiles}, expected at least 2')
        self.tiles = tiles

    @cache_randomness
    def draw(self) -> tuple[int, float, float]:
        """Tiles along each side (1: the whole picture), limit of contrast, share."""
        tiles = 1 if np.random.rand() < 0.25 else np.random.randint(2, self.tiles + 1)
        return int(tiles), np.random.uniform(*self.clip), np.random.uniform(*self.share)

    @staticmethod
    def apply(grey: np.ndarray, tiles: int, clip: float, share: float) -> np.ndarray:
        """Equalise and blend."""
        return cv2.addWeighted(equalize(grey, tiles, clip), share, grey, 1 - share, 0)


@TRANSFORMS.register_module()
class RandomPosterization(RandomGreyTransform):
    """Few grey levels, as narrow windows and screens leave them.

    Args:
        levels: range of their number.
    """

    def __init__(self, levels: Sequence[int] = (8, 40), prob: float = 0.1):
        super().__init__(prob)
        self.levels = check_range('levels', levels, 2, 256)

    @cache_randomness
    def draw(self) -> tuple[int]:
        """Number of levels."""
        return (int(np.random.randint(self.levels[0], self.levels[1] + 1)),)

    @staticmethod
    def apply(grey: np.ndarray, levels: int) -> np.ndarray:
        """Each grey becomes the nearest of evenly spaced levels; 0 and 255 stay."""
        steps = np.rint(np.arange(256) / 255 * (levels - 1))
        return cv2.LUT(grey, np.rint(steps * 255 / (levels - 1)).astype(np.uint8))


@TRANSFORMS.register_module()
class RandomJPEG(RandomGreyTransform):
    """JPEG compression, as messengers and slides do it.

    Args:
        quality: range, 1 to 100.
    """

    def __init__(self, quality: Sequence[int] = (12, 60), prob: float = 0.2):
        super().__init__(prob)
        self.quality = check_range('quality', quality, 1, 100)

    @cache_randomness
    def draw(self) -> tuple[int]:
        """Quality."""
        return (int(np.random.randint(self.quality[0], self.quality[1] + 1)),)

    @staticmethod
    def apply(grey: np.ndarray, quality: int) -> np.ndarray:
        """Compress and read back."""
        return compress(grey, quality)
