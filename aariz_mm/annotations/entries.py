"""One entry of a landmark file: which landmark it is, where it lies, and whether it was marked at all."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.annotations.problems import image_problem
from aariz_mm.landmarks import BY_ID, LANDMARKS, SYMBOLS

__all__ = ['UNMARKED_CHOICES', 'check_apart', 'is_unmarked', 'landmark_index', 'name_landmark', 'read_point']

UNMARKED_CHOICES = ('raise', 'missing')
"""What is done with an entry that was not marked: it is refused, or counts as missing."""

_INDEX = {landmark.landmark_id: index for index, landmark in enumerate(LANDMARKS)}
_BY_NAME = {
    name.casefold(): index for index, landmark in enumerate(LANDMARKS) for name in (landmark.symbol, landmark.title)
}
_NO_NUMBER = ('', '-', 'n/a', 'na', 'nan', 'none', 'null', 'undefined')
_CORNER_PX = 1
_MOST_IN_ONE_PLACE = 2


def landmark_index(entry: Any, path: Path) -> int:
    """Place of an entry's landmark in the official order.

    Errors:
        ImageProblem: it is no landmark, or its symbol or title is that of another one than its ``landmark_id``.
    """
    if not isinstance(entry, dict):
        kind = f'a {type(entry).__name__}'
        raise image_problem('broken annotation', path, f'an entry of landmarks is {kind}, expected an object')
    landmark_id = entry.get('landmark_id')
    if not isinstance(landmark_id, str) or landmark_id not in BY_ID:
        raise image_problem(
            'unknown landmark',
            path,
            f'landmark_id {landmark_id!r} (title {entry.get("title")!r}) is unknown, expected one of the 29 of the '
            'release (aariz_mm.landmarks)',
        )
    index = _INDEX[landmark_id]
    for key in ('symbol', 'title'):
        named = _BY_NAME.get(str(entry.get(key)).strip().casefold(), index)
        if named != index:
            raise image_problem(
                'contradicting landmark',
                path,
                f'landmark_id {landmark_id!r} is that of {name_landmark(index)}, but the {key} is {entry[key]!r}; see '
                'which is right and correct the other',
            )
    return index


def read_point(
    entry: dict, index: int, image_size: tuple[float, float], path: Path, unmarked: str = 'raise'
) -> tuple[float, float]:
    """(x, y) of an entry, original pixels; two NaN where it was not marked and ``unmarked`` is 'missing'.

    Args:
        image_size: (w, h) of the image, pixels.
    Errors:
        ImageProblem: no point of the image, or not marked.
    """
    value = entry.get('value')
    if is_unmarked(value):
        if unmarked == 'missing':
            return math.nan, math.nan
        raise image_problem(
            'unmarked landmark',
            path,
            f'landmark {name_landmark(index)} has value {value!r}, as programs write it where nothing was marked; take '
            "the entry away, or let it count as missing by unmarked='missing' in the dataset's settings",
        )
    point = (value.get('x'), value.get('y')) if isinstance(value, dict) else (value, value)
    if not all(_is_finite_number(number) for number in point):
        raise image_problem(
            'bad coordinate',
            path,
            f'landmark {name_landmark(index)} has value {value!r}, expected finite numbers x and y',
        )
    if not all(0 <= number <= size - 1 for number, size in zip(point, image_size, strict=True)):
        raise image_problem(
            'point outside image',
            path,
            f'landmark {name_landmark(index)} at {point} lies outside the image, expected 0 to {image_size[0] - 1} in '
            f'x and 0 to {image_size[1] - 1} in y',
        )
    return point


def is_unmarked(value: Any) -> bool:
    """Whether the value of an entry is one that programs write where nothing was marked.

    That is: no value, neither x nor y a number (null, NaN, 'NaN', ''), or both in the upper left corner of the image
    or before it, as (0, 0) and (-1, -1), where no landmark lies.
    """
    if value is None:
        return True
    if not isinstance(value, dict):
        return _says_nothing(value)
    x, y = value.get('x'), value.get('y')
    if _says_nothing(x) and _says_nothing(y):
        return True
    return _is_finite_number(x) and _is_finite_number(y) and x <= _CORNER_PX and y <= _CORNER_PX


def check_apart(points_px: np.ndarray, path: Path) -> None:
    """Check that no three landmarks are in one place, where a program put them and no reader.

    Args:
        points_px: (29, 2), NaN where missing.
    Errors:
        ImageProblem: they are.
    """
    known = np.flatnonzero(~np.isnan(points_px).any(axis=1))
    if not len(known):
        return
    places, of_point, counts = np.unique(points_px[known], axis=0, return_inverse=True, return_counts=True)
    if counts.max() > _MOST_IN_ONE_PLACE:
        together = known[of_point.ravel() == counts.argmax()]
        x, y = places[counts.argmax()]
        raise image_problem(
            'landmarks in one place',
            path,
            f'{counts.max()} landmarks ({", ".join(SYMBOLS[index] for index in together)}) are all at ({x:g}, {y:g})',
        )


def name_landmark(index: int) -> str:
    """A landmark in messages. Example: 0 -> "'A' (A-point)" """
    return f'{LANDMARKS[index].symbol!r} ({LANDMARKS[index].title})'


def _says_nothing(value: Any) -> bool:
    if isinstance(value, str):
        return value.strip().casefold() in _NO_NUMBER
    return value is None or (isinstance(value, float) and math.isnan(value))


def _is_finite_number(value: Any) -> bool:
    # An int is always finite, and one of 400 digits would overflow math.isfinite.
    return type(value) is int or (type(value) is float and math.isfinite(value))
