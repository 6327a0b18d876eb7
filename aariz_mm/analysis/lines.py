"""Angles and distances of points and lines, for one radiograph or many. Numpy alone.

Points are (..., 2), (x, y) with y down. Signs are those of a face that looks to the right (towards +x): a turn is
positive from the front downwards, an offset in front of a line that runs downwards. Angles are in degrees; where
two points coincide there is no line, and the result is NaN.
"""

from __future__ import annotations

import numpy as np

from aariz_mm.arrays import divide
from aariz_mm.geometry import cross

__all__ = ['across', 'along', 'angle_at', 'angle_between', 'distance', 'in_front', 'turn']


def turn(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Angle from one direction to another, -180 to 180; positive from the front downwards.

    Example: front (1, 0) to down (0, 1) -> 90
    """
    area, dot = cross(first, second), _dot(first, second)
    # Both are 0 only where one of the two has no length.
    return np.where((area == 0) & (dot == 0), np.nan, np.degrees(np.arctan2(area, dot)))


def angle_between(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Angle of two directions without a sign, 0 to 180."""
    return np.abs(turn(first, second))


def angle_at(vertex: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Angle first-vertex-second of three points, 0 to 180.

    Example: at (0, 0) between (1, 0) and (0, 1) -> 90
    """
    return angle_between(first - vertex, second - vertex)


def distance(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Distance of two points."""
    return _lengths(second - first)


def along(direction: np.ndarray, vector: np.ndarray) -> np.ndarray:
    """Length of a vector's part along a direction; negative where it points against it."""
    return divide(_dot(direction, vector), _lengths(direction))


def across(direction: np.ndarray, vector: np.ndarray) -> np.ndarray:
    """Length of a vector's part across a direction; positive where it lies below a direction to the front.

    Example: front (1, 0), vector (5, 2) -> 2
    """
    return divide(cross(direction, vector), _lengths(direction))


def in_front(top: np.ndarray, bottom: np.ndarray, point: np.ndarray) -> np.ndarray:
    """Distance of a point from the line top-bottom; positive in front of it, negative behind.

    Example: line (0, 0)-(0, 10), point (3, 5) -> 3
    """
    return -across(bottom - top, point - top)


def _dot(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return first[..., 0] * second[..., 0] + first[..., 1] * second[..., 1]  # of two numbers, sum() takes twice as long


def _lengths(vector: np.ndarray) -> np.ndarray:
    return np.sqrt(_dot(vector, vector))
