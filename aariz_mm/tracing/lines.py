"""Straight lines of the plane: directions, crossings, circles. Numpy alone; points are (2,) px, y down."""

from __future__ import annotations

import math

import numpy as np

from aariz_mm.geometry import cross

__all__ = ['circle', 'crossing', 'direction', 'ellipse', 'extended', 'heading_deg', 'turn_deg', 'unit_vectors']

_HANDLE = 0.5522847498
"""Length of the handles of a quarter circle of radius 1."""
_LEAST = 1e-9


def direction(first: np.ndarray, second: np.ndarray) -> np.ndarray | None:
    """Unit vector from one point to another; None where they coincide."""
    step = second - first
    length = math.hypot(step[0], step[1])
    return step / length if length > _LEAST else None


def unit_vectors(degrees: np.ndarray) -> np.ndarray:
    """(n, 2) of angles (n,) from the x axis towards y."""
    return np.stack([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))], axis=-1)


def heading_deg(vector: np.ndarray) -> float:
    """Angle of a vector from the x axis towards y, -180 to 180."""
    return math.degrees(math.atan2(vector[1], vector[0]))


def turn_deg(first: np.ndarray, second: np.ndarray) -> float:
    """Angle from one vector to another, -180 to 180; positive clockwise as seen."""
    return math.degrees(math.atan2(cross(first, second), first @ second))


def crossing(point: np.ndarray, along: np.ndarray, point2: np.ndarray, along2: np.ndarray) -> np.ndarray | None:
    """Where two lines cross, each by a point and a unit vector; None for parallels."""
    sine = float(cross(along, along2))
    return None if abs(sine) < _LEAST else point + along * float(cross(point2 - point, along2)) / sine


def extended(first: np.ndarray, second: np.ndarray, by: float) -> tuple[np.ndarray, np.ndarray]:
    """Both ends of a line, moved away from each other by a length."""
    step = direction(first, second)
    return (first, second) if step is None else (first - by * step, second + by * step)


def circle(center: np.ndarray, radius: float) -> np.ndarray:
    """Bézier spline (13, 2) of a circle."""
    return center + radius * _UNIT_CIRCLE


def ellipse(center: np.ndarray, major: float, minor: float, angle_deg: float) -> np.ndarray:
    """Bézier spline (13, 2) of an ellipse by its semi-axes; ``angle_deg`` is of the first one, from x towards y."""
    cosine, sine = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    return center + _UNIT_CIRCLE @ np.array([[major * cosine, major * sine], [-minor * sine, minor * cosine]])


def _unit_circle() -> np.ndarray:
    turns = unit_vectors(np.arange(0, 361, 90.0))
    tangents = np.stack([-turns[:, 1], turns[:, 0]], axis=1)
    spans = np.stack([turns[:-1] + _HANDLE * tangents[:-1], turns[1:] - _HANDLE * tangents[1:], turns[1:]], axis=1)
    return np.vstack([turns[:1], spans.reshape(-1, 2)])


_UNIT_CIRCLE = _unit_circle()
