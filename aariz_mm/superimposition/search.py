"""Where a region of one radiograph lies in another: every turn and shift within reach is tried on a coarse grid."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .patches import Patch

__all__ = ['Candidate', 'find_candidates', 'turn_about']

_REACH_MM = 6.0
_REACH_DEG = 6.0
_STEP_DEG = 1.5
_APART = 3.0
_MAX_CANDIDATES = 4


@dataclass(frozen=True)
class Candidate:
    """A move of the moving patch onto the fixed one: (2, 3) in cells of the search, and its correlation.

    ``sign`` is -1 where the one radiograph shows as dark what the other shows as bright.
    """

    matrix: np.ndarray
    correlation: float
    sign: int = 1


def turn_about(centre: np.ndarray, angle_rad: float, shift: np.ndarray) -> np.ndarray:
    """(2, 3): a turn about a centre (2,), then a shift (2,)."""
    cos, sin = np.cos(angle_rad), np.sin(angle_rad)
    turn = np.array([[cos, -sin], [sin, cos]])
    return np.column_stack([turn, centre + shift - turn @ centre])


def find_candidates(fixed: Patch, moving: Patch, mask: np.ndarray, pitch_mm: float) -> list[Candidate]:
    """The likeliest moves, best first, that differ from each other by some mm or degrees.

    Args:
        fixed, moving: patches (h, w) of one grid, the moving one put where the start says.
        mask: (h, w) bool, the region on the fixed patch. pitch_mm: of the grid.
    Returns:
        At most four; none where the region is empty or flat.
    """
    reach = round(_REACH_MM / pitch_mm)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return []
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    centre = np.array([columns[[0, -1]].mean(), rows[[0, -1]].mean()])
    part, weight = fixed.greys[box], mask[box].astype(np.float32)
    if float(np.std(fixed.greys[mask])) < 1e-3:
        return []
    found = []
    for angle in np.deg2rad(np.arange(-_REACH_DEG, _REACH_DEG + 1e-6, _STEP_DEG)):
        turned = _window(moving.greys, centre, angle, box, reach)
        scores = cv2.matchTemplate(turned, part, cv2.TM_CCORR_NORMED, mask=weight)
        scores = np.nan_to_num(scores, nan=0.0, posinf=0.0, neginf=0.0)
        found += [peak for sign in (1, -1) for peak in _peaks(scores, sign, angle, reach)]
    return _distinct(found, centre, pitch_mm)


def _window(greys: np.ndarray, centre: np.ndarray, angle: float, box, reach: int) -> np.ndarray:
    """The moving patch turned about the centre, the box of the region and ``reach`` cells around it."""
    matrix = turn_about(centre, angle, np.zeros(2))
    matrix[:, 2] += reach - np.array([box[1].start, box[0].start])
    size = (box[1].stop - box[1].start + 2 * reach, box[0].stop - box[0].start + 2 * reach)
    return cv2.warpAffine(greys, matrix, size, flags=cv2.INTER_LINEAR)


def _peaks(scores: np.ndarray, sign: int, angle: float, reach: int) -> list[tuple]:
    """The three highest local maxima: (correlation, sign, angle, shift of the moving patch in cells)."""
    signed = sign * scores
    highest = signed >= cv2.dilate(signed, np.ones((5, 5), np.uint8)) - 1e-9
    rows, columns = np.nonzero(highest & (signed > 0))
    best = np.argsort(-signed[rows, columns], kind='stable')[:3]
    return [(float(signed[rows[i], columns[i]]), sign, angle, np.array([reach - columns[i], reach - rows[i]], float))
            for i in best]  # fmt: skip


def _distinct(found: list[tuple], centre: np.ndarray, pitch_mm: float) -> list[Candidate]:
    """The best of those that lie close together; a turn of 1.5 degrees counts as a shift of 1 mm."""
    found.sort(key=lambda peak: -peak[0])
    kept: list[tuple] = []
    for peak in found:
        distances = [np.hypot(np.hypot(*(peak[3] - other[3])) * pitch_mm, np.rad2deg(peak[2] - other[2]) / 1.5)
                     for other in kept if other[1] == peak[1]]  # fmt: skip
        if all(distance >= _APART for distance in distances):
            kept.append(peak)
        if len(kept) == _MAX_CANDIDATES:
            break
    return [Candidate(turn_about(centre, angle, shift), score, sign) for score, sign, angle, shift in kept]
