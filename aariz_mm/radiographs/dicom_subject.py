"""Who was radiographed, by a DICOM file: age and sex for norms, and names and numbers apart from them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from aariz_mm.predictions import Subject
from aariz_mm.radiographs.dicom_values import text_of

__all__ = ['dicom_identity', 'dicom_notes', 'dicom_subject']

_IDENTIFYING = (
    'PatientName', 'PatientID', 'OtherPatientIDs', 'IssuerOfPatientID', 'PatientBirthDate', 'PatientAddress',
    'PatientTelephoneNumbers', 'PatientComments', 'StudyDate', 'StudyTime', 'AcquisitionDate', 'AccessionNumber',
    'StudyID', 'StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID', 'InstitutionName', 'InstitutionAddress',
    'InstitutionalDepartmentName', 'ReferringPhysicianName', 'PerformingPhysicianName', 'OperatorsName', 'StationName',
    'DeviceSerialNumber',
)  # fmt: skip
_AGE = re.compile(r'(\d{1,3})([YMWD])')
_UNITS_A_YEAR = {'Y': 1.0, 'M': 12.0, 'W': 52.1775, 'D': 365.2425}
_OLDEST = 130
_DATES = ('StudyDate', 'AcquisitionDate', 'ContentDate', 'SeriesDate')
_PROJECTIONS = ('CR', 'DX', 'IO', 'PX', 'RG', 'RF', 'SC', 'OT', 'XA')
_MODALITIES = ('CT', 'MR', 'US', 'NM', 'PT', 'MG', 'XC', 'ES', 'OP', 'GM')


def dicom_subject(dataset: Any) -> Subject:
    """Age in years and sex; the dates of birth and study are exact and go before the stated age."""
    sex = text_of(dataset, 'PatientSex').lower()
    age = _age_by_dates(dataset)
    return Subject(_stated_age(dataset) if age is None else age, sex if sex in ('m', 'f') else None)


def dicom_identity(dataset: Any) -> dict[str, str]:
    """Names and numbers of the patient, the study and the clinic by DICOM keyword; those that are there."""
    found = {keyword: text_of(dataset, keyword) for keyword in _IDENTIFYING}
    return {keyword: text for keyword, text in found.items() if text}


def dicom_notes(dataset: Any) -> tuple[str, ...]:
    """A word where the file says that it is no radiograph."""
    modality = text_of(dataset, 'Modality').upper()
    return (f'the modality of the file is {modality}: is it a lateral cephalogram?',) if modality in _MODALITIES else ()


def _stated_age(dataset: Any) -> float | None:
    """Example: '012Y' -> 12.0, '144M' -> 12.0"""
    found = _AGE.fullmatch(text_of(dataset, 'PatientAge').upper())
    age = None if found is None else int(found.group(1)) / _UNITS_A_YEAR[found.group(2)]
    return age if age is not None and 0 < age <= _OLDEST else None


def _age_by_dates(dataset: Any) -> float | None:
    birth = _as_date(text_of(dataset, 'PatientBirthDate'))
    taken = next(filter(None, (_as_date(text_of(dataset, keyword)) for keyword in _DATES)), None)
    if birth is None or taken is None:
        return None
    age = (taken - birth).days / _UNITS_A_YEAR['D']
    return round(age, 2) if 0 < age <= _OLDEST else None


def _as_date(text: str) -> date | None:
    """A date as '20120131', or as '2012.01.31' and '2012-01-31' of older programs."""
    digits = re.sub(r'[.\-/]', '', text[:10])
    if not re.fullmatch(r'\d{8}', digits):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
