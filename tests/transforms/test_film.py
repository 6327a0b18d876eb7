import copy
from pathlib import Path

import numpy as np
import pytest
from mmengine.config import Config
from mmengine.registry import init_default_scope
from mmpose.registry import TRANSFORMS

from aariz_mm.transforms import RandomCollimation
from aariz_mm.transforms.film import field_depth

AUGMENTATION = Path(__file__).parents[2] / 'configs' / '_base_' / 'datasets' / 'augmentation.py'

FLAT = np.zeros(4)


def collimate(record, seed=0, **settings):
    np.random.seed(seed)
    return RandomCollimation(prob=1.0, **settings)(copy.deepcopy(record))


def test_the_inversion_of_the_recipes_is_the_negative_and_leaves_landmarks_and_input_alone(dotted_record):
    (step,) = Config.fromfile(str(AUGMENTATION)).augment_inversion
    init_default_scope('mmpose')
    changed = TRANSFORMS.build(dict(step, prob=1.0))(dict(dotted_record))
    np.testing.assert_array_equal(changed['img'], 255 - dotted_record['img'])
    assert changed['img'].dtype == np.uint8 and dotted_record['img'].min() == 40
    assert changed['transformed_keypoints'] is dotted_record['transformed_keypoints']


def test_field_depth_by_hand():
    # A tenth of 100 pixels from the left is the edge at -0.5 + 10; a fifth of 50 from below the edge at 49.5 - 10.
    depth = field_depth(np.array([15, 5, 50]), np.array([10, 10, 45]), (100, 50), np.array([0.1, 0, 0, 0.2]), FLAT)
    np.testing.assert_allclose(depth, [5.5, -4.5, -5.5], atol=1e-4)


def test_field_depth_of_no_blade_has_no_end():
    assert np.isinf(field_depth(np.arange(3), np.arange(3), (100, 50), FLAT, np.full(4, 30.0))).all()


def test_tilted_blade_turns_clockwise():
    # The left blade of 10 of 100 pixels, 45 degrees: its edge runs from the upper right to the lower left.
    share, tilt = np.array([0.1, 0, 0, 0]), np.array([45.0, 0, 0, 0])
    upper, lower = field_depth(np.array([20, 20]), np.array([0, 99]), (100, 100), share, tilt)
    assert upper < 0 < lower


@pytest.mark.parametrize('grey', [0, 255])
def test_collimation_by_hand(grey):
    image = np.full((50, 100, 3), 100, dtype=np.uint8)
    covered = RandomCollimation.apply(image, np.array([0.1, 0, 0, 0.2]), FLAT, grey)
    assert (covered[:, :8] == grey).all() and (covered[42:] == grey).all()
    assert (covered[:37, 12:] == 100).all() and (image == 100).all()
    # Column 9 lies 0.5 pixels under the edge of a penumbra of 3: a third of the light.
    assert (covered[:37, 9] == round(grey + (100 - grey) / 3)).all()


def test_collimated_landmarks_stay_labelled(corner_record):
    for seed in range(10):
        record = collimate(corner_record, seed, max_share=0.4)
        np.testing.assert_array_equal(record['keypoints_visible'], corner_record['keypoints_visible'])
        np.testing.assert_array_equal(record['transformed_keypoints'], corner_record['transformed_keypoints'])


def test_collimated_landmarks_become_invisible_if_asked_for(dotted_record):
    hidden = []
    for seed in range(20):
        record = collimate(dotted_record, seed, max_share=0.4, hide=True)
        points = record['transformed_keypoints'][0].round().astype(int)
        greys = record['img'][points[:, 1], points[:, 0], 0]
        clear = (greys < 40) | ((greys > 200) & (greys < 225)) | (greys == 255)  # not in the penumbra; the dots are 220
        np.testing.assert_array_equal(
            record['keypoints_visible'][0, clear] > 0.5, (greys[clear] > 200) & (greys[clear] < 225)
        )
        hidden.append(1 - record['keypoints_visible'].mean())
    assert 0.05 < np.mean(hidden) < 0.6 and record['keypoints_visible'].shape == (1, 10)


def test_collimation_draws_within_its_limits():
    np.random.seed(0)
    transform = RandomCollimation(0.1, 3.0)
    shares, tilts, greys = zip(*(transform.draw() for _ in range(500)), strict=True)
    assert np.mean(np.array(shares) > 0) == pytest.approx(0.5, abs=0.05) and 0.09 < np.max(shares) <= 0.1
    assert 2.9 < np.abs(tilts).max() <= 3
    assert set(greys) == {0, 255}


def test_collimation_leaves_its_input_alone_and_needs_no_landmarks(dotted_record):
    before = copy.deepcopy(dotted_record)
    np.random.seed(2)
    changed = RandomCollimation(hide=True, max_share=0.4, prob=1.0)(dict(dotted_record))
    assert (changed['img'] != before['img']).any()
    for key in ('img', 'keypoints_visible'):
        np.testing.assert_array_equal(dotted_record[key], before[key])
    assert set(collimate(dict(img=before['img']), hide=True)) == {'img'}


def test_hiding_needs_landmarks_in_the_frame_of_the_image(dotted_record):
    del dotted_record['transformed_keypoints']
    assert collimate(dotted_record)['keypoints'].shape == (1, 10, 2)
    with pytest.raises(ValueError, match='put it after CephalogramAffine'):
        collimate(dotted_record, hide=True)


@pytest.mark.parametrize('settings', [dict(max_share=0.5), dict(max_tilt_deg=90), dict(max_share=-0.1)])
def test_collimation_that_cannot_be_is_refused(settings):
    with pytest.raises(ValueError, match='RandomCollimation: max_share'):
        RandomCollimation(**settings)
