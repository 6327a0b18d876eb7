"""The sheet in a photograph whose outline is broken: four long straight lines about the landmarks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

__all__ = ['sheet_by_lines']

_BLUR_PX, _EDGES = 1.2, (12, 30)
_SHORTEST, _GAP_PX, _VOTES = 0.15, 14, 50
"""Of a segment: length as a share of the picture, gap that is bridged, pixels that vote for it."""
_SLANT_DEG = 28.0
_SAME_PX = 3.0
"""Distance within which segments belong to one line."""
_STEP, _STEPPING = 6.0, 0.7
"""Grey levels from one side of an edge to the other, and the share of each edge that has them. Of the 131 training
images of ISBI 2015 none has four such edges about less than three quarters of it."""
_BESIDE_PX, _MORE = 9.0, 0.1
"""How far beside an edge is looked, and by how much more of an edge must step than of what lies there."""
_SIDES = 4


@dataclass(frozen=True)
class _Line:
    """Points p with ``normal @ p = offset``; the normal points to the landmarks."""

    normal: np.ndarray
    offset: float
    ends: np.ndarray
    length: float


def sheet_by_lines(image: np.ndarray, points_px: np.ndarray) -> np.ndarray | None:
    """Corners (4, 2) of the sheet, from the upper left one clockwise as seen; None where four edges are not seen.

    Args:
        image: (H, W) uint8; one of some hundred pixels will do. points_px: (K, 2), landmarks, in its pixels.
    """
    smooth = cv2.GaussianBlur(image, (0, 0), _BLUR_PX)
    sides: list[list[_Line]] = [[] for _ in range(_SIDES)]
    for line in _find_lines(smooth, points_px):
        angle = np.degrees(np.arctan2(line.normal[1], line.normal[0]))
        quarter = round(angle / 90)
        if abs(angle - 90 * quarter) <= _SLANT_DEG:
            sides[quarter % _SIDES].append(line)
    if not all(sides):
        return None
    left, top, right, bottom = (_longest(lines) for lines in sides)
    corners = np.array([_cross(left, top), _cross(top, right), _cross(right, bottom), _cross(bottom, left)], np.float32)
    is_seen = all(_is_edge(smooth, *corners[[one, (one + 1) % _SIDES]]) for one in range(_SIDES))
    return corners if is_seen and cv2.isContourConvex(corners) else None


def _find_lines(smooth: np.ndarray, points_px: np.ndarray) -> Iterator[_Line]:
    """Segments that have all landmarks on one side."""
    edges = cv2.Canny(smooth, *_EDGES)
    shortest, middle = _SHORTEST * max(smooth.shape), points_px.mean(axis=0)
    found = cv2.HoughLinesP(edges, 1, np.pi / 360, _VOTES, minLineLength=shortest, maxLineGap=_GAP_PX)
    for ends in () if found is None else found.reshape(-1, 2, 2).astype(np.float64):
        along = ends[1] - ends[0]
        length = float(np.hypot(*along))
        normal = np.array([-along[1], along[0]]) / length
        offset = float(normal @ ends[0])
        if normal @ middle < offset:
            normal, offset = -normal, -offset
        if (points_px @ normal > offset).all():
            yield _Line(normal, offset, ends, length)


def _longest(lines: list[_Line]) -> _Line:
    """The line along which most of all segments lie."""

    def covered(line: _Line) -> float:
        near = (one for one in lines if np.abs(one.ends @ line.normal - line.offset).max() < _SAME_PX)
        return sum(one.length for one in near)

    return max(lines, key=covered)


def _cross(first: _Line, second: _Line) -> np.ndarray:
    return np.linalg.solve(np.array([first.normal, second.normal]), np.array([first.offset, second.offset]))


def _is_edge(smooth: np.ndarray, start: np.ndarray, end: np.ndarray) -> bool:
    """Whether the grey steps along a side, and more than beside it, as it does everywhere in noise."""
    along = end - start
    across = _BESIDE_PX * np.array([-along[1], along[0]]) / max(float(np.hypot(*along)), 1e-9)
    here, *beside = (_stepping(smooth, start + shift, end + shift) for shift in (0 * across, across, -across))
    return here >= _STEPPING and here - np.mean(beside) >= _MORE


def _stepping(smooth: np.ndarray, start: np.ndarray, end: np.ndarray) -> float:
    """Share of an edge across which the grey steps."""
    along = end - start
    across = np.array([-along[1], along[0]]) / max(float(np.hypot(*along)), 1e-9)
    places = start + np.linspace(0.04, 0.96, 80)[:, None] * along
    steps = [_grey(smooth, places + reach * across) - _grey(smooth, places - reach * across) for reach in (2, 3.5)]
    return float(np.mean(np.abs(steps).max(axis=0) > _STEP))


def _grey(smooth: np.ndarray, places: np.ndarray) -> np.ndarray:
    x, y = (np.ascontiguousarray(places[:, axis, None], dtype=np.float32) for axis in (0, 1))
    return cv2.remap(smooth.astype(np.float32), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[:, 0]
