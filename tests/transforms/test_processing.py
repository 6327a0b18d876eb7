"""Marks of programs and of exposure on the grey values."""

import cv2
import numpy as np
import pytest

from aariz_mm.radiographs.processing import blur_grey
from aariz_mm.transforms import (
    RandomEqualization,
    RandomGrain,
    RandomJPEG,
    RandomMotionBlur,
    RandomPosterization,
    RandomUnsharpMask,
)
from aariz_mm.transforms.unsharpness import motion_kernel

GREY_STEPS = [RandomEqualization, RandomGrain, RandomJPEG, RandomMotionBlur, RandomPosterization, RandomUnsharpMask]


@pytest.fixture
def ramp():
    return np.repeat(np.arange(256, dtype=np.uint8)[None], 64, axis=0)


@pytest.mark.parametrize('kind', GREY_STEPS)
def test_steps_of_grey_change_the_image_alone(kind, dotted_record):
    np.random.seed(0)
    before, given = {key: value.copy() for key, value in dotted_record.items()}, dotted_record['img']
    results = kind(prob=1.0)(dict(dotted_record))
    assert results['img'].shape == given.shape and results['img'].dtype == np.uint8
    assert (results['img'] == results['img'][..., :1]).all() and (results['img'] != given).any()
    for key, value in before.items():
        np.testing.assert_array_equal(dotted_record[key], value)
    np.testing.assert_array_equal(results['transformed_keypoints'], before['transformed_keypoints'])


@pytest.mark.parametrize('kind', GREY_STEPS)
def test_steps_of_grey_follow_numpys_seed_and_their_probability(kind, dotted_record):
    images = []
    for _ in range(2):
        np.random.seed(5)
        images.append(kind(prob=1.0)(dict(dotted_record))['img'])
    np.testing.assert_array_equal(*images)
    assert kind(prob=0.0)(dict(dotted_record))['img'] is dotted_record['img']


def test_unsharp_mask_adds_what_the_blur_takes(ramp):
    edge = np.full((40, 40), 100, dtype=np.uint8)
    edge[:, 20:] = 150
    sharp = RandomUnsharpMask.apply(edge, 1.0, 2.0).astype(int)
    assert sharp[20, 0] == 100 and sharp[20, 39] == 150 and sharp[20, 19] < 100 and sharp[20, 20] > 150
    np.testing.assert_array_equal(RandomUnsharpMask.apply(ramp, 0.0, 3.0), ramp)


def test_wide_blurs_on_fewer_pixels_are_near_those_on_all():
    rough = np.random.default_rng(0).integers(0, 256, (240, 200), dtype=np.uint8)
    smooth = cv2.GaussianBlur(rough, (0, 0), 3.0)
    exact = cv2.GaussianBlur(smooth, (0, 0), 9.0, borderType=cv2.BORDER_REPLICATE).astype(int)
    assert np.abs(blur_grey(smooth, 9.0).astype(int) - exact)[20:-20, 20:-20].max() <= 3


def test_posterization_leaves_as_many_levels(ramp):
    assert np.unique(RandomPosterization.apply(ramp, 5)).tolist() == [0, 64, 128, 191, 255]


def test_equalization_of_no_share_changes_nothing_and_of_all_spreads_the_greys(ramp):
    narrow = (100 + ramp // 8).astype(np.uint8)
    np.testing.assert_array_equal(RandomEqualization.apply(narrow, 4, 2.0, 0.0), narrow)
    assert np.ptp(RandomEqualization.apply(narrow, 1, 2.0, 1.0)) == 255


def test_worse_quality_is_further_off(ramp):
    rough = np.random.default_rng(0).integers(0, 256, (64, 64), dtype=np.uint8)
    errors = [np.abs(RandomJPEG.apply(rough, quality).astype(int) - rough).mean() for quality in (90, 40, 10)]
    assert errors == sorted(errors) and errors[0] < 5


@pytest.mark.parametrize(('angle', 'along'), [(0, 1), (90, 0), (180, 1)])
def test_motion_blurs_along_its_line(angle, along):
    kernel = motion_kernel(8, angle)
    assert kernel.sum() == pytest.approx(1) and (kernel.sum(axis=along) > 0).sum() == 1
    np.testing.assert_allclose(kernel, kernel[::-1, ::-1], atol=1e-6)


@pytest.mark.parametrize('size_px', [1.0, 2.5])
def test_grain_is_as_strong_as_asked_and_alike_within_its_size(size_px):
    flat = np.full((300, 300), 128, dtype=np.uint8)
    noise = RandomGrain.apply(flat, 10.0, size_px, 3).astype(float) - 128
    neighbours = np.corrcoef(noise[:, 1:].ravel(), noise[:, :-1].ravel())[0, 1]
    assert abs(noise.mean()) < 0.5 and 5 < noise.std() < 11
    assert neighbours > 0.5 if size_px > 1 else abs(neighbours) < 0.05


@pytest.mark.parametrize(
    ('kind', 'setting'),
    [
        (RandomJPEG, dict(quality=(0, 50))),
        (RandomJPEG, dict(quality=(60, 50))),
        (RandomPosterization, dict(levels=(1, 5))),
        (RandomUnsharpMask, dict(sd_px=(0, 3))),
        (RandomEqualization, dict(share=(0.5, 1.5))),
        (RandomEqualization, dict(tiles=1)),
        (RandomGrain, dict(size_px=(0.5, 2))),
        (RandomMotionBlur, dict(length_px=(2,))),
    ],
)
def test_ranges_that_cannot_be_are_refused(kind, setting):
    with pytest.raises(ValueError, match='expected'):
        kind(**setting)
