"""Elastic deformations of image and landmarks. They come after ``CephalogramAffine``.

Necks bend, lips move and heads differ in shape; a smooth deformation shows a model more of this than an affine does.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from mmcv.transforms.utils import cache_randomness
from mmpose.registry import TRANSFORMS

from .channels import change_pixels
from .displacement import DisplacementField
from .input_points import read_input_points, write_input_points
from .random_transform import RandomTransform

__all__ = ['ElasticDeformation', 'GridDeformation']


class _RandomDeformation(RandomTransform):
    """Resamples ``img`` by ``field(size, *draw())`` and moves the landmarks by the inverse; black beyond the border.

    No landmark is lost and none changes its place in the list; one that leaves the image becomes invisible. A field
    that would fold is scaled down (:meth:`aariz_mm.transforms.displacement.DisplacementField.limited`).

    Required keys: img, and with landmarks transformed_keypoints in pixels of img. Modified: img,
    transformed_keypoints, keypoints_visible. ``keypoints``, in original pixels, stay as they are.

    Errors:
        ValueError: an impossible setting, or landmarks that are not in the frame of ``img`` yet.
    """

    def transform(self, results: dict) -> dict:
        """Replace image and landmarks; the arrays that came in are not changed."""
        points_px = read_input_points(results, type(self).__name__)
        if self._happens():
            field = self.field(results['img'].shape[1::-1], *self.draw()).limited()
            source = field.source_map()
            results['img'] = change_pixels(results['img'], lambda image: cv2.remap(image, *source, cv2.INTER_LINEAR))
            write_input_points(results, None if points_px is None else field.to_target(points_px))
        return results


@TRANSFORMS.register_module()
class ElasticDeformation(_RandomDeformation):
    """A smooth random field: noise, blurred (Simard et al., ICDAR 2003).

    Args:
        max_shift: the largest displacement is drawn from [0, max_shift], in shorter sides of the image.
        smoothness: standard deviation of the blur in shorter sides; the larger, the more whole parts move together.
    """

    def __init__(self, max_shift: float = 0.02, smoothness: float = 0.1, prob: float = 0.5):
        super().__init__(prob)
        if not 0 <= max_shift < 1 or not 0.02 <= smoothness <= 1:
            raise ValueError(
                f'ElasticDeformation: max_shift={max_shift}, smoothness={smoothness}: expected a share below 1 and one '
                'from 0.02 to 1'
            )
        self.max_shift, self.smoothness = max_shift, smoothness

    @cache_randomness
    def draw(self) -> tuple[float, int]:
        """Largest displacement in shorter sides, and the seed of the noise."""
        return float(np.random.uniform(0, self.max_shift)), int(np.random.randint(2**31))

    def field(self, size: tuple[int, int], shift: float, seed: int) -> DisplacementField:
        """The field for an image (w, h): two control points per standard deviation of the blur."""
        cells = np.maximum(np.ceil(np.array(size) / (self.smoothness / 2 * min(size))).astype(int), 1)
        margin = 6  # three standard deviations, so that the blur is the same up to the border
        noise = np.random.default_rng(seed).standard_normal((*(cells[::-1] + 3 + 2 * margin), 2))
        smooth = cv2.GaussianBlur(noise, (2 * margin + 1, 2 * margin + 1), 2.0)[margin:-margin, margin:-margin]
        return DisplacementField(smooth * (shift * min(size) / np.linalg.norm(smooth, axis=-1).max()), size)


@TRANSFORMS.register_module()
class GridDeformation(_RandomDeformation):
    """A grid over the image whose points shift at random, each on its own, joined by cubic B-splines.

    Args:
        points: columns and rows of grid points on the image, at least 2.
        max_shift: largest shift of a point along x and y, as a share of the distance to the next one.
    """

    def __init__(self, points: Sequence[int] = (5, 6), max_shift: float = 0.15, prob: float = 0.5):
        super().__init__(prob)
        if len(points) != 2 or min(points) < 2 or not 0 <= max_shift <= 1:
            raise ValueError(
                f'GridDeformation: points={points}, max_shift={max_shift}: expected two numbers of at least 2 and a '
                'share of the distance'
            )
        self.points, self.max_shift = (int(points[0]), int(points[1])), max_shift

    @cache_randomness
    def draw(self) -> tuple[np.ndarray]:
        """Shifts (rows + 2, columns + 2, 2), in distances of grid points; one row of points lies around the image."""
        columns, rows = self.points
        return (np.random.uniform(-self.max_shift, self.max_shift, size=(rows + 2, columns + 2, 2)),)

    def field(self, size: tuple[int, int], shifts: np.ndarray) -> DisplacementField:
        """The field for an image (w, h)."""
        return DisplacementField(shifts * (np.array(size) - 1) / (np.array(self.points) - 1), size)
