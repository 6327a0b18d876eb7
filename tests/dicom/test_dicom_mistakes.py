"""What cannot be reported on is refused in words, before anything is made."""

from copy import deepcopy

import numpy as np
import pytest
from dicom_sources import SIZE, make_source, small_result
from pydicom.dataset import Dataset

from aariz_mm.dicom import for_picture, presentation_state, secondary_capture, structured_report
from aariz_mm.radiographs.radiograph import Radiograph
from aariz_mm.reading.content import sex_and_age


@pytest.fixture(scope='module')
def content():
    return small_result()


def no_picture():
    made = Dataset()
    made.SOPClassUID = '1.2.840.10008.5.1.4.1.1.88.33'
    return made


@pytest.mark.parametrize(
    ('source', 'match'),
    [
        (no_picture, 'without a picture'),
        (lambda: make_source(NumberOfFrames=3), '3 pictures'),
        (lambda: make_source(SOPInstanceUID=None), 'SOPInstanceUID is missing'),
        (lambda: make_source(StudyInstanceUID=None), 'StudyInstanceUID is missing'),
        (lambda: make_source(SeriesInstanceUID='abc'), r"'abc' is no UID"),
        (lambda: make_source(SOPClassUID='1.2.3.4'), 'unknown SOP class 1.2.3.4'),
        (lambda: make_source(Rows=100), '200 x 100 px, the result is of one of 200 x 240'),
    ],
)
@pytest.mark.parametrize('make', [structured_report, presentation_state])
def test_source_that_is_no_image_of_the_result_is_refused(make, source, match, content):
    with pytest.raises(ValueError, match=match):
        make(content, source())


def test_another_instance_than_was_read_is_refused(content):
    told = dict(content, identity=dict(SOPInstanceUID='1.2.3'))
    with pytest.raises(ValueError, match='another image'):
        structured_report(told, make_source())


def changed(**values):
    content = small_result()
    for path, value in values.items():
        content[path] = value
    return content


def with_landmarks(change):
    content = small_result()
    change(content['landmarks'])
    return content


@pytest.mark.parametrize(
    ('broken', 'match'),
    [
        (lambda: with_landmarks(lambda all_: all_.append(deepcopy(all_[0]))), 'is there twice'),
        (lambda: with_landmarks(lambda all_: all_[0]['value'].update(x=float('nan'))), 'finite'),
        (lambda: with_landmarks(lambda all_: all_[0]['value'].update(x=1e300)), 'finite'),
        (lambda: with_landmarks(lambda all_: all_[0]['value'].update(x='12')), 'finite'),
        (lambda: with_landmarks(lambda all_: [one['value'].update(x=None, y=None) for one in all_]), 'no landmark'),
        (lambda: changed(landmarks=None), 'landmarks is None, expected a list'),
        (lambda: changed(landmarks=7), 'landmarks is 7, expected a list'),
        (lambda: changed(image_size=7), 'image_size is 7, expected'),
        (lambda: changed(image_size=['a', 1]), 'expected .width, height.'),
        (lambda: changed(image_size=[1, 2, 3]), 'expected .width, height.'),
        (lambda: changed(measurements='many'), 'measurements is many'),
        (lambda: changed(measurements=[dict(value=1.0)]), 'no key of its own'),
        (lambda: changed(measurements=[dict(key='SNA', value=82.0, unit='furlong')]), "unit 'furlong'"),
        (lambda: changed(classes=[dict(key='skeletal_class', label='class IX')]), 'class IX'),
        (lambda: changed(cvm_stage=dict(value=9)), "CVM stage '9'"),
    ],
)
def test_damaged_result_is_refused(broken, match):
    with pytest.raises(ValueError, match=match):
        structured_report(broken(), make_source())


@pytest.mark.parametrize('subject', [['a'], 7, dict(sex=[[]], age_years=[1]), dict(sex={}, age_years=10**400)])
def test_a_subject_that_is_none_is_left_out(subject):
    content = changed(subject=subject, magnification=10**400, pixel_size_mm=10**400)
    assert structured_report(content, make_source()).VerificationFlag == 'UNVERIFIED'
    assert sex_and_age(content) == dict(sex=None, age=None)
    image = for_picture({**content, 'image_size': None}, Radiograph(np.zeros((20, 30), np.uint8)))
    assert image.PatientSex == '' and 'PatientAge' not in image and 'PixelSpacing' not in image


def test_lies_beside_the_numbers_are_left_out():
    """Doubt, sentences and hashes that are of another type or not finite."""
    content = changed(
        warnings='text', made_with=[1], subject=None, cvm_probabilities=[1], turn=5, reader=7, pixel_size_source=None
    )
    content['landmarks'][0] |= dict(expected_error_mm='1', radius_mm=3, expected_error_px=float('inf'), radius_px=[])
    content['measurements'] = [
        dict(key='SNA', name=3, value=82.0, unit='deg', low='x', high=None, level='no', norm=7, deviation_sd=[]),
        dict(key='SNB', value=float('nan'), unit='deg'),
        dict(key='of the future', name='<b>' + 'x' * 100, value=1.0, unit='mm'),
    ]
    made = structured_report(content, make_source())
    assert made.VerificationFlag == 'UNVERIFIED'


@pytest.mark.parametrize('shape', [(10, 10), (10, 10, 4), (0, 10, 3)])
def test_picture_of_another_shape_is_refused(shape, content):
    with pytest.raises(ValueError, match=r'expected \(h, w, 3\) uint8'):
        secondary_capture(content, make_source(), np.zeros(shape, np.uint8))


def test_size_of_the_sources_is_that_of_the_results(content):
    assert tuple(content['image_size']) == SIZE
