"""Radial errors as numbers, classes and words."""

from __future__ import annotations

import numpy as np

from aariz_mm.visualization.palette import ERROR_CLASSES, INK, Color

__all__ = ['error_class', 'error_color', 'format_error', 'landmark_errors_px', 'summarise_errors']


def landmark_errors_px(pred_px: np.ndarray | None, gt_px: np.ndarray | None) -> np.ndarray | None:
    """Distance of each prediction from its truth.

    Args:
        pred_px, gt_px: (K, 2), NaN where there is none.
    Returns:
        (K,), original pixels, NaN where either is missing; None when a whole set is missing.
    """
    if pred_px is None or gt_px is None:
        return None
    return np.linalg.norm(pred_px - gt_px, axis=1)


def error_class(error_mm: float) -> int:
    """Index into :data:`ERROR_CLASSES`: 0 below 2 mm, 1 from 2 to 4 mm, 2 above 4 mm."""
    return 0 if error_mm < 2 else 1 if error_mm <= 4 else 2


def error_color(error_mm: float | None) -> Color:
    """Colour of an error's class; the neutral ink when the error in mm is unknown (None or NaN)."""
    if error_mm is None or np.isnan(error_mm):
        return INK
    return ERROR_CLASSES[error_class(error_mm)].color


def format_error(error_px: float, pixel_size_mm: float | None = None) -> str:
    """Words beside a landmark: tenths of a mm, whole pixels when the pixel size is unknown, '' for NaN.

    Example: 13 px at 0.1 mm/px -> '1.3'; 13 px at an unknown size -> '13 px'
    """
    if np.isnan(error_px):
        return ''
    return f'{error_px:.0f} px' if pixel_size_mm is None else f'{error_px * pixel_size_mm:.1f}'


def summarise_errors(errors_px: np.ndarray | None, pixel_size_mm: float | None = None) -> str:
    """One line about one radiograph; '' where nothing can be compared.

    Args:
        errors_px: (K,), original pixels; NaN counts for nothing.
    Example: ``'MRE 1.50 mm · 1 of 2 within 2 mm'``
    """
    known = np.empty(0) if errors_px is None else errors_px[~np.isnan(errors_px)]
    if known.size == 0:
        return ''
    if pixel_size_mm is None:
        return f'MRE {known.mean():.1f} px (pixel size unknown)'
    errors_mm = known * pixel_size_mm
    return f'MRE {errors_mm.mean():.2f} mm · {np.sum(errors_mm <= 2)} of {known.size} within 2 mm'
