"""DICOM radiographs with every element that their kind asks for, and a result of them; made-up names alone."""

import numpy as np
from dicom_files import CR, make_dataset

from aariz_mm.landmarks import LANDMARKS
from aariz_mm.phantom.shape_model import MEAN_MM
from aariz_mm.radiographs.dicom_spacing import dicom_pixel_size
from aariz_mm.reading.content import measured_content

SIZE = (200, 240)
PATIENT = dict(
    SpecificCharacterSet='ISO_IR 192', PatientName='Kim^Minsu=金^民秀=김^민수', PatientID='4711-0815',
    PatientBirthDate='20101203', PatientSex='M', PatientAge='015Y', StudyInstanceUID='1.2.826.0.1.3680043.8.498.1',
    SeriesInstanceUID='1.2.826.0.1.3680043.8.498.2', SOPInstanceUID='1.2.826.0.1.3680043.8.498.3', StudyID='7',
    StudyDate='20260214', StudyTime='101530', AccessionNumber='ACC99', ReferringPhysicianName='Lee^Jia',
    StudyDescription='Cephalogram',
)  # fmt: skip
"""Whom and which study a source is of."""
_DEVICE = dict(
    Manufacturer='Made-up', SeriesNumber=1, InstanceNumber=1, ContentDate='20260214', ContentTime='101600',
    ImageType=['ORIGINAL', 'PRIMARY'], BurnedInAnnotation='NO', LossyImageCompression='00',
    PatientOrientation=['A', 'F'], ImageLaterality='U', ImagerPixelSpacing=[0.5, 0.5],
    PixelIntensityRelationship='LOG', PixelIntensityRelationshipSign=-1, RescaleIntercept='0', RescaleSlope='1',
    RescaleType='US', PresentationLUTShape='IDENTITY', WindowCenter='2048', WindowWidth='4096',
    PresentationIntentType='FOR PRESENTATION', DetectorType='DIRECT', AcquisitionDate='20260214',
    AcquisitionTime='101530', PositionerType='CEPHALOSTAT', AnatomicRegionSequence=[], AcquisitionContextSequence=[],
)  # fmt: skip


def make_source(bits=12, dtype=None, **values):
    """A DX dataset of 200 x 240 pixels; a value of None takes its element away."""
    low = -(2 ** (bits - 1)) if dtype is np.int16 else 0
    values_of_pixels = np.linspace(low, low + 2**bits - 1, SIZE[0] * SIZE[1])
    pixels = values_of_pixels.reshape(SIZE[::-1]).astype(dtype or np.uint16)
    told = {key: value for key, value in {**PATIENT, **_DEVICE, **values}.items() if value is not None}
    source = make_dataset(pixels, bits, **told)
    source.file_meta.MediaStorageSOPClassUID = source.SOPClassUID
    if values.get('SOPInstanceUID', '') is None:
        del source.SOPInstanceUID
    return source


KINDS = dict(
    dx={},
    cr=dict(SOPClassUID=CR, Modality='CR'),
    inverse=dict(PhotometricInterpretation='MONOCHROME1', PresentationLUTShape='INVERSE'),
    signed=dict(dtype=np.int16, SOPClassUID=CR, Modality='CR', RescaleIntercept='-100', WindowCenter='-100'),
    plain=dict(WindowCenter=None, WindowWidth=None, ImagerPixelSpacing=None, PatientOrientation=None),
)
"""Sources that differ in what objects have to keep to."""


_FEW = ('SNA', 'ANB', 'Wits', 'Co-Gn', 'ANS-Me', 'FMA', 'Jarabak', 'U1-SN', 'IMPA', 'U1-NA_mm')
"""Measurements of which there are enough to see all kinds of norms and units; a report of all takes seconds."""


def made_result(source=None, seed=0, keys=_FEW, **values):
    """What ``aariz-mm read`` would say of a source: every landmark of the mean head, 90 % intervals, a CVM stage.

    Args:
        keys: of the measurements; None for all.
    """
    source = make_source() if source is None else source
    mean = MEAN_MM - MEAN_MM.mean(axis=0)
    points = (mean + np.array(SIZE) / 2 + np.random.default_rng(seed).normal(0, 0.5, mean.shape)).round(2)
    content = dict(
        ceph_id='made', image_size=list(SIZE), pixel_size_mm=dicom_pixel_size(source, 'made')[0], magnification=None,
        pixel_size_source='made up', turn='', subject=dict(age_years=15.2, sex='m'), warnings=['made for a test'],
        landmarks=[_landmark(one, point) for one, point in zip(LANDMARKS, points.tolist(), strict=True)],
        cvm_stage=dict(id='predicted-CVM-S4', title='CVM-S4', value=4),
        cvm_probabilities={f'CVM-S{stage}': share for stage, share in enumerate((0, 0.05, 0.15, 0.6, 0.15, 0.05), 1)},
        made_with=dict(program='aariz_mm 0.1.0', bundles=[dict(name='ceph24', sha256='ab' * 32),
                                                          dict(name='cvm6', sha256='cd' * 32)]),
    )  # fmt: skip
    content |= measured_content(content)
    if keys is not None:
        content['measurements'] = [one for one in content['measurements'] if one['key'] in keys]
    for one in content['measurements']:
        if one['value'] is not None:
            one |= dict(low=round(one['value'] - 1.5, 2), high=round(one['value'] + 2, 2), level=0.9)
    return content | values


def small_result(source=None, **values):
    """A result of four landmarks with SNA and SNB, which takes less time."""
    content = made_result(source, keys=('SNA', 'SNB'), **values)
    content['landmarks'] = [one for one in content['landmarks'] if one['symbol'] in ('S', 'N', 'A', 'B')]
    return content


def _landmark(landmark, point):
    return dict(
        landmark_id=landmark.landmark_id, title=landmark.title, symbol=landmark.symbol,
        value=dict(x=point[0], y=point[1]), expected_error_px=2.0, expected_error_mm=1.0,
        radius_px={'50': 1.5, '90': 4.0}, radius_mm={'50': 0.75, '90': 2.0},
    )  # fmt: skip
