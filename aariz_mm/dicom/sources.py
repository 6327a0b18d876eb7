"""The image that a result is of: whether it is that one, and what objects that refer to it copy from its header."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aariz_mm.radiographs.dicom import dicom_size, quiet_dicom
from aariz_mm.radiographs.dicom_values import numbers_of, text_of
from aariz_mm.radiographs.refusals import RadiographFileError

from .entries import check_size
from .identifiers import is_uid

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ['check_source', 'reference_to']

_UIDS = ('SOPClassUID', 'SOPInstanceUID', 'SeriesInstanceUID', 'StudyInstanceUID')
_TEXTS = (
    'PatientName', 'PatientID', 'IssuerOfPatientID', 'AccessionNumber', 'StudyID', 'StudyDescription',
    'ReferringPhysicianName', 'PatientAge', 'PatientIdentityRemoved', 'DeidentificationMethod', 'Modality',
)  # fmt: skip
_DATES, _TIMES = ('PatientBirthDate', 'StudyDate'), ('StudyTime',)
_MAY_BE_LEFT_OUT = (
    'IssuerOfPatientID', 'StudyDescription', 'PatientAge', 'PatientIdentityRemoved', 'DeidentificationMethod',
)  # fmt: skip
_SEXES = ('M', 'F', 'O')
_CURE = 'give the DICOM file that the result was read from as --source, or none'


def check_source(content: Mapping[str, Any], source: Dataset, name: str = 'source') -> tuple[int, int]:
    """Check that a dataset is an image that can be referred to, and the one that a result is of.

    Args:
        name: of the file, for the errors.
    Returns:
        (w, h) of the image, px.
    Errors:
        ValueError: no image or several, without one of its four UIDs, of another size, or another instance.
    """
    size = dicom_size(source, name)
    for keyword in _UIDS:
        uid = text_of(source, keyword)
        if not is_uid(uid):
            what = f'{keyword} {uid[:70]!r} is no UID' if uid else f'{keyword} is missing'
            raise RadiographFileError(
                f'{name}: {what}, so nothing can refer to the image; export it anew from the PACS'
            )
    _check_class(text_of(source, 'SOPClassUID'), name)
    check_size(content, size, f'{name}: an image of', _CURE)
    identity = content.get('identity')
    known = identity.get('SOPInstanceUID') if isinstance(identity, Mapping) else None
    if known and known != text_of(source, 'SOPInstanceUID'):
        raise ValueError(f'{name}: another image (SOP Instance UID) than the result was read from; {_CURE}')
    return size


def reference_to(source: Dataset) -> Dataset:
    """What other objects need of an image: its UIDs, its study and whom it is of, in UTF-8; nothing else.

    Dates, times and sex that are none are left empty; texts are as in the source.
    """
    from pydicom.dataset import Dataset

    made = Dataset()
    with quiet_dicom():
        made.SpecificCharacterSet = 'ISO_IR 192'
        for keyword in (*_UIDS, *_TEXTS):
            text = text_of(source, keyword)
            if text or keyword not in _MAY_BE_LEFT_OUT:
                setattr(made, keyword, text)
        for keyword in _DATES:
            setattr(made, keyword, _as_date(text_of(source, keyword)))
        for keyword in _TIMES:
            setattr(made, keyword, _as_time(text_of(source, keyword)))
        sex = text_of(source, 'PatientSex').upper()
        made.PatientSex = sex if sex in _SEXES else ''
        made.Rows, made.Columns = (int(numbers_of(source, keyword)[0]) for keyword in ('Rows', 'Columns'))
    return made


def _check_class(kind: str, name: str) -> None:
    """Those of the standard alone, as what is to be copied of another is unknown."""
    from pydicom.uid import UID_dictionary

    if kind not in UID_dictionary or 'Image Storage' not in UID_dictionary[kind][0]:
        known = UID_dictionary.get(kind, (f'unknown SOP class {kind}',))[0]
        raise RadiographFileError(f'{name}: {known}, expected an image of the DICOM standard, such as Digital X-Ray')


def _as_date(text: str) -> str:
    """A date as '20120131', also of '2012.01.31'; '' for another text."""
    digits = re.sub(r'[.\-/]', '', text[:10])
    return digits if re.fullmatch(r'\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])', digits) else ''


def _as_time(text: str) -> str:
    """A time as '142501.5', also of '14:25:01'; '' for another text."""
    digits = text.replace(':', '')
    return digits if re.fullmatch(r'([01]\d|2[0-3])([0-5]\d([0-5]\d(\.\d{1,6})?)?)?', digits) else ''
