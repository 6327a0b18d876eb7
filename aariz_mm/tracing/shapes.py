"""What a tracing is made of: layers of paths, arcs and texts in pixels of the radiograph. Numpy alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from aariz_mm.outlines import OUTLINE_LAYERS

__all__ = ['LAYERS', 'Arc', 'Label', 'Layer', 'Path', 'Shape', 'Tracing', 'check_layers']

LAYERS: Mapping[str, str] = OUTLINE_LAYERS | dict(
    planes='Planes',
    angles='Angles',
    ellipses='90 % ellipses',
    landmarks='Landmarks',
    labels='Symbols',
    scale_bar='Scale bar',
)
"""Key and name of every layer, from the lowest to the highest."""


@dataclass(frozen=True)
class Path:
    """A line of the pen: ``curve`` is a Bézier spline (3 m + 1, 2), px; ``kind`` says how it is drawn.

    kind: 'outline', 'plane', 'axis' (a line that an angle takes), 'helper' (a parallel of one), 'ellipse', 'mark' or
    'bar'. name: of the structure, plane or landmark.
    """

    curve: np.ndarray
    kind: str
    name: str
    closed: bool = False


@dataclass(frozen=True)
class Arc:
    """The arc of an angle: ``start_deg`` to ``start_deg + sweep_deg`` from the x axis towards y, px."""

    center: np.ndarray
    radius: float
    start_deg: float
    sweep_deg: float
    name: str
    kind: str = 'arc'


@dataclass(frozen=True)
class Label:
    """A text beside the point ``at``, px, on the side that the unit vector ``away`` points to."""

    at: np.ndarray
    text: str
    away: np.ndarray
    kind: str
    name: str


Shape = Path | Arc | Label


@dataclass(frozen=True)
class Layer:
    """Shapes that are shown or hidden together. ``key``: of :data:`LAYERS`."""

    key: str
    name: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class Tracing:
    """A tracing of one radiograph.

    layers: those that have shapes, in the order of :data:`LAYERS`. image_size: (w, h) px, None where unknown.
    pixel_size_mm: None where unknown. px_per_mm: pixels per mm of a face with S-N = 70 mm, for the sizes of marks.
    """

    layers: tuple[Layer, ...]
    image_size: tuple[int, int] | None = None
    pixel_size_mm: float | None = None
    px_per_mm: float = 1.0

    def layer(self, key: str) -> Layer | None:
        """The layer of a key; None where nothing is to be seen of it."""
        return next((layer for layer in self.layers if layer.key == key), None)

    def only(self, keys: Iterable[str] | None) -> Tracing:
        """The tracing with some layers alone; None keeps all."""
        if keys is None:
            return self
        keys = check_layers(keys)
        kept = tuple(layer for layer in self.layers if layer.key in keys)
        return Tracing(kept, self.image_size, self.pixel_size_mm, self.px_per_mm)

    def as_plain(self) -> dict:
        """Plain data for JSON, see :func:`aariz_mm.tracing.plain.plain_tracing`."""
        from .plain import plain_tracing

        return plain_tracing(self)


def check_layers(keys: Iterable[str]) -> frozenset[str]:
    """Keys of layers.

    Errors:
        ValueError: one is unknown, or there is none.
    """
    keys = frozenset(keys)
    unknown = sorted(keys - LAYERS.keys())
    if unknown or not keys:
        raise ValueError(f'layers {sorted(keys)}: expected some of {",".join(LAYERS)}, unknown: {unknown}')
    return keys
