"""The radiograph that a result is of, from its files: whether it is that one, and as what image it is referred to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aariz_mm.files import file_sha256
from aariz_mm.radiographs.dicom import read_dicom
from aariz_mm.radiographs.dicom_values import text_of
from aariz_mm.radiographs.images import is_dicom
from aariz_mm.radiographs.radiograph import Radiograph, open_radiograph
from aariz_mm.reading.content import measure_again
from aariz_mm.reading.results import is_corrected
from aariz_mm.reading.tracings import TracedFile, find_radiograph, radiograph_places

from .patients import Patient
from .pictures import for_picture
from .sources import check_source

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ['Sourced', 'choose_source', 'measured_result', 'open_source']

_INSTANCE = 'SOPInstanceUID'


@dataclass(frozen=True)
class Sourced:
    """A result's radiograph: opened, and the image that objects refer to; is_made where we made that image."""

    radiograph: Radiograph
    image: Dataset
    is_made: bool


def choose_source(traced: TracedFile, named: str | Path | None = None) -> Path:
    """The file of the radiograph that a result is of.

    A file with the SHA-256 of the one that was read is it, and a DICOM file of the instance that the result names.

    Args:
        named: what the user names; by default it is looked for where it was and beside the result.
    Errors:
        FileNotFoundError: it is not there.
        ValueError: it is another file than was read.
    """
    if named is None:
        found = find_radiograph(traced)
        if found is None:
            changed = next((place for place in radiograph_places(traced) if place.is_file()), None)
            what = (
                'its radiograph was not found' if changed is None else f'{changed} was changed since (another SHA-256)'
            )
            raise FileNotFoundError(f'{traced.path}: {what}; name the radiograph with --source')
        return found
    named, sha256 = Path(named), traced.content.get('image_sha256')
    if not named.is_file():
        raise FileNotFoundError(f'{named}: no such radiograph; give another --source')
    if sha256 and file_sha256(named) != sha256 and not _is_instance(named, traced.content):
        raise ValueError(
            f'{named}: not the radiograph that {traced.path} was read from (another SHA-256); give --source with that '
            'one, or read this one'
        )
    return named


def _is_instance(path: Path, content: Mapping[str, Any]) -> bool:
    """Whether a file is the DICOM instance that a result names, though a PACS may have changed its header."""
    identity = content.get('identity')
    told = identity.get(_INSTANCE) if isinstance(identity, Mapping) else None
    return bool(told) and is_dicom(path) and text_of(read_dicom(path, with_pixels=False), _INSTANCE) == told


def open_source(
    path: Path,
    content: Mapping[str, Any],
    keep_identity: bool,
    created: datetime | None = None,
    patient: Patient | None = None,
) -> Sourced:
    """The radiograph of a result, and the image to refer to: itself, or a copy without identity.

    Args:
        keep_identity: refer to the DICOM file itself, in its study. Pictures have no identity. patient: of a picture.
    Errors:
        ValueError: no radiograph that can be read or referred to, or another one.
    """
    if keep_identity and is_dicom(path):
        image = read_dicom(path)
        check_source(content, image, str(path))
        return Sourced(open_radiograph(path), image, False)
    radiograph = open_radiograph(path)
    return Sourced(radiograph, for_picture(content, radiograph, created, patient), True)


def measured_result(
    traced: TracedFile, pixel_size_mm: float | None = None, magnification: float | None = None
) -> dict[str, Any]:
    """The content of a result; one that was corrected, or an annotation, with measurements of what now stands there.

    Args:
        pixel_size_mm, magnification: for those that are measured now; None takes what the file says.
    Errors:
        ValueError: a scale is given for a result that was not corrected, and so is measured by another.
    """
    content = dict(traced.content)
    is_old = 'measurements' in content and not is_corrected(content)
    if is_old and (pixel_size_mm, magnification) != (None, None):
        raise ValueError(
            f'{traced.path}: its lengths are by the pixel size that it was read with; read the radiograph again with '
            'the other one, and leave --pixel-size and --magnification out here'
        )
    return content if is_old else measure_again(content, pixel_size_mm, magnification)
