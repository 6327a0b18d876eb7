"""What a JSON file holds: the dataset's layout, measurements of the points as written, and nobody's name unasked."""

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from aariz_mm.intake.uprighting import map_homogeneous
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM
from aariz_mm.predictions import LandmarkPrediction, LandmarkUncertainty, StagePrediction, Subject
from aariz_mm.reading import content as module
from aariz_mm.reading.content import measure_again, prediction_content
from aariz_mm.reading.results import write_content

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((Path(module.__file__).parent / 'result.schema.json').read_text(encoding='utf-8'))


def make_prediction(**changes):
    values = dict(
        image_path=Path('films/ceph.png'), symbols=tuple(SYMBOLS), keypoints_px=(MEAN_MM + 100) * 5,
        scores=np.full(29, 0.8), pixel_size_mm=0.2,
    )  # fmt: skip
    return LandmarkPrediction(**values | changes)


def uncertainty():
    radii = np.tile([1.0, 2.0, 3.0], (29, 1))
    return LandmarkUncertainty((0.5, 0.9, 0.95), radii, np.tile(np.eye(2), (29, 1, 1)), np.full(29, 1.5))


STAGE = StagePrediction(4, np.array([0, 0, 0.2, 0.5, 0.3, 0]), np.array([1.0, 2, 3, 4]))
KINDS = [
    dict(),
    dict(pixel_size_mm=None),
    dict(cvm=STAGE, warnings=('doubt',), turn='mirrored', pixel_size_source='DICOM'),
    dict(uncertainty=uncertainty(), subject=Subject(12.5, 'f')),
    dict(keypoints_px=np.full((29, 2), np.nan)),
    dict(symbols=('S', 'N'), keypoints_px=np.array([[1.0, 2], [3, 4]]), scores=np.array([1, np.nan])),
]


@pytest.mark.parametrize('changes', KINDS)
def test_every_result_keeps_to_the_published_schema(tmp_path, changes):
    content = prediction_content(make_prediction(**changes), 'ceph.png', (1935, 2400), 'a' * 64, dict(bundles=[]))
    path = write_content(content, tmp_path, 'ceph')
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(path.read_text(encoding='utf-8')))


@pytest.mark.parametrize(
    'change', [dict(schema_version=2), dict(landmarks=[{}]), dict(pixel_size_mm=0), dict(unknown=1), dict(file=None)]
)
def test_the_schema_refuses_what_is_no_result(tmp_path, change):
    path = write_content(prediction_content(make_prediction()) | change, tmp_path, 'ceph')
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(path.read_text(encoding='utf-8')))


def test_the_schema_of_the_docs_is_that_of_the_package():
    published = (ROOT / 'docs' / 'guide' / 'result.schema.json').read_text(encoding='utf-8')
    assert json.loads(published) == SCHEMA


def test_measurements_have_norm_and_deviation_by_hand():
    found = {one['key']: one for one in prediction_content(make_prediction())['measurements']}['SNA']
    assert found['norm'] == '82.0 ± 3.9 (Riedel 1952)' and found['reason'] == ''
    assert found['deviation_sd'] == pytest.approx((found['value'] - 82.01) / 3.89, abs=0.01)


def test_a_measurement_that_is_missing_says_why():
    found = {one['key']: one for one in prediction_content(make_prediction(pixel_size_mm=None))['measurements']}
    assert found['Wits']['value'] is None and 'pixel size' in found['Wits']['reason']
    assert found['Wits']['meaning'] == '' and found['SNA']['value'] is not None


@pytest.mark.parametrize(
    ('sex', 'norm'), [('f', '91.0 ± 4.3 (McNamara 1984)'), ('m', '99.8 ± 6.0 (McNamara 1984)'), (None, '')]
)
def test_the_norm_is_that_of_the_sex(sex, norm):
    content = prediction_content(make_prediction(subject=Subject(None, sex)))
    assert {one['key']: one for one in content['measurements']}['Co-A']['norm'] == norm


def test_names_of_the_patient_are_kept_where_they_are_asked_for_alone():
    prediction = make_prediction(identity=dict(patient_name='Doe^Jane', patient_id='17'))
    assert 'Doe' not in json.dumps(prediction_content(prediction))
    assert prediction_content(prediction, keep_identity=True)['identity']['patient_id'] == '17'


def test_corrected_landmarks_are_measured_again():
    content = prediction_content(make_prediction())
    before = {one['key']: one['value'] for one in content['measurements']}
    assert {one['key']: one['value'] for one in measure_again(content)['measurements']} == before
    moved = json.loads(json.dumps(content))
    next(one for one in moved['landmarks'] if one['symbol'] == 'A')['value']['x'] += 40
    after = {one['key']: one['value'] for one in measure_again(moved)['measurements']}
    assert after['SNA'] > before['SNA'] + 3 and after['SNB'] == before['SNB']


def test_a_photograph_is_measured_where_it_lies_flat():
    flat = (MEAN_MM + 100) * 5
    matrix = np.array([[1, 0.1, 3], [0.05, 1.2, -7], [1e-4, 2e-4, 1.0]])
    stored = map_homogeneous(np.linalg.inv(matrix), flat)
    expected = prediction_content(make_prediction(keypoints_px=flat))
    content = prediction_content(make_prediction(keypoints_px=stored, flattening=matrix))
    skewed = prediction_content(make_prediction(keypoints_px=stored))
    sna = [one['measurements'][0]['value'] for one in (expected, content, skewed)]
    assert sna[0] == pytest.approx(sna[1], abs=0.05) and abs(sna[0] - sna[2]) > 1
    jsonschema.Draft202012Validator(SCHEMA).validate({**content, 'prediction_sha256': 'a' * 64})


def test_what_the_model_said_goes_where_a_person_corrected_the_landmarks():
    content = prediction_content(make_prediction(uncertainty=uncertainty()))
    corrected = measure_again(content)
    assert corrected['corrected'] and set(corrected['landmarks'][0]) == {'landmark_id', 'title', 'symbol', 'value'}
    assert 'radius_px' in content['landmarks'][0]


def test_corrected_landmarks_take_the_pixel_size_that_is_given():
    content = prediction_content(make_prediction())
    length = [
        next(one['value'] for one in made['measurements'] if one['key'] == 'N-Me')
        for made in (content, measure_again(content, 0.4))
    ]
    assert length[1] == pytest.approx(2 * length[0], abs=0.02)
