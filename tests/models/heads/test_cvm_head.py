import pytest
import torch
from mmpose.registry import MODELS
from mmpose.structures import PoseDataSample
from mmpretrain.structures import DataSample
from torch import nn

from aariz_mm.models.heads import CVMHead
from aariz_mm.models.heads.cvm_head import OrderedStageLogits, set_pose_prediction, stage_indices


@pytest.fixture
def feats():
    generator = torch.Generator().manual_seed(0)
    return torch.randn(3, 4, 8, 8, generator=generator), torch.randn(3, 16, 4, 4, generator=generator)


def build_head(**kwargs):
    torch.manual_seed(0)
    return CVMHead(16, **kwargs)


def labelled(*stages):
    return [DataSample(metainfo=dict(cvm_stage=stage)) for stage in stages]


def probabilities_with(thresholds, scores):
    """Of an ordinal head with given thresholds, (B, 6)."""
    logits = OrderedStageLogits(1)
    nn.init.ones_(logits.score.weight)
    thresholds = torch.tensor(thresholds, dtype=torch.float32)
    with torch.no_grad():
        logits.first_threshold.copy_(thresholds[0])
        logits.raw_gaps.copy_((thresholds.diff() - 1e-3).expm1().log())
    return CVMHead.probabilities(logits(torch.tensor(scores, dtype=torch.float32)[:, None]))


def test_ordinal_probabilities_by_hand():
    # Steps of log p at score 0: 2, 1, 0, -1, -2, so log p = 0, 2, 3, 3, 2, 0.
    expected = torch.tensor([0.0, 2, 3, 3, 2, 0]).softmax(0)
    torch.testing.assert_close(probabilities_with([-2, -1, 0, 1, 2], [0.0])[0], expected, atol=1e-5, rtol=1e-4)


def test_ordinal_starts_symmetric_about_the_middle():
    p = CVMHead.probabilities(OrderedStageLogits(4)(torch.zeros(1, 4)))[0]
    torch.testing.assert_close(p, p.flip(0))


@pytest.mark.parametrize('scale', [0.1, 1.0, 10.0])
def test_ordinal_probabilities_are_a_unimodal_distribution_whatever_the_weights(scale):
    torch.manual_seed(0)
    for _ in range(50):
        logits = OrderedStageLogits(8).double()
        for parameter in logits.parameters():
            nn.init.normal_(parameter, std=scale)
        log_p = logits(scale * torch.randn(20, 8, dtype=torch.float64)).log_softmax(dim=1)
        torch.testing.assert_close(log_p.exp().sum(1), torch.ones(20, dtype=torch.float64))
        rises = (log_p.diff(dim=1) > 0).long()
        assert (rises.diff(dim=1) <= 0).all()  # once it falls it never rises again
        assert (logits.thresholds().diff() > 0).all()


def test_ordinal_stages_above_k_grow_with_the_score():
    p = probabilities_with([-2, -1.5, 0, 0.2, 3], [-4, -1, 0, 0.5, 2, 3])
    assert (p.flip(1).cumsum(1)[:, :-1].diff(dim=0) > 0).all()


def test_ordinal_thresholds_stay_apart_where_softplus_underflows():
    logits = OrderedStageLogits(1)
    nn.init.constant_(logits.raw_gaps, -200.0)
    assert (logits.thresholds().diff() > 0).all()


def test_head_pools_the_last_level_and_takes_pooled_features(feats):
    head = build_head().eval()
    torch.testing.assert_close(head(feats), head(feats[-1].mean(dim=(-2, -1))))
    torch.testing.assert_close(head(feats), head(feats[-1]))


@pytest.mark.parametrize(('decision', 'stages'), [('argmax', [1, 5]), ('median', [3, 5]), ('expected', [3, 4])])
def test_head_decides_by_its_rule(decision, stages):
    # Means 0.3 + 0.2 + 0.6 + 1.2 + 0.5 = 2.8 and 0.8 + 3 = 3.8.
    p = torch.tensor([[0.3, 0.1, 0.2, 0.3, 0.1, 0.0], [0.4 / 3, 0.4 / 3, 0.4 / 3, 0, 0.6, 0]])
    prediction = build_head(decision=decision).decide(p)
    assert prediction.stage.tolist() == stages
    torch.testing.assert_close(prediction.expected_stage, torch.tensor([2.8, 3.8]))


@pytest.mark.parametrize('decision', ['argmax', 'median', 'expected'])
def test_head_predicts_a_certain_stage(decision):
    assert build_head(decision=decision).decide(torch.eye(6)).stage.tolist() == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize('ordinal', [True, False])
def test_head_loss_sends_a_gradient_to_every_parameter(feats, ordinal):
    head = build_head(ordinal=ordinal)
    losses = head.loss(feats, labelled(1, 4, 6))
    losses['loss_cvm'].backward()
    assert set(losses) == {'loss_cvm', 'cvm_mae'}
    assert all(parameter.grad.abs().max() > 0 for parameter in head.parameters())


def test_head_loss_ignores_samples_without_a_stage(feats):
    head = build_head().eval()
    expected = head.loss([feats[-1][:2]], labelled(1, 4))
    for name, value in head.loss(feats, labelled(1, 4, None)).items():
        torch.testing.assert_close(value, expected[name])


def test_head_loss_of_a_batch_without_stages_keeps_the_graph(feats):
    head = build_head()
    losses = head.loss(feats, labelled(None, None, None))
    losses['loss_cvm'].backward()
    assert losses['loss_cvm'] == 0 and losses['cvm_mae'] == 0
    assert all(parameter.grad.abs().max() == 0 for parameter in head.parameters())


def test_head_logs_the_error_in_stages(feats):
    head = build_head()
    head.decide = lambda p: CVMHead.decide(head, torch.eye(6)[[0, 4, 5]])
    assert head.loss(feats, labelled(3, 5, None))['cvm_mae'] == pytest.approx((2 + 0) / 2)


def test_head_predicts_into_samples_of_mmpretrain(feats):
    head = build_head().eval()
    samples = head.predict(feats, labelled(1, None, 2))
    assert [sample.pred_score.shape for sample in samples] == [(6,)] * 3
    expected = samples[0].pred_score @ torch.arange(1.0, 7)
    torch.testing.assert_close(samples[0].cvm_expected_stage, expected[None])
    assert 0 <= samples[0].pred_label.item() <= 5
    torch.testing.assert_close(head.predict(feats)[1].pred_score, samples[1].pred_score)


def test_activation_by_hand():
    head = CVMHead(2).eval()
    head.stages.score.weight.data = torch.tensor([[3.0, -1]])
    features = torch.tensor([[[[1.0, 0]], [[0, 2]]]])
    assert head.activation(features).tolist() == [[[3, -2]]]


def test_mean_of_the_activation_is_the_score(feats):
    head = build_head().eval()
    score = head.stages.score(head.pre_logits(feats))[:, 0]
    torch.testing.assert_close(head.activation(feats).mean(dim=(1, 2)), score)
    torch.testing.assert_close(head.predict(feats)[2].cvm_activation, head.activation(feats)[2])


def test_six_free_logits_and_pooled_features_have_no_activation(feats):
    free = build_head(ordinal=False).eval()
    assert free.activation(feats) is None and 'cvm_activation' not in free.predict(feats)[0]
    assert build_head().activation(feats[-1].mean(dim=(-2, -1))) is None


def test_head_prediction_goes_into_a_pose_sample(feats):
    head = build_head().eval()
    prediction = head.decide(head.probabilities(head(feats)))
    sample = PoseDataSample()
    set_pose_prediction(sample, prediction, 1)
    assert sample.pred_cvm_stage.tolist() == [prediction.stage[1]]
    assert torch.equal(sample.pred_cvm_probabilities, prediction.probabilities[1])
    assert sample.pred_cvm_expected_stage.tolist() == [prediction.expected_stage[1]]


def test_stages_come_from_the_label_or_the_meta_value():
    samples = [DataSample().set_gt_label(3), DataSample().set_gt_label(-1), *labelled(6, None)]
    assert stage_indices(samples).tolist() == [3, -1, 5, -1]


def test_labels_of_stages_are_not_read_on_the_host(feats, request):
    head, samples = build_head(), [DataSample().set_gt_label(stage) for stage in (3, -1, 0)]
    request.getfixturevalue('tensors_stay')
    head.loss(feats, samples)['loss_cvm'].backward()


def test_sample_that_says_nothing_of_its_stage_is_an_error(feats):
    with pytest.raises(KeyError, match='neither gt_label nor the meta value cvm_stage'):
        build_head().loss(feats, [DataSample()] * 3)


@pytest.mark.parametrize('stage', [0, 7])
def test_stage_out_of_range_is_an_error(stage):
    with pytest.raises(ValueError, match=f'cvm_stage {stage}, expected 1 to 6 or None'):
        stage_indices(labelled(stage))


def test_features_of_another_width_are_an_error():
    with pytest.raises(ValueError, match=r'features \(2, 8\) after pooling, expected \(B, 16\)'):
        build_head()(torch.zeros(2, 8, 3, 3))


def test_unknown_decision_is_an_error():
    with pytest.raises(ValueError, match="decision='mean' is unknown"):
        build_head(decision='mean')


@pytest.mark.parametrize(
    'loss',
    [
        dict(type='StageCrossEntropyLoss', class_weight=[9, 5, 6, 1, 1, 2]),
        dict(type='StageCrossEntropyLoss', label_sd=0.5),
        dict(type='StageFocalLoss'),
        dict(type='StageCumulativeLoss'),
    ],
)
@pytest.mark.parametrize('ordinal', [True, False])
def test_head_overfits_six_images_with_every_loss(loss, ordinal):
    torch.manual_seed(0)
    head = MODELS.build(dict(type='CVMHead', in_channels=16, ordinal=ordinal, loss=loss))
    feats, samples = torch.randn(6, 16), labelled(1, 2, 3, 4, 5, 6)
    optimizer = torch.optim.Adam(head.parameters(), lr=0.1)
    for _ in range(150):
        optimizer.zero_grad()
        head.loss(feats, samples)['loss_cvm'].backward()
        optimizer.step()
    assert head.loss(feats, samples)['cvm_mae'] == 0


@pytest.mark.parametrize('temperature', [0.5, 2.0])
def test_temperature_changes_probabilities_and_no_stage(temperature):
    logits = torch.randn(50, 6, generator=torch.Generator().manual_seed(0)) * 3
    plain, tempered = (CVMHead(8, decision='expected', temperature=one) for one in (1.0, temperature))
    before, after = (head.decide(head.probabilities(logits)) for head in (plain, tempered))
    assert torch.equal(before.stage, after.stage)
    torch.testing.assert_close(after.probabilities, (logits / temperature).softmax(dim=1))
    torch.testing.assert_close(after.expected_stage, after.probabilities @ torch.arange(1.0, 7))


def test_temperature_of_a_probability_of_0_is_finite():
    head = CVMHead(8, temperature=0.7)
    found = head.decide(torch.tensor([[0.0, 0, 0.4, 0.6, 0, 0]]))
    assert found.probabilities.isfinite().all() and found.probabilities[0, 0] == 0


@pytest.mark.parametrize('temperature', [0, -1.0, float('nan'), float('inf')])
def test_a_temperature_that_is_none_is_refused(temperature):
    with pytest.raises(ValueError, match='expected a positive number'):
        CVMHead(8, temperature=temperature)
