"""Views in which a picture may be an upright radiograph, the likeliest first."""

from __future__ import annotations

import cv2
import numpy as np

from aariz_mm.geometry import fit_similarity
from aariz_mm.outlines.mean_shape import MEAN_SHAPE_MM

from .borders import border_box, textured_box
from .film import find_sheets, laid_flat
from .sheet_edges import sheet_by_lines
from .template import Match, match_template
from .uprighting import View, cut, inverted, laid, refined, rotated, turned, whole

__all__ = ['LARGEST_SHEET', 'field_mm', 'framed', 'propose_views', 'sheet_around', 'without_border']

LARGEST_SHEET = 0.75
"""Share of a picture; a sheet with four edges that fills less of it lies in a photograph. Of the 131 training images of
ISBI 2015 13 have such edges, which are those of the film and hold 0.87 or more."""

_SIDE = 400
"""Longer side to which a picture is reduced before it is searched."""
_WAYS_OF_A_PART = 3
_FIELD_MM = (216.0, 268.0)
"""Width and height of what is shown about a face with S-N = 70 mm, and where the middle of its landmarks lies."""
_MIDDLE = (0.40, 0.42)


def without_border(image: np.ndarray) -> View:
    """The stored image (H, W) uint8 as it is, or without its wide constant borders."""
    view, box = whole(image.shape[1::-1]), border_box(image)
    return view if box is None else cut(view, box)


def propose_views(image: np.ndarray, start: View) -> list[tuple[float, View]]:
    """Views of a stored image (H, W) uint8 with how well a mean phantom correlates with each, best first.

    Args:
        start: the view that was read in vain; the first proposals may be the same.
    """
    small, scale = _reduced(image, start)
    found: list[tuple[float, View]] = []
    for area in (None, *_parts(small)):  # the whole is not laid over pixels anew, so that they stay as they are
        view = start if area is None else refined(start, scale, area)
        matches = match_template(small if area is None else area.draw(small))
        matches = matches if area is None else matches[:_WAYS_OF_A_PART]
        found += [(match.correlation, _turned_as(view, match)) for match in matches]
    return sorted(found, key=lambda one: -one[0])


def sheet_around(image: np.ndarray, view: View, points_px: np.ndarray) -> View | None:
    """The smallest sheet in a view that holds all landmarks, laid flat; None where there is none.

    Args:
        image: (H, W) uint8, as stored. points_px: (K, 2), pixels of the view.
    """
    small, scale = _reduced(image, view)
    points = (points_px + 0.5) * scale - 0.5
    around = [
        corners for corners in find_sheets(small)
        if all(cv2.pointPolygonTest(corners, (float(x), float(y)), False) > 0 for x, y in points)
    ]  # fmt: skip
    if not around:
        corners = sheet_by_lines(small, points[np.isfinite(points).all(axis=1)])
        around = [] if corners is None or cv2.contourArea(corners) > LARGEST_SHEET * small.size else [corners]
    if not around:
        return None
    return refined(view, scale, laid_flat(whole(small.shape[1::-1]), min(around, key=cv2.contourArea)))


def _reduced(image: np.ndarray, view: View) -> tuple[np.ndarray, float]:
    """A view as a small picture, and how many of its pixels are one of the view."""
    scale = min(1.0, _SIDE / max(view.size))
    size = [max(8, round(side * scale)) for side in view.size]
    return cv2.resize(view.draw(image), size, interpolation=cv2.INTER_AREA), scale


def _turned_as(view: View, match: Match) -> View:
    view = turned(view, match.is_mirrored, match.quarters)
    view = rotated(view, -match.tilt_deg) if match.tilt_deg else view
    return inverted(view) if match.inverted else view


def _parts(image: np.ndarray) -> list[View]:
    """A window in the picture, and sheets."""
    view, box = whole(image.shape[1::-1]), textured_box(image)
    return [*([] if box is None else [cut(view, box)]), *(laid_flat(view, one) for one in find_sheets(image))]


def field_mm(points_px: np.ndarray, size: tuple[int, int]) -> float:
    """Height of a picture of (w, h), widened or heightened to the usual aspect, mm of a face with S-N = 70 mm.

    Args:
        points_px: (29, 2), pixels of the picture, NaN where missing; a face that looks right.
    """
    to_mean, aspect = _to_mean(points_px), _FIELD_MM[0] / _FIELD_MM[1]
    return float(np.hypot(*to_mean[:, 0]) * max(size[1], size[0] / aspect))


def framed(view: View, points_px: np.ndarray, tilt_deg: float) -> View:
    """The view with the face as large and where it usually is.

    Args:
        points_px: (29, 2), pixels of the view, NaN where missing; a face that looks right.
        tilt_deg: clockwise, that it is to have.
    """
    to_mean = _to_mean(points_px)
    scale, tilt = np.hypot(*to_mean[:, 0]), np.radians(tilt_deg)
    usual = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]]) / scale
    size = np.round(np.array(_FIELD_MM) / scale)
    affine = np.column_stack([usual @ to_mean[:, :2], usual @ to_mean[:, 2] + np.array(_MIDDLE) * size])
    return laid(view, affine, size)


def _to_mean(points_px: np.ndarray) -> np.ndarray:
    known = ~np.isnan(points_px).any(axis=1)
    return fit_similarity(points_px[known], MEAN_SHAPE_MM[known])
