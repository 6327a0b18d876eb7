"""A stock head trains under autocast, and without it as if it were not wrapped."""

import pytest
import torch
from mmengine.structures import InstanceData
from mmpose.registry import MODELS
from mmpose.structures import PoseDataSample

HEAD = dict(
    type='RegressionHead',
    in_channels=4,
    num_joints=3,
    loss=dict(type='L1Loss', use_target_weight=True),
    decoder=dict(type='RegressionLabel', input_size=(10, 20)),
)
FEATS = (torch.linspace(-1, 1, 8).reshape(2, 4, 1, 1),)


@pytest.fixture
def wrapped():
    torch.manual_seed(0)
    return MODELS.build(dict(type='mmpose.Float32Head', head=dict(HEAD, _scope_='mmpose')))


def samples():
    sample = PoseDataSample()
    sample.gt_instance_labels = InstanceData(
        keypoint_labels=torch.full((1, 3, 2), 0.5), keypoint_weights=torch.ones(1, 3)
    )
    return [sample, sample]


def test_float32_head_trains_in_float32_under_autocast(wrapped):
    expected = wrapped.head.loss(FEATS, samples())
    with torch.autocast('cpu', dtype=torch.bfloat16):
        losses = wrapped.loss((FEATS[0].bfloat16(),), samples())
    assert losses['loss_kpt'].dtype == torch.float32
    assert losses['loss_kpt'].item() == pytest.approx(expected['loss_kpt'].item(), rel=0.01)
    losses['loss_kpt'].backward()
    assert wrapped.head.fc.weight.grad.abs().sum() > 0


def test_stock_head_needs_it_under_autocast(wrapped):
    with torch.autocast('cpu', dtype=torch.bfloat16), pytest.raises(TypeError, match='BFloat16'):
        wrapped.head.loss(FEATS, samples())


def test_float32_head_predicts_as_the_head_does(wrapped):
    direct, prediction = wrapped.head.predict(FEATS, samples()), wrapped.predict(FEATS, samples())
    assert (prediction[0].keypoints == direct[0].keypoints).all()
    assert torch.equal(wrapped(FEATS), wrapped.head(FEATS))
    assert wrapped.decoder is wrapped.head.decoder
