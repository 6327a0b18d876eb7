"""A move made exact on the pixels: OpenCV's enhanced correlation (Evangelidis & Psarakis, IEEE TPAMI 2008;30:1858)."""

from __future__ import annotations

import cv2
import numpy as np

from .patches import Patch

__all__ = ['correlation_at', 'find_size_ratio', 'project_rigid', 'refine', 'rescale', 'turn_and_shift', 'warp_patch']

_ITERATIONS, _STEP = 40, 1e-5


def warp_patch(patch: Patch, matrix: np.ndarray) -> Patch:
    """The patch moved by (2, 3), on a grid of its own size."""
    size = patch.greys.shape[::-1]
    greys = cv2.warpAffine(patch.greys, matrix, size, flags=cv2.INTER_LINEAR)
    inside = cv2.warpAffine(patch.inside.astype(np.uint8), matrix, size, flags=cv2.INTER_NEAREST) > 0
    return Patch(greys, inside)


def correlation_at(fixed: Patch, moving: Patch, mask: np.ndarray, matrix: np.ndarray) -> tuple[float, float]:
    """Correlation of the two in the mask where the moving patch is moved by a matrix; the share of it that both show.

    Returns:
        (correlation -1 ... 1, share 0 ... 1); (0, 0) where they share nothing.
    """
    moved = warp_patch(moving, matrix)
    both = mask & moved.inside & fixed.inside
    if both.sum() < 10:
        return 0.0, 0.0
    a, b = fixed.greys[both], moved.greys[both]
    a, b = a - a.mean(), b - b.mean()
    power = float(np.sqrt((a @ a) * (b @ b)))
    return (float(a @ b) / power if power > 1e-9 else 0.0), float(both.sum() / max(mask.sum(), 1))


def refine(fixed: Patch, moving: Patch, mask: np.ndarray, matrix: np.ndarray) -> np.ndarray | None:
    """The turn and shift (2, 3) of most correlation near a first guess; None where it does not come to rest.

    ``mask`` lies on the fixed patch. The moving patch plays OpenCV's template, so that its matrix is ours and the mask
    stays where it is.
    """
    shown = warp_patch(moving, matrix).inside
    shown = cv2.erode(shown.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    valid = (mask & fixed.inside & shown).astype(np.uint8)
    if valid.sum() < 100:
        return None
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, _ITERATIONS, _STEP)
    try:
        _, found = cv2.findTransformECC(
            moving.greys, fixed.greys, matrix.astype(np.float32), cv2.MOTION_EUCLIDEAN, criteria, valid, 1
        )
    except cv2.error:
        return None
    return project_rigid(found.astype(np.float64)) if np.isfinite(found).all() else None


def find_size_ratio(fixed: Patch, moving: Patch, mask: np.ndarray, matrix: np.ndarray, centre: np.ndarray) -> float:
    """How many times as large the region (h, w) seems on the moving patch: the size of most correlation.

    Args:
        matrix: (2, 3), the move. centre: (2,) in cells, about which the size is changed by up to 8 %.
    """
    ratios = np.linspace(0.92, 1.08, 9)
    scores = []
    for ratio in ratios:
        resized = np.column_stack([matrix[:, :2], matrix[:, 2] - centre]) / ratio
        resized[:, 2] += centre
        scores.append(correlation_at(fixed, moving, mask, resized)[0])
    best = int(np.clip(np.argmax(scores), 1, len(ratios) - 2))
    low, middle, high = scores[best - 1 : best + 2]
    bend = low - 2 * middle + high
    offset = float(np.clip(0.5 * (low - high) / bend, -1, 1)) if bend < -1e-12 else 0.0
    return float(ratios[best] + offset * (ratios[1] - ratios[0]))


def project_rigid(matrix: np.ndarray) -> np.ndarray:
    """The turn and shift (2, 3) of a matrix whose rounding has made it a little more than that."""
    angle = np.arctan2(matrix[1, 0], matrix[0, 0])
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([[cos, -sin, matrix[0, 2]], [sin, cos, matrix[1, 2]]])


def rescale(matrix: np.ndarray, factor: float) -> np.ndarray:
    """The same move (2, 3) in cells ``factor`` times as fine, cell centres on whole coordinates."""
    turn, half = matrix[:, :2], np.full(2, (factor - 1) / 2)
    return np.column_stack([turn, factor * matrix[:, 2] + half - turn @ half])


def turn_and_shift(matrix: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """(3,): angle in radians, and the shift of a centre (2,), of a move (2, 3) in the unit of both."""
    return np.array([np.arctan2(matrix[1, 0], matrix[0, 0]), *(matrix[:, :2] @ centre + matrix[:, 2] - centre)])
