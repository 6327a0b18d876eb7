"""What the objects of every kind share: their series, and times that are of the result and not of the moment."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import aariz_mm

from .identifiers import made_uid
from .makers import equipment

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ['BODY_PART', 'KINDS', 'SERIES', 'finish', 'numbers_of_object', 'object_of_study']

SERIES = dict(sr=9001, gsps=9002, sc=9003)
"""Number of the series of each kind, far from those of the devices."""
KINDS = tuple(SERIES)
"""Structured report, presentation state and secondary capture."""
BODY_PART = 'SKULL'
"""What is shown, by PS3.16 L; it is not paired, so that no laterality is asked for."""
_COPIED = dict(
    patient_id='PatientID', patient_name='PatientName', patient_birth_date='PatientBirthDate',
    patient_sex='PatientSex', accession_number='AccessionNumber', study_id='StudyID', study_date='StudyDate',
    study_time='StudyTime', referring_physician_name='ReferringPhysicianName',
)  # fmt: skip
_DATES = ('InstanceCreationDate', 'PresentationCreationDate', 'ContentDate', 'DateOfSecondaryCapture')


def numbers_of_object(kind: str, image: Dataset, digest: str) -> dict[str, Any]:
    """UIDs and numbers of an object and its series, as arguments of highdicom.

    Objects of a kind lie in one series of the study, those of one version of the program together.

    Args:
        kind: of :data:`KINDS`. image: a reference to it. digest: of what the object says.
    """
    version = aariz_mm.__version__
    return dict(
        series_instance_uid=made_uid('series', kind, image.StudyInstanceUID, version),
        series_number=SERIES[kind],
        sop_instance_uid=made_uid(kind, image.SOPInstanceUID, digest, version),
        instance_number=1,
    )


def object_of_study(image: Dataset, sop_class: str, modality: str, **numbers: Any) -> Any:
    """An object with patient, study, series and equipment alone; its kind adds what is its own.

    Args:
        image: a reference to the image in whose study it lies. numbers: as of :func:`numbers_of_object`, and more
            arguments of highdicom.
    """
    from highdicom.base import SOPClass
    from pydicom.uid import ExplicitVRLittleEndian

    made = SOPClass(
        image.StudyInstanceUID, sop_class_uid=sop_class, modality=modality, transfer_syntax_uid=ExplicitVRLittleEndian,
        **{key: image.get(keyword) or None for key, keyword in _COPIED.items()}, **numbers, **equipment(),
    )  # fmt: skip
    made.copy_patient_and_study_information(image)
    return made


def finish(made: Dataset, created: datetime | None = None) -> Dataset:
    """An object of highdicom whose times, which it takes from the clock, are those of the result.

    Args:
        created: when the result was made; now by default.
    """
    created = created or datetime.now()
    for date in (one for one in _DATES if one in made):
        setattr(made, date, f'{created:%Y%m%d}')
        setattr(made, date.replace('Date', 'Time'), f'{created:%H%M%S}')
    for library in made.get('ContributingEquipmentSequence', ()):
        library.ContributionDateTime = f'{created:%Y%m%d%H%M%S}'
    return made
