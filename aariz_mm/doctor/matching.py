"""Whether two images are one, and what was done to it: matched details, an affine map, and the correlation on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from .looks import SYMMETRIES, Look, view_matrix, viewed

__all__ = ['Match', 'match_looks']

_REACH_PX = 3.0
_FEWEST_MATCHES = 12
_LEAST_INSIDE_PX = 400
_BORDER = np.ones((9, 9), np.uint8)
_CERTAIN_MATCHES, _LIKELY_MATCHES, _LIKELY_CORRELATION = 85, 40, 0.81
_SCALES = (0.4, 2.5)
_MOST_SHEAR = 0.6
_NOTED_TURN_DEG, _NOTED_STRETCH, _NOTED_EDGE = 0.5, 0.02, 0.01


@dataclass(frozen=True)
class Match:
    """The second of two images as a copy of the first.

    to_first: (2, 3) from px of the second image to px of the first. matches: details that agree on it. correlation: of
    the detail of both on the other, negative for a negative. changes: what was done to the second, in words.
    """

    to_first: np.ndarray
    matches: int
    correlation: float
    changes: tuple[str, ...]

    @property
    def is_copy(self) -> bool:
        """Whether chance gives no such agreement; see docs/trust.md for how often it was right."""
        agreeing = abs(self.correlation) >= _LIKELY_CORRELATION and self.matches >= _LIKELY_MATCHES
        return agreeing or self.matches >= _CERTAIN_MATCHES

    def __str__(self) -> str:
        """Example: 'mirrored, turned by 2.1 degrees'; 'other greys' where nothing was moved."""
        return ', '.join(self.changes) or 'the same view'


def match_looks(first: Look, second: Look, symmetries: Sequence[tuple[bool, int]] = SYMMETRIES) -> Match | None:
    """The best match of the second look, in one of these views, on the first; None where they have little in common."""
    found = [_match_view(first, second, symmetry) for symmetry in symmetries]
    return max(filter(None, found), key=lambda match: (match.is_copy, match.matches), default=None)


def _match_view(first: Look, second: Look, symmetry: tuple[bool, int]) -> Match | None:
    view = viewed(second, symmetry)
    ours, theirs = _mutual_nearest(first.descriptors, view.descriptors)
    if len(ours) < _FEWEST_MATCHES:
        return None
    cv2.setRNGSeed(0)
    affine, agreeing = cv2.estimateAffine2D(
        view.places_px[theirs], first.places_px[ours], method=cv2.RANSAC, ransacReprojThreshold=_REACH_PX,
        maxIters=2000, confidence=0.999,
    )  # fmt: skip
    if affine is None or not _is_plausible(affine) or agreeing.sum() < _FEWEST_MATCHES:
        return None
    correlation = _correlation(first.detail, view.detail, affine)
    to_first = first.to_image @ np.vstack([affine, [0, 0, 1]]) @ view_matrix(second.detail.shape[::-1], symmetry)
    to_first = to_first @ np.linalg.inv(second.to_image)
    changes = _changes(symmetry, correlation, to_first, first.size_px, second.size_px)
    return Match(to_first[:2], int(agreeing.sum()), correlation, changes)


def _mutual_nearest(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Descriptors that are each other's nearest."""
    likeness = first.astype(np.float32) @ second.astype(np.float32).T
    if not likeness.size:
        return np.zeros(0, int), np.zeros(0, int)
    nearest, back = likeness.argmax(axis=1), likeness.argmax(axis=0)
    ours = np.flatnonzero(back[nearest] == np.arange(len(first)))
    return ours, nearest[ours]


def _is_plausible(affine: np.ndarray) -> bool:
    """Whether a map neither mirrors nor scales nor shears beyond what copies have."""
    scales = np.linalg.svd(affine[:, :2], compute_uv=False)
    return (
        np.linalg.det(affine[:, :2]) > 0
        and _SCALES[0] <= scales[1] <= scales[0] <= _SCALES[1]
        and np.log(scales[0] / scales[1]) <= _MOST_SHEAR
    )


def _correlation(first: np.ndarray, second: np.ndarray, to_first: np.ndarray) -> float:
    """Of both details where they lie on one another, away from the borders; 0 where there is too little of it."""
    size = first.shape[::-1]
    moved = cv2.warpAffine(np.ascontiguousarray(second, np.float32), to_first, size)
    inside = cv2.warpAffine(np.ones(second.shape, np.uint8), to_first, size, flags=cv2.INTER_NEAREST)
    inside = cv2.erode(inside, _BORDER, borderType=cv2.BORDER_CONSTANT, borderValue=0) > 0
    if inside.sum() < _LEAST_INSIDE_PX:
        return 0.0
    ours, theirs = first[inside].astype(np.float32), moved[inside]
    ours, theirs = ours - ours.mean(), theirs - theirs.mean()
    norms = float(np.linalg.norm(ours) * np.linalg.norm(theirs))
    return float(ours @ theirs) / norms if norms else 0.0


def _changes(symmetry, correlation, to_first, first_size, second_size) -> tuple[str, ...]:
    mirrored, _ = symmetry
    linear = to_first[:2, :2] @ np.diag([-1.0 if mirrored else 1.0, 1.0])
    turn = float(np.degrees(np.arctan2(linear[1, 0] - linear[0, 1], linear[0, 0] + linear[1, 1])))
    scales = np.linalg.norm(linear, axis=0)
    corners = np.array([[0, 0, 1], [second_size[0], 0, 1], [*second_size, 1], [0, second_size[1], 1]])
    placed = (corners @ to_first[:2].T) / first_size
    said = ['mirrored'] if mirrored else []
    said += ['negative'] if correlation < 0 else []
    said += [f'turned by {abs(turn):.1f} degrees'] if abs(turn) >= _NOTED_TURN_DEG else []
    said += ['stretched'] if abs(np.log(scales[0] / scales[1])) >= _NOTED_STRETCH else []
    return (*said, *_sides(placed, abs(turn)))


def _sides(placed: np.ndarray, turn: float) -> list[str]:
    """'cropped' and 'padded', from the corners' places in the other image, 0 to 1; a turn puts some outside."""
    slack = _NOTED_EDGE + 0.6 * np.radians(turn if turn < 45 else abs(turn - 90 * round(turn / 90)))
    low, high = placed.min(axis=0), placed.max(axis=0)
    said = ['cropped'] if (low > slack).any() or (high < 1 - slack).any() else []
    return said + (['padded'] if (low < -slack).any() or (high > 1 + slack).any() else [])
