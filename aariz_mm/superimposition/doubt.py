"""Doubt of points and of changes: draws, ellipses, and whether a change can be told from none. Numpy alone."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from .registration import Registration

__all__ = [
    'draw_moves', 'draw_points', 'in_doubt_of_none', 'normal_reach', 'polar_ends', 'region_ratio', 'region_size'
]  # fmt: skip

_FLAT = 2e-3
"""Share of the larger variance below which the smaller counts as none: the reference keeps the landmark on a line."""
_AROUND = 720


def draw_points(rng: np.random.Generator, points: np.ndarray, covariances: np.ndarray, draws: int) -> np.ndarray:
    """(N, K, 2) places where K landmarks may lie, each by itself; NaN where a covariance is.

    Landmarks of one radiograph are drawn as independent: what their errors have in common is not in a result.
    """
    first = np.sqrt(covariances[:, 0, 0])
    across = np.divide(covariances[:, 0, 1], first, out=np.zeros_like(first), where=first > 0)
    second = np.sqrt(np.maximum(covariances[:, 1, 1] - across**2, 0))
    normal = rng.standard_normal((draws, *points.shape))
    return points + np.stack([first * normal[..., 0], across * normal[..., 0] + second * normal[..., 1]], axis=-1)


def draw_moves(rng: np.random.Generator, found: Registration, draws: int) -> tuple[np.ndarray, np.ndarray]:
    """Angles (N,) and shifts (N, 2) that a registered move may have instead of its own.

    A covariance that is not known (NaN) makes all of them NaN.
    """
    if not np.isfinite(found.covariance).all():
        return np.full(draws, np.nan), np.full((draws, 2), np.nan)
    variances, axes = np.linalg.eigh(found.covariance)
    off = (rng.standard_normal((draws, 3)) * np.sqrt(np.maximum(variances, 0))) @ axes.T
    angle = found.move.angle_rad + off[:, 0]
    arm = found.move.shift_mm - found.centre_mm
    cos, sin = np.cos(off[:, 0]), np.sin(off[:, 0])
    turned = np.stack([cos * arm[0] - sin * arm[1], sin * arm[0] + cos * arm[1]], axis=-1)
    return angle, turned + found.centre_mm + off[:, 1:]


def normal_reach(level: float) -> float:
    """Standard deviations on either side within which the share ``level`` of a normal distribution lies.

    Example: 0.9 -> 1.645
    """
    return NormalDist().inv_cdf((1 + level) / 2)


def region_size(covariance: np.ndarray, level: float) -> float:
    """Squared Mahalanobis distance within which the share ``level`` lies: in the plane, or on the line that it is."""
    return normal_reach(level) ** 2 if _rank(covariance) < 2 else float(-2 * np.log1p(-level))


def region_ratio(changes: np.ndarray, covariance: np.ndarray, level: float) -> np.ndarray:
    """How far out changes (..., 2) lie, by the region of ``level`` about none: 1 on its edge, 0 without change.

    Example: (1.96, 0) mm, variances of 1 on x and 0 on y, level 0.95 -> 1.0
    """
    variances, axes = np.linalg.eigh(covariance)
    kept = variances > _FLAT * variances[-1]
    squares = ((changes @ axes)[..., kept] ** 2 / variances[kept]).sum(axis=-1)
    return np.sqrt(squares / region_size(covariance, level))


def in_doubt_of_none(change: np.ndarray, covariance: np.ndarray, level: float) -> bool:
    """Whether no change at all lies within the region of ``level`` about a change (2,)."""
    return bool(region_ratio(change, covariance, level) <= 1)


def polar_ends(
    change: np.ndarray, covariance: np.ndarray, level: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Least and greatest distance, mm, and direction, degrees, in the region of ``level`` about a change (2,).

    Directions run from low to high the short way round, so that low may be below -180; they are NaN where the region
    holds the place without change.
    """
    variances, axes = np.linalg.eigh(covariance)
    round_about = np.linspace(0, 2 * np.pi, _AROUND, endpoint=False)
    circle = np.column_stack([np.cos(round_about), np.sin(round_about)])
    edge = change + (circle * np.sqrt(np.maximum(variances, 0) * region_size(covariance, level))) @ axes.T
    away = np.linalg.norm(edge, axis=1)
    if in_doubt_of_none(change, covariance, level):
        return (0.0, float(away.max())), (np.nan, np.nan)
    middle = np.arctan2(change[1], change[0])
    off = (np.arctan2(edge[:, 1], edge[:, 0]) - middle + np.pi) % (2 * np.pi) - np.pi
    low, high = np.degrees(middle + off.min()), np.degrees(middle + off.max())
    return (float(away.min()), float(away.max())), (float(low), float(high))


def _rank(covariance: np.ndarray) -> int:
    variances = np.linalg.eigvalsh(covariance)
    return int((variances > _FLAT * variances[-1]).sum())
