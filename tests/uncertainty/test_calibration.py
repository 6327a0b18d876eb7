"""A calibration travels as JSON, and one that does not fit is refused."""

import json
from dataclasses import fields

import numpy as np
import pytest
from made_readings import SYMBOLS_19, made_held_out

from aariz_mm.uncertainty.calibration import Calibration, calibration_as_json, parse_calibration
from aariz_mm.uncertainty.estimating import estimate


@pytest.fixture
def content(calibration):
    return json.loads(json.dumps(calibration_as_json(calibration)))


def test_calibration_comes_back_from_json(calibration, content):
    back, readings = parse_calibration(content, SYMBOLS_19, 'a.json'), made_held_out(20, seed=3).readings
    assert estimate(back, readings).radii_mm == pytest.approx(estimate(calibration, readings).radii_mm, rel=2e-3)
    assert back.draws == pytest.approx(calibration.draws, abs=0.006) and back.features == calibration.features


def test_calibration_is_small(content):
    assert len(json.dumps(content)) < 50_000


def test_calibration_of_other_landmarks_is_refused(content):
    with pytest.raises(ValueError, match=r'a\.json: a calibration of the landmarks .* but the model finds'):
        parse_calibration(content, SYMBOLS_19[::-1], 'a.json')


@pytest.mark.parametrize('key', [one.name for one in fields(Calibration) if one.name != 'made_with'])
def test_calibration_without_a_part_is_refused(content, key):
    del content[key]
    with pytest.raises(ValueError, match=r'a\.json: no calibration that can be used .*aariz-mm calibrate'):
        parse_calibration(content, SYMBOLS_19, 'a.json')


@pytest.mark.parametrize('broken', [{}, [], None, 3, {'format': 'aariz_mm calibration 9'}, {'format': 1}])
def test_what_is_no_calibration_is_refused(broken):
    with pytest.raises(ValueError, match=r'a\.json: no calibration that can be used'):
        parse_calibration(broken, SYMBOLS_19, 'a.json')


@pytest.mark.parametrize(('key', 'value'), [('base', [1.0]), ('factors', None), ('draws', [[1, 2]]), ('slopes', 'x')])
def test_numbers_of_a_wrong_size_are_refused(content, key, value):
    with pytest.raises(ValueError, match='no calibration that can be used'):
        parse_calibration(content | {key: value}, SYMBOLS_19, 'a.json')


def test_unknown_numbers_are_refused(content):
    content['base'][0] = None
    with pytest.raises(ValueError, match=r'base: .* expected finite numbers'):
        parse_calibration(content, SYMBOLS_19, 'a.json')
    assert np.isfinite(parse_calibration(content | {'base': [0.0] * 19}, SYMBOLS_19, 'a.json').base).all()
