import copy

import numpy as np
import pytest
from mmpose.datasets.transforms import GetBBoxCenterScale, RandomBBoxTransform, TopdownAffine

from aariz_mm.transforms import CephalogramAffine

INPUT_SIZE = (96, 128)
RANDOM_BOX = dict(
    shift_factor=0.1, shift_prob=1.0, scale_factor=(0.8, 1.25), scale_prob=1.0, rotate_factor=30.0, rotate_prob=1.0
)


def run(record, affine, seed=None):
    """The record through the stock box transforms (random ones with a seed alone) and ``affine``."""
    record = GetBBoxCenterScale(padding=1.0)(copy.deepcopy(record))
    if seed is not None:
        np.random.seed(seed)
        record = RandomBBoxTransform(**RANDOM_BOX)(record)
    return affine(record)


def to_original(record):
    """Input pixels back to original ones, written out: unscale about the input's centre, turn, move to the box."""
    turn_rad = np.deg2rad(record.get('bbox_rotation', [0.0])[0])
    turn = np.array([[np.cos(turn_rad), -np.sin(turn_rad)], [np.sin(turn_rad), np.cos(turn_rad)]])
    size, scale = np.array(record['input_size']), record['input_scale']
    return (record['transformed_keypoints'][0] - size / 2) / size * scale @ turn.T + record['input_center']


def brightness_center(image, near, half_window=9):
    """Centroid (x, y) of the grey values about a point."""
    x0, y0 = (np.round(near) - half_window).astype(int)
    window = image[y0 : y0 + 2 * half_window + 1, x0 : x0 + 2 * half_window + 1, 0].astype(float)
    ys, xs = np.mgrid[: window.shape[0], : window.shape[1]]
    return np.array([x0 + (window * xs).sum() / window.sum(), y0 + (window * ys).sum() / window.sum()])


def test_affine_by_hand(make_record):
    # 200 x 240 is wider than 96 : 128 = 3 : 4, so the box grows to 200 x 266.67; 0.48 input pixels per pixel.
    record = run(make_record([(100, 120), (0, 0), (200, 240)]), CephalogramAffine(INPUT_SIZE))
    np.testing.assert_allclose(record['input_scale'], [200, 800 / 3], rtol=1e-6)
    np.testing.assert_allclose(record['transformed_keypoints'], [[[48, 64], [0, 6.4], [96, 121.6]]], atol=1e-4)
    assert record['img'].shape == (128, 96, 3)
    assert record['input_size'] == INPUT_SIZE


@pytest.mark.parametrize('image_scale', [1.0, 0.5, 0.4])
@pytest.mark.parametrize('seed', [None, 0, 1, 2])
def test_affine_can_be_undone_within_a_thousandth_of_a_pixel(make_record, seed, image_scale):
    keypoints = np.random.default_rng(0).uniform(10, 1900, size=(29, 2))
    record = make_record(keypoints, size=(1940, 2400), image_scale=image_scale)
    record['keypoints'] = keypoints[None].astype(np.float32)
    record = run(record, CephalogramAffine(INPUT_SIZE), seed)
    np.testing.assert_allclose(to_original(record), keypoints, atol=1e-3)


@pytest.mark.parametrize('image_scale', [1.0, 0.5])
def test_affine_without_rotation_is_undone_by_mmpose(make_record, image_scale):
    record = run(make_record([(60, 80), (140, 200)], image_scale=image_scale), CephalogramAffine(INPUT_SIZE))
    size, scale = np.array(record['input_size']), record['input_scale']
    # mmpose.models.TopdownPoseEstimator.add_pred_to_datasample
    back = record['transformed_keypoints'] / size * scale + record['input_center'] - 0.5 * scale
    np.testing.assert_allclose(back, [[[60, 80], [140, 200]]], atol=1e-3)


@pytest.mark.parametrize('image_scale', [1.0, 0.5])
@pytest.mark.parametrize('seed', [None, 0, 1, 2, 3])
def test_affine_moves_image_and_landmarks_alike(make_record, seed, image_scale):
    record = run(make_record([(100, 120), (80, 150)], image_scale=image_scale), CephalogramAffine(INPUT_SIZE), seed)
    for point in record['transformed_keypoints'][0]:
        np.testing.assert_allclose(brightness_center(record['img'], point), point, atol=0.25)


def test_affine_of_an_unevenly_coarsened_image_moves_image_and_landmarks_alike(make_record):
    record = make_record([(100, 120)])
    record['img'] = record['img'].reshape(60, 4, 100, 2, 3).mean(axis=(1, 3)).astype(np.uint8)
    record['image_scale'] = np.array([0.5, 0.25])
    record = run(record, CephalogramAffine(INPUT_SIZE))
    np.testing.assert_allclose(brightness_center(record['img'], (48, 64)), [48, 64], atol=0.25)


@pytest.mark.parametrize('use_udp', [False, True])
@pytest.mark.parametrize('seed', [None, 0, 1])
def test_affine_of_a_full_image_is_mmposes_own(make_record, seed, use_udp):
    record = make_record([(60, 80), (140, 200)])
    record['img'] = np.random.default_rng(0).integers(0, 256, record['img'].shape, dtype=np.uint8)
    ours = run(record, CephalogramAffine(INPUT_SIZE, use_udp=use_udp), seed)
    stock = run(record, TopdownAffine(INPUT_SIZE, use_udp=use_udp), seed)
    assert np.abs(ours['img'].astype(int) - stock['img']).max() <= 1  # float64 and float32 matrices round apart
    np.testing.assert_array_equal(ours['transformed_keypoints'], stock['transformed_keypoints'])
    for key in ('input_center', 'input_scale', 'input_size'):
        np.testing.assert_array_equal(ours[key], stock[key])


def test_affine_takes_a_missing_image_scale_for_one(make_record):
    record = make_record([(60, 80)])
    expected = run(record, CephalogramAffine(INPUT_SIZE), seed=0)
    del record['image_scale']
    np.testing.assert_array_equal(run(record, CephalogramAffine(INPUT_SIZE), seed=0)['img'], expected['img'])


def test_affine_of_a_coarse_image_sees_what_it_sees_of_the_full_one(make_record):
    full, coarse = (
        run(make_record([(100, 120), (60, 180)], image_scale=scale), CephalogramAffine(INPUT_SIZE), seed=0)
        for scale in (1.0, 0.5)
    )
    np.testing.assert_array_equal(full['transformed_keypoints'], coarse['transformed_keypoints'])
    assert np.corrcoef(full['img'].ravel(), coarse['img'].ravel())[0, 1] > 0.97


def test_affine_needs_no_landmarks(make_record):
    record = make_record([(60, 80)])
    del record['keypoints'], record['keypoints_visible']
    record = run(record, CephalogramAffine(INPUT_SIZE))
    assert record['img'].shape == (128, 96, 3)
    assert 'keypoints' not in record


def test_affine_leaves_the_landmarks_and_the_image_array_alone(make_record):
    record = GetBBoxCenterScale(padding=1.0)(make_record([(60, 80)], image_scale=0.5))
    image, keypoints = record['img'], record['keypoints']
    before = image.copy(), keypoints.copy()
    CephalogramAffine(INPUT_SIZE)(record)
    np.testing.assert_array_equal(image, before[0])
    np.testing.assert_array_equal(keypoints, before[1])
    assert record['keypoints'] is keypoints


def test_affine_rejects_a_scale_that_is_not_positive(make_record):
    record = make_record([(60, 80)])
    record['image_scale'] = (0.5, 0.0)
    with pytest.raises(ValueError, match='expected two positive numbers'):
        run(record, CephalogramAffine(INPUT_SIZE))
