"""Features do not depend on the resolution, nor on how the head is held; doubt raises them."""

from dataclasses import replace

import numpy as np
import pytest
from made_readings import made_held_out

from aariz_mm.uncertainty.features import (
    DOUBTS,
    FEATURES,
    OF_RADIOGRAPH,
    landmark_features,
    spread_in_frame,
    standardize,
)
from aariz_mm.uncertainty.readings import face_frames

READINGS = made_held_out(4).readings


def feature(readings, name):
    return landmark_features(readings)[..., FEATURES.index(name)]


def at_other_scale(scale, turn_deg=0.0):
    angle = np.deg2rad(turn_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return replace(READINGS, points_px=scale * READINGS.points_px @ turn.T + 7, spread_px=scale**2 * READINGS.spread_px)


@pytest.mark.parametrize(
    'changed', [at_other_scale(0.4), at_other_scale(3), at_other_scale(1, 25), at_other_scale(2, -8)]
)
def test_features_survive_another_scale_and_a_turn(changed):
    kept = [name for name in FEATURES if name != 'smallness']
    for name in kept:
        assert feature(changed, name) == pytest.approx(feature(READINGS, name), abs=1e-6), name


def test_a_small_face_is_small():
    assert (feature(at_other_scale(0.5), 'smallness') - feature(READINGS, 'smallness')) == pytest.approx(np.log(2))


def test_maps_of_the_same_pixels_are_wider_on_a_small_face():
    small = replace(at_other_scale(0.5), spread_px=READINGS.spread_px)
    assert feature(small, 'spread_of_all') - feature(READINGS, 'spread_of_all') == pytest.approx(np.log(2))


def test_doubt_raises_features():
    spread = replace(READINGS, spread_px=9 * READINGS.spread_px)
    score = replace(READINGS, scores=READINGS.scores - 0.5)
    for doubtful, name in ((spread, 'spread_of_all'), (score, 'score_of_all')):
        assert (feature(doubtful, name) > feature(READINGS, name)).all(), name


def test_one_wide_map_is_a_feature_of_its_landmark():
    variance = READINGS.spread_px.copy()
    variance[:, 5] *= 9
    raised = feature(replace(READINGS, spread_px=variance), 'spread') - feature(READINGS, 'spread')
    assert raised[:, 5] == pytest.approx(np.log(3) * 18 / 19) and raised[:, 4] == pytest.approx(-np.log(3) / 19)


def test_only_doubts_have_a_floor():
    raw = landmark_features(READINGS)
    found = standardize(raw - 5, raw.mean(axis=0), np.ones(len(FEATURES)))
    for index, name in enumerate(FEATURES):
        assert (found[..., index].min() >= 0) == (name in DOUBTS), name


def test_features_of_a_radiograph_are_those_of_all_its_landmarks():
    for name in OF_RADIOGRAPH:
        assert np.ptp(feature(READINGS, name), axis=1) == pytest.approx(0), name


@pytest.mark.parametrize('points', [np.full((1, 19, 2), 5.0), np.full((1, 19, 2), np.nan)])
def test_landmarks_in_one_place_have_no_features(points):
    flat = replace(READINGS, points_px=points, **{
        name: getattr(READINGS, name)[:1] for name in ('scores', 'spread_px')
    })  # fmt: skip
    assert np.isnan(feature(flat, 'spread')).all() and np.isnan(face_frames(points, flat.symbols)).all()


def test_spread_turns_with_the_face():
    upright, turned = spread_in_frame(READINGS), spread_in_frame(at_other_scale(2, 30))
    assert np.trace(upright, axis1=-2, axis2=-1) == pytest.approx(np.trace(turned, axis1=-2, axis2=-1))
