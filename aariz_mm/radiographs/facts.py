"""What a file says of its radiograph beside the pixels."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aariz_mm.predictions import Subject
from aariz_mm.radiographs.images import is_dicom
from aariz_mm.radiographs.stated_resolution import read_stated_resolution

__all__ = ['RadiographFacts', 'dicom_facts', 'read_facts']


@dataclass(frozen=True)
class RadiographFacts:
    """Pixel size, its source, the patient and notes; the fields are those of ``Radiograph``."""

    pixel_size_mm: float | None = None
    pixel_size_source: str = ''
    subject: Subject = field(default_factory=Subject)
    identity: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    magnification: float | None = None


def read_facts(path: str | os.PathLike, trust_resolution: bool = False, data: bytes | None = None) -> RadiographFacts:
    """What the header of a file says; no pixel is decoded.

    Args:
        trust_resolution: take the pixel size from the resolution that PNG, JPEG, TIFF and others state.
        data: the bytes of a file that is no DICOM, where they have been read.
    Errors:
        FileNotFoundError, ValueError: the header cannot be read, or the pixels are not square.
    """
    if data is None and is_dicom(path):
        from aariz_mm.radiographs.dicom import read_dicom

        return dicom_facts(read_dicom(path, with_pixels=False), os.fspath(path))
    if not trust_resolution:
        return RadiographFacts()
    size, source, notes = read_stated_resolution(path, data)
    return RadiographFacts(size, source, notes=notes)


def dicom_facts(dataset: Any, name: str) -> RadiographFacts:
    """What a dataset of pydicom says.

    Args:
        name: of the file, for the errors.
    Errors:
        NotSquareError: the pixels are not square.
    """
    from aariz_mm.radiographs.dicom import quiet_dicom
    from aariz_mm.radiographs.dicom_spacing import dicom_pixel_size
    from aariz_mm.radiographs.dicom_subject import dicom_identity, dicom_notes, dicom_subject

    with quiet_dicom():
        size, source, notes, magnification = dicom_pixel_size(dataset, name)
        notes = (*notes, *dicom_notes(dataset))
        return RadiographFacts(
            size, source, dicom_subject(dataset), dicom_identity(dataset), notes, magnification
        )  # fmt: skip
