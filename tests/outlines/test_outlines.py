"""The outlines of a head run through its landmarks, on any radiograph and with any landmarks missing or wild."""

import numpy as np
import pytest

from aariz_mm.landmarks import SUBSETS, SYMBOLS
from aariz_mm.outlines import OUTLINE_LAYERS, flatten, head_pose, outline_head, part_needs
from aariz_mm.outlines.curves import rotation
from aariz_mm.outlines.mean_shape import MEAN_SHAPE_MM
from aariz_mm.phantom.shape_model import sample_shape

HEADS = [sample_shape(np.random.default_rng(seed)) * 8 + [700, 500] for seed in range(6)]
TURNS = [rotation(degrees) * scale for degrees, scale in ((0, 1), (30, 0.2), (-75, 3), (180, 1))]
ON_CURVES = set(SYMBOLS) - {'S', 'UPM', 'LPM'}
"""All landmarks but the middle of the fossa and the premolars lie on an outline."""


def subset(points, name):
    return points[[SYMBOLS.index(symbol) for symbol in SUBSETS[name]]], SUBSETS[name]


def points_of(outlines):
    return np.vstack([outline.curve for outline in outlines])


def distances(points, outlines):
    dense = np.vstack([flatten(outline.curve) for outline in outlines])
    return np.linalg.norm(points[:, None] - dense[None], axis=2).min(axis=1)


@pytest.mark.parametrize('head', HEADS[:3])
@pytest.mark.parametrize('turn', TURNS)
@pytest.mark.parametrize('mirror', [1, -1])
def test_outlines_run_exactly_through_their_landmarks(head, turn, mirror):
    points = head @ turn.T * [mirror, 1]
    on_curve = np.array([symbol in ON_CURVES for symbol in SYMBOLS])
    assert distances(points[on_curve], outline_head(points, SYMBOLS)).max() < 1e-6


@pytest.mark.parametrize('turn', TURNS)
@pytest.mark.parametrize('mirror', [1, -1])
def test_outlines_turn_scale_and_mirror_with_the_radiograph(turn, mirror):
    plain, moved = (outline_head(points, SYMBOLS) for points in (HEADS[0], HEADS[0] @ turn.T * [mirror, 1]))
    np.testing.assert_allclose(points_of(moved), points_of(plain) @ turn.T * [mirror, 1], atol=1e-5)


def test_pose_knows_a_face_that_looks_left():
    assert head_pose(HEADS[1] * [-1, 1], SYMBOLS).mirrored and not head_pose(HEADS[1], SYMBOLS).mirrored


def test_mean_head_is_drawn_as_it_is():
    skin = outline_head(MEAN_SHAPE_MM, SYMBOLS)[0]
    assert skin.part == 'skin profile' and np.abs(skin.curve[0] - [73.8, -40]).max() < 1e-6


@pytest.mark.parametrize('name', ['aariz29', 'cldetection24', 'isbi19', 'delr26'])
def test_parts_are_those_whose_landmarks_are_there(name):
    points, symbols = subset(HEADS[2], name)
    drawn = {outline.part for outline in outline_head(points, symbols)}
    assert drawn == {part for part, needs in part_needs().items() if needs <= set(symbols)}


def test_19_landmarks_leave_out_nose_condyle_and_incisors():
    points, symbols = subset(HEADS[3], 'isbi19')
    outlines = outline_head(points, symbols)
    drawn = {outline.part for outline in outlines}
    assert not drawn & {'upper incisor', 'lower incisor', 'upper first molar'}
    assert distances(HEADS[3][[SYMBOLS.index(symbol) for symbol in ('Pn', 'Co')]], outlines).min() > 20
    assert distances(points, [one for one in outlines if one.layer == 'mandible']).min() < 1e-6


@pytest.mark.parametrize('missing', SYMBOLS)
def test_each_landmark_may_be_missing(missing):
    points = HEADS[4].copy()
    points[SYMBOLS.index(missing)] = np.nan
    outlines = outline_head(points, SYMBOLS)
    assert np.isfinite(points_of(outlines)).all()
    assert not [one.part for one in outlines if missing in part_needs()[one.part]]


@pytest.mark.parametrize('far', [60, 400, 5000])
@pytest.mark.parametrize('symbol', ['S', 'Pn', 'Gn', 'Go', 'A', 'Li', 'UIA', 'UMT', 'Co'])
def test_wild_landmark_leaves_the_other_parts_alone(symbol, far):
    points = HEADS[0].copy()
    points[SYMBOLS.index(symbol)] += 8 * far * np.array([0.6, -0.8])
    plain, wild = outline_head(HEADS[0], SYMBOLS), outline_head(points, SYMBOLS)
    there = points[[SYMBOLS.index(symbol)]]
    shifts = [
        np.abs(before.curve - after.curve).max() / 8
        for before, after in zip(plain, wild, strict=True)
        if distances(there, [after]) > 1
    ]
    assert len(shifts) >= 9 and max(shifts) < 5


@pytest.mark.parametrize('seed', range(8))
def test_landmarks_anywhere_give_curves_that_stay_near_them(seed):
    points = np.random.default_rng(seed).uniform(0, 1000, (29, 2))
    curves = points_of(outline_head(points, SYMBOLS))
    assert np.isfinite(curves).all() and curves.min() > -2000 and curves.max() < 3000


@pytest.mark.parametrize('points', [
    np.zeros((29, 2)),
    np.full((29, 2), 1e6),
    np.column_stack([np.arange(29.0), np.zeros(29)]),
    np.column_stack([np.full(29, 5.0), 3.0 * np.arange(29)]),
    np.tile([[1.0, 2.0], [300.0, 400.0]], (15, 1))[:29],
], ids=['one point', 'far point', 'on a line', 'upright line', 'two points'])  # fmt: skip
def test_degenerate_landmarks_give_finite_curves(points):
    curves = points_of(outline_head(points, SYMBOLS))
    spread = max(np.ptp(points), 1)
    assert np.isfinite(curves).all() and np.abs(curves - points.mean(axis=0)).max() < 6 * spread


@pytest.mark.parametrize('count', [0, 1])
def test_too_few_landmarks_give_nothing(count):
    points = HEADS[0].copy()
    points[count:] = np.nan
    assert outline_head(points, SYMBOLS) == [] and head_pose(points, SYMBOLS) is None


def test_layers_are_all_used():
    assert {outline.layer for outline in outline_head(HEADS[0], SYMBOLS)} == set(OUTLINE_LAYERS)


def test_curves_are_smooth_but_for_their_corners():
    """A small move of a landmark moves the curves a little."""
    points = HEADS[5].copy()
    points[SYMBOLS.index('Pog')] += [0.5, 0]
    before, after = points_of(outline_head(HEADS[5], SYMBOLS)), points_of(outline_head(points, SYMBOLS))
    assert 0.4 < np.abs(before - after).max() < 1.5


def test_wrong_shape_is_told():
    with pytest.raises(ValueError, match=r'expected shape \(29, 2\)'):
        outline_head(np.zeros((28, 2)), SYMBOLS)


def test_inputs_are_not_changed():
    points = HEADS[0].copy()
    outline_head(points, SYMBOLS)
    np.testing.assert_array_equal(points, HEADS[0])
