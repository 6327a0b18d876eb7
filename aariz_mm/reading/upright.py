"""A radiograph brought upright while it is read: only where what was found is not as usual is it looked at again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from aariz_mm.geometry import inside_image
from aariz_mm.intake.candidates import LARGEST_SHEET, field_mm, framed, propose_views, sheet_around, without_border
from aariz_mm.intake.plausibility import Plausibility, full_points
from aariz_mm.intake.refusal import why_not
from aariz_mm.intake.uprighting import View, inverted

__all__ = ['Find', 'Look', 'read_upright']

_MOST_LOOKS = 12
_LEAST_LIKELY = 0.28
"""Correlation with a mean phantom below which a view is not read; ISBI 2015's training images have 0.44 or more."""
_FIELDS_MM = (185.0, 345.0)
"""Heights of pictures, mm of the face, that are read as they are; those of ISBI 2015's training images are 233 to 334,
of phantoms 207 to 276."""
_TILTS_DEG = (-10.0, 30.0)
"""Clockwise; heads of ISBI 2015's training images have -1 to 22."""
_USUAL_TILT_DEG = 9.0

Find = Callable[[np.ndarray], tuple[Mapping[str, np.ndarray], np.ndarray, Plausibility]]
"""Picture (H, W) uint8 -> outputs of a bundle, landmarks (K, 2) in its pixels, and how plausible they are."""


@dataclass(frozen=True)
class Look:
    """What was found in one view of a radiograph.

    outputs: of the bundle. points_px: (K, 2), pixels of the view. why_not: what speaks against a face from the side.
    """

    view: View
    outputs: Mapping[str, np.ndarray]
    points_px: np.ndarray
    plausibility: Plausibility
    why_not: str = ''


def read_upright(image: np.ndarray, find: Find, symbols: Sequence[str]) -> Look:
    """The radiograph as it is where it can be read so, else its best view.

    Args:
        image: (H, W) uint8, as stored. symbols: K landmarks that ``find`` finds.
    Returns:
        The look; where no view shows a lateral cephalogram, that of the radiograph as it is, and ``why_not`` says why.
    """
    first = _look(image, without_border(image), find, symbols)
    best = _search(image, first, find, symbols) if first.why_not else first
    again = None if best.why_not else _unusual_frame(image, best, symbols)
    if again is None:
        return best
    closer = _look(image, again, find, symbols)
    return best if closer.why_not else closer


def _look(image: np.ndarray, view: View, find: Find, symbols: Sequence[str]) -> Look:
    outputs, points, plausibility = find(view.draw(image))
    spread = np.nan
    if plausibility.forms_face and np.isfinite(plausibility.shape_mm) and not plausibility.faces_left:
        spread = _spread_mm(outputs, field_mm(full_points(points, symbols), view.size))
    return Look(view, outputs, points, plausibility, why_not(plausibility, spread, _share_outside(points, view.size)))


def _spread_mm(outputs: Mapping[str, np.ndarray], field: float) -> float:
    """Median deviation of the maps, mm of the face; NaN where a bundle gives none."""
    if 'spread' not in outputs or 'input_height' not in outputs:
        return np.nan
    deviations = np.sqrt(np.maximum(outputs['spread'][:, :2].mean(axis=1), 0))
    return float(np.median(deviations)) * field / float(outputs['input_height'])


def _share_outside(points: np.ndarray, size: tuple[int, int]) -> float:
    known = points[np.isfinite(points).all(axis=1)]
    return 1 - float(np.mean(inside_image(known, size))) if len(known) else 0.0


def _search(image: np.ndarray, first: Look, find: Find, symbols: Sequence[str]) -> Look:
    """The first other view that can be read; else the first look, with what speaks against the best one."""
    looks, others = [first], _other_views(image, first)
    while looks[-1].why_not and len(looks) < _MOST_LOOKS and (view := next(others, None)) is not None:
        looks.append(_look(image, view, find, symbols))
    best = min(looks, key=lambda look: (bool(look.why_not), look.plausibility.shape_mm))
    return replace(first, why_not=best.why_not) if best.why_not else best


def _other_views(image: np.ndarray, first: Look) -> Iterator[View]:
    if first.plausibility.forms_face and first.plausibility.likeness < 0:
        yield inverted(first.view)
    for correlation, view in propose_views(image, first.view):
        if correlation < _LEAST_LIKELY:
            return
        if view.inverted != first.view.inverted or not np.array_equal(view.matrix, first.view.matrix):
            yield view


def _area(view: View) -> int:
    width, height = view.size
    return width * height


def _unusual_frame(image: np.ndarray, look: Look, symbols: Sequence[str]) -> View | None:
    """The view in which a face is as large and as upright as usual; None where it is, or too little is known."""
    if np.isnan(look.plausibility.shape_mm):
        return None
    points, tilt = full_points(look.points_px, symbols), look.plausibility.tilt_deg
    field = field_mm(points, look.view.size)
    is_tilted = not _TILTS_DEG[0] <= tilt <= _TILTS_DEG[1]
    sheet = None if is_tilted else sheet_around(image, look.view, look.points_px)
    if sheet is not None and (field > _FIELDS_MM[1] or _area(sheet) < LARGEST_SHEET * _area(look.view)):
        return sheet
    if is_tilted or not _FIELDS_MM[0] <= field <= _FIELDS_MM[1]:
        return framed(look.view, points, _USUAL_TILT_DEG if is_tilted else tilt)
    return None
