"""One radiograph, opened: grey pixels and what its file says of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.predictions import Subject
from aariz_mm.radiographs.caught import collect_warnings
from aariz_mm.radiographs.dicom import is_dataset, read_dicom
from aariz_mm.radiographs.facts import RadiographFacts, dicom_facts, read_facts
from aariz_mm.radiographs.formats import find_format
from aariz_mm.radiographs.greys import GreyRangeWarning, StoredGreys
from aariz_mm.radiographs.held_file import HeldFile
from aariz_mm.radiographs.images import grey_radiograph
from aariz_mm.radiographs.pictures import read_picture
from aariz_mm.radiographs.refusals import refuse_failures

__all__ = ['Radiograph', 'open_radiograph', 'open_with_pixels']


@dataclass(frozen=True)
class Radiograph:
    """A radiograph in memory.

    grey: (H, W) uint8, as stored, neither turned nor mirrored. path: empty for an array. pixel_size_mm: mm per pixel,
    None where unknown; pixel_size_source: where it comes from. identity: names and numbers of the patient. notes: what
    was unusual, in sentences. magnification: how many times larger than life the millimetres are, 1 where they are of
    the head itself; None where unknown.
    """

    grey: np.ndarray
    path: Path = Path()
    pixel_size_mm: float | None = None
    pixel_size_source: str = ''
    subject: Subject = field(default_factory=Subject)
    identity: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    magnification: float | None = None


def open_radiograph(
    source: str | os.PathLike | HeldFile | np.ndarray | Any, trust_resolution: bool = False
) -> Radiograph:
    """Open a file, an array or a dataset of pydicom.

    Args:
        source: path, or a file that is held, which lets go of its bytes; array as
            :func:`~aariz_mm.radiographs.images.grey_radiograph` takes it; or ``pydicom.Dataset``, which is not changed.
        trust_resolution: take the pixel size from the resolution that a PNG, JPEG or TIFF states, which is often wrong.
            DICOM files say what they mean and need no trust.
    Errors:
        FileNotFoundError, ValueError: as :func:`~aariz_mm.radiographs.images.read_radiograph`.
        TypeError: another source.
    Example: ``open_radiograph('ceph.dcm').pixel_size_source`` -> 'Pixel Spacing of the DICOM file, calibrated …'
    """
    if isinstance(source, np.ndarray):
        return _of_array(source)
    if is_dataset(source):
        return _put_together(*_read_dataset(source, 'DICOM dataset'), Path())
    if not isinstance(source, str | os.PathLike | HeldFile):
        raise TypeError(f'{type(source).__name__}: expected a path, an array or a pydicom.Dataset')
    return open_with_pixels(source, trust_resolution)[0]


def open_with_pixels(
    source: str | os.PathLike | HeldFile, trust_resolution: bool = False
) -> tuple[Radiograph, np.ndarray]:
    """Open a file and keep its pixels as they are stored, for those who look at more than 8 bits.

    Args:
        source, trust_resolution: as of :func:`open_radiograph`.
    Returns:
        The radiograph, and (H, W) of whole or real numbers, or (H, W, 3) RGB of some DICOM files.
    Errors:
        FileNotFoundError, ValueError: as :func:`~aariz_mm.radiographs.images.read_radiograph`.
    """
    held = source if isinstance(source, HeldFile) else _hold(source)
    read = _read_dicom_file if find_format(held.head) == 'dicom' else _read_picture_file
    stored, facts = read(held, trust_resolution)
    return _put_together(stored, facts, held.path), stored.pixels


def _hold(path: str | os.PathLike) -> HeldFile:
    with refuse_failures(path, 'the file cannot be opened'):
        return HeldFile(path)


def _read_picture_file(held: HeldFile, trust_resolution: bool) -> tuple[StoredGreys, RadiographFacts]:
    name = os.fspath(held.path)
    if not trust_resolution:  # nobody but the decoder has the bytes, so that it can let them go
        return read_picture(name, held.take()), RadiographFacts()
    data = held.take()
    return read_picture(name, data), read_facts(name, True, data)


def _read_dicom_file(held: HeldFile, _: bool) -> tuple[StoredGreys, RadiographFacts]:
    name = os.fspath(held.path)
    return _read_dataset(read_dicom(name, data=held.take()), name, is_ours=True)


def _of_array(pixels: np.ndarray) -> Radiograph:
    with collect_warnings(GreyRangeWarning) as notes:
        grey = grey_radiograph(pixels)
    return Radiograph(grey, notes=tuple(note.removeprefix('image array: ') for note in notes))


def _read_dataset(dataset: Any, name: str, is_ours: bool = False) -> tuple[StoredGreys, RadiographFacts]:
    from aariz_mm.radiographs.dicom_greys import read_dicom_greys

    return read_dicom_greys(dataset, name, is_ours), dicom_facts(dataset, name)


def _put_together(stored: StoredGreys, facts: RadiographFacts, path: Path) -> Radiograph:
    return Radiograph(
        stored.greys,
        path,
        facts.pixel_size_mm,
        facts.pixel_size_source,
        facts.subject,
        facts.identity,
        (*stored.notes, *facts.notes),
        facts.magnification,
    )
