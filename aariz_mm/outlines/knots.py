"""The strokes of the mean head as arrays, made once. Numpy alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .anatomy import STROKES, Stroke
from .curves import split_names
from .mean_shape import MEAN_PLACES_MM
from .teeth import MEAN_NECKS_MM

__all__ = ['Knots', 'stroke_knots']


@dataclass(frozen=True)
class Knots:
    """The knots of a stroke.

    points_mm: (n, 2), mean frame. corners: (n,), where it bends sharply. along_mm: (n,), way from its beginning.
    named: (index, name) of the knots that are landmarks or ends of the alveolar bone.
    ends: of each section, the index of its last knot. needs: of each section, the symbols that it takes.
    """

    stroke: Stroke
    points_mm: np.ndarray
    corners: np.ndarray
    along_mm: np.ndarray
    named: tuple[tuple[int, str], ...]
    ends: tuple[int, ...]
    needs: tuple[frozenset[str], ...]


@lru_cache(maxsize=1)
def stroke_knots() -> tuple[Knots, ...]:
    """The knots of every stroke, in drawing order."""
    return tuple(_parse(stroke) for stroke in STROKES)


def _parse(stroke: Stroke) -> Knots:
    names, corners, ends = [], [], []
    for section in stroke.sections:
        more, sharp = split_names(section.points)
        names, corners = names + more, corners + sharp
        ends.append(len(names) - 1)
    known = MEAN_PLACES_MM | MEAN_NECKS_MM
    points = np.array([known[name] if name in known else tuple(map(float, name.split())) for name in names])
    along = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1)))
    named = tuple((index, name) for index, name in enumerate(names) if name in known)
    needs = tuple(frozenset(section.needs.split()) for section in stroke.sections)
    return Knots(stroke, points, np.array(corners), along, named, tuple(ends), needs)
