"""What every format is read into and written from: sheets of marks, and what did not fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ['Contents', 'Mark', 'Misfit', 'Sheet', 'as_number', 'read_mark', 'size_of']


@dataclass(frozen=True)
class Mark:
    """A named point, in pixels of the image, as its source has it."""

    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Misfit:
    """Something of a source that has no place in the result.

    ``kind`` is a short name that misfits are counted by, ``what`` the name that it is about (a landmark, a shape, an
    image), ``where`` the image or file.
    """

    kind: str
    what: str
    where: str
    detail: str = ''


@dataclass(frozen=True)
class Sheet:
    """The marks of one reader on one image.

    Attributes:
        names: file names that the image may have, the likeliest first; without a suffix where the source has none.
        marks: the points. source: the file they are from.
        reader: '' where the source names none.
        size: (w, h) in pixels, None where the source does not say.
        pixel_size_mm: mm per pixel, None where the source does not say.
        pixel_size_for: the only size of an image that ``pixel_size_mm`` holds for; None: any.
        device: for writing. image: the image file, for writing.
        refused: why the image must be left out; '' where nothing is against it.
    """

    names: tuple[str, ...]
    marks: tuple[Mark, ...]
    source: str
    reader: str = ''
    size: tuple[int, int] | None = None
    pixel_size_mm: float | None = None
    pixel_size_for: tuple[int, int] | None = None
    device: str = ''
    image: Path | None = None
    refused: str = ''


@dataclass(frozen=True)
class Contents:
    """What a source holds."""

    sheets: tuple[Sheet, ...]
    misfits: tuple[Misfit, ...] = ()


def as_number(value: Any) -> float:
    """A number of a file; NaN where it is none.

    Example: 3 -> 3.0; '3' -> nan; True -> nan
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return math.nan
    try:
        return float(value)
    except OverflowError:
        return math.inf


def read_mark(name: Any, point: Any) -> Mark:
    """A mark from a name and [x, y, …]; NaN where there is no number."""
    values = point if isinstance(point, Sequence) and not isinstance(point, str) else ()
    x, y = (as_number(value) for value in (*values[:2], None, None)[:2])
    return Mark(str(name), x, y)


def size_of(width: Any, height: Any) -> tuple[int, int] | None:
    """(w, h) of an image as a source says it; None where it says none."""
    size = as_number(width), as_number(height)
    return tuple(round(side) for side in size) if all(math.isfinite(side) and side > 0 for side in size) else None
