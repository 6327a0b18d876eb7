import numpy as np
import pytest
import torch
from mmengine.structures import InstanceData
from mmpose.registry import MODELS
from mmpose.structures import PoseDataSample

from aariz_mm.analysis.cervical_region import _REFERENCE_MM
from aariz_mm.codecs import SpatialSoftmaxCodec
from aariz_mm.models.heads import LandmarkCVMHead

LANDMARKS = tuple(_REFERENCE_MM)
INPUT_SIZE, HEATMAP_SIZE = (240, 256), (60, 64)
POINTS = np.add(list(_REFERENCE_MM.values()), [120, 50]).astype(np.float32)
CODEC = SpatialSoftmaxCodec(INPUT_SIZE, HEATMAP_SIZE)
LANDMARK_HEAD = dict(
    type='SpatialSoftmaxHead',
    in_channels=8,
    out_channels=15,
    decoder=dict(type='SpatialSoftmaxCodec', input_size=INPUT_SIZE, heatmap_size=HEATMAP_SIZE),
)
ROI = dict(cvm_roi=dict(landmarks=LANDMARKS), cvm_channels=8, cvm_convs=(6, 10), cvm_head=dict(in_channels=10))
WHOLE = dict(cvm_feats=0, cvm_head=dict(in_channels=12))


def build_head(cvm_head, **kwargs):
    torch.manual_seed(0)
    return LandmarkCVMHead(LANDMARK_HEAD, dict(type='CVMHead', **cvm_head), **kwargs)


def make_samples(stages, visible=1.0, pack=True):
    samples = []
    for stage in stages:
        seen = np.full((1, 15), visible, np.float32)
        truth = InstanceData(keypoints_visible=seen)
        if pack:
            truth.transformed_keypoints = POINTS[None]
        labels = InstanceData(**CODEC.encode(POINTS[None], seen)).to_tensor()
        metainfo = dict(cvm_stage=stage, input_size=INPUT_SIZE, img_path='x.png')
        samples.append(PoseDataSample(gt_instances=truth, gt_instance_labels=labels, metainfo=metainfo))
    return samples


@pytest.fixture
def feats():
    """A coarse level of 12 channels and one of 8 at stride 4, of two images."""
    generator = torch.Generator().manual_seed(0)
    return torch.randn(2, 12, 8, 7, generator=generator), torch.randn(2, 8, 64, 60, generator=generator)


@pytest.mark.parametrize('options', [WHOLE, ROI], ids=['whole', 'roi'])
def test_gradient_reaches_both_heads_and_the_features(feats, options):
    head = build_head(**options)
    feats = tuple(level.requires_grad_() for level in feats)
    losses = head.loss(feats, make_samples([2, 5]))
    assert set(losses) == {'loss_heatmap', 'error_px', 'loss_cvm', 'cvm_mae'}
    (losses['loss_heatmap'] + losses['loss_cvm']).backward()
    assert all(parameter.grad.abs().sum() > 0 for parameter in head.parameters() if parameter.requires_grad)
    assert feats[1].grad.abs().sum() > 0 and (feats[0].grad is None) == (options is ROI)


def test_landmark_losses_are_those_of_the_landmark_head_alone(feats):
    head = build_head(**WHOLE)
    alone = head.landmark_head.loss(feats, make_samples([2, 5]))
    torch.testing.assert_close(head.loss(feats, make_samples([2, 5]))['loss_heatmap'], alone['loss_heatmap'])


@pytest.mark.parametrize('options', [WHOLE, ROI], ids=['whole', 'roi'])
def test_cvm_weight_scales_the_stage_loss_alone(feats, options):
    # Without batch statistics and jitter, so that both see the same.
    once, thrice = (build_head(**options, cvm_weight=weight).eval() for weight in (1.0, 3.0))
    once, thrice = (head.loss(feats, make_samples([2, 5])) for head in (once, thrice))
    torch.testing.assert_close(thrice['loss_cvm'], 3 * once['loss_cvm'])
    torch.testing.assert_close(thrice['loss_heatmap'], once['loss_heatmap'])


def test_image_without_stage_adds_nothing_to_the_stage_loss(feats):
    head = build_head(**WHOLE)
    half = head.loss(feats, make_samples([2, None]))['loss_cvm']
    alone = head.loss(tuple(level[:1] for level in feats), make_samples([2]))['loss_cvm']
    torch.testing.assert_close(half, alone)


@pytest.mark.parametrize('options', [WHOLE, ROI], ids=['whole', 'roi'])
def test_batch_without_any_stage_trains_the_landmarks(feats, options):
    head = build_head(**options)
    losses = head.loss(feats, make_samples([None, None]))
    assert losses['loss_cvm'] == 0
    (losses['loss_heatmap'] + losses['loss_cvm']).backward()
    assert head.landmark_head.final_layer.weight.grad.abs().sum() > 0


def test_images_without_labelled_landmarks_still_train_the_stage(feats):
    losses = build_head(**ROI).loss(feats, make_samples([2, 5], visible=0))
    assert torch.isfinite(losses['loss_cvm']) and losses['loss_cvm'] > 0


@pytest.mark.parametrize('options', [WHOLE, ROI], ids=['whole', 'roi'])
def test_predict_gives_landmarks_as_the_landmark_head_and_stages_on_the_samples(feats, options):
    head, samples = build_head(**options).eval(), make_samples([2, None], pack=False)
    with torch.no_grad():
        predictions = head.predict(feats, samples)
        alone = head.landmark_head.predict(feats, samples)
    for mine, expected in zip(predictions, alone, strict=True):
        np.testing.assert_array_equal(mine.keypoints, expected.keypoints)
    for sample in samples:
        assert sample.pred_cvm_stage.shape == (1,) and 1 <= sample.pred_cvm_stage <= 6
        assert sample.pred_cvm_probabilities.sum() == pytest.approx(1, abs=1e-5)


def test_predict_reads_the_region_of_the_predicted_landmarks(feats):
    head = build_head(**ROI).eval()
    with torch.no_grad():
        head.landmark_head.forward = lambda feats: peaks_at(POINTS)
        samples = make_samples([2, 5], pack=False)
        head.predict(feats, samples)
        pooled = head.cvm_pooling(feats[1], [POINTS, POINTS], INPUT_SIZE)
        logits = head.cvm_head(head.cvm_convs(pooled))
    expected = head.cvm_head.probabilities(logits)
    got = torch.stack([sample.pred_cvm_probabilities for sample in samples])
    torch.testing.assert_close(got, expected, atol=0.02, rtol=0)


def peaks_at(points_px):
    """Logits (2, K, 64, 60) with a sharp peak at the cell of each landmark that lies inside."""
    logits = torch.zeros(2, len(points_px), 64, 60)
    for index, (x, y) in enumerate(points_px):
        logits[:, index, round((y + 0.5) / 4 - 0.5), round((x + 0.5) / 4 - 0.5)] = 30
    return logits


def test_predict_of_the_whole_picture_says_what_each_part_adds(feats):
    head, samples = build_head(**WHOLE).eval(), make_samples([2, 5], pack=False)
    with torch.no_grad():
        head.predict(feats, samples)
        expected = head.cvm_head.activation(feats[0])
    torch.testing.assert_close(samples[1].pred_cvm_activation, expected[1])
    assert samples[1].pred_cvm_seen.tolist() == [-0.5, -0.5, 239.5, 255.5]


def test_predict_of_the_region_says_what_its_parts_add(feats):
    head, samples = build_head(**ROI).eval(), make_samples([2, 5], pack=False)
    head.landmark_head.predict = lambda feats, samples, test_cfg: [InstanceData(keypoints=POINTS[None])] * 2
    with torch.no_grad():
        head.predict(feats, samples)
    assert samples[0].pred_cvm_activation.shape == (4, 4)
    np.testing.assert_allclose(samples[0].pred_cvm_seen, head.cvm_pooling.boxes_px([POINTS], INPUT_SIZE)[0])


def test_predict_of_six_free_logits_writes_no_activation(feats):
    samples = make_samples([2, 5], pack=False)
    with torch.no_grad():
        build_head(cvm_feats=0, cvm_head=dict(in_channels=12, ordinal=False)).eval().predict(feats, samples)
    assert 'pred_cvm_activation' not in samples[0] and 'pred_cvm_seen' not in samples[0]


def test_predict_takes_the_upright_features_of_a_flip_test(feats):
    head = build_head(**WHOLE).eval()
    head.landmark_head.predict = lambda feats, samples, test_cfg: [InstanceData(keypoints=POINTS[None])] * 2
    with torch.no_grad():
        plain, flipped = make_samples([2, 5]), make_samples([2, 5])
        head.predict(feats, plain)
        head.predict([feats, tuple(level.flip(-1) * 2 for level in feats)], flipped, dict(flip_test=True))
    torch.testing.assert_close(plain[0].pred_cvm_probabilities, flipped[0].pred_cvm_probabilities)


def test_two_images_are_learnt_by_both_branches(feats):
    head, samples = build_head(**ROI), make_samples([1, 6])
    optimizer = torch.optim.Adam(head.parameters(), lr=0.02)
    for _ in range(60):
        losses = head.loss(feats, samples)
        optimizer.zero_grad()
        (losses['loss_heatmap'] + losses['loss_cvm']).backward()
        optimizer.step()
    assert losses['loss_cvm'] < 0.2 and losses['cvm_mae'] == 0


def test_head_is_built_by_name_and_needs_the_channels_of_its_convolutions():
    config = dict(type='LandmarkCVMHead', landmark_head=LANDMARK_HEAD, cvm_head=dict(type='CVMHead', in_channels=8))
    assert MODELS.build(config).decoder.heatmap_size == HEATMAP_SIZE
    with pytest.raises(ValueError, match='cvm_convs needs cvm_channels'):
        MODELS.build(dict(config, cvm_convs=(8,)))


def test_roi_needs_the_landmarks_to_be_packed(feats):
    with pytest.raises(KeyError, match='set pack_transformed=True'):
        build_head(**ROI).loss(feats, make_samples([2, 5], pack=False))
