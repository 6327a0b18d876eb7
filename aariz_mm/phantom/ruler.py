"""A ruler as head holders image it, drawn on a radiograph."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

__all__ = ['draw_ruler']

_SHIFT = 6


def draw_ruler(
    grey: np.ndarray,
    start_px: Sequence[float],
    px_per_mark: float,
    marks: int,
    angle_deg: float = 90.0,
    length_px: float | None = None,
    major_every: int | None = None,
    brightness: int = 90,
    thickness: float = 0.4,
) -> np.ndarray:
    """A copy of a radiograph with a row of strokes.

    Args:
        grey: (H, W) uint8. start_px: centre of the first stroke, (x, y). px_per_mark: from stroke to stroke.
        angle_deg: of the row: 0 to the right, 90 down. length_px: of a stroke; None for 0.8 steps. major_every: the
            first and every so manieth stroke is twice as long, to one side. brightness: grey levels that are added;
            below 0 the strokes are dark. thickness: of a stroke, in steps.
    Errors:
        ValueError: fewer than one mark, or a distance that is not positive.
    """
    if marks < 1 or not px_per_mark > 0:
        raise ValueError(
            f'marks {marks}, px_per_mark {px_per_mark}: expected at least one mark and a positive distance'
        )
    turn = np.deg2rad(angle_deg)
    along, across = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    length = 0.8 * px_per_mark if length_px is None else length_px
    drawn = np.zeros(grey.shape, np.uint8)
    for mark in range(marks):
        far = 1.5 if major_every and mark % major_every == 0 else 0.5
        centre = np.add(start_px, mark * px_per_mark * along)
        half = 0.5 * thickness * px_per_mark * along
        ends = centre - 0.5 * length * across, centre + far * length * across
        corners = np.array([ends[0] - half, ends[0] + half, ends[1] + half, ends[1] - half])
        cv2.fillPoly(drawn, [np.rint(corners * 2**_SHIFT).astype(np.int32)], 255, cv2.LINE_AA, _SHIFT)
    smooth = cv2.GaussianBlur(drawn.astype(np.float32), (0, 0), 0.6) / 255
    return np.clip(np.rint(grey + brightness * smooth), 0, 255).astype(np.uint8)
