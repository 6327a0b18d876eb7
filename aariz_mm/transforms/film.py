"""What differs between films and devices besides grey values: collimation; for polarity see ``mmpretrain.Invert``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from mmcv.transforms.utils import cache_randomness
from mmpose.registry import TRANSFORMS

from .channels import change_pixels
from .input_points import hide_points, read_input_points
from .random_transform import RandomTransform

__all__ = ['RandomCollimation', 'field_depth']

_SIDES_DEG = (0, 90, 180, 270)
"""Directions from the left, upper, right and lower border into the image; y points down."""
_PENUMBRA_PX = 3.0
"""Width of the soft edge of the collimated field: a focal spot is no point."""


def field_depth(
    x_px: np.ndarray, y_px: np.ndarray, size: Sequence[int], shares: np.ndarray, tilts_deg: np.ndarray
) -> np.ndarray:
    """How deep positions lie within the collimated field, pixels; negative under the collimator.

    Args:
        x_px, y_px: positions, broadcast against each other.
        size: (w, h) of the image.
        shares: (4,), what each blade covers of the width or height, left, upper, right, lower; 0: no blade.
        tilts_deg: (4,), angle of each blade to its side, clockwise.
    Example: 10 % from the left of 100 pixels: x = 15 lies 5.5 pixels deep, as the image starts at -0.5
    """
    depth = np.full(np.broadcast_shapes(x_px.shape, y_px.shape), np.inf, dtype=np.float32)
    for side, (share, tilt) in enumerate(zip(shares, tilts_deg, strict=True)):
        if share > 0:
            angle, half = np.deg2rad(_SIDES_DEG[side] + tilt), size[side % 2] / 2
            across = np.cos(angle) * (x_px - (size[0] - 1) / 2) + np.sin(angle) * (y_px - (size[1] - 1) / 2)
            np.minimum(depth, across + half * (1 - 2 * share), out=depth)
    return depth


@TRANSFORMS.register_module()
class RandomCollimation(RandomTransform):
    """Covers parts of the border as a collimator does: straight, slightly tilted, soft edges, black or white beyond.

    Each side is covered in half of the cases. A landmark under the collimator stays labelled, as a reader may still
    infer it, or becomes invisible with ``hide=True``; none is deleted.

    Required keys: img, and with ``hide`` transformed_keypoints in pixels of img (after ``CephalogramAffine``).

    Args:
        max_share: what a blade covers is drawn from [0, max_share] of the width or height, below a half.
        max_tilt_deg: largest angle of a blade to its side, either way.
        hide: whether covered landmarks become invisible.
    """

    def __init__(self, max_share: float = 0.1, max_tilt_deg: float = 3.0, hide: bool = False, prob: float = 0.3):
        super().__init__(prob)
        if not 0 <= max_share < 0.5 or not 0 <= max_tilt_deg < 45:
            raise ValueError(
                f'RandomCollimation: max_share={max_share}, max_tilt_deg={max_tilt_deg}: expected [0, 0.5) and [0, 45)'
            )
        self.max_share, self.max_tilt_deg, self.hide = max_share, max_tilt_deg, hide

    @cache_randomness
    def draw(self) -> tuple[np.ndarray, np.ndarray, int]:
        """Shares (4,) and tilts (4,) of the blades, and the grey value beyond."""
        shares = np.random.uniform(0, self.max_share, size=4) * (np.random.rand(4) < 0.5)
        return shares, np.random.uniform(-self.max_tilt_deg, self.max_tilt_deg, size=4), 255 * np.random.randint(2)

    def transform(self, results: dict) -> dict:
        """Replace ``img``; the arrays that came in are not changed."""
        points_px = read_input_points(results, type(self).__name__) if self.hide else None
        if self._happens():
            shares, tilts_deg, grey = self.draw()
            results['img'] = change_pixels(results['img'], lambda image: self.apply(image, shares, tilts_deg, grey))
            if points_px is not None:
                depth = field_depth(*points_px.T, results['img'].shape[1::-1], shares, tilts_deg)
                hide_points(results, depth < 0)
        return results

    @staticmethod
    def apply(image: np.ndarray, shares: np.ndarray, tilts_deg: np.ndarray, grey: int) -> np.ndarray:
        """Cover a copy of (h, w) or (h, w, 3) uint8."""
        height, width = image.shape[:2]
        xs, ys = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)[:, None]
        depth = field_depth(xs, ys, (width, height), shares, tilts_deg)
        covered = depth < _PENUMBRA_PX / 2
        opened = np.clip(depth[covered] / _PENUMBRA_PX + 0.5, 0, 1).reshape(-1, *[1] * (image.ndim - 2))
        image = image.copy()
        image[covered] = (grey + (image[covered] - np.float32(grey)) * opened).round()
        return image
