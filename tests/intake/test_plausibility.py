"""Faces and what are none; likeness to a radiograph; how an image has to be turned."""

import numpy as np
import pytest

from aariz_mm.intake.plausibility import (
    FARTHEST_MM,
    Plausibility,
    assess,
    describe_doubts,
    describe_places,
    face_stretch,
    full_points,
    shape_distance_mm,
    turned_images,
)
from aariz_mm.landmarks import SUBSETS, SYMBOLS
from aariz_mm.phantom import draw_indexed_phantom
from aariz_mm.phantom.shape_model import MEAN_MM


@pytest.fixture(scope='module')
def phantom():
    return draw_indexed_phantom(3, 'valid', 1, (300, 360))


def rotated(points, degrees):
    angle = np.radians(degrees)
    return points @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


def test_shape_distance_is_zero_for_the_mean_face_however_it_lies():
    assert shape_distance_mm(rotated(MEAN_MM * 7.5, 30) + np.array([400, 300])) == pytest.approx(0, abs=1e-6)


def test_shape_distance_of_a_mirrored_face_is_large():
    assert shape_distance_mm(MEAN_MM * [-1, 1]) > FARTHEST_MM


@pytest.mark.parametrize('known', [0, 1, 5])
def test_shape_distance_of_few_landmarks_is_unknown(known):
    points = MEAN_MM.copy()
    points[known:] = np.nan
    assert np.isnan(shape_distance_mm(points)) and np.isnan(face_stretch(points))


def test_shape_distance_of_one_place_is_unknown():
    assert np.isnan(shape_distance_mm(np.full((29, 2), 7.0)))


@pytest.mark.parametrize('factor', [0.5, 0.8, 1.25])
@pytest.mark.parametrize('turn', [0, 10])
def test_face_stretch_is_what_the_image_was_squeezed_by(factor, turn):
    points = rotated(MEAN_MM * 4, turn) * [factor, 1]
    assert face_stretch(points) == pytest.approx(factor, rel=0.01)


def test_true_landmarks_of_a_phantom_raise_no_doubt(phantom):
    found = assess(phantom.image, phantom.landmarks_px, SYMBOLS)
    assert found.forms_face and found.likeness > 0.5 and describe_doubts(found) == ()


@pytest.mark.parametrize('subset', SUBSETS)
def test_a_subset_tells_as_well(phantom, subset):
    wanted = [SYMBOLS.index(symbol) for symbol in SUBSETS[subset]]
    found = assess(phantom.image, phantom.landmarks_px[wanted], SUBSETS[subset])
    assert describe_doubts(found) == ()
    np.testing.assert_array_equal(
        full_points(phantom.landmarks_px[wanted], SUBSETS[subset])[wanted], phantom.landmarks_px[wanted]
    )


def test_a_negative_is_called_one(phantom):
    assert 'is it a negative' in describe_doubts(assess(255 - phantom.image, phantom.landmarks_px, SYMBOLS))[0]


def test_a_face_that_looks_left_is_called_so(phantom):
    points = phantom.landmarks_px * [-1, 1] + [phantom.image.shape[1] - 1, 0]
    found = assess(np.ascontiguousarray(phantom.image[:, ::-1]), points, SYMBOLS)
    assert found.faces_left and found.likeness > 0.5
    assert describe_doubts(found)[0].startswith('the head faces left')


def test_landmarks_of_no_face_are_called_so(phantom):
    points = np.random.default_rng(0).uniform(0, 300, (29, 2))
    assert describe_doubts(assess(phantom.image, points, SYMBOLS))[0].startswith('the landmarks form no face')


@pytest.mark.parametrize(
    ('found', 'words'),
    [
        (Plausibility(5, 0.5, 1.0, tilt_deg=50), 'tilted by 41° clockwise'),
        (Plausibility(5, 0.5, 1.0, tilt_deg=-30), 'tilted by 39° anticlockwise'),
        (Plausibility(5, 0.5, 1.4), 'too wide (1.40 times'),
        (Plausibility(5, 0.5, 0.7), 'too high (0.70 times'),
        (Plausibility(5, -0.1, 1.0), 'look unlike those of a lateral cephalogram'),
    ],
)
def test_every_doubt_has_its_words(found, words):
    assert words in describe_doubts(found)[0]


def test_nothing_is_said_where_nothing_is_known():
    assert describe_doubts(Plausibility(np.nan, np.nan, np.nan)) == ()


def test_turned_images_are_all_different_and_come_back():
    image = np.arange(6, dtype=np.uint8).reshape(2, 3)
    turned = turned_images(image)
    assert len(turned) == 15 and len({(one.shape, one.tobytes()) for one in turned.values()}) == 15
    np.testing.assert_array_equal(turned['turned by 90° anticlockwise'], np.rot90(image))
    np.testing.assert_array_equal(turned['inverted and mirrored'], 255 - image[:, ::-1])


@pytest.mark.parametrize('degrees', [-40, -10, 0, 25])
@pytest.mark.parametrize('faces_left', [False, True])
def test_tilt_is_how_far_the_face_is_turned_clockwise(phantom, degrees, faces_left):
    side = [-1 if faces_left else 1, 1]
    points = rotated(MEAN_MM * side, degrees) * 3 + np.array([150, 120])
    assert assess(phantom.image, points, SYMBOLS).tilt_deg == pytest.approx(degrees, abs=1e-6)


@pytest.mark.parametrize('points', [np.full((29, 2), np.nan), np.full((29, 2), 40.0)])
def test_landmarks_that_are_no_places_are_called_so(phantom, points):
    found = assess(phantom.image, points, SYMBOLS)
    assert not found.forms_face and 'in one place or are no numbers' in describe_doubts(found)[0]


def test_places_of_a_usual_face_are_not_worth_a_word():
    assert describe_places(MEAN_MM * 5 + 900, SYMBOLS, (2000, 2000)) == ()


def test_landmarks_outside_the_picture_and_far_off_are_named():
    points = MEAN_MM * 5 + 900.0
    points[SYMBOLS.index('S')] = [-40, 300]
    points[SYMBOLS.index('Or')] += [0, 5 * 30]
    outside, far = describe_places(points, SYMBOLS, (2000, 2000))
    assert outside.endswith('measured by them: S') and far.endswith('look at them: Or')
