"""DICOM objects of results as files: their names, and that nothing of the user's is lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aariz_mm.files import replace_file
from aariz_mm.radiographs.dicom import quiet_dicom
from aariz_mm.radiographs.dicom_values import text_of

from .capture_picture import draw_capture
from .makers import MAKER
from .objects import KINDS
from .presentation_state import presentation_state
from .result_files import Sourced
from .secondary_capture import secondary_capture
from .structured_report import structured_report

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ['check_object_path', 'object_paths', 'result_objects', 'write_object']

_IMAGE = 'image'


def object_paths(out_dir: str | Path, name: str, kinds: Collection[str] = KINDS, with_image: bool = False) -> dict:
    """Kind -> path of its file, ``NAME_sr.dcm`` and so on; 'image' is that of a radiograph without identity."""
    kinds = [*kinds, _IMAGE] if with_image else kinds
    return {kind: Path(out_dir) / f'{name}_{kind}.dcm' for kind in kinds}


def check_object_path(path: str | Path) -> Path:
    """Check that writing to a path replaces nothing but an object of ours.

    Errors:
        ValueError: a folder, or another file.
    """
    path = Path(path)
    if (path.exists() or path.is_symlink()) and not _is_ours(path):
        raise ValueError(f'{path} is no DICOM object of aariz_mm and would be lost; give another --out-dir')
    return path


def _is_ours(path: Path) -> bool:
    import pydicom
    from pydicom.errors import InvalidDicomError

    if not path.is_file():
        return False
    try:
        with quiet_dicom():
            return text_of(pydicom.dcmread(path, stop_before_pixels=True), 'Manufacturer') == MAKER
    except (InvalidDicomError, OSError, ValueError, AttributeError, EOFError):
        return False


def result_objects(
    content: Mapping[str, Any], source: Sourced, kinds: Collection[str] = KINDS, created: datetime | None = None
) -> dict[str, Dataset]:
    """Kind -> object of a result, with the image that they refer to where that is made.

    Args:
        kinds: of :data:`~aariz_mm.dicom.objects.KINDS`. created: when the result was made; now by default.
    Errors:
        ValueError: as :func:`~aariz_mm.dicom.structured_report.structured_report`.
    """
    if source.is_made:  # which is nobody's, so that the instance that was read is not named
        content = {key: value for key, value in content.items() if key != 'identity'}
    made = {_IMAGE: source.image} if source.is_made else {}
    if 'sr' in kinds:
        made['sr'] = structured_report(content, source.image, created)
    if 'gsps' in kinds:
        made['gsps'] = presentation_state(content, source.image, created)
    if 'sc' in kinds:
        made['sc'] = secondary_capture(content, source.image, draw_capture(content, source.radiograph.grey), created)
    return made


def write_object(made: Dataset, path: str | Path) -> Path:
    """Write an object in one step.

    Errors:
        OSError: it cannot be written; an earlier file is left as it was.
    """
    with quiet_dicom(), replace_file(path) as file:
        made.save_as(file, enforce_file_format=True)
    return Path(path)
