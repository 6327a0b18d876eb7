"""Thumbnails laid over one another by their landmarks, and how they correlate with a template."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from aariz_mm.geometry import fit_similarity
from aariz_mm.outlines.mean_shape import MEAN_SHAPE_MM

__all__ = [
    'FLIPS',
    'TEMPLATE_PATH',
    'Patch',
    'can_be_aligned',
    'correlate',
    'cut_patch',
    'draw_phantom_template',
    'flipped',
    'phantom_template',
    'standardize',
]

_GRID = 48
_FIELD_MM, _ORIGIN_MM = 224.0, 84.0
"""Side of the square that is looked at, and how far the sella lies from its left and its upper edge."""
_FEWEST_POINTS = 4

TEMPLATE_PATH = Path(__file__).with_name('phantom_template.npy')
"""What :func:`phantom_template` reads."""

FLIPS = ('as it is', 'mirrored', 'upside down', 'turned by 180°')
"""What was done to the pixels, in the order of :func:`flipped`."""


@dataclass(frozen=True)
class Patch:
    """Grey values in the landmarks' frame, (48, 48) float32, and which of them lie in the image."""

    greys: np.ndarray
    inside: np.ndarray


def flipped(image: np.ndarray) -> tuple[np.ndarray, ...]:
    """The image as it is, left-right, top-bottom, and both."""
    return image, image[:, ::-1], image[::-1], image[::-1, ::-1]


def cut_patch(thumbnail: np.ndarray, points_px: np.ndarray, size_px: tuple[int, int], is_mirrored: bool) -> Patch:
    """The square around the face, turned and scaled so that the landmarks lie on the mean shape.

    Args:
        thumbnail: (h, w) of an image of ``size_px`` (w, h), aspect not kept.
        points_px: (29, 2), original pixels, NaN where missing. is_mirrored: whether they are those of a face that
            looks left; the patch looks right all the same.
    """
    to_thumbnail = np.divide(thumbnail.shape[::-1], size_px)
    flip = np.diag([-1.0 if is_mirrored else 1.0, 1.0, 1.0])
    known = ~np.isnan(points_px).any(axis=1)
    to_mean_mm = fit_similarity(points_px[known] @ flip[:2, :2], MEAN_SHAPE_MM[known])
    to_grid = _GRID / _FIELD_MM * (to_mean_mm + [[0, 0, _ORIGIN_MM]] * 2)
    matrix = to_grid @ flip @ np.diag([*1 / to_thumbnail, 1.0])
    inside = cv2.warpAffine(np.ones(thumbnail.shape, np.uint8), matrix, (_GRID, _GRID), flags=cv2.INTER_NEAREST) > 0
    return Patch(cv2.warpAffine(np.ascontiguousarray(thumbnail), matrix, (_GRID, _GRID)), inside)


def can_be_aligned(points_px: np.ndarray) -> bool:
    """Whether there are landmarks enough, and not all in one place."""
    known = points_px[~np.isnan(points_px).any(axis=1)]
    return len(known) >= _FEWEST_POINTS and float(np.ptp(known, axis=0).max()) > 0


def standardize(patch: Patch) -> np.ndarray:
    """Greys with mean 0 and deviation 1 inside the image, 0 outside of it."""
    if not patch.inside.any():
        return np.zeros_like(patch.greys)
    values = patch.greys[patch.inside]
    return np.where(patch.inside, (patch.greys - values.mean()) / max(float(values.std()), 1e-6), 0)


def correlate(patch: Patch, template: np.ndarray, detail: float = 0.0) -> float:
    """Correlation inside the image; with ``detail`` (sigma, cells) both are compared without their coarse light."""
    greys = standardize(patch)
    if detail:
        greys, template = (one - cv2.GaussianBlur(one, (0, 0), detail) for one in (greys, template))
    a, b = greys[patch.inside], template[patch.inside]
    if a.size == 0:
        return 0.0
    a, b = a - a.mean(), b - b.mean()
    return float(a @ b / max(np.sqrt((a @ a) * (b @ b)), 1e-9))


@lru_cache(maxsize=1)
def phantom_template() -> np.ndarray:
    """Mean of eight phantoms, (48, 48) float32: what a radiograph that faces right roughly looks like.

    It lies beside this file, for :func:`draw_phantom_template` takes half a second; a test holds the two together.
    """
    return np.load(TEMPLATE_PATH)


def draw_phantom_template() -> np.ndarray:
    """What :func:`phantom_template` reads; ``np.save(TEMPLATE_PATH, draw_phantom_template())`` renews it."""
    from aariz_mm.phantom import draw_indexed_phantom

    phantoms = [draw_indexed_phantom(0, 'train', index, (160, 195)) for index in range(8)]
    return np.mean(
        [standardize(cut_patch(one.image.astype(np.float32), one.landmarks_px, one.image.shape[::-1], False))
         for one in phantoms], axis=0,
    )  # fmt: skip
