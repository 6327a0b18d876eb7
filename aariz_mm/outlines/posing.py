"""Where the mean head lies on a radiograph, whatever single landmarks do. Numpy alone.

Points of the plane are complex numbers here, x + yi, so that a turn with a scale is one factor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ['Pose', 'fit_pose', 'lay_between']

_USUAL_MM = 12.0
"""Distance from the mean head at which a landmark has lost half its say."""
_FAR_MM, _WILD_MM = 25.0, 45.0
"""No landmark of a face lies farther off than the second; what lies between bends the outlines less and less."""
_ROUNDS = 8
_LEAST = 1e-9


@dataclass(frozen=True)
class Pose:
    """Mean head (mm) to radiograph (px): mirrored where the face looks left, turned and scaled by ``factor``, moved.

    trust: (n,), of the landmarks it was fitted to, 1 or less, 0 for one that lies where none can.
    """

    factor: complex
    offset: complex
    mirrored: bool
    trust: np.ndarray

    @property
    def px_per_mm(self) -> float:
        """Scale, pixels per mm of a face with S-N = 70 mm."""
        return max(abs(self.factor), _LEAST)

    def to_px(self, points_mm: np.ndarray) -> np.ndarray:
        """(..., 2) points of the mean frame on the radiograph."""
        return _as_points(self.factor * _turned_over(_as_complex(points_mm), self.mirrored) + self.offset)

    def to_mm(self, points_px: np.ndarray) -> np.ndarray:
        """(..., 2) points of the radiograph in the mean frame."""
        factor = self.factor if abs(self.factor) > _LEAST else _LEAST
        return _as_points(_turned_over((_as_complex(points_px) - self.offset) / factor, self.mirrored))


def fit_pose(mean_mm: np.ndarray, points_px: np.ndarray) -> Pose:
    """The pose of most landmarks; a few that lie anywhere do not turn it.

    Args:
        mean_mm, points_px: (n, 2), finite, of the same landmarks; n >= 2.
    """
    mean, found = _as_complex(mean_mm), _as_complex(points_px)
    right, left = (_fit(_turned_over(mean, mirrored), found) for mirrored in (False, True))
    mirrored = left[2] < right[2] - 1e-6
    factor, offset, _ = left if mirrored else right
    off_mm = abs(found - factor * _turned_over(mean, mirrored) - offset) / max(abs(factor), _LEAST)
    trust = np.clip((_WILD_MM - off_mm) / (_WILD_MM - _FAR_MM), 0, 1)
    return Pose(factor, offset, mirrored, trust)


def lay_between(points_mm: np.ndarray, first_px: np.ndarray, last_px: np.ndarray, mirrored: bool) -> np.ndarray:
    """Points (n, 2) turned, scaled and moved so that the first and the last lie at two places; (n, 2) px."""
    form = _turned_over(_as_complex(points_mm), mirrored)
    start, end = _as_complex(first_px), _as_complex(last_px)
    return _as_points(start + (form - form[0]) * (end - start) / (form[-1] - form[0]))


def _fit(mean: np.ndarray, found: np.ndarray) -> tuple[complex, complex, float]:
    """Factor, offset and what is left, 0 to n: medians first, then weighted least squares."""
    factor, offset = _start(mean, found)
    for _ in range(_ROUNDS):
        weights = 1 / (1 + _squared_off(mean, found, factor, offset)) ** 2
        weights /= max(weights.sum(), _LEAST)
        middle, aim = weights @ mean, weights @ found
        spread = weights @ abs(mean - middle) ** 2
        if spread < _LEAST:
            break
        factor = (weights * (mean - middle).conj()) @ (found - aim) / spread
        offset = aim - factor * middle
    squared = _squared_off(mean, found, factor, offset)
    return factor, offset, float((squared / (1 + squared)).sum())


def _start(mean: np.ndarray, found: np.ndarray) -> tuple[complex, complex]:
    first, second = np.triu_indices(len(mean), 1)
    ratio = (found[second] - found[first]) / (mean[second] - mean[first])
    size = np.median(abs(ratio))
    directions = ratio / np.maximum(abs(ratio), _LEAST)
    turn = np.median(directions.real) + 1j * np.median(directions.imag)
    factor = max(size, _LEAST) * (turn / abs(turn) if abs(turn) > _LEAST else 1.0)
    shifts = found - factor * mean
    return factor, np.median(shifts.real) + 1j * np.median(shifts.imag)


def _squared_off(mean: np.ndarray, found: np.ndarray, factor: complex, offset: complex) -> np.ndarray:
    return (abs(found - factor * mean - offset) / (max(abs(factor), _LEAST) * _USUAL_MM)) ** 2


def _turned_over(points: np.ndarray, mirrored: bool) -> np.ndarray:
    return -points.conj() if mirrored else points


def _as_complex(points: np.ndarray) -> np.ndarray:
    points = np.asarray(points, float)
    return points[..., 0] + 1j * points[..., 1]


def _as_points(values: np.ndarray) -> np.ndarray:
    return np.stack([values.real, values.imag], axis=-1)
