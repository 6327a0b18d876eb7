"""Rigid moves of the plane: turn and shift, never a change of size. Numpy alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ['IDENTITY', 'Rigid', 'fit_rigid', 'turn']


@dataclass(frozen=True)
class Rigid:
    """A turn about the origin, then a shift: ``R(angle_rad) p + shift_mm``.

    angle_rad: from the x axis towards y; with y down that is clockwise as seen. shift_mm: (2,).
    """

    angle_rad: float
    shift_mm: np.ndarray

    def apply(self, points: np.ndarray) -> np.ndarray:
        """Points (..., 2), moved; NaN stays NaN."""
        return turn(np.asarray(points, dtype=np.float64), self.angle_rad) + self.shift_mm

    @property
    def matrix(self) -> np.ndarray:
        """Homogeneous, (3, 3)."""
        cos, sin = np.cos(self.angle_rad), np.sin(self.angle_rad)
        x, y = self.shift_mm
        return np.array([[cos, -sin, x], [sin, cos, y], [0, 0, 1]])

    def inverse(self) -> Rigid:
        """The move back."""
        return Rigid(-self.angle_rad, -turn(np.asarray(self.shift_mm, dtype=np.float64), -self.angle_rad))

    def compose(self, inner: Rigid) -> Rigid:
        """The move that applies ``inner`` first and this one then."""
        angle = self.angle_rad + inner.angle_rad
        return Rigid(float((angle + np.pi) % (2 * np.pi) - np.pi), self.apply(inner.shift_mm))


IDENTITY = Rigid(0.0, np.zeros(2))
"""The move that leaves everything where it is."""


def turn(points: np.ndarray, angle_rad: np.ndarray | float) -> np.ndarray:
    """Points (..., 2) turned about the origin; angles (...) or ones that broadcast to it.

    Example: (1, 0) by a quarter turn -> (0, 1)
    """
    cos, sin = np.cos(angle_rad), np.sin(angle_rad)
    x, y = points[..., 0], points[..., 1]
    return np.stack([cos * x - sin * y, sin * x + cos * y], axis=-1)


def fit_rigid(moving: np.ndarray, fixed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Angles (...) and shifts (..., 2) that lay points onto others with the least squared distance; sizes stay.

    Args:
        moving, fixed: (..., K, 2), finite, K of 2 or more.
    Example: two points and the same a quarter turn on -> pi / 2
    """
    middle, goal = moving.mean(axis=-2), fixed.mean(axis=-2)
    arms, wanted = moving - middle[..., None, :], fixed - goal[..., None, :]
    sines = (arms[..., 0] * wanted[..., 1] - arms[..., 1] * wanted[..., 0]).sum(axis=-1)
    angle = np.arctan2(sines, (arms * wanted).sum(axis=(-2, -1)))
    return angle, goal - turn(middle, angle)
