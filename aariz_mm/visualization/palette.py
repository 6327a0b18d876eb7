"""The colours of an overlay (RGB), and what the size of an error looks like.

Truth is a cyan ring and prediction an orange cross: blue against orange stays apart for red-green colour-blind
readers (Okabe and Ito, Color Universal Design, 2008) and on grey film, and the shapes differ as well. What speaks for
a later or an earlier CVM stage has a pair of its own, violet and green, which such readers distinguish too.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    'BAND',
    'EARLIER',
    'ERROR_CLASSES',
    'HALO',
    'INK',
    'LATER',
    'MUTED_INK',
    'PREDICTION',
    'TRACING',
    'TRUTH',
    'UNCERTAINTY',
    'Color',
    'ErrorClass',
]

Color = tuple[int, int, int]

TRUTH: Color = (60, 215, 255)
PREDICTION: Color = (255, 145, 20)
UNCERTAINTY: Color = (255, 205, 140)
LATER: Color = (190, 80, 255)
EARLIER: Color = (60, 215, 90)
TRACING: Color = (225, 225, 225)
INK: Color = (245, 245, 245)
MUTED_INK: Color = (175, 178, 184)
BAND: Color = (22, 23, 26)
HALO: Color = (0, 0, 0)


class ErrorClass(NamedTuple):
    """A class of radial errors: the legend's words and the colour."""

    label: str
    color: Color


ERROR_CLASSES: tuple[ErrorClass, ...] = (
    ErrorClass('< 2 mm', (245, 245, 245)),
    ErrorClass('2-4 mm', (255, 228, 70)),
    ErrorClass('> 4 mm', (255, 105, 215)),
)
"""2 mm is the field's limit of clinical acceptance, 4 mm the widest SDR threshold."""
