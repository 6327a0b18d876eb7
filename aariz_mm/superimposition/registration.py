"""Superimposition on structures: the rigid move that lays one radiograph's picture onto another's. Numpy and OpenCV."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .accepting import judge, state_quality
from .regions import region_landmarks, region_mask
from .rigid import Rigid
from .solving import build_scene, solve
from .timepoints import Timepoint

__all__ = ['Registration', 'register']

_SMALLEST_PX = 32


@dataclass(frozen=True)
class Registration:
    """How one region of a later radiograph lies on that of the first, by what the pictures show.

    region: 'cranial_base', 'maxilla' or 'mandible'. move: from ``points_mm`` of the later timepoint to those of the
    first. covariance: (3, 3) of angle_rad, dx_mm, dy_mm, the doubt of the move: a turn about ``centre_mm`` (2,), in mm
    of the first timepoint, and a shift, both after the move. quality: figures by which it was judged. accepted:
    whether it may be used; reason: why not, '' where it may.
    """

    region: str
    move: Rigid
    covariance: np.ndarray
    centre_mm: np.ndarray
    quality: Mapping[str, Any] = field(default_factory=dict)
    accepted: bool = True
    reason: str = ''


def register(
    fixed: Timepoint,
    fixed_grey: np.ndarray,
    moving: Timepoint,
    moving_grey: np.ndarray,
    region: str,
    start: Rigid,
) -> Registration:
    """Lay a region of one radiograph onto that of another by what both show; turn and shift, the size stays.

    Args:
        fixed, moving: the timepoints; the region is drawn from the landmarks of ``fixed``.
        fixed_grey, moving_grey: (H, W) uint8 or float, pixels of the files as stored. Exposure, gamma, contrast, pixel
            size may differ, and one may be a negative of the other.
        region: 'cranial_base', 'maxilla' or 'mandible'.
        start: from ``moving.points_mm`` to ``fixed.points_mm`` by landmarks, right within some mm and degrees.
    Returns:
        With ``accepted`` False and the reason where the pictures do not say it clearly: the move is then the start and
        the covariance NaN. docs/concepts/structural_registration.md says what is asked of an accepted one.
    Errors:
        ValueError: no such region, or pictures that are not (H, W).
    """
    for name, grey in (('fixed_grey', fixed_grey), ('moving_grey', moving_grey)):
        if np.ndim(grey) != 2:
            raise ValueError(f'{name}: expected grey pixels (H, W), got an array of shape {np.shape(grey)}')
    points_mm = region_landmarks(fixed, region)
    if reason := _hindrance(fixed, fixed_grey, moving, moving_grey, start):
        return _refused(region, start, points_mm, reason)
    try:
        polygons = region_mask(fixed, region)
        scene = build_scene(
            polygons, fixed_grey, fixed.mm_from_px, moving_grey, start.matrix @ np.asarray(moving.mm_from_px)
        )
    except ValueError as error:
        return _refused(region, start, points_mm, str(error))
    solution = solve(scene, points_mm)
    if solution is None:
        return _refused(region, start, points_mm, 'the pictures show nothing in common in this region')
    quality = state_quality(solution, scene.centre_mm, points_mm)
    if reason := judge(quality):
        return _refused(region, start, points_mm, reason, quality)
    angle = float(np.arctan2(solution.move_mm[1, 0], solution.move_mm[0, 0]))
    move = Rigid(angle, solution.move_mm[:, 2]).compose(start)
    return Registration(region, move, solution.covariance, scene.centre_mm, quality)


def _hindrance(fixed, fixed_grey, moving, moving_grey, start: Rigid) -> str:
    """Why nothing can be looked at; '' where it can."""
    for timepoint, grey in ((fixed, fixed_grey), (moving, moving_grey)):
        if min(grey.shape) < _SMALLEST_PX:
            return f'{timepoint.label}: a picture of {grey.shape[1]} x {grey.shape[0]} pixels is too small'
        matrix = np.asarray(timepoint.mm_from_px, dtype=float)
        if not np.isfinite(matrix).all() or abs(np.linalg.det(matrix)) < 1e-12:
            return f'{timepoint.label}: no usable matrix from pixels to millimetres'
        if not np.isfinite(grey).all():
            return f'{timepoint.label}: pixels that are no numbers'
    if not np.isfinite([start.angle_rad, *start.shift_mm]).all():
        return 'no start: landmarks are missing'
    return ''


def _refused(region: str, start: Rigid, points_mm: np.ndarray, reason: str, quality=None) -> Registration:
    centre_mm = points_mm.mean(axis=0) if len(points_mm) else np.full(2, np.nan)
    return Registration(region, start, np.full((3, 3), np.nan), centre_mm, dict(quality or {}), False, reason)
