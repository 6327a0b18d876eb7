"""A result as a DICOM structured report: Comprehensive SR with the template of measurement reports (TID 1500)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aariz_mm.extras import require
from aariz_mm.radiographs.dicom import quiet_dicom
from aariz_mm.radiographs.dicom_values import numbers_of, text_of

from .identifiers import content_digest
from .landmark_groups import landmark_groups, placed_landmarks
from .makers import observers
from .measurement_groups import measurement_groups
from .objects import finish, numbers_of_object, object_of_study
from .sources import check_source, reference_to
from .statements import statements
from .vocabulary import coding_scheme, public_code

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ['structured_report']

_SOP_CLASS = '1.2.840.10008.5.1.4.1.1.88.33'
_DESCRIPTION = 'Cephalometric report, not for diagnosis'
_DENTAL_RADIOGRAPHY = ('1290849002', 'Dental radiography')


def structured_report(content: Mapping[str, Any], source: Dataset, created: datetime | None = None) -> Dataset:
    """A report of landmarks, measurements, classes and stage that goes into the study of the image.

    Landmarks are points of the image in its stored pixels; one that lies outside is left out. The report is unverified.
    Its UIDs follow from the result and the image, so that the same ones give the same object.

    Args:
        content: of a result of ``aariz-mm read``, or of an annotation. source: the image that it is of.
        created: when the result was made; now by default.
    Errors:
        ImportError: highdicom is not installed.
        ValueError: the source is no image, or another one; or the result has no landmark on it, or is damaged.
    """
    require('highdicom')
    size = check_source(content, source)
    at = placed_landmarks(content, size)
    with quiet_dicom():
        return _make(content, reference_to(source), source, at, created)


def _make(content: Mapping[str, Any], image: Dataset, source: Dataset, at: Mapping, created: datetime | None) -> Any:
    from highdicom.sr import MeasurementReport

    groups = [*landmark_groups(content, image, at), *measurement_groups(content, image, at)]
    report = MeasurementReport(
        observers(content), public_code(*_DENTAL_RADIOGRAPHY), groups, referenced_images=[_described(image, source)]
    )
    report[0].ContentSequence.append(statements(content))
    numbers = numbers_of_object('sr', image, content_digest(content))
    made = object_of_study(
        image, _SOP_CLASS, 'SR', series_description=_DESCRIPTION, coding_schemes=[coding_scheme()], **numbers
    )
    made.CompletionFlag, made.VerificationFlag, made.PreliminaryFlag = 'COMPLETE', 'UNVERIFIED', 'PRELIMINARY'
    made.ReferencedPerformedProcedureStepSequence = made.PerformedProcedureCodeSequence = []
    made.CurrentRequestedProcedureEvidenceSequence = [_evidence(image)]
    made.update(report[0])
    return finish(made, created)


def _evidence(image: Dataset) -> Dataset:
    """The image as evidence; highdicom's own report would look for it in its whole content, for seconds."""
    from pydicom.dataset import Dataset

    instance, series, study = Dataset(), Dataset(), Dataset()
    instance.ReferencedSOPClassUID, instance.ReferencedSOPInstanceUID = image.SOPClassUID, image.SOPInstanceUID
    series.SeriesInstanceUID, series.ReferencedSOPSequence = image.SeriesInstanceUID, [instance]
    study.StudyInstanceUID, study.ReferencedSeriesSequence = image.StudyInstanceUID, [series]
    return study


def _described(image: Dataset, source: Dataset) -> Any:
    """The image for the report's library; highdicom describes radiographs only where these three are stated."""
    image = deepcopy(image)
    orientation, spacing = text_of(source, 'PatientOrientation'), numbers_of(source, 'ImagerPixelSpacing')
    if orientation.count('\\') == 1 and len(spacing) == 2 and all(0 < one < math.inf for one in spacing):
        image.PatientOrientation, image.ImagerPixelSpacing = orientation.split('\\'), list(spacing)
    else:
        image.Modality = 'OT'
    return image
