import numpy as np
import pytest
import torch
from mmengine.structures import InstanceData
from mmpose.registry import KEYPOINT_CODECS, MODELS
from mmpose.structures import PoseDataSample

INPUT_SIZE = (64, 96)


def build_estimator(coarse_config, refiner_config, **changes):
    torch.manual_seed(0)
    settings = dict(coarse_config, refiner=refiner_config, **changes)
    return MODELS.build(
        dict(type='CoarseToFineEstimator', data_preprocessor=dict(type='PoseDataPreprocessor'), **settings)
    )


def make_samples(points, codec):
    """Samples of images that are their own network input, so that original and input pixels are the same."""
    samples = []
    for place in points.numpy()[:, None]:
        truth = InstanceData(
            keypoints_visible=np.ones((1, 3), np.float32), transformed_keypoints=place, bboxes=np.zeros((1, 4)),
            bbox_scores=np.ones(1),
        )  # fmt: skip
        labels = InstanceData(**KEYPOINT_CODECS.build(codec).encode(place)).to_tensor()
        size = np.array(INPUT_SIZE, dtype=np.float32)
        metainfo = dict(input_size=INPUT_SIZE, input_center=size / 2, input_scale=size, img_path='x.png')
        samples.append(PoseDataSample(gt_instances=truth, gt_instance_labels=labels, metainfo=metainfo))
    return samples


@pytest.fixture
def samples(spots, coarse_config):
    return make_samples(spots[1], coarse_config['head']['decoder'])


def points_of(samples):
    return torch.as_tensor(np.concatenate([sample.pred_instances.keypoints for sample in samples]))


def test_frozen_first_stage_takes_no_gradient_and_no_loss(coarse_config, refiner_config, spots, samples):
    model = build_estimator(coarse_config, refiner_config).train()
    losses = model.loss(spots[0], samples)
    assert set(losses) == {'loss_refine_heatmap', 'loss_refine_coordinate', 'refine_error_px'}
    (losses['loss_refine_heatmap'] + losses['loss_refine_coordinate']).backward()
    assert all(parameter.grad is None for part in model._coarse_parts() for parameter in part.parameters())
    assert not any(part.training for part in model._coarse_parts()) and model.refiner.training
    assert all(parameter.grad.abs().sum() > 0 for parameter in model.refiner.head.parameters())


def test_trained_together_both_stages_take_gradients(coarse_config, refiner_config, spots, samples):
    model = build_estimator(coarse_config, refiner_config, train_coarse=True).train()
    losses = model.loss(spots[0], samples)
    sum(value for name, value in losses.items() if name.startswith('loss')).backward()
    for part in (model.head, model.refiner.head):
        assert part.final_layer.weight.grad.abs().sum() > 0


def test_first_stage_reads_the_reduced_picture(coarse_config, refiner_config, spots):
    model = build_estimator(coarse_config, refiner_config)
    assert model.head(model.extract_feat(spots[0])).shape == (2, 3, 12, 8)


def test_answer_is_the_refiners_in_original_pixels(coarse_config, refiner_config, spots, samples):
    model = build_estimator(coarse_config, refiner_config).eval()
    coarse = model.head.predict(model.extract_feat(spots[0]), samples, test_cfg={})
    coarse = torch.as_tensor(np.concatenate([instance.keypoints for instance in coarse]))
    refined, _ = model.refiner.refine(spots[0], coarse)
    torch.testing.assert_close(points_of(model.predict(spots[0], samples)), refined.float())
    model.coarse_share = 1.0
    torch.testing.assert_close(points_of(model.predict(spots[0], samples)), coarse)
    model.coarse_share = 0.25
    torch.testing.assert_close(points_of(model.predict(spots[0], samples)), 0.25 * coarse + 0.75 * refined)


@pytest.mark.parametrize('together', [False, True], ids=['frozen', 'together'])
def test_a_training_step_takes_no_tensor_to_the_host(coarse_config, refiner_config, spots, samples, together, request):
    model = build_estimator(coarse_config, refiner_config, train_coarse=together).train()
    request.getfixturevalue('tensors_stay')
    losses = model.loss(spots[0], samples)
    sum(value for name, value in losses.items() if name.startswith('loss')).backward()


def test_an_answer_goes_to_the_host_when_it_is_packed(coarse_config, refiner_config, spots, samples, monkeypatch):
    model, taken = build_estimator(coarse_config, refiner_config).eval(), []
    to_numpy = torch.Tensor.numpy
    monkeypatch.setattr(torch.Tensor, 'numpy', lambda self: (taken.append(tuple(self.shape)), to_numpy(self))[1])
    model.predict(spots[0], samples)
    assert taken == [(2, 3, 8)]  # the points and all that is said of them, once for the batch


def test_first_stage_may_have_any_head_of_mmpose(coarse_config, refiner_config, spots, samples):
    head = dict(
        type='HeatmapHead', in_channels=8, out_channels=3, deconv_out_channels=None,
        decoder=dict(type='MSRAHeatmap', input_size=INPUT_SIZE, heatmap_size=(8, 12), sigma=1.0),
    )  # fmt: skip
    model = build_estimator(dict(coarse_config, head=head), refiner_config, coarse_share=1.0).eval()
    with torch.no_grad():
        coarse = model.head.predict(model.extract_feat(spots[0]), samples, test_cfg={})
        predictions = points_of(model.predict(spots[0], samples))
    np.testing.assert_allclose(predictions, np.concatenate([instance.keypoints for instance in coarse]), rtol=1e-6)


def test_first_stage_comes_from_its_own_checkpoint(coarse_config, refiner_config, tmp_path):
    torch.manual_seed(7)
    stage = {key: value for key, value in coarse_config.items() if key != 'coarse_size'}
    stage = MODELS.build(dict(type='TopdownPoseEstimator', **stage))
    torch.save(dict(state_dict=stage.state_dict()), tmp_path / 'coarse.pth')
    model = build_estimator(coarse_config, refiner_config, coarse_checkpoint=str(tmp_path / 'coarse.pth'))
    model.init_weights()
    for name, value in stage.state_dict().items():
        assert torch.equal(model.state_dict()[name], value), name


def test_frozen_first_stage_without_checkpoint_is_told(coarse_config, refiner_config):
    with pytest.raises(ValueError, match='frozen but has no weights; train it by its own config'):
        build_estimator(coarse_config, refiner_config).init_weights()


def test_checkpoint_of_another_model_is_told(coarse_config, refiner_config, tmp_path):
    torch.save(dict(state_dict=torch.nn.Linear(2, 2).state_dict()), tmp_path / 'other.pth')
    model = build_estimator(coarse_config, refiner_config, coarse_checkpoint=str(tmp_path / 'other.pth'))
    with pytest.raises(ValueError, match='not of the model that the config describes'):
        model.init_weights()


def test_share_out_of_range_is_told(coarse_config, refiner_config):
    with pytest.raises(ValueError, match=r'coarse_share must be from 0 to 1, got 1\.5'):
        build_estimator(coarse_config, refiner_config, coarse_share=1.5)
