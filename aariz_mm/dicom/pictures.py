"""A radiograph that was no DICOM file, or is to leave its identity behind, as a DICOM image of nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

import aariz_mm
from aariz_mm.extras import require
from aariz_mm.radiographs.dicom import quiet_dicom
from aariz_mm.radiographs.radiograph import Radiograph

from .entries import finite, words
from .identifiers import made_uid
from .secondary_capture import captured

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ['for_picture']

_IN_PATIENT = 1.0
_DESCRIPTION_LENGTH = 64
_WITHOUT_IDENTITY = 'Made from grey values alone, no header was copied'


def for_picture(content: Mapping[str, Any], facts: Radiograph, created: datetime | None = None) -> Dataset:
    """A secondary capture of a radiograph, so that reports and presentation states have an image to refer to.

    Patient and study are pseudonyms that follow from the grey values, so that results of one radiograph lie in one
    study and those of two patients never do. Names and numbers of a patient are not in it; sex and age are.

    Args:
        content: of its result, which says the pixel size. facts: the radiograph, opened; its 8-bit grey is kept.
        created: when the result was made; now by default.
    Errors:
        ImportError: highdicom is not installed.
        ValueError: the radiograph has another size than the result says.
    """
    require('highdicom')
    grey, told = np.asarray(facts.grey), content.get('image_size')
    size = grey.shape[1::-1]
    if told and tuple(told) != size:
        raise ValueError(
            f'the radiograph has {size[0]} x {size[1]} px, the result is of one of {told[0]} x {told[1]} px; give the '
            'radiograph that the result was read from'
        )
    with quiet_dicom():
        digest = hashlib.sha256(f'{size}'.encode() + grey.tobytes()).hexdigest()
        nobody, spacing = _nobody(content, digest), _spacing(content)
        said = [str(value) for value in (*spacing.values(), nobody.PatientSex, nobody.get('PatientAge'))]
        made = captured(
            grey,
            nobody,
            created,
            series_instance_uid=made_uid('series', 'picture', digest, aariz_mm.__version__),
            series_number=1,
            sop_instance_uid=made_uid('picture', digest, *said, aariz_mm.__version__),
            instance_number=1,
            series_description='Radiograph',
        )
        made.ImageType = ['DERIVED', 'SECONDARY']
        made.PatientIdentityRemoved, made.DeidentificationMethod = 'YES', _WITHOUT_IDENTITY
        for keyword, value in spacing.items():
            setattr(made, keyword, value)
        return made


def _nobody(content: Mapping[str, Any], digest: str) -> Dataset:
    """Patient and study of a picture."""
    from pydicom.dataset import Dataset

    made = Dataset()
    made.SpecificCharacterSet = 'ISO_IR 192'
    made.StudyInstanceUID = made_uid('study', digest)
    short = digest[:12].upper()
    made.PatientID, made.PatientName = f'AARIZ-{short}', f'AARIZ^{short}'
    for keyword in ('PatientBirthDate', 'AccessionNumber', 'StudyID', 'StudyDate', 'StudyTime',
                    'ReferringPhysicianName'):  # fmt: skip
        setattr(made, keyword, '')
    subject = content.get('subject')
    subject = subject if isinstance(subject, Mapping) else {}
    made.PatientSex = dict(f='F', m='M').get(subject.get('sex') or '', '')
    age = finite(subject.get('age_years'))
    if age is not None and 0 <= age < 130:
        made.PatientAge = f'{int(age):03d}Y'
    # What highdicom looks up the modules of a patient and study by.
    made.SOPClassUID, made.SOPInstanceUID = '1.2.840.10008.5.1.4.1.1.7', made_uid('picture', digest)
    return made


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
