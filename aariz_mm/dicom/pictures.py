"""A radiograph that was no DICOM file, or is to leave its identity behind, as a DICOM image: of nobody, or as told."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

import aariz_mm
from aariz_mm.extras import require
from aariz_mm.radiographs.dicom import quiet_dicom
from aariz_mm.radiographs.radiograph import Radiograph

from .entries import check_size, finite, words
from .identifiers import made_uid
from .patients import Patient
from .secondary_capture import captured

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ['for_picture']

_IN_PATIENT = 1.0
_DESCRIPTION_LENGTH = 64
_TOLD = ('PatientID', 'PatientName', 'PatientBirthDate', 'AccessionNumber', 'StudyDate')
_DAYS, _AGES_APART = 365.25, 1.0
"""Of a year; years that an age may differ from the dates of a table, as it may be rounded."""
_WITHOUT_IDENTITY = 'Made from grey values alone, no header was copied'


def for_picture(
    content: Mapping[str, Any], facts: Radiograph, created: datetime | None = None, patient: Patient | None = None
) -> Dataset:
    """A secondary capture of a radiograph, so that reports and presentation states have an image to refer to.

    Without a patient, patient and study are pseudonyms that follow from the grey values, so that results of one
    radiograph lie in one study and those of two patients never do. Names and numbers of a patient are not in it then;
    sex and age are.

    Args:
        content: of its result, which says the pixel size. facts: the radiograph, opened; its 8-bit grey is kept.
        created: when the result was made; now by default. patient: whose it is, where a table says so.
    Errors:
        ImportError: highdicom is not installed.
        ValueError: the radiograph has another size than the result says, or the patient another sex or age.
    """
    require('highdicom')
    grey = np.asarray(facts.grey)
    size = grey.shape[1::-1]
    check_size(content, size, 'the radiograph has', 'give the radiograph that the result was read from')
    with quiet_dicom():
        digest = hashlib.sha256(f'{size}'.encode() + grey.tobytes()).hexdigest()
        header, spacing = _header(content, digest, patient), _spacing(content)
        said = [str(value) for value in (*spacing.values(), header.PatientSex, header.get('PatientAge'))]
        whose = [] if patient is None else [str(header[keyword].value) for keyword in ('StudyInstanceUID', *_TOLD)]
        made = captured(
            grey,
            header,
            created,
            series_instance_uid=made_uid('series', 'picture', digest, aariz_mm.__version__, *whose[:2]),
            series_number=1,
            sop_instance_uid=made_uid('picture', digest, *said, aariz_mm.__version__, *whose),
            instance_number=1,
            series_description='Radiograph',
        )
        made.ImageType = ['DERIVED', 'SECONDARY']
        if patient is None:
            made.PatientIdentityRemoved, made.DeidentificationMethod = 'YES', _WITHOUT_IDENTITY
        for keyword, value in spacing.items():
            setattr(made, keyword, value)
        return made


def _header(content: Mapping[str, Any], digest: str, patient: Patient | None) -> Dataset:
    """Patient and study of a picture."""
    from pydicom.dataset import Dataset

    made = Dataset()
    made.SpecificCharacterSet = 'ISO_IR 192'
    for keyword in (*_TOLD, 'StudyID', 'StudyTime', 'ReferringPhysicianName'):
        setattr(made, keyword, '')
    subject = content.get('subject')
    subject = subject if isinstance(subject, Mapping) else {}
    made.PatientSex, age = dict(f='F', m='M').get(words(subject.get('sex')), ''), finite(subject.get('age_years'))
    if age is not None and 0 <= age < 130:
        made.PatientAge = f'{int(age):03d}Y'
    if patient is None:
        short = digest[:12].upper()
        made.PatientID, made.PatientName = f'AARIZ-{short}', f'AARIZ^{short}'
        made.StudyInstanceUID = made_uid('study', digest)
    else:
        _check_subject(patient, made.PatientSex, age)
        for keyword, value in zip(_TOLD, _told(patient), strict=True):
            setattr(made, keyword, value)
        made.PatientSex = patient.sex or made.PatientSex
        made.StudyInstanceUID = patient.study_uid or made_uid(
            'study', patient.patient_id, patient.accession_number or digest
        )
    # What highdicom looks up the modules of a patient and study by.
    made.SOPClassUID, made.SOPInstanceUID = '1.2.840.10008.5.1.4.1.1.7', made_uid('picture', digest)
    return made


def _told(patient: Patient) -> tuple[str, ...]:
    """What a table tells of a patient and study, in the order of :data:`_TOLD`."""
    return (
        patient.patient_id, patient.patient_name, patient.birth_date, patient.accession_number, patient.study_date
    )  # fmt: skip


def _check_subject(patient: Patient, sex: str, age: float | None) -> None:
    """Refuse another patient than the result was judged as, as far as sex and age tell."""
    where = f'line {patient.line} of the table of patients'
    if sex and patient.sex and sex != patient.sex:
        raise ValueError(
            f'the result is of sex {sex}, {where} says {patient.sex}; correct one of them, and read the radiograph '
            'again where the result is wrong, as norms go by it'
        )
    if age is None or not (patient.birth_date and patient.study_date):
        return
    born, taken = (date.fromisoformat(f'{one[:4]}-{one[4:6]}-{one[6:]}') for one in
                   (patient.birth_date, patient.study_date))  # fmt: skip
    told = (taken - born).days / _DAYS
    if told < 0 or abs(told - age) > _AGES_APART:
        raise ValueError(
            f'the result is of an age of {age:.1f} years, {where} of {told:.1f} by its dates; correct one of them, and '
            'read the radiograph again where the result is wrong, as norms go by it'
        )


def _spacing(content: Mapping[str, Any]) -> dict[str, Any]:
    """Millimetres of a pixel, in the patient where the magnification is known; nothing where they are unknown.

    Pixel Spacing is stated as calibrated where the magnification is known alone (PS3.3 10.7.1.1).
    """
    pixel_size, magnification = finite(content.get('pixel_size_mm')), finite(content.get('magnification'))
    if pixel_size is None or pixel_size <= 0:
        return {}
    source = words(content.get('pixel_size_source')) or 'stated in the result'
    if magnification is None or magnification <= 0:
        return dict(
            PixelSpacing=[f'{pixel_size:.8g}'] * 2,
            ImageComments=f'Pixel Spacing: {source}; not calibrated, lengths contain the magnification',
        )
    how = source if magnification == _IN_PATIENT else f'{source}; divided by a magnification of {magnification:g}'
    return dict(
        PixelSpacing=[f'{pixel_size / magnification:.8g}'] * 2,
        PixelSpacingCalibrationType='FIDUCIAL' if 'ruler' in source else 'GEOMETRY',
        PixelSpacingCalibrationDescription=how[:_DESCRIPTION_LENGTH],
    )
