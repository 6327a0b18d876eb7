"""What heads say of another number of landmarks when MMPose's own tools train them."""

import pytest
import torch
from mmengine.structures import InstanceData
from mmpose.registry import MODELS
from mmpose.structures import PoseDataSample

from aariz_mm.models.heads.landmark_count import check_landmark_count

SIZES = dict(input_size=(64, 64), heatmap_size=(16, 16))
SOFTMAX = dict(type='SpatialSoftmaxHead', in_channels=8, decoder=dict(type='SpatialSoftmaxCodec', **SIZES))
HEATMAP = dict(
    type='HeatmapHead',
    in_channels=8,
    deconv_out_channels=(),
    loss=dict(type='KeypointMSELoss', use_target_weight=True),
    decoder=dict(type='MSRAHeatmap', sigma=2, **SIZES),
)
REGRESSION = dict(
    type='RegressionHead', in_channels=8, decoder=dict(type='RegressionLabel', input_size=(64, 64)), num_joints=29
)


def sample(count):
    labels = InstanceData(keypoint_labels=torch.zeros(1, count, 2), keypoint_weights=torch.ones(1, count))
    return PoseDataSample(gt_instance_labels=labels)


def test_softmax_head_names_both_numbers():
    head = MODELS.build(dict(SOFTMAX, out_channels=29))
    with pytest.raises(ValueError, match=r'SpatialSoftmaxHead.out_channels=29, but the data has 19 landmarks; set it'):
        head.loss((torch.zeros(1, 8, 16, 16),), [sample(19)])


@pytest.mark.parametrize(
    ('head', 'setting'),
    [(dict(HEATMAP, out_channels=29), 'HeatmapHead.out_channels'), (REGRESSION, 'RegressionHead.num_joints')],
)
def test_wrapped_heads_of_mmpose_name_both_numbers(head, setting):
    head = MODELS.build(dict(type='Float32Head', head=head))
    with pytest.raises(ValueError, match=rf'{setting}=29, but the data has 19 landmarks'):
        head.loss((torch.zeros(1, 8, 16, 16),), [sample(19)])


def test_head_beside_a_stage_head_names_both_numbers():
    landmarks = dict(SOFTMAX, out_channels=29)
    joint = dict(type='LandmarkCVMHead', landmark_head=landmarks, cvm_head=dict(type='CVMHead', in_channels=8))
    with pytest.raises(ValueError, match='but the data has 24 landmarks'):
        MODELS.build(joint).loss((torch.zeros(1, 8, 16, 16),), [sample(24)])


def test_the_same_number_passes():
    check_landmark_count(29, 29, 'Head.out_channels')
