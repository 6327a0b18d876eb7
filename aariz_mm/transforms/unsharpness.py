"""What exposure does to a radiograph: the blur of a moving patient and the grain of film and phosphor plates."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from mmcv.transforms.utils import cache_randomness
from mmpose.registry import TRANSFORMS

from .random_transform import RandomGreyTransform, check_range, draw_seed

__all__ = ['RandomGrain', 'RandomMotionBlur', 'motion_kernel']


def motion_kernel(length_px: float, angle_deg: float) -> np.ndarray:
    """Weights of a straight movement about the middle, (n, n) float32, n odd; they sum to 1."""
    half = int(np.ceil(length_px / 2))
    kernel = np.zeros((2 * half + 1,) * 2, dtype=np.float32)
    step = length_px / 2 * np.array([np.cos(np.deg2rad(angle_deg)), np.sin(np.deg2rad(angle_deg))])
    ends = [tuple(np.rint((half + sign * step) * 16).astype(int).tolist()) for sign in (-1, 1)]
    cv2.line(kernel, *ends, 1.0, 1, cv2.LINE_8, shift=4)
    return kernel / kernel.sum()


@TRANSFORMS.register_module()
class RandomMotionBlur(RandomGreyTransform):
    """Blur along a line.

    Args:
        length_px: range of its length, pixels.
    """

    def __init__(self, length_px: Sequence[float] = (2.0, 9.0), prob: float = 0.1):
        super().__init__(prob)
        self.length_px = check_range('length_px', length_px, 1, 50)

    @cache_randomness
    def draw(self) -> tuple[float, float]:
        """Length in pixels and angle in degrees."""
        return np.random.uniform(*self.length_px), np.random.uniform(0, 180)

    @staticmethod
    def apply(grey: np.ndarray, length_px: float, angle_deg: float) -> np.ndarray:
        """Blur; the border is repeated."""
        return cv2.filter2D(grey, -1, motion_kernel(length_px, angle_deg), borderType=cv2.BORDER_REPLICATE)


@TRANSFORMS.register_module()
class RandomGrain(RandomGreyTransform):
    """Noise whose neighbours are alike, in grains of some pixels.

    Args:
        max_sd: the noise's standard deviation in grey values is drawn from [0, max_sd].
        size_px: range of the size of a grain, pixels; 1 makes every pixel one of its own.
    """

    def __init__(self, max_sd: float = 14.0, size_px: Sequence[float] = (1.0, 3.0), prob: float = 0.3):
        super().__init__(prob)
        self.max_sd, self.size_px = max_sd, check_range('size_px', size_px, 1, 50)

    @cache_randomness
    def draw(self) -> tuple[float, float, int]:
        """Standard deviation in grey values, size in pixels, and the seed of the noise."""
        return np.random.uniform(0, self.max_sd), np.random.uniform(*self.size_px), draw_seed()

    @staticmethod
    def apply(grey: np.ndarray, sd: float, size_px: float, seed: int) -> np.ndarray:
        """Add the noise, cut to 0-255."""
        size = grey.shape[1::-1]
        grains = [max(round(side / size_px), 1) for side in size[::-1]]
        noise = np.random.default_rng(seed).standard_normal(grains, dtype=np.float32) * np.float32(sd)
        if noise.shape != grey.shape:
            noise = cv2.resize(noise, size, interpolation=cv2.INTER_CUBIC)
        return cv2.add(grey, noise, dtype=cv2.CV_8U)
