"""Doubtful test images are named in the log after the test."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from mmengine.structures import InstanceData
from mmpose.structures import PoseDataSample

from aariz_mm.engine.hooks import PlausibilityHook
from aariz_mm.engine.plausibility import input_points_px
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom import draw_indexed_phantom

SIZE = (240, 292)


@pytest.fixture
def runner():
    lines = []
    logger = SimpleNamespace(warning=lines.append)
    metainfo = dict(keypoint_id2name=dict(enumerate(SYMBOLS)))
    loader = SimpleNamespace(dataset=SimpleNamespace(metainfo=metainfo))
    return SimpleNamespace(logger=logger, test_dataloader=loader, lines=lines)


def make_sample(img_id, points):
    """A sample whose network input is the whole radiograph at half its size."""
    scale = np.array(SIZE, dtype=float)
    meta = dict(img_id=img_id, input_size=scale / 2, input_scale=scale, input_center=scale / 2)
    return PoseDataSample(metainfo=meta, pred_instances=InstanceData(keypoints=np.asarray(points)[None]))


def run(runner, images, samples):
    hook = PlausibilityHook()
    hook.before_test_epoch(runner)
    inputs = [torch.from_numpy(np.repeat(image[None, ::2, ::2], 3, axis=0)) for image in images]
    hook.after_test_iter(runner, 0, dict(inputs=inputs), samples)
    hook.after_test_epoch(runner)
    return runner.lines


def test_input_points_are_the_inverse_of_what_mmpose_does():
    np.testing.assert_allclose(
        input_points_px(np.array([[120, 146], [0, 0.0]]), make_sample('a', [[0, 0]])), [[60, 73], [0, 0]]
    )


def test_good_predictions_are_not_mentioned(runner):
    phantom = draw_indexed_phantom(0, 'test', 0, SIZE)
    assert run(runner, [phantom.image], [make_sample('a', phantom.landmarks_px)]) == []


def test_negatives_and_landmarks_of_no_face_are_named(runner):
    phantom = draw_indexed_phantom(0, 'test', 0, SIZE)
    noise = np.random.default_rng(0).uniform(0, 200, (29, 2))
    samples = [
        make_sample('neg', phantom.landmarks_px),
        make_sample('lost', noise),
        make_sample('a', phantom.landmarks_px),
    ]
    lines = run(runner, [255 - phantom.image, phantom.image, phantom.image], samples)
    assert lines[0].startswith('neg: bone is dark') and lines[1].startswith('lost: the landmarks form no face')
    assert lines[2].startswith('2 radiographs have predictions that can hardly be right (neg, lost)')


def test_crop_classifiers_are_left_alone(runner):
    assert run(runner, [np.zeros(SIZE, np.uint8)], [PoseDataSample(metainfo=dict(img_id='a'))]) == []
