"""Losses of two processes against those of one: what is divided by counts counts over all."""

import pytest
import torch
from mmengine.registry import init_default_scope
from mmpose.registry import MODELS
from process_groups import run_together
from torch import distributed

from aariz_mm.models.losses import SpatialCrossEntropyLoss, StageCrossEntropyLoss, StageCumulativeLoss, StageFocalLoss
from aariz_mm.models.losses.total_weight import mean_over_processes, weighted_mean

REFINER = dict(
    type='LandmarkRefiner',
    backbone=dict(type='CephNet', channels=(4, 8)),
    head=dict(
        type='SpatialSoftmaxHead', in_channels=8, out_channels=3, conv_channels=(),
        decoder=dict(type='SpatialSoftmaxCodec', input_size=(32, 32), heatmap_size=(8, 8)),
    ),
    offset_sd_px=0.0,
)  # fmt: skip
LOSSES = {
    'landmarks': lambda: SpatialCrossEntropyLoss(),
    'stages': lambda: StageCrossEntropyLoss(label_sd=0.5),
    'focal': lambda: StageFocalLoss(class_weight=[1, 2, 3, 4, 5, 6]),
    'cumulative': lambda: StageCumulativeLoss(),
}


def test_weighted_mean_of_one_process():
    assert weighted_mean(torch.tensor([1.0, 5.0]), torch.tensor([3.0, 1.0])) == 2
    assert weighted_mean(torch.tensor([1.0, 5.0]), torch.zeros(2)) == 0


def test_mean_is_the_value_itself_where_there_is_one_process():
    value = torch.tensor(3.0, requires_grad=True)
    assert mean_over_processes(value) is value


def gradient(loss, logits, *targets):
    logits = logits.clone().requires_grad_()
    loss(logits, *targets).backward()
    return logits.grad


def of_losses(rank):
    """By loss, the gradient of this process's half of a batch and of the half as a part of the whole batch."""
    distributed.init_process_group('gloo')
    torch.manual_seed(0)
    half, found = slice(2 * rank, 2 * rank + 2), {}
    logits, stages = torch.randn(4, 6), torch.tensor([-1, 3, 5, 0])
    maps, points, weights = torch.randn(4, 3, 8, 8), torch.rand(4, 3, 2) * 7, torch.ones(4, 3)
    weights[0] = 0
    weights[1, 2] = 0
    for name, make in LOSSES.items():
        given = (maps, points, weights) if name == 'landmarks' else (logits, stages)
        part = gradient(make(), *(each[half] for each in given)) / 2  # as DDP does
        found[name] = part, gradient(make(), *given)[half]
    found['nothing to learn'] = gradient(LOSSES['stages'](), logits, torch.full((4,), -1)), torch.zeros(4, 6)
    found['refiner'] = of_refiner(rank)
    return found


def of_refiner(rank):
    """Gradients of crops, of which the second process has three times as many; averaged, and of all at once."""
    init_default_scope('mmpose')
    refiner = MODELS.build(REFINER).eval()
    images, points = torch.rand(2, 3, 64, 64), torch.rand(2, 3, 2) * 60
    points[0, 1:] = torch.nan
    gradients = []
    for part in (slice(rank, rank + 1), slice(0, 2)):
        refiner.zero_grad()
        refiner.loss(images[part], points[part])['loss_refine_heatmap'].backward()
        gradients.append(torch.cat([value.grad.flatten() for value in refiner.parameters()]))
    distributed.all_reduce(gradients[0])
    return gradients[0] / 2, gradients[1]


@pytest.fixture(scope='module')
def both():
    return run_together(2, of_losses)


@pytest.mark.parametrize('name', [*LOSSES, 'refiner', 'nothing to learn'])
def test_gradient_is_that_of_the_whole_batch(both, name):
    for found in both:
        part, whole = found[name]
        torch.testing.assert_close(part, whole, rtol=1e-5, atol=1e-7)
        assert name == 'nothing to learn' or whole.abs().max() > 1e-3
