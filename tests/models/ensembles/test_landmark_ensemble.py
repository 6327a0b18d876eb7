"""Ensembles of networks that find dots by their brightness: where the truth is known, they need no training."""

from copy import deepcopy

import numpy as np
import pytest
import torch
from mmengine.registry import DefaultScope
from mmengine.structures import InstanceData
from mmpose.registry import MODELS
from mmpose.structures import PoseDataSample
from torch import nn
from torch.nn.functional import avg_pool2d

from aariz_mm.models.ensembles import LandmarkEnsemble
from aariz_mm.models.ensembles.views import View

SIZE = (96, 64)
VIEWS = [{}, dict(rotation_deg=-8), dict(scale=1.15), dict(scale=0.9, shift=(2 / 96, -2 / 64))]
DOTS = np.array([[40.3, 30.8], [62.25, 22.5], [48.0, 44.1]])
CODEC = dict(type='SpatialSoftmaxCodec', input_size=SIZE, heatmap_size=(24, 16), radius_cells=4)
HEAD = dict(type='SpatialSoftmaxHead', in_channels=3, out_channels=3, conv_channels=(), decoder=CODEC)
REGRESSION = dict(
    type='RegressionHead', in_channels=3 * 384, num_joints=3, decoder=dict(type='RegressionLabel', input_size=SIZE),
)  # fmt: skip
SIMCC = dict(
    type='SimCCHead', in_channels=3, out_channels=3, input_size=SIZE, in_featuremap_size=(24, 16),
    deconv_out_channels=None, decoder=dict(type='SimCCLabel', input_size=SIZE),
)  # fmt: skip
MSRA = dict(
    type='HeatmapHead', in_channels=3, out_channels=3, deconv_out_channels=None,
    decoder=dict(type='MSRAHeatmap', input_size=SIZE, heatmap_size=(24, 16), sigma=2),
)  # fmt: skip
RLE = dict(
    type='RLEHead', in_channels=3 * 384, num_joints=3, loss=dict(type='RLELoss'),
    decoder=dict(type='RegressionLabel', input_size=SIZE),
)  # fmt: skip


@MODELS.register_module()
class StrideFour(nn.Module):
    """A backbone that only averages 4 x 4 pixels: ``flat`` for heads that take vectors."""

    def __init__(self, flat=False):
        super().__init__()
        self.flat = flat

    def forward(self, inputs):
        cells = avg_pool2d(inputs, 4)
        return (cells.flatten(1) if self.flat else cells,)


@pytest.fixture(autouse=True)
def mmpose_scope():
    torch.manual_seed(0)
    with DefaultScope.overwrite_default_scope('mmpose'):
        yield


def member_config(head=HEAD, **kwargs):
    flat = head['type'] in ('RegressionHead', 'RLEHead')
    backbone = dict(type='StrideFour', flat=flat)
    return dict(
        type='TopdownPoseEstimator', backbone=backbone, head=head, data_preprocessor=dict(type='PoseDataPreprocessor'),
        **kwargs,
    )  # fmt: skip


def save_dot_finder(path, gain=16.0):
    """Checkpoint of a member whose maps are brightest at the dot of their channel."""
    model = MODELS.build(member_config())
    layer = model.head.final_layer
    nn.init.zeros_(layer.bias)
    layer.weight.data = gain * torch.eye(3)[:, :, None, None]
    torch.save(dict(state_dict=model.state_dict()), path)
    return str(path)


def save_random(path, config):
    model = MODELS.build(deepcopy(config))
    for value in model.parameters():
        nn.init.normal_(value, std=0.5)
    torch.save(dict(state_dict=model.state_dict()), path)
    return str(path)


def draw_dots(points=DOTS, sd=14.0):
    """(1, 3, 64, 96): a Gaussian about each point, in a channel of its own, broad enough for cells of 4 px."""
    x, y = torch.as_tensor(points).T[:, :, None, None]
    squares = (torch.arange(SIZE[0]) - x) ** 2 + (torch.arange(SIZE[1])[:, None] - y) ** 2
    return (-squares / (2 * sd**2)).exp().float()[None]


def bare_sample(center=(48.0, 32.0), scale=(96.0, 64.0)):
    """A sample whose original pixels are those of the input, unless given otherwise."""
    metainfo = dict(input_center=np.array(center), input_scale=np.array(scale), input_size=SIZE, flip_indices=[0, 1, 2])
    boxes = InstanceData(bboxes=np.array([[0, 0, 96, 64.0]]), bbox_scores=np.ones(1))
    return PoseDataSample(metainfo=metainfo, gt_instances=boxes)


def build(checkpoints, member=None, **kwargs):
    config = dict(type='LandmarkEnsemble', member=member or member_config(), checkpoints=checkpoints, **kwargs)
    return MODELS.build(config).eval()


def find(model, inputs, sample=None):
    """The prediction of a model for one picture, as a sample."""
    with torch.no_grad():
        return model(inputs, [sample or bare_sample()], mode='predict')[0]


@pytest.mark.parametrize('settings', [dict(space='heatmap'), dict(space='coordinate', weighted=True)])
def test_views_agree_on_where_the_dots_are(tmp_path, settings):
    model = build([save_dot_finder(tmp_path / 'a.pth')], views=VIEWS, **settings)
    found = find(model, draw_dots()).pred_instances
    np.testing.assert_allclose(found.keypoints[0], DOTS, atol=0.1)
    assert found.keypoint_masses.min() > 0.9 and found.keypoint_scores.min() > 0.7


@pytest.mark.parametrize('space', ['heatmap', 'coordinate'])
def test_dots_are_told_in_original_pixels_as_by_a_member(tmp_path, space):
    # The input shows 960 x 640 original pixels about (500, 300): ten to one, from (20, -20) on.
    sample = bare_sample(center=(500.0, 300.0), scale=(960.0, 640.0))
    found = find(build([save_dot_finder(tmp_path / 'a.pth')], views=VIEWS, space=space), draw_dots(), sample)
    assert found is sample and found.pred_instances.bboxes.tolist() == [[0, 0, 96, 64]]
    np.testing.assert_allclose(found.pred_instances.keypoints[0], DOTS * 10 + (20, -20), atol=1)


@pytest.mark.parametrize('weighted', [False, True])
@pytest.mark.parametrize('head', [HEAD, REGRESSION, RLE, SIMCC, MSRA], ids=lambda head: head['type'])
def test_one_checkpoint_as_it_is_gives_its_own_prediction_to_the_last_bit(tmp_path, head, weighted):
    config = member_config(head)
    path = save_random(tmp_path / 'a.pth', config)
    member = MODELS.build(deepcopy(config)).eval()
    member.load_state_dict(torch.load(path)['state_dict'])
    inputs = torch.rand(1, 3, 64, 96)
    model = build([path], config, space='coordinate', weighted=weighted)
    assert_same(find(model, inputs), find(member, inputs))


def test_one_checkpoint_as_it_is_gives_its_own_maps_to_the_last_bit(tmp_path):
    config = member_config(test_cfg=dict(output_heatmaps=True))
    path = save_random(tmp_path / 'a.pth', config)
    member = MODELS.build(deepcopy(config)).eval()
    member.load_state_dict(torch.load(path)['state_dict'])
    ours, theirs = (find(model, torch.ones(1, 3, 64, 96).cumsum(2) / 64) for model in (build([path], config), member))
    assert_same(ours, theirs)
    assert torch.equal(ours.pred_fields.heatmaps, theirs.pred_fields.heatmaps)


def assert_same(ours, theirs):
    ours, theirs = ours.pred_instances, theirs.pred_instances
    assert set(ours.keys()) == set(theirs.keys())
    assert all(np.array_equal(ours.get(key), theirs.get(key)) for key in theirs.keys())  # noqa: SIM118


def test_coordinates_are_the_mean_over_members_and_views(tmp_path):
    config, inputs = member_config(REGRESSION), torch.rand(1, 3, 64, 96)
    paths = [save_random(tmp_path / f'{index}.pth', config) for index in range(2)]
    view = dict(rotation_deg=20, shift=(0.1, 0))
    seen = View(**view).warp(inputs)
    alone = [build([path], config, space='coordinate') for path in paths]
    expected = [find(model, inputs).pred_instances.keypoints for model in alone]
    turned = [find(model, seen).pred_instances.keypoints for model in alone]
    expected += [View(**view).points_to_input(points, SIZE) for points in turned]
    found = find(build(paths, config, space='coordinate', views=[{}, view]), inputs).pred_instances.keypoints
    np.testing.assert_allclose(found, np.mean(expected, axis=0), atol=1e-3)


def test_maps_are_averaged_before_they_are_decoded(tmp_path):
    # Two members see dot 0 where it is, one sees dot 1 in its place: the mean of coordinates would lie between.
    paths = [save_dot_finder(tmp_path / f'{index}.pth') for index in range(3)]
    wrong = torch.load(paths[2])
    wrong['state_dict']['head.final_layer.weight'][0] = wrong['state_dict']['head.final_layer.weight'][1]
    torch.save(wrong, paths[2])
    dots = np.array([[20.0, 24.0], [74.0, 42.0], [48.0, 44.1]])
    found, between = (find(build(paths, space=s), draw_dots(dots)).pred_instances for s in ('heatmap', 'coordinate'))
    np.testing.assert_allclose(found.keypoints[0, 0], dots[0], atol=0.2)
    np.testing.assert_allclose(between.keypoints[0, 0], (38, 30), atol=0.2)
    np.testing.assert_allclose(found.keypoint_masses[0], [2 / 3, 1, 1], atol=0.05)
    assert found.keypoint_scores[0, 0] < found.keypoint_scores[0, 1:].min()


def test_members_of_two_sizes_find_the_same_dots(tmp_path):
    codec = dict(CODEC, input_size=(192, 128), heatmap_size=(48, 32))
    members = dict(
        small=dict(config='s', model=member_config()),
        large=dict(config='l', model=member_config(dict(HEAD, decoder=codec)), input_size=(192, 128)),
    )
    path = save_dot_finder(tmp_path / 'a.pth')
    model = LandmarkEnsemble(
        members=members, checkpoints=dict(small=path, large=path), space='coordinate', views=[{}, dict(rotation_deg=5)]
    )
    np.testing.assert_allclose(find(model.eval(), draw_dots()).pred_instances.keypoints[0], DOTS, atol=0.2)


def test_tensor_is_the_joint_prediction_in_the_frame_of_the_input(tmp_path):
    path, inputs = save_dot_finder(tmp_path / 'a.pth'), draw_dots()
    maps, coordinates = (build([path], views=VIEWS, space=space) for space in ('heatmap', 'coordinate'))
    torch.testing.assert_close(maps(inputs).exp(), maps.mean_maps(inputs))
    np.testing.assert_allclose(coordinates(inputs)[0], DOTS, atol=0.1)


def test_runner_gives_a_batch_of_pictures(tmp_path):
    data = dict(inputs=list((255 * draw_dots()).byte().repeat(2, 1, 1, 1)))
    model = build([save_dot_finder(tmp_path / 'a.pth', gain=16 / 255)], views=VIEWS)
    with torch.no_grad():
        samples = model.test_step(dict(data, data_samples=[bare_sample(), bare_sample()]))
    np.testing.assert_allclose(samples[1].pred_instances.keypoints[0], DOTS, atol=0.1)


def test_landmarks_that_the_member_is_to_give_are_given(tmp_path):
    config = member_config(test_cfg=dict(output_keypoint_indices=[2, 0]))
    found = find(build([save_dot_finder(tmp_path / 'a.pth')], config), draw_dots()).pred_instances
    np.testing.assert_allclose(found.keypoints[0], DOTS[[2, 0]], atol=0.1)


@pytest.mark.parametrize(
    ('settings', 'reason'),
    [
        (dict(space='map'), r"space='map' is unknown; use one of \['heatmap', 'coordinate'\]"),
        (dict(views=[]), r'LandmarkEnsemble: no views; views=\[\{\}\] is the input as it is'),
        (dict(outlier_px=8), "join coordinates, not maps; leave them out or set space='coordinate'"),
        (dict(space='coordinate', outlier_px=0), 'outlier_px=0, expected a positive number of pixels or None'),
        (dict(weighted=True), "join coordinates, not maps; leave them out or set space='coordinate'"),
        (dict(input_sizes=[(48, 32)]), "join coordinates, not maps; leave them out or set space='coordinate'"),
    ],
)
def test_settings_that_cannot_be_are_refused(tmp_path, settings, reason):
    with pytest.raises(ValueError, match=reason):
        LandmarkEnsemble(member_config(), [save_dot_finder(tmp_path / 'a.pth')], **settings)


def test_maps_of_another_head_are_refused(tmp_path):
    config = member_config(MSRA)
    with pytest.raises(ValueError, match="got a TopdownPoseEstimator with a HeatmapHead; use space='coordinate'"):
        LandmarkEnsemble(config, [save_random(tmp_path / 'a.pth', config)])


def test_maps_of_two_grids_are_refused(tmp_path):
    other = member_config(dict(HEAD, decoder=dict(CODEC, heatmap_size=(48, 32))))
    with pytest.raises(ValueError, match=r'several input and heatmap sizes .*48, 32'):
        members = dict(a=dict(config='a', model=member_config()), b=dict(config='b', model=other))
        path = save_dot_finder(tmp_path / 'a.pth')
        LandmarkEnsemble(members=members, checkpoints=dict(a=path, b=path))


def test_members_that_tell_stages_are_refused(tmp_path):
    head = dict(type='LandmarkCVMHead', landmark_head=HEAD, cvm_head=dict(type='CVMHead', in_channels=3))
    config = member_config(head)
    with pytest.raises(ValueError, match='LandmarkCVMHead, whose stages would be lost'):
        LandmarkEnsemble(config, [save_random(tmp_path / 'a.pth', config)], space='coordinate')


def test_classifiers_are_refused(tmp_path):
    config = dict(
        type='mmpretrain.ImageClassifier', data_preprocessor=dict(type='mmpretrain.ClsDataPreprocessor'),
        backbone=dict(type='StrideFour'), head=dict(type='CVMHead', in_channels=3),
    )  # fmt: skip
    with pytest.raises(ValueError, match='the member is a ImageClassifier, expected a TopdownPoseEstimator'):
        LandmarkEnsemble(config, [save_random(tmp_path / 'a.pth', config)])
