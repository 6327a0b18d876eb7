"""The sheet in a photograph of a radiograph on a light box or a screen, found by its four edges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from .uprighting import View

__all__ = ['find_sheets', 'laid_flat']

_BLUR = 5
_SMALLEST, _LARGEST = 0.08, 0.97
_TOLERANCE = 0.03
"""How far, in lengths of the outline, it may be from four straight lines."""
_SOLID = 0.85
_SAME = 0.03
_MOST = 4


def find_sheets(image: np.ndarray) -> list[np.ndarray]:
    """Bright or dark areas with four straight edges, largest first.

    Args:
        image: (H, W) uint8; one of some hundred pixels will do.
    Returns:
        At most four of (4, 2) corners: from the upper left one clockwise as seen.
    """
    found: list[np.ndarray] = []
    for corners in sorted(_quadrilaterals(image), key=cv2.contourArea, reverse=True):
        limit = _SAME * max(image.shape)
        if all(np.abs(corners - other).max() > limit for other in found):
            found.append(corners)
    return found[:_MOST]


def laid_flat(view: View, corners: np.ndarray) -> View:
    """The quadrilateral of corners (4, 2) of a view as an upright rectangle as wide and high as its sides are."""
    width, height = ((np.linalg.norm(corners[a] - corners[b]) + np.linalg.norm(corners[c] - corners[d])) / 2
                     for a, b, c, d in ((0, 1, 3, 2), (0, 3, 1, 2)))  # fmt: skip
    size = max(1, round(width)), max(1, round(height))
    target = np.array([[0, 0], [size[0] - 1, 0], [size[0] - 1, size[1] - 1], [0, size[1] - 1]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target) @ view.matrix
    return replace(view, matrix=matrix, size=size, is_cut=True)


def _quadrilaterals(image: np.ndarray) -> Iterator[np.ndarray]:
    area = image.size
    for mask in _masks(cv2.medianBlur(image, _BLUR)):
        for contour in cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0]:
            _, _, width, height = cv2.boundingRect(contour)
            if width * height <= _SMALLEST * area:  # nor is its hull larger
                continue
            hull = cv2.convexHull(contour)
            size = cv2.contourArea(hull)
            if not _SMALLEST * area < size < _LARGEST * area or cv2.contourArea(contour) < _SOLID * size:
                continue
            corners = cv2.approxPolyDP(hull, _TOLERANCE * cv2.arcLength(hull, True), True)
            if len(corners) == 4 and cv2.isContourConvex(corners):
                yield _ordered(corners[:, 0].astype(np.float32))


def _masks(image: np.ndarray) -> Iterator[np.ndarray]:
    """Bright areas above several greys, and what edges enclose."""
    otsu = cv2.threshold(image, 0, 255, cv2.THRESH_OTSU)[0]
    for level in (otsu, otsu / 2, (otsu + 255) / 2, 12, 30, 240):
        mask = (image > level).astype(np.uint8) * 255
        yield cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
        yield cv2.morphologyEx(255 - mask, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    for low in (15, 40, 90):
        edges = cv2.dilate(cv2.Canny(image, low, 2.5 * low), np.ones((3, 3), np.uint8))
        yield edges


def _ordered(corners: np.ndarray) -> np.ndarray:
    """Corners from the upper left one clockwise as seen."""
    arms = corners - corners.mean(axis=0)
    corners = corners[np.argsort(np.arctan2(arms[:, 1], arms[:, 0]))]
    return np.roll(corners, -int(corners.sum(axis=1).argmin()), axis=0)
