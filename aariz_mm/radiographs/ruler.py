"""The ruler that a head holder images on the radiograph: pixels per mark, and the pixel size that follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from aariz_mm.radiographs.resolution import check_positive_mm
from aariz_mm.radiographs.ruler_marks import MeasuredRow, measure_row
from aariz_mm.radiographs.ruler_rows import find_rows

__all__ = ['Ruler', 'RulerSearch', 'check_mark_mm', 'find_ruler', 'scale_from_ruler', 'search_ruler']

_SEARCH_PX = 1300
"""Larger radiographs are searched at about this size first; marks are measured at the full one."""
_CONTRADICTION = 0.03
_HINT = 0.7
"""Likeness from which on a row that is not sure may still be the finer marks of one that is."""


@dataclass(frozen=True)
class Ruler:
    """A row of evenly spaced marks.

    start_px, end_px: (2,), centres of the first and the last mark, pixels, from above to below (from left to right for
    a level one). marks: how many were counted. px_per_mark: distance of neighbours; px_per_mark_se: its standard error.
    contrast: grey levels between marks and gaps. likeness: 0 to 1, how alike the marks are. major_every,
    major_first: every how manieth mark is longer, and the index of the first one; None where none is.
    """

    start_px: tuple[float, float]
    end_px: tuple[float, float]
    marks: int
    px_per_mark: float
    px_per_mark_se: float
    contrast: float
    likeness: float
    major_every: int | None = None
    major_first: int | None = None

    @property
    def angle_deg(self) -> float:
        """Direction from the first to the last mark: 0 to the right, 90 down."""
        x, y = np.subtract(self.end_px, self.start_px)
        return float(np.degrees(np.arctan2(y, x)))

    @property
    def interval_px(self) -> tuple[float, float]:
        """95 % interval of the pixels per mark."""
        half = _student(self.marks - 2) * self.px_per_mark_se
        return self.px_per_mark - half, self.px_per_mark + half

    @property
    def uncertainty(self) -> float:
        """Half the 95 % interval as a part of the pixels per mark."""
        low, high = self.interval_px
        return (high - low) / 2 / self.px_per_mark

    @property
    def marks_px(self) -> np.ndarray:
        """(M, 2), centres of the marks."""
        return np.linspace(self.start_px, self.end_px, self.marks)


@dataclass(frozen=True)
class RulerSearch:
    """Outcome of a search: the ruler, or None and the reason."""

    ruler: Ruler | None
    reason: str = ''


def find_ruler(
    grey: np.ndarray, points_px: np.ndarray | None = None, symbols: Sequence[str] | None = None
) -> Ruler | None:
    """The ruler of a radiograph, None where none is sure; see :func:`search_ruler`."""
    return search_ruler(grey, points_px, symbols).ruler


def search_ruler(
    grey: np.ndarray, points_px: np.ndarray | None = None, symbols: Sequence[str] | None = None
) -> RulerSearch:
    """Look for a row of at least six like marks at even distances, bright or dark, in any direction.

    Rows within the face (the hull of the landmarks) are teeth or brackets and do not count. Two rows that disagree on
    the distance give no ruler.

    Args:
        grey: (H, W) uint8. points_px: landmarks (K, 2), NaN where unknown. symbols: their names; not needed.
    """
    rows, face = [], _face(points_px)
    for shrunk in _search_sizes(grey.shape):
        measured = [measure_row(grey, row) for row in _rows_at(grey, shrunk)]
        rows = [row for row in measured if row is not None and not _inside(face, (row.start + row.end) / 2)]
        if any(not row.doubt for row in rows):
            break
    return _choose(rows)


def scale_from_ruler(ruler: Ruler, mark_mm: float) -> tuple[float, tuple[float, float]]:
    """Millimetres per pixel, in the plane of the ruler, and their 95 % interval.

    Args:
        mark_mm: true distance of neighbouring marks; it is printed on the ruler or in the manual of the machine.
    Errors:
        ValueError: ``mark_mm`` is no positive number.
    Example: 40 px per mark, 10 mm -> 0.25 mm per pixel
    """
    mark_mm = check_mark_mm(mark_mm, 'mark_mm')
    low, high = ruler.interval_px
    return mark_mm / ruler.px_per_mark, (mark_mm / high, mark_mm / low)


def check_mark_mm(mark_mm: float, name: str) -> float:
    """The distance itself.

    Args:
        name: what to call it in the error.
    Errors:
        ValueError: not a positive, finite number.
    """
    return check_positive_mm(mark_mm, name, 'mm from mark to mark, such as 10')


def _search_sizes(shape: tuple[int, ...]) -> list[int]:
    """How many times smaller to search at: large radiographs first quickly, then as they are."""
    shrunk = max(1, round(max(shape) / _SEARCH_PX))
    return [shrunk, 1] if shrunk > 1 else [1]


def _rows_at(grey: np.ndarray, shrunk: int) -> list[np.ndarray]:
    if shrunk == 1:
        return find_rows(grey)
    height, width = (side // shrunk for side in grey.shape)
    small = cv2.resize(grey[: height * shrunk, : width * shrunk], (width, height), interpolation=cv2.INTER_AREA)
    return [(row + 0.5) * shrunk - 0.5 for row in find_rows(small)]


def _face(points_px: np.ndarray | None) -> np.ndarray | None:
    """Hull of the known landmarks, None for fewer than three."""
    known = np.empty((0, 2)) if points_px is None else np.asarray(points_px, np.float64)
    known = known[np.isfinite(known).all(axis=-1)]
    return cv2.convexHull(known.astype(np.float32)) if len(known) > 2 else None


def _inside(face: np.ndarray | None, point: np.ndarray) -> bool:
    return face is not None and cv2.pointPolygonTest(face, (float(point[0]), float(point[1])), False) > 0


def _choose(rows: list[MeasuredRow]) -> RulerSearch:
    """The surest row, unless another contradicts it."""
    sure = [row for row in rows if not row.doubt]
    sure = [row for row in sure if not any(_lies_along(row, finer) for finer in sure)]
    sure.sort(key=lambda row: -row.count * row.likeness)
    if not sure:
        return RulerSearch(None, _why_none(rows))
    best = sure[0]
    other = next((row for row in sure[1:] if abs(row.step_px / best.step_px - 1) > _CONTRADICTION), None)
    if other is not None:
        return RulerSearch(None, f'rows of marks disagree: {_describe(best)}, and {_describe(other)}')
    finer = next((row for row in rows if row.likeness > _HINT and _lies_along(best, row)), None)
    if finer is not None:
        return RulerSearch(None, f'{_describe(best)} may be the long ones of finer marks that are not clear')
    return RulerSearch(_as_ruler(best))


def _lies_along(coarse: MeasuredRow, fine: MeasuredRow) -> bool:
    """Whether a row is made of every second, fifth or so mark of a finer one beside it."""
    ratio = coarse.step_px / fine.step_px
    if ratio < 1.5 or abs(ratio / round(ratio) - 1) > _CONTRADICTION:
        return False
    axis = (fine.end - fine.start) / np.linalg.norm(fine.end - fine.start)
    offsets = np.stack([coarse.start, coarse.end]) - (fine.start + fine.end) / 2
    across = offsets @ np.array([-axis[1], axis[0]])
    near = abs(offsets.mean(axis=0) @ axis) < 0.5 * np.linalg.norm(fine.end - fine.start) + coarse.step_px
    return bool(near and np.abs(across).max() < 2 * coarse.step_px)


def _why_none(rows: list[MeasuredRow]) -> str:
    if not rows:
        return 'no row of six or more marks at even distances'
    best = max(rows, key=lambda row: row.count * row.likeness)
    return f'the likeliest row, {_describe(best)}, is none: {best.doubt}'


def _describe(row: MeasuredRow) -> str:
    x, y = (row.start + row.end) / 2
    return f'{row.count} marks {row.step_px:.2f} pixels apart at ({x:.0f}, {y:.0f})'


def _as_ruler(row: MeasuredRow) -> Ruler:
    start, end, first = row.start, row.end, row.major_first
    turned = (end - start) @ (1.0, 1.001) < 0
    if turned:
        start, end = end, start
        first = None if first is None else (row.count - 1 - first) % row.major_every
    return Ruler(
        (float(start[0]), float(start[1])),
        (float(end[0]), float(end[1])),
        row.count,
        float(row.step_px),
        float(row.step_se_px),
        row.contrast,
        row.likeness,
        row.major_every,
        first,
    )


def _student(freedom: int) -> float:
    """97.5 % quantile of Student's t (Abramowitz and Stegun 26.7.5), within 2 % from 4 degrees of freedom on."""
    z = 1.959964
    terms = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96, (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + sum(term / freedom ** (power + 1) for power, term in enumerate(terms))
