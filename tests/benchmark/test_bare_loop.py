"""The bare loop trains as MMEngine does: the same weights after the same batches."""

from copy import deepcopy

import pytest
import torch
from mmengine.model import BaseModel
from mmengine.optim import build_optim_wrapper
from mmengine.registry import init_default_scope
from torch import nn

import aariz_mm.register  # noqa: F401 (registers the wrappers)
from aariz_mm.benchmark.bare_loop import BareLoop, ready_batch, sum_losses

ADAMW = dict(type='OptimWrapper', optimizer=dict(type='AdamW', lr=0.1), clip_grad=dict(max_norm=0.5))


class Line(BaseModel):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.line = nn.Conv2d(1, 2, 1)

    def forward(self, inputs, data_samples=None, mode='loss'):
        error = self.line(inputs) - data_samples
        return dict(loss_a=error.square(), loss_b=error.abs().mean(), error_px=error.abs())


def batches(count=3):
    generator = torch.Generator().manual_seed(0)
    return [dict(inputs=torch.randn(4, 1, 2, 2, generator=generator), data_samples=torch.ones(1)) for _ in range(count)]


@pytest.mark.parametrize('kind', ['OptimWrapper', 'CPUAmpOptimWrapper'])
def test_bare_loop_trains_as_the_runner_does(kind):
    init_default_scope('mmpose')
    settings = dict(ADAMW, type=kind)
    model = Line()
    loop, wrapper = BareLoop(model, settings), build_optim_wrapper(model, deepcopy(settings))
    loop.epoch(batches())
    for batch in batches():
        model.train_step(batch, wrapper)
    assert torch.equal(loop.model.line.weight, model.line.weight)


def test_bare_loop_leaves_the_model_and_the_config_as_they_are():
    model, settings = Line(), deepcopy(ADAMW)
    before = model.line.weight.clone()
    BareLoop(model, settings).epoch(batches())
    assert torch.equal(model.line.weight, before) and settings == ADAMW


def test_only_losses_are_learnt_from():
    losses = dict(loss=torch.tensor([1.0, 3.0]), loss_b=torch.tensor(4.0), error_px=torch.tensor(100.0))
    assert sum_losses(losses) == 6


def test_a_ready_batch_is_laid_out_for_convolutions():
    ready = ready_batch(Line(), dict(inputs=torch.zeros(2, 3, 4, 4), data_samples=None))
    assert ready['inputs'].is_contiguous(memory_format=torch.channels_last)
