"""Why a picture is refused as none of a head from the side."""

from __future__ import annotations

import numpy as np

from .plausibility import FARTHEST_MM, Plausibility

__all__ = ['UNSURE_MM', 'NotACephalogramError', 'why_not']

UNSURE_MM = 8.0
"""Spread of the model's maps, median over the landmarks, mm of the face, beyond which it sees none. On ISBI 2015's
training images it is 2.1 to 3.0 mm, on negatives of them 3.1 to 6.3; on a photograph whose landmarks formed a face by
chance the maps were four times as wide as on radiographs."""
_OUTSIDE = 0.2
_UNLIKE = 0.0
_STRETCHED = 0.5


class NotACephalogramError(ValueError):
    """A picture is no lateral cephalogram, or none that can be read; ``why`` says what speaks against it."""

    def __init__(self, name: str, why: str):
        self.why = why
        super().__init__(
            f'{name}: no lateral cephalogram: {why}. Give the radiograph of one head from the side; --force '
            '(force=True) reads this one all the same'
        )


def why_not(found: Plausibility, spread_mm: float = np.nan, outside: float = 0.0) -> str:
    """What speaks against a lateral cephalogram that faces right and is upright; '' where nothing does.

    Args:
        spread_mm: of the model's maps, median over the landmarks, mm of the face; NaN where it is unknown.
        outside: share of the landmarks that lie beside the picture.
    """
    if np.isinf(found.shape_mm):
        return 'the landmarks lie in one place or are no numbers'
    if not found.forms_face:
        far = f'{found.shape_mm:.1f} mm from a usual one, expected at most {FARTHEST_MM:g}'
        return f'the landmarks form no face, however it is turned ({far})'
    if found.faces_left:
        return 'the landmarks form a face that looks left, and none once it is mirrored'
    if outside > _OUTSIDE:
        return f'{outside:.0%} of the landmarks lie beside the picture, which shows but a part of a head'
    if found.likeness <= _UNLIKE:
        return f'the pixels look unlike a radiograph of a head (correlation {found.likeness:.2f}, expected more than 0)'
    if abs(np.log(found.stretch)) > _STRETCHED:
        return f'the face is {found.stretch:.2f} times as wide as usual'
    if spread_mm > UNSURE_MM:
        return f'the model sees no landmark clearly (spread {spread_mm:.0f} mm, expected at most {UNSURE_MM:g})'
    return ''
