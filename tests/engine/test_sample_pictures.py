import numpy as np
import pytest
import torch

from aariz_mm.engine.sample_pictures import overlay_from_sample, sample_title
from aariz_mm.visualization import draw_landmarks_overlay

SYMBOLS = ('S', 'N')
IMAGE = np.full((100, 80), 90, np.uint8)
GT = np.array([[20.0, 30.0], [60.0, 70.0]], np.float32)


def make_sample(**changes):
    return (
        dict(
            img_id='ck2a',
            device='ART Plus',
            cvm_stage=3,
            pixel_size_mm=0.5,
            ori_shape=(100, 80),
            gt_instances=dict(keypoints=GT[None], keypoints_visible=np.ones((1, 2))),
            pred_instances=dict(keypoints=torch.tensor(GT[None] + 3)),
        )
        | changes
    )


def test_overlay_from_sample_equals_drawing_its_fields():
    expected = draw_landmarks_overlay(
        IMAGE, SYMBOLS, GT + 3, GT, pixel_size_mm=0.5, title='ck2a · ART Plus · CVM-S3', max_side=300
    )
    np.testing.assert_array_equal(overlay_from_sample(IMAGE, make_sample(), SYMBOLS, max_side=300), expected)


@pytest.mark.parametrize('visible', [[[1, 0]], [[[1, 1], [0, 1]]]])
def test_unlabelled_landmark_shows_its_prediction_alone(visible):
    sample = make_sample(gt_instances=dict(keypoints=GT[None], keypoints_visible=np.array(visible)), cvm_stage=None)
    expected = draw_landmarks_overlay(
        IMAGE,
        SYMBOLS,
        GT + 3,
        np.array([GT[0], [np.nan] * 2]),
        pixel_size_mm=0.5,
        title='ck2a · ART Plus',
        max_side=300,
    )
    np.testing.assert_array_equal(overlay_from_sample(IMAGE, sample, SYMBOLS, max_side=300), expected)


def test_draw_gt_and_draw_pred_leave_out_a_side():
    sample = make_sample()
    neither = overlay_from_sample(IMAGE, sample, SYMBOLS, draw_gt=False, draw_pred=False, title='x')
    np.testing.assert_array_equal(neither, draw_landmarks_overlay(IMAGE, SYMBOLS, pixel_size_mm=0.5, title='x'))


def test_sample_title_leaves_out_what_is_unknown():
    assert sample_title(make_sample()) == 'ck2a · ART Plus · CVM-S3'
    assert sample_title(dict(img_id=7, device='', cvm_stage=None)) == '7'
    assert sample_title({}) == ''


def test_overlay_from_sample_does_not_modify_the_truth():
    sample = make_sample(gt_instances=dict(keypoints=GT[None].copy(), keypoints_visible=np.array([[1, 0]])))
    overlay_from_sample(IMAGE, sample, SYMBOLS, max_side=200)
    np.testing.assert_array_equal(sample['gt_instances']['keypoints'], GT[None])


def test_reduced_image_is_refused():
    with pytest.raises(ValueError, match=r'ori_shape is \(200, 160\)'):
        overlay_from_sample(IMAGE, make_sample(ori_shape=(200, 160)), SYMBOLS)


def test_two_instances_are_refused():
    sample = make_sample(pred_instances=dict(keypoints=np.zeros((2, 2, 2))))
    with pytest.raises(ValueError, match='expected one instance'):
        overlay_from_sample(IMAGE, sample, SYMBOLS)
