import math

import pytest
import torch
from torch.nn.functional import cross_entropy

from aariz_mm.models.losses import StageCrossEntropyLoss, StageCumulativeLoss, StageFocalLoss
from aariz_mm.models.losses.stage_losses import NO_STAGE, soft_labels

LOSSES = [
    StageCrossEntropyLoss(),
    StageCrossEntropyLoss(label_sd=0.7),
    StageFocalLoss(gamma=2.0),
    StageFocalLoss(gamma=0.5),
    StageCumulativeLoss(),
]
each_loss = pytest.mark.parametrize('loss', LOSSES, ids=lambda loss: type(loss).__name__)


def logits_of(probabilities):
    return torch.tensor(probabilities).log()


@pytest.fixture
def logits():
    return torch.randn(4, 6, generator=torch.Generator().manual_seed(0))


def test_cross_entropy_is_torchs(logits):
    index = torch.tensor([0, 5, 2, 3])
    torch.testing.assert_close(StageCrossEntropyLoss()(logits, index), cross_entropy(logits, index))


def test_cross_entropy_weighs_by_class_as_torch_does(logits):
    index, weight = torch.tensor([0, 5, 2, 2]), [3.0, 1.0, 0.5, 1.0, 1.0, 2.0]
    expected = cross_entropy(logits, index, weight=torch.tensor(weight))
    torch.testing.assert_close(StageCrossEntropyLoss(class_weight=weight)(logits, index), expected)


def test_soft_labels_by_hand():
    e = math.exp(-0.5)
    expected = torch.tensor([[e, 1, e]]) / (1 + 2 * e)
    torch.testing.assert_close(soft_labels(torch.tensor([1]), 3, 1.0), expected)
    assert soft_labels(torch.tensor([2]), 3, 0.0).tolist() == [[0, 0, 1]]


def test_soft_cross_entropy_is_least_at_the_soft_label():
    index = torch.tensor([3])
    at_label = StageCrossEntropyLoss(label_sd=1.0)(soft_labels(index, 6, 1.0).log(), index)
    at_other = StageCrossEntropyLoss(label_sd=1.0)(soft_labels(index, 6, 0.8).log(), index)
    assert at_label < at_other


def test_focal_by_hand():
    value = StageFocalLoss(gamma=2.0)(logits_of([[0.2, 0.8]]), torch.tensor([0]))
    assert value.item() == pytest.approx(-(0.8**2) * math.log(0.2))


def test_focal_with_gamma_0_is_the_cross_entropy(logits):
    index = torch.tensor([1, 1, 4, 0])
    torch.testing.assert_close(StageFocalLoss(gamma=0.0)(logits, index), cross_entropy(logits, index))


def test_cumulative_by_hand():
    # Stage 2 of 3: "above 1?" yes, with 0.7; "above 2?" no, with 0.8.
    value = StageCumulativeLoss()(logits_of([[0.3, 0.5, 0.2]]), torch.tensor([1]))
    assert value.item() == pytest.approx(-(math.log(0.7) + math.log(0.8)) / 2)


def test_cumulative_punishes_distance():
    logits = logits_of([[0.01, 0.01, 0.01, 0.01, 0.95, 0.01]])
    near, far = (StageCumulativeLoss()(logits, torch.tensor([index])) for index in (3, 0))
    assert far > 2 * near


@each_loss
def test_loss_skips_images_without_a_stage(loss, logits):
    expected = loss(logits[:2], torch.tensor([4, 1]))
    torch.testing.assert_close(loss(logits, torch.tensor([4, 1, NO_STAGE, NO_STAGE])), expected)
    assert loss(logits, torch.tensor([4, 1, 0, NO_STAGE])) != pytest.approx(expected.item())


@each_loss
def test_loss_is_zero_with_a_gradient_where_no_image_has_a_stage(loss, logits):
    logits.requires_grad_()
    value = loss(logits, torch.full((4,), NO_STAGE))
    value.backward()
    assert value == 0 and logits.grad.abs().max() == 0


@each_loss
def test_loss_gradient_is_finite_for_extreme_logits(loss):
    logits = (200 * torch.eye(6)[[0, 5, 3]]).requires_grad_()
    loss(logits, torch.tensor([0, 0, 3])).backward()
    assert torch.isfinite(logits.grad).all() and logits.grad[1].abs().max() > 0


def test_loss_weight_scales(logits):
    index = torch.tensor([0, 1, 2, 3])
    assert StageFocalLoss(loss_weight=3.0)(logits, index) == pytest.approx(3 * StageFocalLoss()(logits, index).item())


def test_class_weight_of_the_wrong_length_is_an_error(logits):
    with pytest.raises(ValueError, match='2 values, expected one for each of 6'):
        StageCumulativeLoss(class_weight=[1, 2])(logits, torch.tensor([0, 0, 0, 0]))


@pytest.mark.parametrize('index', [6, -2])
def test_stage_outside_the_range_is_an_error(logits, index):
    with pytest.raises(ValueError, match=rf'stage index {index}: expected 0 to 5'):
        StageCumulativeLoss()(logits, torch.tensor([0, index, 0, 0]))


@pytest.mark.parametrize(
    ('kind', 'options', 'match'),
    [
        (StageFocalLoss, dict(gamma=-1), 'gamma'),
        (StageCrossEntropyLoss, dict(label_sd=-1), 'label_sd'),
        (StageCumulativeLoss, dict(class_weight=[0, 0]), 'class_weight'),
    ],
)
def test_loss_rejects_impossible_settings(kind, options, match):
    with pytest.raises(ValueError, match=match):
        kind(**options)
