"""Places of landmarks in the file of a result or an annotation, and what is absurd in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.annotations.entries import is_unmarked, landmark_index, name_landmark
from aariz_mm.annotations.problems import CURE, ImageProblem
from aariz_mm.landmarks import SYMBOLS

from .content import SCHEMA_VERSION

__all__ = ['check_nearness', 'check_told', 'read_places']

_MOST_PX = 100_000
"""Farthest from the corner of the radiograph that a landmark may be said to lie; the largest films have 10,000 px."""
_ELLIPSE = ('semi_major', 'semi_minor', 'angle_deg')
_FAR_OFF = 20
"""Times the median distance of the landmarks from their middle; the mean head has none beyond 3."""


def read_places(content: Mapping[str, Any], where: Path) -> tuple[np.ndarray, np.ndarray]:
    """Points (29, 2) and ellipses (29, 3), px, in the official order; NaN where there is none.

    An ellipse with a null in it is none, as the schema of results allows.

    Errors:
        ValueError: a landmark that is unknown, twice there or has no place within 100,000 px.
    """
    points, ellipses = np.full((len(SYMBOLS), 2), np.nan), np.full((len(SYMBOLS), 3), np.nan)
    seen = set()
    for entry in content['landmarks']:
        index = _index(entry, where)
        if index in seen:
            raise _problem(
                'duplicate landmark', where, f'landmark {name_landmark(index)} is there twice; take one away'
            )
        seen.add(index)
        if not is_unmarked(entry.get('value')):
            points[index] = _numbers(entry['value'], ('x', 'y'), index, where)
        ellipse = entry.get('ellipse_px')
        if isinstance(ellipse, dict) and None not in [ellipse.get(key, 0) for key in _ELLIPSE]:
            ellipses[index] = _numbers(ellipse, _ELLIPSE, index, where)
    return points, ellipses


def _index(entry: Any, where: Path) -> int:
    try:
        return landmark_index(entry, where)
    except ImageProblem as problem:  # of a dataset, whose cure is none for a single file
        detail = str(problem).removesuffix(f'; {CURE}').removeprefix(f'{where}: ')
        raise _problem(problem.reason, where, f'{detail}; mend the file, or read the radiograph again') from None


def _problem(reason: str, where: Path, detail: str) -> ImageProblem:
    return ImageProblem(f'{where}: {detail}', reason)


def _numbers(value: Any, keys: tuple[str, ...], index: int, where: Path) -> list[float]:
    found = [value.get(key) for key in keys] if isinstance(value, dict) else []
    if not found or not all(type(one) in (int, float) and abs(one) <= _MOST_PX for one in found):
        raise _problem(
            'bad coordinate',
            where,
            f'landmark {name_landmark(index)} has {str(value)[:120]}, expected {", ".join(keys)}, finite and at most '
            f'{_MOST_PX:,} px; mend it, or set value to null where it is not to be seen',
        )
    return [float(one) for one in found]


def check_nearness(points: np.ndarray, where: Path) -> None:
    """Check that no landmark lies so far from the others that it can't be of the same head.

    Args:
        points: (29, 2), px, official order, NaN where there is none. where: the file, for messages.
    Errors:
        ValueError: one does.
    """
    known = np.flatnonzero(np.isfinite(points).all(axis=1))
    if len(known) < 4:
        return
    away = np.linalg.norm(points[known] - np.median(points[known], axis=0), axis=1)
    index = known[away.argmax()]
    if away.max() > _FAR_OFF * max(float(np.median(away)), 10.0):
        x, y = points[index]
        raise _problem(
            'bad coordinate', where, f'landmark {name_landmark(index)} at ({x:.0f}, {y:.0f}) lies absurdly far from '
            'the others; mend it, or set value to null where it is not to be seen',
        )  # fmt: skip


def check_told(content: Mapping[str, Any], path: Path) -> None:
    """Check what a file says besides landmarks: its version, size of the picture, mm per pixel, how it is laid flat.

    Errors:
        ValueError: one is not what it should be, or the file is of a later version.
    """
    version = content.get('schema_version')
    if version is not None and not (type(version) is int and version <= SCHEMA_VERSION):
        raise ValueError(
            f'{path}: schema_version {str(version)[:20]}, this version of aariz_mm knows {SCHEMA_VERSION}; update '
            'it, or read the radiograph again with this one'
        )
    size, pixel_size, flat = (content.get(key) for key in ('image_size', 'pixel_size_mm', 'flattening'))
    sides = size if isinstance(size, list | tuple) else ()
    if size is not None and not (len(sides) == 2 and all(type(one) is int and 1 <= one <= _MOST_PX for one in sides)):
        raise ValueError(
            f'{path}: image_size {str(size)[:60]}, expected [width, height] in px; mend it, or leave it out'
        )
    if pixel_size is not None and not (type(pixel_size) in (int, float) and 1e-4 <= pixel_size <= 100):
        raise ValueError(
            f'{path}: pixel_size_mm {str(pixel_size)[:60]}, expected mm per pixel such as 0.1; mend it, or leave it out'
        )
    if flat is not None and not _is_matrix(flat):
        raise ValueError(f'{path}: flattening {str(flat)[:60]}, expected 3 x 3 numbers; read the radiograph again')


def _is_matrix(value: Any) -> bool:
    rows = value if isinstance(value, list) and len(value) == 3 else [None]
    return all(
        isinstance(row, list) and len(row) == 3 and all(type(one) in (int, float) and abs(one) < 1e9 for one in row)
        for row in rows
    )
