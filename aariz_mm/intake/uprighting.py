"""How the pixels of a file are laid out for reading: turned, mirrored, cut, inverted; one matrix, there and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from aariz_mm.geometry import resampling_matrix

__all__ = ['View', 'cut', 'inverted', 'laid', 'map_homogeneous', 'refined', 'rotated', 'turned', 'whole']

_TOLD_DEG = 3.0
"""Turns of less are not worth a word."""
_PERSPECTIVE = 1.3


@dataclass(frozen=True)
class View:
    """A radiograph as it is to be read.

    matrix: (3, 3), from stored pixels to those of the view. size: (w, h) of the view. inverted: whether its greys are.
    is_cut: whether a part of the picture was chosen.
    """

    matrix: np.ndarray
    size: tuple[int, int]
    inverted: bool = False
    is_cut: bool = False

    def draw(self, image: np.ndarray) -> np.ndarray:
        """The stored image (H, W) uint8 as this view shows it, (h, w); black beside it."""
        if self.size != image.shape[1::-1] or not self._keeps_places():
            image = cv2.warpPerspective(image, self.matrix, self.size, borderValue=255 if self.inverted else 0)
        return 255 - image if self.inverted else image

    def to_view(self, points: np.ndarray) -> np.ndarray:
        """Points (..., 2) of the stored image in the view."""
        return points if self._keeps_places() else map_homogeneous(self.matrix, points)

    def to_stored(self, points: np.ndarray) -> np.ndarray:
        """Points (..., 2) of the view in the stored image."""
        return points if self._keeps_places() else map_homogeneous(np.linalg.inv(self.matrix), points)

    def box_to_stored(self, box: np.ndarray) -> np.ndarray:
        """The upright box (4,), x1 y1 x2 y2, in the stored image that holds a box of the view."""
        corners = self.to_stored(np.asarray(box, dtype=np.float64)[[[0, 1], [2, 1], [2, 3], [0, 3]]])
        return np.concatenate([corners.min(axis=0), corners.max(axis=0)])

    def linear_at(self, points: np.ndarray) -> np.ndarray:
        """Derivative (..., 2, 2) of stored pixels by those of the view, at points (..., 2) of the view."""
        steps = [self.to_stored(points + step) - self.to_stored(points - step) for step in np.eye(2) / 2]
        return np.stack(steps, axis=-1)

    @property
    def is_photograph(self) -> bool:
        """Whether it is laid flat from a perspective that can be seen: parts of it are stored at different scales."""
        width, height = self.size
        corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
        areas = np.abs(np.linalg.det(self.linear_at(corners)))
        return bool(areas.max() > _PERSPECTIVE * areas.min())

    def describe(self) -> str:
        """What was done, as 'inverted and mirrored'; '' for nothing."""
        words = [
            *['laid flat'] * self.is_photograph,
            *['cropped to the radiograph'] * (self.is_cut and not self.is_photograph),
            *['inverted'] * self.inverted,
            *self._describe_turn(),
        ]
        return ' and '.join(filter(None, [', '.join(words[:-1]), *words[-1:]]))

    def _describe_turn(self) -> list[str]:
        linear = np.linalg.inv(self.linear_at((np.array(self.size) - 1) / 2))
        is_mirrored = bool(np.linalg.det(linear) < 0)
        if is_mirrored:
            linear = linear @ np.diag([-1.0, 1.0])
        angle = float(np.degrees(np.arctan2(linear[1, 0] - linear[0, 1], linear[0, 0] + linear[1, 1])))
        if is_mirrored and abs(abs(angle) - 180) < _TOLD_DEG:
            return ['turned upside down']
        return ['mirrored'] * is_mirrored + _describe_angle(angle)

    def _keeps_places(self) -> bool:
        return np.array_equal(self.matrix, np.eye(3))


def map_homogeneous(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Points (..., 2) by a homography (3, 3)."""
    mapped = points @ matrix[:, :2].T + matrix[:, 2]
    return mapped[..., :2] / mapped[..., 2:]


def whole(size: Sequence[int]) -> View:
    """The stored image of (w, h) as it is."""
    return View(np.eye(3), (int(size[0]), int(size[1])))


def turned(view: View, is_mirrored: bool, quarters: int) -> View:
    """Mirrored left-right first, then turned by quarters anticlockwise."""
    (width, height), matrix = view.size, view.matrix
    if is_mirrored:
        matrix = np.array([[-1, 0, width - 1], [0, 1, 0], [0, 0, 1.0]]) @ matrix
    for _ in range(quarters):
        matrix = np.array([[0, 1, 0], [-1, 0, width - 1], [0, 0, 1.0]]) @ matrix
        width, height = height, width
    return replace(view, matrix=matrix, size=(width, height))


def inverted(view: View) -> View:
    """With dark for bright."""
    return replace(view, inverted=not view.inverted)


def cut(view: View, box: Sequence[int]) -> View:
    """The part of whole pixels x1 y1 x2 y2, the last ones not in it."""
    x1, y1, x2, y2 = (int(side) for side in box)
    return replace(laid(view, np.array([[1, 0, -x1], [0, 1, -y1]]), (x2 - x1, y2 - y1)), is_cut=True)


def rotated(view: View, degrees: float) -> View:
    """Turned clockwise as seen about its middle, and enlarged so that no corner is lost."""
    size, angle = np.array(view.size), np.radians(degrees)
    linear = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    wanted = np.ceil(np.abs(linear) @ size)
    return laid(view, np.column_stack([linear, (wanted - 1) / 2 - linear @ ((size - 1) / 2)]), wanted)


def laid(view: View, affine: np.ndarray, size: Sequence[float]) -> View:
    """Moved by an affine (2, 3) of pixels of the view onto (w, h)."""
    return replace(view, matrix=np.vstack([affine, [0, 0, 1]]) @ view.matrix, size=(int(size[0]), int(size[1])))


def refined(view: View, scale: float, inner: View) -> View:
    """A view of a view reduced by ``scale``, as one of the stored image, as fine as the latter."""
    finer = resampling_matrix((1 / scale, 1 / scale))
    matrix = finer @ inner.matrix @ resampling_matrix((scale, scale)) @ view.matrix
    size = tuple(max(1, round(side / scale)) for side in inner.size)
    return View(matrix, size, view.inverted != inner.inverted, view.is_cut or inner.is_cut)


def _describe_angle(degrees: float) -> list[str]:
    if abs(degrees) < _TOLD_DEG:
        return []
    if abs(abs(degrees) - 180) < _TOLD_DEG:
        return ['turned by 180°']
    near = round(degrees / 90) * 90
    told = near if near and abs(degrees - near) < _TOLD_DEG else degrees
    return [f'turned by {abs(told):.0f}° {"clockwise" if told > 0 else "anticlockwise"}']
