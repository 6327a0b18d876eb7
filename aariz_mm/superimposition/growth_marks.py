"""Marks of change in an overlay: arrows from place to place, with ellipses of their doubt."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from aariz_mm.outlines.beziers import line
from aariz_mm.tracing.drawing import Stroke
from aariz_mm.tracing.lines import ellipse
from aariz_mm.tracing.themes import Pen

from .changes import LandmarkChange
from .doubt import region_size
from .superimposing import Superimposition

__all__ = ['ARROWS', 'LARGEST_MM', 'growth_marks', 'shown_mm']

ARROWS = ('Pog', 'Me', 'Go', 'ANS', 'UIT', 'LIT')
"""Landmarks whose growth is shown by arrows."""
LARGEST_MM = 20.0
"""Longer half axis of an ellipse that is drawn: a larger one says that nothing is known, and hides the tracing."""
_SHORTEST_MM, _HEAD_MM = 0.8, 2.0
_ARROW, _ELLIPSE = Pen((120, 60, 0), 0.4), Pen((120, 60, 0), 0.25, (0.8, 0.6))


def shown_mm(found: Superimposition, index: int) -> np.ndarray:
    """Landmarks (K, 2) of a timepoint as drawn: x forward, y down."""
    return found.axes_mm(index) * [1, -1]


def growth_marks(found: Superimposition) -> tuple[list[Stroke], int]:
    """Arrows from each timepoint to the next with ellipses, and how many ellipses are too large to be drawn.

    Ellipses lie about the later place and hold it at the ``level`` of the superimposition.
    """
    strokes, too_large = [], 0
    for change, start, end in _shown_changes(found):
        strokes += _arrow(start, end)
        covariance = change.covariance_mm2
        if covariance is None or not np.isfinite(covariance).all():
            continue
        values, axes = np.linalg.eigh(covariance * [[1, -1], [-1, 1]])
        radii = np.sqrt(np.maximum(values, 0) * region_size(covariance, found.level))
        if radii[1] > LARGEST_MM:
            too_large += 1
        elif radii[1] > 0:
            angle = float(np.degrees(np.arctan2(axes[1, 1], axes[0, 1])))
            strokes.append(Stroke('growth', ellipse(end, radii[1], radii[0], angle), True, _ELLIPSE))
    return strokes, too_large


def _shown_changes(found: Superimposition) -> Iterator[tuple[LandmarkChange, np.ndarray, np.ndarray]]:
    """Changes of :data:`ARROWS` between neighbouring timepoints, with both places."""
    labels, symbols = [one.label for one in found.timepoints], found.timepoints[0].symbols
    places = [shown_mm(found, index) for index in range(len(labels))]
    for change in found.changes:
        first, last = labels.index(change.from_label), labels.index(change.to_label)
        if change.symbol in ARROWS and last == first + 1 and np.isfinite(change.distance_mm):
            row = symbols.index(change.symbol)
            yield change, places[first][row], places[last][row]


def _arrow(start: np.ndarray, end: np.ndarray) -> list[Stroke]:
    """None where it would be shorter than its head."""
    length = float(np.hypot(*(end - start)))
    if length <= _SHORTEST_MM:
        return []
    way = (end - start) / length
    back, side = end - min(_HEAD_MM, length / 2) * way, 0.7 * np.array([-way[1], way[0]])
    curves = line(start, end), line(back + side, end, back - side)
    return [Stroke('growth', curve, False, _ARROW) for curve in curves]
