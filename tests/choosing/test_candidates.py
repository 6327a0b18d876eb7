"""What a choice sees of a radiograph does not depend on its pixel size, place or brightness."""

import numpy as np
import pytest

from aariz_mm.choosing.candidates import LOOK_SIZE, candidate_of, look_of
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM


def made_content(px_per_mm=4.0, error_mm=2.0, symbols=SYMBOLS, mirrored=False):
    points = MEAN_MM * [-1 if mirrored else 1, 1] * px_per_mm + 500
    landmarks = [
        dict(symbol=symbol, value=dict(x=float(x), y=float(y)), expected_error_px=error_mm * px_per_mm)
        for symbol, (x, y) in zip(SYMBOLS, points, strict=True)
        if symbol in symbols
    ]
    return dict(landmarks=landmarks)


@pytest.mark.parametrize('kind', [{}, dict(px_per_mm=11.0), dict(mirrored=True), dict(symbols=SYMBOLS[:19])])
def test_error_and_face_are_those_of_the_head(kind):
    found = candidate_of('a', made_content(**kind), np.zeros(LOOK_SIZE[::-1]))
    assert found.expected_error_mm == pytest.approx(2.0, rel=1e-3)
    known = np.isfinite(found.face_mm).all(axis=1)
    np.testing.assert_allclose(found.face_mm[known], MEAN_MM[known], atol=1e-3)
    assert known.sum() == len(kind.get('symbols', SYMBOLS))


def test_a_landmark_without_place_or_error_is_left_out_of_the_mean():
    content = made_content()
    content['landmarks'][0]['value'] = dict(x=None, y=None)
    content['landmarks'][1]['expected_error_px'] = None
    assert candidate_of('a', content, np.zeros(1)).expected_error_mm == pytest.approx(2.0, rel=1e-3)


def test_too_few_landmarks_form_no_face():
    with pytest.raises(ValueError, match='no face'):
        candidate_of('a', made_content(symbols=SYMBOLS[:2]), np.zeros(1))


def test_a_model_that_says_nothing_of_its_error_cannot_choose():
    content = made_content()
    for entry in content['landmarks']:
        del entry['expected_error_px']
    with pytest.raises(ValueError, match='export it again'):
        candidate_of('a', content, np.zeros(1))


def test_look_is_that_of_the_darker_and_the_paler_print():
    grey = (40 + np.add.outer(np.arange(300), np.arange(240)) // 10).astype(np.uint8)
    np.testing.assert_allclose(look_of(grey), look_of(2 * grey), atol=0.05)
    assert look_of(grey).shape == LOOK_SIZE[::-1] and look_of(grey).std() == pytest.approx(1, abs=1e-3)


def test_a_blank_radiograph_has_a_look_without_detail():
    assert not look_of(np.full((300, 240), 7, np.uint8)).any()
