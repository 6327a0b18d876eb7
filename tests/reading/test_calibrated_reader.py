"""A reader of a calibrated bundle tells how far off its landmarks may be; one of another says nothing."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_bundles import made_info, write_mean_face

from aariz_mm.annotations.predicted import landmarks_as_annotation
from aariz_mm.intake.refusal import NotACephalogramError
from aariz_mm.predictions import LandmarkPrediction
from aariz_mm.reading.calibrated import add_uncertainty
from aariz_mm.reading.metadata import add_calibration, replace_info
from aariz_mm.reading.picture import map_points
from aariz_mm.reading.reader import Reader
from aariz_mm.uncertainty.calibration import LEVELS, calibration_as_json
from aariz_mm.uncertainty.fitting import fit_calibration
from aariz_mm.uncertainty.readings import HeldOut, Readings

IMAGE = np.random.default_rng(0).integers(0, 255, (480, 384), np.uint8)


def calibration_of_mean_face(reader):
    """That of a model with normal errors of 3 px along x and y, whose maps all look alike."""
    rng = np.random.default_rng(0)
    found = reader._find(IMAGE)[0]
    points = found['points'] + rng.normal(0, 0.5, (60, 19, 2))
    truth = points + rng.normal(0, 3, (60, 19, 2))
    readings = Readings(
        reader.bundle.info.symbols, points, np.tile(found['scores'], (60, 1)), np.tile(found['spread'], (60, 1, 1)),
    )  # fmt: skip
    return fit_calibration(HeldOut(readings, truth, np.arange(60), np.arange(60) % 3, np.full(60, '')))


@pytest.fixture(scope='module')
def plain(tmp_path_factory):
    return write_mean_face(tmp_path_factory.mktemp('plain') / 'a.onnx', made_info())


@pytest.fixture(scope='module')
def calibrated(plain, tmp_path_factory):
    path = tmp_path_factory.mktemp('calibrated') / 'b.onnx'
    path.write_bytes(plain.read_bytes())
    content = calibration_as_json(calibration_of_mean_face(Reader(plain, threads=1)))
    return Reader(add_calibration(path, content), threads=1)


def test_a_bundle_without_a_calibration_has_no_uncertainty(plain):
    prediction = Reader(plain, threads=1)(IMAGE, 0.2)
    assert prediction.uncertainty is None and prediction.measurements == ()
    content = landmarks_as_annotation(prediction)
    assert 'measurements' not in content and 'radius_px' not in content['landmarks'][0]


def test_a_calibrated_bundle_has_radii_in_pixels_of_the_file(calibrated):
    found = calibrated(IMAGE, 0.2).uncertainty
    assert found.levels == LEVELS and found.radii_px.shape == (19, 3)
    # 3 px of the input are 6 px of the file; 90 % of a normal distribution of the plane lie within 2.146 deviations
    assert np.median(found.radii_px[:, 1]) == pytest.approx(2.146 * 6, rel=0.15)


@pytest.mark.parametrize('scale', [2, 3])
def test_radii_grow_with_the_resolution_of_the_file(calibrated, scale):
    small, large = calibrated(IMAGE), calibrated(np.kron(IMAGE, np.ones((scale, scale), np.uint8)))
    assert large.uncertainty.radii_px == pytest.approx(scale * small.uncertainty.radii_px, rel=0.01)


@pytest.mark.parametrize('matrix', [[[0, -2, 900], [2, 0, 5]], [[-2, 0, 700], [0, 2, 0]], [[2, 0, -40], [0, 2, -9]]])
def test_a_picture_turned_or_cut_before_it_was_read_keeps_its_radii(calibrated, matrix):
    found = calibrated._find(IMAGE)[0]
    as_read, turned = (
        add_uncertainty(
            LandmarkPrediction(Path(), calibrated.bundle.info.symbols, points, found['scores'], None),
            calibrated.calibration,
            found,
        )
        for points in (found['points'], map_points(np.array(matrix, float), found['points']))
    )
    assert turned.uncertainty.radii_px == pytest.approx(2 * as_read.uncertainty.radii_px, rel=1e-4)
    angles = [{one.key: (one.low, one.high) for one in each.measurements}['SNA'] for each in (as_read, turned)]
    assert angles[0] == pytest.approx(angles[1], abs=1e-3)


def test_measurements_have_intervals_or_a_reason(calibrated):
    found = {one.key: one for one in calibrated(IMAGE, 0.2).measurements}
    assert found['SNA'].low < found['SNA'].value < found['SNA'].high and found['SNA'].level == 0.9
    assert np.isnan(found['Wits'].low) and found['Wits'].reason.startswith('no ')


def test_the_result_has_what_its_docstring_says(calibrated):
    content = json.loads(json.dumps(landmarks_as_annotation(calibrated(IMAGE, 0.2))))
    landmark, measured = content['landmarks'][0], {row['key']: row for row in content['measurements']}
    assert set(landmark['radius_px']) == {'50', '90', '95'} and landmark['expected_error_px'] > 0
    assert landmark['radius_mm']['90'] == pytest.approx(0.2 * landmark['radius_px']['90'], abs=0.02)
    assert landmark['ellipse_px']['semi_major'] >= landmark['ellipse_px']['semi_minor'] > 0
    assert set(measured['SNA']) == {'key', 'value', 'unit', 'low', 'high', 'level', 'reason'}
    assert measured['Wits']['value'] is None and measured['Wits']['low'] is None and measured['Wits']['reason']


def test_without_a_pixel_size_there_is_no_millimetre(calibrated):
    content = landmarks_as_annotation(calibrated(IMAGE))
    assert 'radius_mm' not in content['landmarks'][0] and 'radius_px' in content['landmarks'][0]
    lengths = [row for row in content['measurements'] if row['key'] == 'S-Go']
    assert lengths[0]['value'] is None and 'pixel size' in lengths[0]['reason']


def test_a_calibration_that_does_not_fit_is_refused(plain, tmp_path):
    path = tmp_path / 'c.onnx'
    path.write_bytes(replace_info(plain.read_bytes(), replace(made_info(), calibration=dict(format='x'))))
    with pytest.raises(ValueError, match=r'c\.onnx: no calibration that can be used'):
        Reader(path)


def test_a_radiograph_that_tells_the_model_nothing_is_refused(calibrated, monkeypatch):
    monkeypatch.setattr('aariz_mm.reading.calibrated.WIDEST', 0.5)
    with pytest.raises(NotACephalogramError, match=r'the model is \d\.\d times as unsure of its landmarks as usual'):
        calibrated(IMAGE)


def test_scores_fall_with_the_expected_error(calibrated):
    prediction = calibrated(IMAGE, 0.2)
    expected_mm = prediction.uncertainty.expected_errors_px * 0.2
    np.testing.assert_allclose(prediction.scores, 1 / (1 + expected_mm / 2))
    entry = landmarks_as_annotation(prediction)['landmarks'][0]
    assert entry['score'] == pytest.approx(1 / (1 + entry['expected_error_mm'] / 2), abs=0.003)
