"""Losses are logged as MMEngine logs them, and read from the device no earlier."""

import json
from pathlib import Path

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from aariz_mm.engine import LateRuntimeInfoHook

OURS, THEIRS = 'LateRuntimeInfoHook', 'RuntimeInfoHook'


class CountReads(TorchDispatchMode):
    """Counts how often a number is taken out of a tensor, for which a GPU must be waited for."""

    reads = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self.reads += func is torch.ops.aten._local_scalar_dense.default
        return func(*args, **(kwargs or {}))


@pytest.fixture
def train(run_tiny, monkeypatch):
    """Trains with a logger every ``interval`` steps, clipping gradients where asked; 3 steps an epoch."""

    def run(kind, interval, clip=True, **settings):
        from mmengine.optim import OptimWrapper

        stock = OptimWrapper.__init__
        if clip:
            limited = dict(clip_grad=dict(max_norm=0.5))
            monkeypatch.setattr(OptimWrapper, '__init__', lambda self, *args, **kw: stock(self, *args, **kw, **limited))
        hooks = dict(runtime_info=dict(type=kind), logger=dict(type='LoggerHook', interval=interval))
        training = run_tiny(f'{kind}{interval}', default_hooks=hooks, **{'epochs': 2, **settings})
        monkeypatch.setattr(OptimWrapper, '__init__', stock)
        return training

    return run


def logged(training):
    path = next(Path(training.runner.work_dir).glob('*/vis_data/scalars.json'))
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    timed = ('time', 'data_time', 'memory')
    return [{key: value for key, value in row.items() if key not in timed} for row in rows]


@pytest.mark.parametrize('interval', [1, 2, 3, 20])
def test_the_log_is_that_of_mmengine(train, interval):
    ours, theirs = (logged(train(kind, interval)) for kind in (OURS, THEIRS))
    assert ours == theirs and any('grad_norm' in row for row in ours)


def histories(checkpoint):
    scalars = checkpoint['message_hub']['log_scalars']
    return {name: list(scalars[name].data[0]) for name in ('train/loss', 'train/grad_norm', 'train/lr')}


@pytest.mark.parametrize('interval', [2, 20])
def test_a_checkpoint_knows_every_loss(train, interval):
    found = []
    for kind in (OURS, THEIRS):
        training = train(kind, interval)
        found.append(histories(torch.load(f'{training.runner.work_dir}/epoch_2.pth', weights_only=False)))
    assert found[0] == found[1] and len(found[0]['train/loss']) == 6


def test_a_resumed_training_logs_as_mmengine_does(train):
    found = []
    for kind in (OURS, THEIRS):
        train(kind, 2, epochs=3, stop=('before_train_iter', 4))
        found.append(
            histories(torch.load(f'{train(kind, 2, epochs=3).runner.work_dir}/epoch_3.pth', weights_only=False))
        )
    assert found[0] == found[1]


def test_numbers_are_read_where_they_are_logged(train, monkeypatch):
    reads = []
    after = LateRuntimeInfoHook.after_train_iter

    def counted(self, *args, **kwargs):
        with CountReads() as counter:
            after(self, *args, **kwargs)
        reads.append(counter.reads)

    monkeypatch.setattr(LateRuntimeInfoHook, 'after_train_iter', counted)
    train(OURS, 2)
    # Loss and norm of each step; a number every second step and at the end of the epoch of three.
    assert reads == [0, 4, 2] * 2


def test_without_clipping_there_is_no_norm(train):
    assert not any('grad_norm' in row for row in logged(train(OURS, 1, clip=False)))
