"""What lies over the bone."""

import numpy as np
import pytest

from aariz_mm.transforms import RandomHeadHolder, RandomMetal, RandomRuler, RandomText
from aariz_mm.transforms.overlaid import blend, points_by_symbol

OVERLAYS = [RandomHeadHolder, RandomMetal, RandomRuler, RandomText]
SYMBOLS = ('S', 'N', 'Po', 'UIT', 'LIT', 'Pog', 'Go', 'A', 'N`', 'Me')


def test_blend_lays_one_tone_over_what_the_mask_says():
    grey = np.full((4, 4), 100, dtype=np.uint8)
    mask = np.zeros((4, 4), dtype=np.uint8)
    mask[1, 1], mask[2, 3] = 255, 51
    painted = blend(grey, mask, 200)
    assert painted[1, 1] == 200 and painted[2, 3] == 120 and (grey == 100).all()
    assert (np.delete(painted.ravel(), [5, 11]) == 100).all()
    np.testing.assert_array_equal(blend(grey, np.zeros_like(mask), 200), grey)


@pytest.mark.parametrize('kind', OVERLAYS)
@pytest.mark.parametrize('seed', range(5))
def test_overlays_change_a_part_of_the_image_alone(kind, seed, dotted_record):
    np.random.seed(seed)
    record = dict(dotted_record, symbols=SYMBOLS)
    before = {key: np.copy(value) for key, value in record.items()}
    results = kind(prob=1.0)(dict(record))
    changed = (results['img'] != before['img']).any(axis=2).mean()
    assert 0 <= changed < 0.3
    for key, value in before.items():
        np.testing.assert_array_equal(record[key], value)
    np.testing.assert_array_equal(results['keypoints_visible'], before['keypoints_visible'])


@pytest.mark.parametrize('kind', OVERLAYS)
def test_overlays_paint_something_also_without_landmarks(kind, dotted_record):
    changed = []
    for seed in range(8):
        np.random.seed(seed)
        image = kind(prob=1.0)(dict(img=dotted_record['img']))['img']
        changed.append((image != dotted_record['img']).any())
    assert sum(changed) >= 6


def test_points_are_those_that_are_seen_by_their_symbol(dotted_record):
    dotted_record['keypoints_visible'][0, 1] = 0
    points = points_by_symbol(dict(dotted_record, symbols=SYMBOLS), 'test')
    assert set(points) == set(SYMBOLS) - {'N'} and points['S'].tolist() == [40, 50]
    assert points_by_symbol(dotted_record, 'test') == {} and points_by_symbol(dict(img=dotted_record['img']), 't') == {}


@pytest.mark.parametrize('left', [False, True])
def test_braces_lie_behind_the_front_teeth(left):
    points = {symbol: np.array(at, dtype=float) for symbol, at in dict(S=(120, 120), N=(220, 110), UIT=(210, 230),
                                                                         LIT=(208, 234)).items()}  # fmt: skip
    if left:
        points = {symbol: (299, 0) + np.array([-1, 1]) * point for symbol, point in points.items()}
    for seed in range(10):
        rng = np.random.default_rng(seed)
        mask = RandomMetal.paint((300, 360), points, rng)
        if np.random.default_rng(seed).random() < 0.65:
            xs = np.flatnonzero(mask.any(axis=0))
            xs = 299 - xs if left else xs
            assert xs.max() < 220 and 120 < xs.min() < 212


def test_the_head_holder_is_about_porion():
    points = dict(S=np.array([120.0, 120]), N=np.array([220.0, 110]), Po=np.array([80.0, 150]))
    for seed in range(10):
        ys, xs = np.nonzero(RandomHeadHolder.paint((300, 360), points, np.random.default_rng(seed)))
        assert np.hypot(xs - 80, ys - 150).min() < 30


def test_the_same_seed_paints_the_same(dotted_record):
    grey = dotted_record['img'][..., 0]
    for kind in (RandomText, RandomRuler):
        np.testing.assert_array_equal(kind.apply(grey, 220, 3), kind.apply(grey, 220, 3))
    np.testing.assert_array_equal(RandomMetal.apply(grey, {}, 3), RandomMetal.apply(grey, {}, 3))
