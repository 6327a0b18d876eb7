from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aariz_mm.annotations.predicted import landmarks_as_annotation
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM
from aariz_mm.predictions import LandmarkPrediction, LandmarkUncertainty
from aariz_mm.uncertainty.scoring import expected_errors_px, scored

ERRORS_PX = np.linspace(0, 60, 29)


def make_prediction(pixel_size_mm=0.1, uncertainty=None, errors_px=ERRORS_PX):
    """A mean face, 4 px for each mm."""
    points = 4 * MEAN_MM + 500
    return LandmarkPrediction(
        Path('a.png'), SYMBOLS, points, np.full(29, 0.7), pixel_size_mm, uncertainty=uncertainty,
        map_errors_px=errors_px,
    )  # fmt: skip


def of_calibration(errors_px):
    return LandmarkUncertainty((0.9,), np.ones((29, 1)), np.tile(np.eye(2), (29, 1, 1)), errors_px)


def test_scores_fall_with_the_expected_error_and_follow_from_it():
    scores = scored(make_prediction()).scores
    np.testing.assert_allclose(scores, 1 / (1 + ERRORS_PX * 0.1 / 2))
    assert (np.diff(scores) < 0).all() and scores[0] == 1


def test_a_calibration_goes_before_the_maps():
    prediction = make_prediction(uncertainty=of_calibration(np.full(29, 20.0)))
    assert expected_errors_px(prediction).tolist() == [20] * 29
    np.testing.assert_allclose(scored(prediction).scores, 0.5)


def test_without_a_pixel_size_mm_are_those_of_the_face():
    prediction = make_prediction(None, of_calibration(np.full(29, 8.0)))  # 8 px of 4 px a mm are 2 mm
    np.testing.assert_allclose(scored(prediction).scores, 0.5)


@pytest.mark.parametrize('fields', [dict(pixel_size_mm=None), dict(errors_px=None)])
def test_scores_stay_where_no_error_in_mm_is_known(fields):
    prediction = make_prediction(**fields)
    assert scored(prediction) is prediction


def test_a_landmark_of_unknown_error_keeps_its_score():
    errors = np.where(np.arange(29) == 3, np.nan, ERRORS_PX)
    prediction = make_prediction(errors_px=errors)
    assert scored(prediction).scores[3] == 0.7 and np.isfinite(scored(prediction).scores).all()
    assert np.array_equal(prediction.scores, np.full(29, 0.7))


def test_files_of_results_have_the_expected_error_and_the_score_that_follows():
    entries = landmarks_as_annotation(scored(make_prediction()))['landmarks']
    assert entries[5]['expected_error_px'] == round(ERRORS_PX[5], 2)
    for entry in entries:
        assert entry['score'] == pytest.approx(1 / (1 + entry['expected_error_mm'] / 2), abs=0.003)
    bare = landmarks_as_annotation(make_prediction(None))['landmarks'][0]
    assert 'expected_error_px' in bare and 'expected_error_mm' not in bare
    assert (
        'expected_error_px'
        not in landmarks_as_annotation(replace(make_prediction(), map_errors_px=None))['landmarks'][0]
    )
