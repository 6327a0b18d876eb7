import numpy as np
import pytest
import torch
from mmengine.structures import InstanceData
from mmpose.structures import PoseDataSample
from torch import nn

from aariz_mm.codecs import SpatialSoftmaxCodec
from aariz_mm.models.heads import SpatialSoftmaxHead

INPUT_SIZE = np.array([48, 64])
"""Network input [w, h]; the features are at stride 4: 12 x 16 cells."""
KEYPOINTS_PX = np.array([[[10, 20], [30, 40], [24, 50]], [[40, 8], [15, 33], [5, 60]]], dtype=np.float32)
SMOOTH_L1 = dict(type='SmoothL1Loss', use_target_weight=True, loss_weight=0.5)


def build_head(upsample=1, coordinate_loss=SMOOTH_L1, stride=None, **kwargs):
    torch.manual_seed(0)
    heatmap_size = (INPUT_SIZE // (stride or 4 // upsample)).tolist()
    decoder = dict(type='SpatialSoftmaxCodec', input_size=INPUT_SIZE.tolist(), heatmap_size=heatmap_size)
    return SpatialSoftmaxHead(
        8, 3, decoder, conv_channels=(16,), upsample=upsample, coordinate_loss=coordinate_loss, **kwargs
    )


def make_samples(codec, keypoints_px=KEYPOINTS_PX, visible=((1, 1, 1), (1, 1, 1))):
    """A data sample with the codec's labels per image."""
    samples = []
    for keypoints, weights in zip(keypoints_px, visible, strict=True):
        encoded = codec.encode(keypoints[None], np.array([weights], dtype=np.float32))
        samples.append(PoseDataSample(gt_instance_labels=InstanceData(**encoded).to_tensor()))
    return samples


@pytest.fixture
def feats():
    """Two feature levels of which the head reads the last, stride 4."""
    generator = torch.Generator().manual_seed(0)
    return torch.randn(2, 4, 32, 24, generator=generator), torch.randn(2, 8, 16, 12, generator=generator)


@pytest.mark.parametrize(('upsample', 'shape'), [(1, (2, 3, 16, 12)), (2, (2, 3, 32, 24))])
def test_head_gives_logits_at_stride_4_and_2(feats, upsample, shape):
    assert build_head(upsample)(feats).shape == shape


def test_head_has_the_layers_asked_for(feats):
    codec = dict(type='SpatialSoftmaxCodec', input_size=(48, 64), heatmap_size=(12, 16))
    bare, deep = (SpatialSoftmaxHead(8, 3, codec, conv_channels=channels) for channels in ((), (5, 7)))
    assert bare.final_layer.in_channels == 8 and len(bare.layers) == 0
    assert deep.final_layer.in_channels == 7 and len(deep.layers) == 2
    assert bare(feats).shape == deep(feats).shape == (2, 3, 16, 12)


@pytest.mark.parametrize('upsample', [1, 2])
def test_head_starts_with_flat_maps(feats, upsample):
    head = build_head(upsample)
    head.init_weights()
    probabilities = head(feats).flatten(-2).softmax(dim=-1)
    assert head.final_layer.weight.std().item() == pytest.approx(0.01, rel=0.5)
    assert (probabilities * probabilities.shape[-1] - 1).abs().max() < 0.5


@pytest.mark.parametrize('upsample', [1, 2])
def test_head_losses_have_finite_values_under_their_names(feats, upsample):
    head = build_head(upsample)
    losses = head.loss(feats, make_samples(head.decoder))
    assert set(losses) == {'loss_heatmap', 'loss_coordinate', 'error_px'}
    assert all(value.ndim == 0 and torch.isfinite(value) for value in losses.values())
    assert not losses['error_px'].requires_grad  # for the log alone


def test_head_without_coordinate_loss_has_the_heatmap_loss_alone(feats):
    head = build_head(coordinate_loss=None)
    assert set(head.loss(feats, make_samples(head.decoder))) == {'loss_heatmap', 'error_px'}


@pytest.mark.parametrize('upsample', [1, 2])
@pytest.mark.parametrize('name', ['loss_heatmap', 'loss_coordinate'])
def test_head_each_loss_sends_a_gradient_to_every_parameter(feats, upsample, name):
    head = build_head(upsample)
    head.loss(feats, make_samples(head.decoder))[name].backward()
    # Neither loss changes when a constant is added to a map, so the last bias moves neither.
    unreached = {key for key, value in head.named_parameters() if value.grad is None or value.grad.abs().max() < 1e-8}
    assert unreached <= {'final_layer.bias'}


def test_head_losses_by_hand_for_flat_maps(feats):
    head = build_head()
    nn.init.zeros_(head.final_layer.weight)
    losses = head.loss(feats, make_samples(head.decoder, np.full((2, 3, 2), [23.5, 43.5], dtype=np.float32)))
    # The maps' mean is cell (5.5, 7.5), the truth cell (5.5, 10.5): 3 cells, 12 px lower.
    assert losses['loss_heatmap'].item() == pytest.approx(np.log(12 * 16))
    assert losses['loss_coordinate'].item() == pytest.approx(0.5 * (0 + 2.5) / 2, rel=1e-5)
    assert losses['error_px'].item() == pytest.approx(12, rel=1e-5)


def test_head_losses_do_not_see_invisible_landmarks(feats):
    head = build_head().eval()
    visible = (1, 0, 1), (1, 1, 0)
    moved = KEYPOINTS_PX.copy()
    moved[0, 1], moved[1, 2] = (44, 3), (400, -90)
    expected = head.loss(feats, make_samples(head.decoder, visible=visible))
    hidden = head.loss(feats, make_samples(head.decoder, moved, visible))
    seen = head.loss(feats, make_samples(head.decoder, moved, ((1, 1, 1), (1, 1, 0))))
    for name, value in expected.items():
        torch.testing.assert_close(hidden[name], value)
        assert abs(seen[name] - value) > 1e-4


def test_head_losses_of_samples_are_those_of_their_targets(feats):
    head = build_head().eval()
    moved = KEYPOINTS_PX.copy()
    moved[0, 1], moved[1, 2] = (44, -3), (400, 9)  # outside, so that they weigh nothing
    expected = head.loss(feats, make_samples(head.decoder, moved))
    losses = head.loss_of_targets(feats, *head.decoder.targets(torch.as_tensor(moved)))
    assert losses.keys() == expected.keys()
    assert all(torch.equal(losses[name], value) for name, value in expected.items())


def test_head_losses_take_no_tensor_to_the_host(feats, request):
    head = build_head()
    samples = make_samples(head.decoder)
    request.getfixturevalue('tensors_stay')
    losses = head.loss(feats, samples)
    (losses['loss_heatmap'] + losses['loss_coordinate']).backward()


def test_head_losses_are_zero_where_nothing_is_visible(feats):
    head = build_head()
    losses = head.loss(feats, make_samples(head.decoder, visible=np.zeros((2, 3))))
    (losses['loss_heatmap'] + losses['loss_coordinate']).backward()
    assert all(value == 0 for value in losses.values())
    assert all(parameter.grad is None or not parameter.grad.any() for parameter in head.parameters())


def test_head_predicts_keypoints_in_input_pixels_and_scores(feats):
    head = build_head().eval()
    head.forward = lambda _: torch.stack([peaks_at([(2, 3), (0, 0), (11, 15)]), peaks_at([(5, 5), (6, 7), (1, 9)])])
    predictions = head.predict(feats, [])
    np.testing.assert_allclose(predictions[0].keypoints, [[[9.5, 13.5], [1.5, 1.5], [45.5, 61.5]]], atol=1e-3)
    np.testing.assert_allclose(predictions[1].keypoints, [[[21.5, 21.5], [25.5, 29.5], [5.5, 37.5]]], atol=1e-3)
    assert all(prediction.keypoint_scores.shape == (1, 3) for prediction in predictions)
    assert (predictions[0].keypoint_scores > 0.9).all()  # sharper than the target
    np.testing.assert_allclose(predictions[0].keypoint_masses, 1, atol=1e-5)


def peaks_at(cells):
    """Logits (K, 16, 12) with a single peak at each (x, y)."""
    logits = torch.full((len(cells), 16, 12), -30.0)
    for index, (x, y) in enumerate(cells):
        logits[index, y, x] = 30
    return logits


def test_head_locates_as_it_predicts_but_in_tensors(feats):
    head = build_head().eval()
    points, scores = head.locate(feats)
    assert points.shape == (2, 3, 2) and not points.requires_grad and not scores.requires_grad
    for prediction, keypoints, keypoint_scores in zip(head.predict(feats, []), points, scores, strict=True):
        np.testing.assert_array_equal(prediction.keypoints, keypoints[None])
        np.testing.assert_array_equal(prediction.keypoint_scores, keypoint_scores[None])


def test_head_outputs_heatmaps_that_sum_to_one_when_asked(feats):
    head = build_head(upsample=2).eval()
    predictions, fields = head.predict(feats, [], test_cfg=dict(output_heatmaps=True))
    assert len(predictions) == len(fields) == 2
    assert fields[0].heatmaps.shape == (3, 32, 24)
    torch.testing.assert_close(fields[1].heatmaps.sum(dim=(-2, -1)), torch.ones(3))
    assert not fields[0].heatmaps.requires_grad


def test_head_rejects_another_heatmap_size_than_the_codec_says(feats):
    with pytest.raises(ValueError, match=r'maps of \(12, 16\) \(w, h\), but the codec says heatmap_size=\(24, 32\)'):
        build_head(upsample=1, stride=2)(feats)


@pytest.mark.parametrize('upsample', [0, 4])
def test_head_rejects_another_upsampling(upsample):
    with pytest.raises(ValueError, match=f'upsample must be 1 or 2, got {upsample}'):
        build_head(upsample, stride=4)


def test_head_leaves_features_and_labels_alone(feats):
    head = build_head()
    samples, before = make_samples(head.decoder), make_samples(head.decoder)
    copies = [feat.clone() for feat in feats]
    head.loss(feats, samples)
    assert all(torch.equal(feat, copied) for feat, copied in zip(feats, copies, strict=True))
    for sample, copied in zip(samples, before, strict=True):
        assert torch.equal(sample.gt_instance_labels.keypoint_labels, copied.gt_instance_labels.keypoint_labels)


def test_head_builds_the_codec_it_is_given():
    assert isinstance(build_head().decoder, SpatialSoftmaxCodec)


@pytest.mark.parametrize('upsample', [1, 2])
def test_head_overfits_two_images(upsample):
    head = build_head(upsample)
    backbone = nn.Sequential(
        nn.Conv2d(1, 8, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(8, 8, 5, stride=2, padding=2), nn.ReLU()
    )
    images, samples = torch.rand(2, 1, 64, 48), make_samples(head.decoder)
    optimizer = torch.optim.Adam([*backbone.parameters(), *head.parameters()], lr=1e-2)
    errors_px = []
    for _ in range(100):
        losses = head.loss((backbone(images),), samples)
        optimizer.zero_grad()
        (losses['loss_heatmap'] + losses['loss_coordinate']).backward()
        optimizer.step()
        errors_px.append(losses['error_px'].item())
    assert errors_px[0] > 10
    assert errors_px[-1] < 1.5
    decoded = np.concatenate([sample.keypoints for sample in head.eval().predict((backbone(images),), [])])
    assert np.linalg.norm(decoded - KEYPOINTS_PX, axis=-1).mean() < 1.5
