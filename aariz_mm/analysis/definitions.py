"""What a cephalometric measurement is made of. Numpy alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from ..landmarks import select_symbols
from .norms import Norm

__all__ = [
    'DEGREES',
    'MILLIMETRES',
    'PER_CENT',
    'Measurement',
    'Points',
    'define',
    'forward',
    'functional_plane',
    'mandibular_plane',
    'occlusal_plane',
]

DEGREES, MILLIMETRES, PER_CENT = 'deg', 'mm', '%'

Points = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Measurement:
    """One measurement: what it is, how it is signed, what is normal, and its formula.

    ``formula`` maps symbol -> (B, 2) points of faces that look right (pixels, y down) to (B,) degrees, pixels (for a
    unit of mm) or per cent. ``landmarks`` are all that it takes. ``low`` and ``high`` say what a value below and above
    the norm means. ``signed`` is true where the value depends on which way the face looks.
    """

    key: str
    name: str
    definition: str
    unit: str
    sign: str
    landmarks: tuple[str, ...]
    formula: Callable[[Points], np.ndarray] = field(repr=False, compare=False)
    norms: tuple[Norm, ...] = ()
    low: str = ''
    high: str = ''
    signed: bool = False


def define(key: str, name: str, definition: str, unit: str, landmarks: str, formula: Callable[[Points], np.ndarray],
           **rest) -> Measurement:  # fmt: skip
    """A :class:`Measurement` whose landmarks are given as one string, 'S N A'."""
    return Measurement(
        key, name, definition, unit, rest.pop('sign', 'always positive'), select_symbols(landmarks.split()), formula,
        **rest,
    )  # fmt: skip


def forward(points: Points) -> np.ndarray:
    """Frankfort horizontal, Po to Or: (B, 2), to the front."""
    return points['Or'] - points['Po']


def mandibular_plane(points: Points) -> np.ndarray:
    """Go to Me: (B, 2), to the front."""
    return points['Me'] - points['Go']


def occlusal_plane(points: Points) -> np.ndarray:
    """Bisected occlusal plane: middle of the first molars' cusps to the middle of the incisal edges; (B, 2), to the
    front (Downs 1948)."""
    return (points['UIT'] + points['LIT'] - points['UMT'] - points['LMT']) / 2


def functional_plane(points: Points) -> np.ndarray:
    """Functional occlusal plane: middle of the first molars' cusps to that of the second premolars'; (B, 2), to the
    front (Jacobson 1975)."""
    return (points['UPM'] + points['LPM'] - points['UMT'] - points['LMT']) / 2
