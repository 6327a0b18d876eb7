"""A picture of a result as a secondary capture, for viewers that show neither reports nor presentation states."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from aariz_mm.extras import require
from aariz_mm.radiographs.dicom import quiet_dicom

from .identifiers import content_digest
from .objects import BODY_PART, finish, numbers_of_object, object_of_study
from .sources import check_source, reference_to
from .statements import NOT_FOR_DIAGNOSIS

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ['captured', 'secondary_capture']

_SOP_CLASS = '1.2.840.10008.5.1.4.1.1.7'
_DESCRIPTION = 'Cephalometric picture, not for diagnosis'
_SOURCE_OF_PICTURE = ('121322', 'DCM', 'Source image for image processing operation')


def secondary_capture(
    content: Mapping[str, Any], source: Dataset, overlay_rgb: np.ndarray, created: datetime | None = None
) -> Dataset:
    """A picture of a result, in the study of the image and referring to it.

    It has no pixel size, as pictures are scaled and framed. UIDs and arguments are as for
    :func:`~aariz_mm.dicom.structured_report.structured_report`; they follow from the picture, too.

    Args:
        overlay_rgb: (h, w, 3) uint8, the picture.
    Errors:
        ImportError: highdicom is not installed.
        ValueError: the source is no image, or another one, or the picture is not as it should be.
    """
    require('highdicom')
    check_source(content, source)
    overlay_rgb = np.asarray(overlay_rgb)
    if overlay_rgb.dtype != np.uint8 or overlay_rgb.ndim != 3 or overlay_rgb.shape[2] != 3 or not overlay_rgb.size:
        raise ValueError(f'overlay_rgb: {overlay_rgb.shape} {overlay_rgb.dtype}, expected (h, w, 3) uint8')
    with quiet_dicom():
        image, picture = reference_to(source), hashlib.sha256(overlay_rgb.tobytes()).hexdigest()
        numbers = numbers_of_object('sc', image, content_digest({**content, 'picture': picture}))
        made = captured(overlay_rgb, image, created, series_description=_DESCRIPTION, **numbers)
        made.ImageType = ['DERIVED', 'SECONDARY']
        made.BurnedInAnnotation, made.ImageComments = 'YES', NOT_FOR_DIAGNOSIS
        made.DerivationDescription = 'Landmarks, planes and outlines drawn into a reduced 8-bit rendering'
        made.SourceImageSequence = [_referenced(image)]
        return made


def captured(pixels: np.ndarray, image: Dataset, created: datetime | None = None, **numbers: Any) -> Dataset:
    """A secondary capture of pixels by a workstation, of the patient and study of an image.

    Args:
        pixels: (h, w) or (h, w, 3) uint8. image: as of :func:`~aariz_mm.dicom.sources.reference_to`.
        numbers: as of :func:`~aariz_mm.dicom.objects.numbers_of_object`, and more arguments of highdicom.
    """
    made = object_of_study(image, _SOP_CLASS, 'OT', **numbers)
    made.ConversionType = 'WSD'
    made.DateOfSecondaryCapture = made.TimeOfSecondaryCapture = ''
    made.PatientOrientation, made.BodyPartExamined = '', BODY_PART
    made.Rows, made.Columns = pixels.shape[:2]
    made.SamplesPerPixel = 1 if pixels.ndim == 2 else 3
    made.PhotometricInterpretation = 'MONOCHROME2' if pixels.ndim == 2 else 'RGB'
    if pixels.ndim == 3:
        made.PlanarConfiguration = 0
    made.BitsAllocated = made.BitsStored = 8
    made.HighBit, made.PixelRepresentation = 7, 0
    data = np.ascontiguousarray(pixels).tobytes()
    made.PixelData = data + b'\0' * (len(data) % 2)
    return finish(made, created)


def _referenced(image: Dataset) -> Dataset:
    from pydicom.dataset import Dataset
    from pydicom.sr.coding import Code

    made, purpose = Dataset(), Dataset()
    made.ReferencedSOPClassUID, made.ReferencedSOPInstanceUID = image.SOPClassUID, image.SOPInstanceUID
    purpose.CodeValue, purpose.CodingSchemeDesignator, purpose.CodeMeaning = Code(*_SOURCE_OF_PICTURE)[:3]
    made.PurposeOfReferenceCodeSequence = [purpose]
    return made
