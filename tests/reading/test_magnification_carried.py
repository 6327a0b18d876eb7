"""The magnification of millimetres goes from the file, the ruler or the user to the results."""

import json

import jsonschema
import numpy as np
import pytest
from dicom_files import make_dataset
from test_content import SCHEMA, make_prediction

from aariz_mm.cli.options import read_magnification
from aariz_mm.predictions import Subject
from aariz_mm.radiographs.facts import dicom_facts
from aariz_mm.radiographs.radiograph import Radiograph, open_radiograph
from aariz_mm.reading.content import measure_again, prediction_content
from aariz_mm.reading.results import write_content
from aariz_mm.reading.rows import SUMMARY_COLUMNS, summary_row
from aariz_mm.reading.scale import give_pixel_size

TENTH = [0.1, 0.1]
WOMAN = Subject(26, 'f')


@pytest.mark.parametrize(
    ('values', 'expected'),
    [
        (dict(ImagerPixelSpacing=TENTH, EstimatedRadiographicMagnificationFactor=1.1), 1.0),
        (dict(ImagerPixelSpacing=TENTH, DistanceSourceToDetector=1650, DistanceSourceToPatient=1500), 1.0),
        (dict(PixelSpacing=TENTH, PixelSpacingCalibrationType='FIDUCIAL'), 1.0),
        (dict(PixelSpacing=[0.09, 0.09], ImagerPixelSpacing=TENTH), 1.0),
        (dict(ImagerPixelSpacing=TENTH), None),
        (dict(ImagerPixelSpacing=TENTH, EstimatedRadiographicMagnificationFactor=7), None),
        (dict(NominalScannedPixelSpacing=TENTH), None),
        (dict(PixelSpacing=TENTH), None),
        ({}, None),
    ],
)
def test_a_dicom_file_says_whether_its_millimetres_are_those_of_the_head(values, expected):
    assert dicom_facts(make_dataset(**values), 'a.dcm').magnification == expected
    assert open_radiograph(make_dataset(**values)).magnification == expected


def test_a_given_pixel_size_is_of_unknown_magnification():
    opened = Radiograph(np.zeros((4, 4), np.uint8), pixel_size_mm=0.1, magnification=1.0)
    assert give_pixel_size(opened, 0.11).magnification is None


def entry(content, key):
    return next(one for one in content['measurements'] if one['key'] == key)


@pytest.mark.parametrize(
    ('magnification', 'words'),
    [(1.0, 'compared at 1.08'), (1.1, 'compared at 1.08'), (None, 'magnification unknown, taken as 1.08')],
)
def test_results_say_how_lengths_were_compared(tmp_path, magnification, words):
    content = prediction_content(make_prediction(subject=WOMAN, magnification=magnification))
    assert content['magnification'] == magnification and words in entry(content, 'Co-Gn')['meaning']
    path = write_content(content | dict(image_sha256='a' * 64), tmp_path, 'ceph')
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(path.read_text(encoding='utf-8')))


def test_the_deviation_is_at_the_magnification_of_the_norm():
    plain, known = (prediction_content(make_prediction(subject=WOMAN, magnification=one)) for one in (None, 1.0))
    first, second = (entry(one, 'Co-Gn') for one in (plain, known))
    assert first['value'] == second['value']
    assert second['deviation_sd'] == pytest.approx((1.08 * second['value'] - 120.2) / 5.3, abs=0.01)
    assert first['deviation_sd'] == pytest.approx((first['value'] - 120.2) / 5.3, abs=0.01)


@pytest.mark.parametrize(('given', 'expected'), [((), 1.0), ((0.3,), None), ((0.3, 1.1), 1.1), ((None, 1.1), 1.1)])
def test_corrected_landmarks_keep_the_magnification_of_their_pixel_size(given, expected):
    content = prediction_content(make_prediction(magnification=1.0))
    assert measure_again(content, *given)['magnification'] == expected


def test_results_of_earlier_versions_are_measured_without_one():
    content = prediction_content(make_prediction(subject=WOMAN))
    del content['magnification']
    assert 'taken as 1.08' in entry(measure_again(content), 'Co-Gn')['meaning']


def test_age_chooses_the_norm_of_a_result():
    child, adult = (prediction_content(make_prediction(subject=Subject(age, 'f'))) for age in (9, 26))
    assert entry(child, 'Co-Gn')['norm'] == '' and entry(child, 'Co-Gn')['deviation_sd'] is None
    assert entry(child, 'Co-Gn')['meaning'].startswith('no norm for female, 9 years')
    assert entry(adult, 'Co-Gn')['norm'] == '120.2 ± 5.3 (McNamara 1984)'
    assert entry(child, 'E-line_lower')['norm'] and not entry(adult, 'E-line_lower')['norm']


def test_the_summary_has_magnification_and_what_disagrees():
    content = prediction_content(make_prediction(magnification=1.0))
    for one in content['classes']:
        one['reason'] = 'rules disagree: A, B; A: no S' if one['key'] in ('growth_pattern', 'skeletal_class') else ''
    row = dict(zip(SUMMARY_COLUMNS, summary_row('a', 'a', content), strict=True))
    assert (row['magnification'], row['rules_disagree']) == (1.0, 'A, B')


@pytest.mark.parametrize('text', ['0.9', '1.6', 'x', ''])
def test_a_magnification_that_no_head_film_has_is_refused(text):
    with pytest.raises(Exception, match='larger than life'):
        read_magnification(text)
    assert read_magnification('1,08') == 1.08
