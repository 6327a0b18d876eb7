"""A real training of a few dozen parameters, which can be stopped at any point and resumed from its checkpoint."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
import torch
from mmengine.evaluator import BaseMetric
from mmengine.hooks import Hook
from mmengine.model import BaseModel
from mmengine.runner import Runner
from torch import nn

STEPS_PER_EPOCH = 3


class Stopped(Exception):
    """Stands for the end of the process."""


class TinyModel(BaseModel):
    """Two numbers -> one, by a backbone with a batch norm and a head."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.backbone = nn.Sequential(nn.Linear(2, 4), nn.BatchNorm1d(4), nn.ReLU())
        self.head = nn.Linear(4, 1)

    def forward(self, inputs, truth, mode='tensor'):
        error = self.head(self.backbone(torch.stack(inputs))).squeeze(1) - torch.stack(truth)
        return dict(loss=error.square().mean()) if mode == 'loss' else list(error.abs())


class MeanError(BaseMetric):
    """``MRE_mm`` of the tiny model."""

    def process(self, data_batch, data_samples):
        self.results += [error.item() for error in data_samples]

    def compute_metrics(self, results):
        return dict(MRE_mm=float(np.mean(results)))


@dataclass
class Record(Hook):
    """What happens in a training; it stops it at a point, ('before_val_epoch', 3) for instance."""

    priority = 'LOWEST'
    stop: tuple[str, int] | None = None
    rates: dict[int, list[float]] = field(default_factory=dict)  # by iteration
    gradients: dict[int, bool] = field(default_factory=dict)  # whether the backbone's first weight has one
    norm_trains: dict[int, bool] = field(default_factory=dict)
    scores: dict[int, float] = field(default_factory=dict)  # by epoch

    def _stop_at(self, point, time):
        if self.stop == (point, time):
            raise Stopped

    def before_train_iter(self, runner, batch_idx, data_batch=None):
        self._stop_at('before_train_iter', runner.iter)

    def after_train_iter(self, runner, batch_idx, data_batch=None, outputs=None):
        backbone = runner.model.backbone
        self.rates[runner.iter] = [group['lr'] for group in runner.optim_wrapper.param_groups]
        self.gradients[runner.iter] = backbone[0].weight.requires_grad
        self.norm_trains[runner.iter] = backbone[1].training

    def before_val_epoch(self, runner):
        self._stop_at('before_val_epoch', runner.epoch)

    def after_val_epoch(self, runner, metrics=None):
        self.scores[runner.epoch] = metrics['MRE_mm']


@dataclass
class Training:
    """A training that came to its end or to its stop."""

    runner: Runner
    record: Record

    def weights(self):
        return self.runner.model.state_dict()

    def weights_at_start(self):
        """Those of a new model, where the trained one's lie."""
        device = next(self.runner.model.parameters()).device
        return type(self.runner.model)().to(device).state_dict()

    def optimizer(self):
        return self.runner.optim_wrapper.state_dict()


@pytest.fixture
def run_tiny(tmp_path, mmpose_scope, monkeypatch):
    """Function that trains in the folder ``name``, going on from its newest checkpoint where there is one."""
    for name, nothing in dict(collect_env=dict, get_git_hash=str).items():  # they start compilers and git
        monkeypatch.setattr(f'mmengine.runner.runner.{name}', nothing)
    rng = np.random.default_rng(0)
    data = [
        dict(inputs=torch.tensor(pair, dtype=torch.float32), truth=torch.tensor(pair.sum(), dtype=torch.float32))
        for pair in rng.normal(size=(4 * STEPS_PER_EPOCH, 2))
    ]
    count = iter(range(100))

    def run(name, hooks=(), schedulers=None, epochs=6, stop=None, optimizer=None, default_hooks=None):
        loader = dict(dataset=data, batch_size=4, num_workers=0, sampler=dict(type='DefaultSampler', shuffle=True))
        record, work_dir = Record(stop=stop), tmp_path / name
        runner = Runner(
            TinyModel(),
            str(work_dir),
            train_dataloader=loader,
            val_dataloader=dict(loader, sampler=dict(type='DefaultSampler', shuffle=False)),
            train_cfg=dict(by_epoch=True, max_epochs=epochs),
            val_cfg=dict(),
            val_evaluator=[MeanError()],
            optim_wrapper=dict(optimizer=optimizer or dict(type='AdamW', lr=0.1, weight_decay=0.1)),
            param_scheduler=schedulers,
            default_hooks=dict(
                checkpoint=dict(type='CheckpointHook', interval=1, save_best='MRE_mm', rule='less'),
                **default_hooks or {},
            ),
            custom_hooks=[*hooks, record],
            randomness=dict(seed=0),
            experiment_name=f'{name}_{next(count)}_{tmp_path.name}',
            resume=(work_dir / 'last_checkpoint').exists(),
            log_level='ERROR',
            default_scope='mmpose',
        )
        try:
            runner.train()
        except Stopped:
            assert stop is not None
        return Training(runner, record)

    return run
