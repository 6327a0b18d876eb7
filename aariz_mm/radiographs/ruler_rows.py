"""Rows of small marks at even distances: candidates for a ruler, in any direction."""

from __future__ import annotations

import cv2
import numpy as np

__all__ = ['find_rows']

_FINE_SIGMA, _COARSE_SIGMA = 0.8, 2.0
_STEPS = (3.5, 8.0)
"""Distances of neighbours that one level of the pyramid looks for, pixels of that level; levels overlap."""
_LEVELS = 6
_MAX_SPOTS = 2500
_MIN_RESPONSE = 1.5
_MIN_MARKS, _MAX_MARKS = 5, 80
_BORDER = 12
_MOST_COMPARED = 400
"""Rows that are looked at for copies of better ones."""
_SIMILAR, _ALIKE = 2.0, 2.5
"""How many times as strong as its neighbour, or as the first of its row, a spot may be."""


def find_rows(grey: np.ndarray, count: int = 40) -> list[np.ndarray]:
    """Rows of at least five spots, bright or dark, that follow each other in equal steps.

    Args:
        grey: (H, W) uint8. count: the most rows to give.
    Returns:
        Each (M, 2), pixels, in order along the row; the best first. They are candidates: most are no rulers.
    """
    image, scale, rows = grey.astype(np.float32), 1.0, []
    for _ in range(_LEVELS):
        if min(image.shape) < 3 * _BORDER:
            break
        band = _band(image)
        for signed in (band, -band):
            rows += [(score, (row + 0.5) * scale - 0.5) for score, row in _rows_of_band(signed)]
        height, width = (side // 2 for side in image.shape)
        image, scale = (
            cv2.resize(image[: 2 * height, : 2 * width], (width, height), interpolation=cv2.INTER_AREA),
            2 * scale,
        )
    rows.sort(key=lambda scored: -scored[0])
    return _without_copies([row for _, row in rows[:_MOST_COMPARED]], count)


def _band(image: np.ndarray) -> np.ndarray:
    fine = cv2.GaussianBlur(image, (0, 0), _FINE_SIGMA)
    return fine - cv2.GaussianBlur(fine, (0, 0), _COARSE_SIGMA)


def _rows_of_band(band: np.ndarray) -> list[tuple[float, np.ndarray]]:
    """Rows of bright spots of one level with their scores, pixels of the level."""
    points, strength = _spots(band)
    if len(points) < _MIN_MARKS:
        return []
    rows = []
    for members in _grow(points, strength, *_pairs(points, strength, band), _index_image(points, band.shape, 1)):
        row, strengths = points[members], strength[members]
        step = np.linalg.norm(row[-1] - row[0]) / (len(row) - 1)
        residual = _unevenness(row)
        if residual < 0.06 * step + 0.1:
            rows.append((len(row) * np.sqrt(strengths.min()) / (0.05 + residual / step), row))
    return rows


def _unevenness(row: np.ndarray) -> float:
    """Root mean square distance, along the row, from even places; long marks may lie beside the line of the others."""
    index = np.arange(len(row)) - (len(row) - 1) / 2
    along = row @ (row[-1] - row[0]) / np.linalg.norm(row[-1] - row[0])
    along -= along.mean()
    apart = along - index * (index @ along / (index @ index))  # from the line of least squares
    return float(np.sqrt(apart @ apart / len(row)))


def _spots(band: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions (M, 2) of the strongest maxima, to a part of a pixel, and their strengths (M,)."""
    is_top = (band >= cv2.dilate(band, np.ones((3, 3), np.uint8))) & (band > _MIN_RESPONSE)
    is_top[[0, -1]] = False
    is_top[:, [0, -1]] = False
    y, x = np.divmod(np.flatnonzero(is_top), band.shape[1])
    strength = band[y, x]
    if len(strength) > _MAX_SPOTS:
        strongest = np.argpartition(-strength, _MAX_SPOTS)[:_MAX_SPOTS]
        x, y, strength = x[strongest], y[strongest], strength[strongest]
    fine_x = x + _vertex(band[y, x - 1], strength, band[y, x + 1])
    fine_y = y + _vertex(band[y - 1, x], strength, band[y + 1, x])
    return np.stack([fine_x, fine_y], axis=1), strength


def _vertex(before: np.ndarray, top: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Where the parabola through three neighbours has its top, relative to the middle one."""
    bend = np.minimum(before - 2 * top + after, -1e-6)
    return np.clip(0.5 * (before - after) / bend, -0.5, 0.5)


def _index_image(points: np.ndarray, shape: tuple[int, int], reach: int) -> np.ndarray:
    """Index of the spot at each pixel and at most ``reach`` from it, -1 for none; a border of ``_BORDER`` around."""
    index = np.full((shape[0] + 2 * _BORDER, shape[1] + 2 * _BORDER), -1, np.int32)
    x, y = np.rint(points).astype(np.int64).T + _BORDER
    around = [(dx, dy) for dx in range(-reach, reach + 1) for dy in range(-reach, reach + 1)]
    for dx, dy in sorted(around, key=lambda offset: -np.hypot(*offset)):
        index[y + dy, x + dx] = np.arange(len(points))
    return index


def _pairs(points: np.ndarray, strength: np.ndarray, band: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Neighbours (i, j) of like strength with a valley between them; what lies on one line has none."""
    index = _index_image(points, band.shape, 0)
    reach = int(_STEPS[1])
    dy, dx = (offset.ravel() for offset in np.mgrid[0 : reach + 1, -reach : reach + 1])
    length = np.hypot(dx, dy)
    kept = (length >= _STEPS[0] - 0.7) & (length <= _STEPS[1]) & ((dy > 0) | (dx > 0))
    x, y = np.rint(points).astype(np.int64).T + _BORDER
    flat = index.ravel()[(y * index.shape[1] + x)[:, None] + (dy * index.shape[1] + dx)[kept]]
    first, at = np.nonzero(flat >= 0)
    second = flat[first, at]
    ratio = strength[first] / strength[second]
    alike = (ratio < _SIMILAR) & (ratio > 1 / _SIMILAR)
    first, second = first[alike], second[alike]
    middle = np.rint((points[first] + points[second]) / 2).astype(np.int64)
    valley = band[middle[:, 1], middle[:, 0]] < 0.5 * np.minimum(strength[first], strength[second])
    return first[valley], second[valley]


def _grow(points, strength, first, second, index) -> list[np.ndarray]:
    """Lengthen all pairs at once, one spot a turn, where one lies at the place that equal steps give."""
    members, grown = [first, second], []
    while len(members[0]) and len(members) < _MAX_MARKS:
        start, end = members[0], members[-1]
        step = (points[end] - points[start]) / (len(members) - 1)
        wanted = points[end] + step
        x, y = np.clip(np.rint(wanted).astype(np.int64).T + _BORDER, 0, np.array(index.shape[::-1])[:, None] - 1)
        found = index[y, x]
        miss = np.linalg.norm(points[found] - wanted, axis=1)
        ratio = strength[found] / strength[start]
        fits = (found >= 0) & (miss < np.minimum(0.3 * np.linalg.norm(step, axis=1), 1.6))
        fits &= (ratio < _ALIKE) & (ratio > 1 / _ALIKE)
        if len(members) >= _MIN_MARKS:
            grown += list(np.stack([member[~fits] for member in members], axis=1))
        members = [*(member[fits] for member in members), found[fits]]
    return grown


def _without_copies(rows: list[np.ndarray], count: int) -> list[np.ndarray]:
    """The first ``count`` rows that have not their middle, direction and step in common with one before them."""
    kept: list[np.ndarray] = []
    steps = np.empty((0, 2))
    for row in rows:
        step = (row[-1] - row[0]) / (len(row) - 1)
        apart = np.minimum(np.linalg.norm(steps - step, axis=1), np.linalg.norm(steps + step, axis=1))
        lengths = np.linalg.norm(steps, axis=1)
        alike = np.flatnonzero(apart <= 0.12 * lengths)
        if not any(_holds_middle(kept[index], row, lengths[index]) for index in alike):
            kept.append(row)
            steps = np.concatenate([steps, step[None]])
        if len(kept) == count:
            break
    return kept


def _holds_middle(other: np.ndarray, row: np.ndarray, step_px: float) -> bool:
    return bool(np.linalg.norm(other - row.mean(axis=0), axis=1).min() < 1.5 * step_px)
