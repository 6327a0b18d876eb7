import json
from dataclasses import fields, replace
from types import SimpleNamespace

import numpy as np
import pytest
from made_cases import PROTOCOL, build_cases

from aariz_mm.evaluation.case_files import (
    cases_path,
    check_cases_path,
    collect_agreement,
    collect_cases,
    read_cases,
    write_cases,
)
from aariz_mm.evaluation.cases import Cases
from aariz_mm.evaluation.functional import SDR_THRESHOLDS_MM
from aariz_mm.evaluation.measurement_agreement import agreement_of_cases
from aariz_mm.evaluation.options import LandmarkOptions, MeasurementOptions, MetricOptions, StageOptions


def assert_same(first, second):
    for field in fields(first):
        left, right = getattr(first, field.name), getattr(second, field.name)
        if isinstance(left, np.ndarray):
            np.testing.assert_allclose(left, right, atol=5e-5)
        else:
            assert left == right


@pytest.fixture
def cases():
    """With two readers, an image without S-N, and probabilities for two of the three stages."""
    probabilities = np.array([[1 / 6] * 6, [np.nan] * 6, [0, 0, 0, 1, 0, 0]])
    made = build_cases(sn_mm_per_px=np.array([0.2, np.nan, 0.3]), stages=dict(probabilities=probabilities))
    readers_px = made.landmarks.gt_px[None] + np.array([[[[-1.5, 0]]], [[[1 / 3, 0]]]])
    return replace(made, landmarks=replace(made.landmarks, readers_px=readers_px))


def test_cases_are_read_back_as_they_were_written(cases, tmp_path):
    read = read_cases(write_cases(tmp_path / 'new' / 'm_cases.json', cases))
    assert read.protocol == PROTOCOL
    assert_same(cases.landmarks, read.landmarks)
    assert_same(cases.stages, read.stages)
    assert read.landmarks.readers_px.shape == (2, 3, 2, 2)


def test_cases_without_readers_or_without_one_kind_are_read_back(tmp_path):
    made = build_cases()
    read = read_cases(write_cases(tmp_path / 'a.json', Cases({}, made.landmarks)))
    assert read.stages is None and read.landmarks.readers_px.shape == (0, 3, 2, 2)
    assert read_cases(write_cases(tmp_path / 'b.json', Cases({}, None, made.stages))).landmarks is None


def test_file_has_null_for_nan_and_four_decimals(cases, tmp_path):
    path = write_cases(tmp_path / 'a.json', cases)
    assert 'NaN' not in path.read_text()
    images = json.loads(path.read_text())['landmarks']['images']
    assert images[1]['gt_px'][1] == [None, None] and images[1]['sn_mm_per_px'] is None
    assert images[0]['readers_px'][1][0][0] == round(cases.landmarks.gt_px[0, 0, 0] + 1 / 3, 4)


def test_cases_lie_beside_the_scores():
    assert str(cases_path('a/metrics.one.json')) == 'a/metrics.one_cases.json'


def test_earlier_cases_are_replaced_and_nothing_else_is(cases, tmp_path):
    path = write_cases(tmp_path / 'a.json', cases)
    assert check_cases_path(path) == path and check_cases_path(tmp_path / 'new.json')
    write_cases(path, Cases(dict(split='test')))
    assert read_cases(path).protocol == dict(split='test')
    path.write_text('{"my": "notes"}')
    with pytest.raises(ValueError, match=r'a.json is no file of cases and would be lost; give another --out'):
        write_cases(path, cases)
    assert path.read_text() == '{"my": "notes"}'


@pytest.mark.parametrize(
    ('content', 'message'),
    [('{', 'no JSON'), ('{"MRE_mm": 1}', 'holds no cases, expected "format": "aariz_mm cases"'),
     ('[]', 'holds no cases'),
     ('{"format": "aariz_mm cases", "version": 0}', 'cases of version 0, expected version 1'),
     ('{"format": "aariz_mm cases", "version": 1, "protocol": {}}', "damaged.*'landmarks'")],
)  # fmt: skip
def test_foreign_and_old_files_are_named_with_the_cure(tmp_path, content, message):
    path = tmp_path / 'a.json'
    path.write_text(content)
    with pytest.raises(
        ValueError, match=rf'a.json: .*{message}.*; score the checkpoint again with tools/test.py --out'
    ):
        read_cases(path)


def test_a_missing_file_is_named_with_the_cure(tmp_path):
    with pytest.raises(FileNotFoundError, match=r'a.json: no such file; score the checkpoint again'):
        read_cases(tmp_path / 'a.json')


def test_damage_to_an_image_is_found(cases, tmp_path):
    path = write_cases(tmp_path / 'a.json', cases)
    content = json.loads(path.read_text())
    del content['landmarks']['images'][1]['pred_px'][0]
    path.write_text(json.dumps(content))
    with pytest.raises(ValueError, match='damaged'):
        read_cases(path)


OPTIONS = MetricOptions(
    LandmarkOptions((1.0, 2.25), False, ('isbi19',), frozenset({'c2', 'c0'}), 3.5, 0, 7),
    StageOptions(4, 50, 1),
    MeasurementOptions({'deg': 1.5, 'SNA': 0.5}),
)


def test_settings_of_the_metrics_travel_with_the_cases(cases, tmp_path):
    assert read_cases(write_cases(tmp_path / 'a.json', replace(cases, options=OPTIONS))).options == OPTIONS
    assert read_cases(write_cases(tmp_path / 'b.json', cases)).options == MetricOptions()


def test_file_without_settings_has_the_defaults(cases, tmp_path):
    path = write_cases(tmp_path / 'a.json', replace(cases, options=OPTIONS))
    content = json.loads(path.read_text())
    del content['options']['landmarks']['thresholds_mm'], content['options']['stages']
    path.write_text(json.dumps(content))
    options = read_cases(path).options
    assert options == replace(
        OPTIONS, landmarks=replace(OPTIONS.landmarks, thresholds_mm=SDR_THRESHOLDS_MM), stages=StageOptions()
    )
    del content['options']
    path.write_text(json.dumps(content))
    assert read_cases(path).options == MetricOptions()


def test_cases_and_settings_are_collected_from_metrics(cases):
    metrics = [SimpleNamespace(), SimpleNamespace(cases=cases.stages, options=OPTIONS.stages),
               SimpleNamespace(cases=cases.landmarks, options=OPTIONS.landmarks),
               SimpleNamespace(options=OPTIONS.measurements)]  # fmt: skip
    collected = collect_cases(metrics, dict(protocol=PROTOCOL))
    assert collected.landmarks is cases.landmarks and collected.stages is cases.stages
    assert collected.protocol == PROTOCOL and collected.options == OPTIONS
    assert collect_cases([], {}) == Cases()


def test_agreement_is_collected_from_the_metric_that_made_it(cases):
    made = agreement_of_cases(cases.landmarks, MeasurementOptions())
    assert collect_agreement([SimpleNamespace(agreement=None), SimpleNamespace(agreement=made)]) is made
    assert collect_agreement([SimpleNamespace()]) is None


def test_what_the_model_says_of_its_landmarks_is_read_back(cases, tmp_path):
    said = np.array([[0.5, 1], [np.nan, 2], [3, 4.25]])
    landmarks = replace(cases.landmarks, expected_error_mm=said, scores=1 / (1 + said / 2))
    read = read_cases(write_cases(tmp_path / 'a.json', replace(cases, landmarks=landmarks))).landmarks
    np.testing.assert_allclose(read.expected_error_mm, said, atol=5e-5)
    np.testing.assert_allclose(read.scores, 1 / (1 + said / 2), atol=5e-5)


def test_files_of_earlier_releases_say_nothing_of_their_landmarks(cases, tmp_path):
    path = write_cases(tmp_path / 'a.json', cases)  # without either, as earlier releases wrote it
    assert 'expected_error_mm' not in path.read_text()
    read = read_cases(path).landmarks
    assert read.expected_error_mm is None and read.scores is None
    assert_same(cases.landmarks, read)


def test_a_file_of_which_some_images_say_nothing_is_read_without(cases, tmp_path):
    landmarks = replace(cases.landmarks, expected_error_mm=np.ones((3, 2)))
    path = write_cases(tmp_path / 'a.json', replace(cases, landmarks=landmarks))
    content = json.loads(path.read_text())
    del content['landmarks']['images'][1]['expected_error_mm']
    path.write_text(json.dumps(content))
    assert read_cases(path).landmarks.expected_error_mm is None


def test_a_file_that_says_so_further_down_is_not_one_of_cases(tmp_path):
    path = tmp_path / 'a.json'
    path.write_text('{"note": "' + 'x' * 100 + '", "format": "aariz_mm cases"}')
    with pytest.raises(ValueError, match='no file of cases'):
        check_cases_path(path)
