"""The way to the network's input and back is that of the plug-in's transforms, to the pixel."""

import numpy as np
import pytest
from mmengine.dataset import Compose
from mmengine.registry import init_default_scope

import aariz_mm.register  # noqa: F401
from aariz_mm.phantom import draw_indexed_phantom
from aariz_mm.radiographs.greys import stretch_grey
from aariz_mm.reading.picture import crop_to_input, invert_affine, map_points, picture_to_input
from aariz_mm.transforms import CropCervicalROI, CVMCropAffine, StretchGrey

STEPS = [dict(type='GetBBoxCenterScale', padding=1.0)]


@pytest.fixture(scope='module')
def phantom():
    return draw_indexed_phantom(0, 'test', 0, (450, 550))


@pytest.mark.parametrize('input_size', [(192, 240), (240, 192), (256, 256)])
@pytest.mark.parametrize('fit_size', [None, (240, 300), (900, 900)])
def test_picture_is_that_of_the_test_pipeline(phantom, input_size, fit_size):
    init_default_scope('mmpose')
    load = dict(type='LoadCephalogram', fit_size=fit_size, cache_dir=None)
    steps = Compose([load, *STEPS, dict(type='CephalogramAffine', input_size=input_size)])
    expected = steps(dict(img=phantom.image))
    picture, matrix = picture_to_input(phantom.image, fit_size, input_size)
    off = np.abs(picture.astype(int) - expected['img'][..., 0])
    assert off.max() <= 1 and off.mean() < 0.01  # the matrix is rounded to float32 there
    points = np.array([[0, 0], [100.5, 200]])
    size, scale, center = (np.asarray(expected[f'input_{name}']) for name in ('size', 'scale', 'center'))
    np.testing.assert_allclose(
        map_points(invert_affine(matrix), points), points / size * scale + center - scale / 2, atol=1e-4
    )


def test_points_come_back(phantom):
    _, matrix = picture_to_input(phantom.image, (300, 300), (192, 240))
    there = map_points(matrix, phantom.landmarks_px)
    np.testing.assert_allclose(map_points(invert_affine(matrix), there), phantom.landmarks_px, atol=1e-9)


@pytest.mark.parametrize('input_size', [(160, 160), (224, 224)])
def test_crop_is_that_of_the_crop_pipeline(phantom, input_size):
    record = dict(img=np.repeat(phantom.image[..., None], 3, axis=2), predicted_px=phantom.landmarks_px)
    record = CropCervicalROI(size=320, source='predicted_px')(record)
    expected = CVMCropAffine(input_size)(StretchGrey()(dict(record)))['img'][..., 0]
    found = crop_to_input(phantom.image, record['cervical_roi'], 320, input_size, (1.0, 99.0))
    assert np.abs(found.astype(int) - expected).max() <= 1  # the crop's place is rounded to float32 there


def test_a_flat_picture_is_not_stretched():
    flat = np.full((4, 4), 7, np.uint8)
    np.testing.assert_array_equal(stretch_grey(flat, 1, 99), flat)


def test_inputs_are_not_changed(phantom):
    before = phantom.image.copy()
    picture_to_input(phantom.image, None, (192, 240))
    crop_to_input(phantom.image, np.array([10, 10, 90, 90.0]), 64, (32, 32), (1, 99))
    np.testing.assert_array_equal(phantom.image, before)
