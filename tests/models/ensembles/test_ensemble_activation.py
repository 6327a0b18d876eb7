"""The activation map of an ensemble."""

from copy import deepcopy

import pytest
import torch
from mmengine.registry import DefaultScope
from mmpose.registry import MODELS

MEMBER = dict(
    type='mmpretrain.ImageClassifier',
    data_preprocessor=dict(type='mmpretrain.ClsDataPreprocessor', mean=[127.0] * 3, std=[128.0] * 3),
    backbone=dict(type='mmpretrain.ResNet', depth=18, stem_channels=4, base_channels=4, norm_cfg=dict(type='BN')),
    head=dict(type='CVMHead', in_channels=32),
)


@pytest.fixture(autouse=True)
def mmpose_scope():
    torch.manual_seed(0)
    with DefaultScope.overwrite_default_scope('mmpose'):
        yield


@pytest.fixture
def checkpoints(tmp_path):
    paths = [str(tmp_path / name) for name in ('a.pth', 'b.pth')]
    for path in paths:
        torch.save(dict(state_dict=MODELS.build(deepcopy(MEMBER)).state_dict()), path)
    return paths


def predict(checkpoints, inputs, **kwargs):
    model = MODELS.build(dict(type='CVMEnsemble', member=MEMBER, checkpoints=checkpoints, **kwargs)).eval()
    with torch.no_grad():
        return model(inputs, mode='predict')


def test_activation_is_the_mean_of_the_members_at_the_crop_as_it_is(checkpoints):
    inputs = torch.randn(2, 3, 64, 64)
    alone = [predict([path], inputs)[1].cvm_activation for path in checkpoints]
    joint = predict(checkpoints, inputs, views=[dict(rotation_deg=5), {}])[1].cvm_activation
    torch.testing.assert_close(joint, (alone[0] + alone[1]) / 2)


def test_activation_of_members_at_several_sizes_is_in_the_cells_of_the_first(checkpoints):
    inputs = torch.randn(2, 3, 64, 64)
    small = predict([checkpoints[0]], inputs, input_sizes=[(32, 32)])[1].cvm_activation
    large = predict([checkpoints[1]], inputs)[1].cvm_activation
    joint = predict(checkpoints, inputs, input_sizes=[(32, 32), None])[1].cvm_activation
    assert (small.shape, large.shape) == ((1, 1), (2, 2))
    torch.testing.assert_close(joint, (small + large.mean()) / 2)


def test_views_without_the_crop_as_it_is_give_no_activation(checkpoints):
    assert 'cvm_activation' not in predict(checkpoints, torch.randn(1, 3, 64, 64), views=[dict(rotation_deg=5)])[0]
