"""Where the vertebrae C2, C3 and C4 lie, predicted from the landmarks of the skull and the jaws; numpy alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aariz_mm.geometry import fit_similarity

__all__ = ['cervical_roi', 'jitter_box']

# Mean place of the skeletal landmarks, mm: origin at S, x to the face, y down, S-N = 70 mm. Whole-mm values of the
# shape model of the phantoms (140 Aariz training images, CC BY 4.0; see phantom/shape_model.py).
_REFERENCE_MM = {
    'A': (74, 39.5), 'ANS': (78, 34), 'B': (72, 83), 'Me': (69.5, 104.5), 'N': (66.5, -21.5), 'Or': (56.5, 11.5),
    'Pog': (74.5, 96), 'PNS': (26.5, 43), 'R': (-3.5, 55.5), 'S': (0, 0), 'Ar': (-10.5, 36), 'Co': (-9, 23.5),
    'Gn': (73.5, 101.5), 'Go': (4, 81), 'Po': (-21, 25),
}  # fmt: skip
# Set on 40 radiographs of ISBI 2015 whose vertebrae were marked by eye. The neck moves against the head by 6 mm
# (standard deviation) along x and y, so the region is somewhat wider than the 69 mm of the published C2-C4 crops; the
# lower border of C2 and the front of C3 lie at 0.4 of its height and 0.8 of its width, as there.
_CENTER_MM = (-31.0, 94.0)
_SIDE_MM = 82.0
# Landmarks near the neck follow it better than far ones: weight exp(-d^2 / 2 sd^2) at d from this point.
_NECK_MM = (-20.0, 88.0)
_WEIGHT_SD_MM = 50.0
_LEAST_POINTS = 3
_LEAST_SPREAD_MM = 10.0


def cervical_roi(
    landmarks_px: np.ndarray, symbols: Sequence[str], visible: np.ndarray | None = None, scale: float = 1.0
) -> np.ndarray:
    """Square region that holds the bodies of C2, C3 and C4 of a lateral cephalogram facing right.

    A similarity (size, turn, shift) takes a reference head to the skeletal landmarks that are there, by least squares
    with more weight on those near the neck; it carries the middle and the side of the region. Any three that do not
    lie together will do, so no landmark is indispensable, and no pixel size is needed. The region stays upright, as the
    published C2-C4 crops are, whatever the tilt of the head.

    Args:
        landmarks_px: (K, 2), (x, y); NaN where missing.
        symbols: K landmark symbols; dental and soft-tissue ones are not used.
        visible: (K,) bool; False leaves a landmark out.
        scale: factor of the side.
    Returns:
        (4,) float64, x1 y1 x2 y2 in the frame of the landmarks; it may reach over the border of the image.
    Errors:
        ValueError: fewer than three skeletal landmarks, or all of them in one place, or a shape that does not fit.
    Example: landmarks of the reference head at 10 px per mm, S at (2000, 500) -> [1280, 1030, 2100, 1850]
    """
    points, reference = _paired_points(landmarks_px, symbols, visible)
    to_px = _fit_head(reference, points)
    center = to_px @ (*_CENTER_MM, 1)
    half = 0.5 * scale * _SIDE_MM * np.hypot(*to_px[:, 0])
    return np.concatenate([center - half, center + half])


def jitter_box(box: np.ndarray, shift_xy: Sequence[float], scale: float) -> np.ndarray:
    """A square box (4,), x1 y1 x2 y2, moved by shares of its side and scaled about its middle.

    Example: (0, 0, 10, 10) by (0.1, 0) and 2 -> (-4, -5, 16, 15)
    """
    side = box[2] - box[0]
    center = (box[:2] + box[2:]) / 2 + side * np.asarray(shift_xy)
    return np.concatenate([center - scale * side / 2, center + scale * side / 2])


def _fit_head(reference_mm: np.ndarray, points_px: np.ndarray) -> np.ndarray:
    """Similarity (2, 3) from the reference head to the radiograph."""
    weights = np.exp(-((reference_mm - _NECK_MM) ** 2).sum(axis=1) / (2 * _WEIGHT_SD_MM**2))
    weights /= weights.sum()
    spread_mm = np.sqrt(weights @ ((reference_mm - weights @ reference_mm) ** 2).sum(axis=1))
    to_px = fit_similarity(reference_mm, points_px, weights)
    if spread_mm < _LEAST_SPREAD_MM or np.hypot(*to_px[:, 0]) * _SIDE_MM < 1:
        raise ValueError(
            'cervical_roi: the skeletal landmarks lie in one place and give no frame of the head; give some that are '
            f'farther apart, of {list(_REFERENCE_MM)}'
        )
    return to_px


def _paired_points(landmarks_px, symbols: Sequence[str], visible) -> tuple[np.ndarray, np.ndarray]:
    """Skeletal landmarks that are there and their reference, each (n, 2)."""
    points = np.asarray(landmarks_px, dtype=np.float64)
    if points.shape != (len(symbols), 2):
        raise ValueError(f'cervical_roi: expected landmarks ({len(symbols)}, 2), one per symbol, got {points.shape}')
    usable = np.isfinite(points).all(axis=1) & np.array([symbol in _REFERENCE_MM for symbol in symbols])
    if visible is not None:
        usable &= np.asarray(visible, dtype=bool)
    if usable.sum() < _LEAST_POINTS:
        raise ValueError(
            f'cervical_roi: {usable.sum()} skeletal landmarks, expected at least {_LEAST_POINTS} of '
            f'{list(_REFERENCE_MM)}; label more of them, or leave this image out of the stage data'
        )
    reference = np.array([_REFERENCE_MM[symbol] for symbol, here in zip(symbols, usable, strict=True) if here], float)
    return points[usable], reference
