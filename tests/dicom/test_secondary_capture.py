"""Pictures of results, and images of radiographs that were no DICOM files."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from dicom_sources import PATIENT, SIZE, make_source, small_result

from aariz_mm.dicom import for_picture, presentation_state, secondary_capture
from aariz_mm.dicom.capture_picture import draw_capture
from aariz_mm.dicom.patients import Patient
from aariz_mm.radiographs.facts import dicom_facts
from aariz_mm.radiographs.radiograph import Radiograph

WHEN = datetime(2026, 2, 14, 12, 30)
GREY = np.random.default_rng(0).integers(0, 256, SIZE[::-1], dtype=np.uint8)
PICTURE = np.random.default_rng(1).integers(0, 256, (31, 21, 3), dtype=np.uint8)


@pytest.fixture(scope='module')
def capture():
    return secondary_capture(small_result(), make_source(), PICTURE, WHEN)


def made(**values):
    return for_picture(small_result(**values), Radiograph(GREY), WHEN)


def test_picture_is_kept_pixel_by_pixel(capture):
    assert np.array_equal(capture.pixel_array, PICTURE) and len(capture.PixelData) % 2 == 0


def test_capture_says_what_it_is(capture):
    assert (capture.ConversionType, capture.BurnedInAnnotation, capture.ImageType) == (
        'WSD', 'YES', ['DERIVED', 'SECONDARY'],
    )  # fmt: skip
    assert capture.ImageComments.startswith('Not for diagnosis') and 'PixelSpacing' not in capture


def test_capture_refers_to_its_source_in_its_study(capture):
    assert capture.SourceImageSequence[0].ReferencedSOPInstanceUID == PATIENT['SOPInstanceUID']
    assert (capture.StudyInstanceUID, capture.PatientName) == (PATIENT['StudyInstanceUID'], PATIENT['PatientName'])


def test_another_picture_is_another_instance(capture):
    other = secondary_capture(small_result(), make_source(), 255 - PICTURE, WHEN)
    assert other.SOPInstanceUID != capture.SOPInstanceUID and other.SeriesInstanceUID == capture.SeriesInstanceUID


def test_drawn_capture_shows_the_radiograph_under_a_line():
    picture = draw_capture(small_result(), GREY)
    assert picture.dtype == np.uint8 and picture.shape[0] > 1400 and picture.shape[2] == 3


def test_radiograph_is_kept_grey_by_grey():
    assert np.array_equal(made().pixel_array, GREY) and made().PhotometricInterpretation == 'MONOCHROME2'


def test_radiograph_is_of_nobody():
    image = made(identity=dict(PatientName='Kim^Minsu', PatientID='4711'), ceph_id='Kim Minsu')
    assert 'Kim' not in str(image) and '4711' not in str(image)
    assert image.PatientIdentityRemoved == 'YES' and image.PatientID.startswith('AARIZ-')


def test_radiographs_of_two_patients_are_of_two_pseudonyms():
    other = for_picture(small_result(), Radiograph(255 - GREY), WHEN)
    assert made().PatientID != other.PatientID and made().StudyInstanceUID != other.StudyInstanceUID


def test_sex_and_age_are_kept():
    image = made(subject=dict(age_years=9.8, sex='f'))
    assert (image.PatientSex, image.PatientAge) == ('F', '009Y')


WHOSE = Patient(2, 'a.png', '0047', '김^민수', '20090131', 'M', 'ACC9', '', '20240203')


def of_patient(patient=WHOSE, **values):
    return for_picture(small_result(**values), Radiograph(GREY), WHEN, patient)


def test_radiograph_is_of_the_patient_that_is_told():
    image = of_patient()
    assert (image.PatientID, image.PatientName, image.PatientSex) == ('0047', '김^민수', 'M')
    assert (image.AccessionNumber, image.StudyDate, image.PatientBirthDate) == ('ACC9', '20240203', '20090131')
    assert 'PatientIdentityRemoved' not in image and 'AARIZ' not in str(image.PatientName)


def test_another_patient_is_another_study_series_and_image():
    nobody, one, other = made(), of_patient(), of_patient(replace(WHOSE, patient_id='48'))
    for keyword in ('StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'):
        assert len({image[keyword].value for image in (nobody, one, other)}) == 3
    assert one == of_patient()


def test_radiographs_of_one_study_lie_in_it():
    other = for_picture(small_result(), Radiograph(255 - GREY), WHEN, WHOSE)
    assert other.StudyInstanceUID == of_patient().StudyInstanceUID
    assert other.SeriesInstanceUID != of_patient().SeriesInstanceUID
    assert of_patient(replace(WHOSE, study_uid='1.2.3')).StudyInstanceUID == '1.2.3'


@pytest.mark.parametrize(
    ('subject', 'match'),
    [(dict(sex='f'), 'of sex F, line 2 of the table of patients says M'), (dict(age_years=12.1), 'of 15.0 by its')],
)
def test_another_patient_than_was_read_is_refused(subject, match):
    with pytest.raises(ValueError, match=match):
        of_patient(subject=subject)
    assert of_patient(subject=dict(sex='m', age_years=14.4)).PatientAge == '014Y'


@pytest.mark.parametrize(
    ('told', 'spacing', 'magnification', 'kind'),
    [
        (dict(pixel_size_mm=0.1, magnification=None), 0.1, None, None),
        (dict(pixel_size_mm=0.1, magnification=1.0, pixel_size_source='the ruler'), 0.1, 1.0, 'FIDUCIAL'),
        (dict(pixel_size_mm=0.11, magnification=1.1), 0.1, 1.0, 'GEOMETRY'),
        (dict(pixel_size_mm=None), None, None, None),
    ],
)
def test_pixel_size_is_read_back_as_it_was_told(told, spacing, magnification, kind):
    image = made(**told)
    facts = dicom_facts(image, 'made')
    assert facts.pixel_size_mm == (None if spacing is None else pytest.approx(spacing))
    assert (facts.magnification, image.get('PixelSpacingCalibrationType')) == (magnification, kind)


def test_radiograph_of_another_size_is_refused():
    with pytest.raises(ValueError, match='has 20 x 10 px, the result is of one of 200 x 240'):
        for_picture(small_result(), Radiograph(GREY[:10, :20]))


def test_objects_refer_to_a_made_image():
    image = made()
    state = presentation_state(small_result(), image, WHEN)
    assert state.PatientID == image.PatientID and state.StudyInstanceUID == image.StudyInstanceUID
