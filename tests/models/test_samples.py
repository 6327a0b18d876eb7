import numpy as np
import pytest
import torch
from mmengine.structures import InstanceData
from mmpose.structures import PoseDataSample

from aariz_mm.models.samples import as_array, true_points_px


@pytest.mark.parametrize('visible', [[[1, 0]], [[[1, 1], [0, 1]]]])
def test_true_points_are_nan_where_not_labelled(visible):
    truth = InstanceData(transformed_keypoints=np.array([[[3.0, 4], [5, 6]]]), keypoints_visible=np.array(visible))
    np.testing.assert_array_equal(true_points_px(PoseDataSample(gt_instances=truth)), [[3, 4], [np.nan] * 2])


def test_true_points_that_are_not_packed_say_how():
    sample = PoseDataSample(gt_instances=InstanceData(), metainfo=dict(img_path='x.png'))
    with pytest.raises(KeyError, match=r'x\.png: no transformed_keypoints; set pack_transformed=True'):
        true_points_px(sample)


def test_array_of_a_tensor_with_gradient_and_of_a_list():
    assert as_array(torch.ones(2, requires_grad=True)).tolist() == as_array([1, 1]).tolist() == [1, 1]
