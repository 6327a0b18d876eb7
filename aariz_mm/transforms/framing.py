"""How a radiograph reaches us: cropped, as a screenshot with margins, or photographed off a screen or a light box.

They come after ``CephalogramAffine``. Landmarks move with the picture; what leaves it becomes invisible.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from mmcv.transforms.utils import cache_randomness
from mmpose.registry import TRANSFORMS

from ..geometry import inside_image
from ..radiographs.framing import MARGIN_GREYS, make_screenshot, page_matrix, perspective_matrix, photograph
from .channels import change_pixels, grey_channel, with_channels
from .input_points import hide_points, read_input_points, write_input_points
from .random_transform import RandomTransform, check_range, draw_seed

__all__ = ['RandomCut', 'RandomPhotograph', 'RandomScreenshot']


@TRANSFORMS.register_module()
class RandomCut(RandomTransform):
    """Cuts strips off the border, as somebody crops a picture to the face; black, white or the repeated edge beyond.

    Required keys: img, and with landmarks transformed_keypoints in pixels of img. Modified: img, keypoints_visible.

    Args:
        max_share: what is cut off a side is drawn from [0, max_share] of the width or height, below a half; each side
            is cut in half of the cases.
    """

    def __init__(self, max_share: float = 0.25, prob: float = 0.15):
        super().__init__(prob)
        if not 0 <= max_share < 0.5:
            raise ValueError(f'RandomCut: max_share={max_share}, expected [0, 0.5)')
        self.max_share = max_share

    @cache_randomness
    def draw(self) -> tuple[np.ndarray, int | None]:
        """Shares (4,) of left, upper, right and lower strip; the grey beyond, None for the repeated edge."""
        shares = np.random.uniform(0, self.max_share, size=4) * (np.random.rand(4) < 0.5)
        return shares, (0, 0, 255, None)[np.random.randint(4)]

    def transform(self, results: dict) -> dict:
        """Replace ``img``; the arrays that came in are not changed."""
        points_px = read_input_points(results, type(self).__name__)
        if self._happens():
            shares, grey = self.draw()
            left, upper, right, lower = _strips_px(shares, results['img'].shape[1::-1])
            results['img'] = change_pixels(results['img'], lambda image: self.apply(image, shares, grey))
            if points_px is not None:
                height, width = results['img'].shape[:2]
                kept = inside_image(points_px - (left, upper), (width - left - right, height - upper - lower))
                hide_points(results, ~kept)
        return results

    @staticmethod
    def apply(image: np.ndarray, shares: np.ndarray, grey: int | None) -> np.ndarray:
        """The image with its strips covered."""
        left, upper, right, lower = _strips_px(shares, image.shape[1::-1])
        kept = image[upper : image.shape[0] - lower, left : image.shape[1] - right]
        border = cv2.BORDER_REPLICATE if grey is None else cv2.BORDER_CONSTANT
        return cv2.copyMakeBorder(kept, upper, lower, left, right, border, value=(grey or 0,) * 3)


def _strips_px(shares: np.ndarray, size: tuple[int, int]) -> list[int]:
    return [round(float(share) * size[side % 2]) for side, share in enumerate(shares)]


class _RandomFraming(RandomTransform):
    """Replaces ``img`` by ``apply(grey, *draw())`` and moves the landmarks by ``move(points, size, *draw())``.

    Required keys: img, and with landmarks transformed_keypoints in pixels of img. Modified: img,
    transformed_keypoints, keypoints_visible. ``keypoints``, in original pixels, stay as they are.
    """

    def transform(self, results: dict) -> dict:
        """Replace image and landmarks; the arrays that came in are not changed."""
        points_px = read_input_points(results, type(self).__name__)
        if self._happens():
            drawn = self.draw()
            image = results['img']
            results['img'] = with_channels(self.apply(grey_channel(image), *drawn), image)
            moved = None if points_px is None else self.move(points_px, image.shape[1::-1], *drawn)
            write_input_points(results, moved)
        return results


@TRANSFORMS.register_module()
class RandomScreenshot(_RandomFraming):
    """Shrinks the picture into a page or window: a margin of one grey, of its own width on every side, perhaps bars.

    Args:
        scale: range of the factor of width and height, at most 1.
        bars: share of those with bars of a program, light or dark, above or below.
    """

    def __init__(self, scale: Sequence[float] = (0.7, 0.97), bars: float = 0.3, prob: float = 0.12):
        super().__init__(prob)
        self.scale, self.bars = check_range('scale', scale, 0.05, 1), bars

    @cache_randomness
    def draw(self) -> tuple[float, float, float, int, int | None]:
        """Scale, position (x, y) of the picture as shares of what is free, grey of the margin, grey of the bar."""
        grey = int(np.random.choice(MARGIN_GREYS))
        bar = int(np.random.randint(256)) if np.random.rand() < self.bars else None
        return np.random.uniform(*self.scale), *np.random.rand(2), grey, bar

    @staticmethod
    def apply(grey: np.ndarray, scale: float, x: float, y: float, margin: int, bar: int | None) -> np.ndarray:
        """Shrink and frame."""
        return make_screenshot(grey, scale, x, y, margin, bar)

    @staticmethod
    def move(
        points_px: np.ndarray, size: tuple[int, int], scale: float, x: float, y: float, *_: int | None
    ) -> np.ndarray:
        """Where landmarks (K, 2) go."""
        matrix = page_matrix(size, scale, x, y)
        return points_px * np.diag(matrix) + matrix[:, 2]


@TRANSFORMS.register_module()
class RandomPhotograph(_RandomFraming):
    """A photograph of a screen or a light box: slight perspective, darker corners, glare, moiré, weaker contrast.

    Args:
        max_shift: largest shift of a corner of the picture, as a share of width and height.
        max_glare: grey values that a reflection adds at most.
        max_moire: largest amplitude of the stripes of a screen, grey values.
    """

    def __init__(self, max_shift: float = 0.04, max_glare: float = 90.0, max_moire: float = 8.0, prob: float = 0.12):
        super().__init__(prob)
        if not 0 <= max_shift < 0.25:
            raise ValueError(f'RandomPhotograph: max_shift={max_shift}, expected [0, 0.25)')
        self.max_shift, self.max_glare, self.max_moire = max_shift, max_glare, max_moire

    @cache_randomness
    def draw(self) -> tuple[np.ndarray, float, float, int]:
        """Shifts (4, 2) of the corners in shares, glare and moiré in grey values, seed of the rest."""
        shifts = np.random.uniform(-self.max_shift, self.max_shift, size=(4, 2))
        glare, moire = np.random.rand(2) * (np.random.rand(2) < 0.6)
        return shifts, self.max_glare * glare, self.max_moire * moire, draw_seed()

    @staticmethod
    def apply(grey: np.ndarray, shifts: np.ndarray, glare: float, moire: float, seed: int) -> np.ndarray:
        """Warp and light the picture."""
        return photograph(
            grey, perspective_matrix(grey.shape[1::-1], shifts), glare, moire, np.random.default_rng(seed)
        )

    @staticmethod
    def move(points_px: np.ndarray, size: tuple[int, int], shifts: np.ndarray, *_: float) -> np.ndarray:
        """Where landmarks (K, 2) go."""
        return cv2.perspectiveTransform(points_px[None], perspective_matrix(size, shifts))[0]
