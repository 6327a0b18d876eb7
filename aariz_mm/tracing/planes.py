"""The reference planes of a tracing: lines a little longer than from landmark to landmark. Numpy alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from aariz_mm.outlines.beziers import line

from .lines import direction, extended
from .shapes import Label, Path, Shape

__all__ = ['PLANES', 'plane_ends', 'plane_shapes']

PLANES = dict(
    SN=('S', 'N'),
    FH=('Po', 'Or'),
    PP=('PNS', 'ANS'),
    OP=('UMT LMT', 'UIT LIT'),
    MP=('Go', 'Me'),
)
"""Plane -> the landmarks that it runs through, from the back to the front; of two, the middle."""
_BEYOND_MM = 9.0


def plane_ends(at: Mapping[str, np.ndarray], plane: str) -> tuple[np.ndarray, np.ndarray] | None:
    """The points that give a plane, from the back to the front; None where a landmark is missing or they coincide."""
    places = [[at.get(symbol) for symbol in names.split()] for names in PLANES[plane]]
    if any(point is None for group in places for point in group):
        return None
    back, front = (np.mean(group, axis=0) for group in places)
    return None if direction(back, front) is None else (back, front)


def plane_shapes(at: Mapping[str, np.ndarray], px_per_mm: float) -> Iterator[Shape]:
    """Each plane that is there, with its name at the end in front."""
    for name in PLANES:
        ends = plane_ends(at, name)
        if ends is not None:
            back, front = extended(*ends, _BEYOND_MM * px_per_mm)
            yield Path(line(back, front), 'plane', name)
            yield Label(front, name, direction(back, front), 'plane', name)
