"""One radiograph, opened: grey pixels and what its file says of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from aariz_mm.predictions import Subject
from aariz_mm.radiographs.caught import collect_warnings
from aariz_mm.radiographs.greys import GreyRangeWarning
from aariz_mm.radiographs.images import grey_radiograph, read_radiograph

__all__ = ['Radiograph', 'open_radiograph']


@dataclass(frozen=True)
class Radiograph:
    """A radiograph in memory.

    grey: (H, W) uint8, as stored, neither turned nor mirrored. path: empty for an array. pixel_size_mm: mm per pixel,
    None where unknown; pixel_size_source: where it comes from. identity: names and numbers of the patient. notes: what
    was unusual, in sentences.
    """

    grey: np.ndarray
    path: Path = Path()
    pixel_size_mm: float | None = None
    pixel_size_source: str = ''
    subject: Subject = field(default_factory=Subject)
    identity: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def open_radiograph(source: str | os.PathLike | np.ndarray) -> Radiograph:
    """Open a file or an array.

    Args:
        source: path, or array as :func:`~aariz_mm.radiographs.images.grey_radiograph` takes it.
    Errors:
        FileNotFoundError, ValueError: as :func:`~aariz_mm.radiographs.images.read_radiograph`.
    """
    is_array = isinstance(source, np.ndarray)
    with collect_warnings(GreyRangeWarning) as notes:
        grey = grey_radiograph(source) if is_array else read_radiograph(source)
    name = 'image array' if is_array else os.fspath(source)
    path = Path() if is_array else Path(source)
    return Radiograph(grey, path, notes=tuple(note.removeprefix(f'{name}: ') for note in notes))
