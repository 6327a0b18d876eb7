"""Trainings of a few numbers that are stopped, resumed, and cannot write."""

import os
import signal

import numpy as np
import pytest
import torch
from mmengine.dataset import BaseDataset
from mmengine.evaluator import BaseMetric
from mmengine.hooks import Hook
from mmengine.model import BaseModel
from mmengine.structures import BaseDataElement

from aariz_mm.engine.hooks import StopHook
from aariz_mm.engine.hooks.checkpoints import WholeCheckpointHook
from aariz_mm.launching.checked_runner import CheckedRunner
from aariz_mm.processes.stopping import StoppedError

KEEPS_BEST = dict(type='CheckpointHook', interval=1, max_keep_ckpts=1, save_best='score', rule='greater')


class Noisy(BaseDataset):
    """Six numbers with noise, each of an image."""

    def __init__(self):
        super().__init__(lazy_init=True)
        self._fully_initialized = True

    def __len__(self):
        return 6

    def __getitem__(self, index):
        sample = BaseDataElement(metainfo=dict(img_path=f'{index}.png'))
        return dict(inputs=torch.tensor([index / 6 + np.random.rand()], dtype=torch.float32), data_samples=sample)


class Line(BaseModel):
    """y = w x with dropout, trained towards 3; from a step on, the loss may be no number."""

    def __init__(self, broken=()):
        super().__init__()
        torch.manual_seed(0)
        self.layer, self.dropout, self.broken, self.steps = torch.nn.Linear(1, 1), torch.nn.Dropout(0.5), broken, 0

    def forward(self, inputs, data_samples=None, mode='loss'):
        values = self.layer(self.dropout(torch.stack(inputs)))
        if mode != 'loss':
            return [values.mean()]
        self.steps += 1
        return dict(loss=(values - 3).square().mean() * (float('nan') if self.steps in self.broken else 1))


class Score(BaseMetric):
    def process(self, data_batch, data_samples):
        self.results += [float(data_samples[0])]

    def compute_metrics(self, results):
        return dict(score=float(np.mean(results)))


class StopAt(Hook):
    """Asks for a stop as a signal would; or fails."""

    def __init__(self, step, fails=None):
        self.step, self.fails = step, fails

    def after_train_iter(self, runner, batch_idx, data_batch=None, outputs=None):
        if runner.iter + 1 == self.step:
            if self.fails:
                raise self.fails
            next(hook for hook in runner.hooks if isinstance(hook, StopHook)).request.number = signal.SIGTERM


def train(folder, hooks=(), model=None, resume=False, **checkpoint):
    loader = dict(
        dataset=Noisy(), batch_size=2, num_workers=0, sampler=dict(type='mmengine.DefaultSampler', shuffle=True)
    )
    built = CheckedRunner(
        model=model or Line(),
        work_dir=str(folder),
        train_dataloader=loader,
        val_dataloader=loader,
        val_cfg=dict(),
        val_evaluator=[Score()],
        train_cfg=dict(by_epoch=True, max_epochs=4),
        optim_wrapper=dict(optimizer=dict(type='Adam', lr=0.1)),
        param_scheduler=[dict(type='OneCycleLR', eta_max=0.1, total_steps=4, convert_to_iter_based=True)],
        default_hooks=dict(checkpoint={**KEEPS_BEST, **checkpoint}),
        custom_hooks=[dict(type='EMAHook'), *hooks],
        randomness=dict(seed=0),
        default_scope='mmengine',
        experiment_name=f'{folder.name}{os.urandom(4).hex()}',
        load_from=(folder / 'last_checkpoint').read_text() if resume else None,
        resume=resume,
        log_level='ERROR',
    )  # fmt: skip
    built._log_env = None
    built.train()
    return built


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(CheckedRunner, '_log_env', lambda self, env_cfg: None)


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.suffix in ('.pth', '.part'))


def bits(runner):
    return [value.clone() for value in [*runner.model.state_dict().values(), runner.optim_wrapper.optimizer.state_dict()
            ['state'][0]['exp_avg']]]  # fmt: skip


@pytest.fixture(scope='module')
def alone(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CheckedRunner, '_log_env', lambda self, env_cfg: None)
        return bits(train(tmp_path_factory.mktemp('alone')))


@pytest.mark.parametrize(('step', 'saved'), [(2, 'iter_2.pth'), (6, 'epoch_2.pth'), (7, 'iter_7.pth')])
def test_a_stopped_training_goes_on_to_the_bit(tmp_path, alone, step, saved):
    with pytest.raises(StoppedError, match=rf'ended by SIGTERM: all up to .* is in .*{saved}; --resume') as stopped:
        train(tmp_path, [StopAt(step)])
    assert stopped.value.status == 143 and (tmp_path / 'last_checkpoint').read_text() == str(tmp_path / saved)
    ended = train(tmp_path, resume=True)
    assert all(torch.equal(*pair) for pair in zip(bits(ended), alone, strict=True))
    assert 'iter' not in str(names(tmp_path)) and 'epoch_4.pth' in names(tmp_path)


def test_a_killed_training_makes_its_epoch_again_to_the_bit(tmp_path, alone):
    with pytest.raises(RuntimeError, match='killed'):
        train(tmp_path, [StopAt(8, RuntimeError('killed'))])
    (tmp_path / '.epoch_3.pth.abc.part').write_text('half')
    ended = train(tmp_path, resume=True)
    assert all(torch.equal(*pair) for pair in zip(bits(ended), alone, strict=True))
    assert len(names(tmp_path)) == 2 and names(tmp_path)[1] == 'epoch_4.pth'


def test_a_full_disk_leaves_the_checkpoint_before(tmp_path, monkeypatch):
    save, done = CheckedRunner.save_checkpoint, []

    def full(self, out_dir, name, **settings):
        done.append(name)
        if name == 'epoch_3.pth':
            raise OSError(28, 'No space left on device')
        save(self, out_dir, name, **settings)

    monkeypatch.setattr(CheckedRunner, 'save_checkpoint', full)
    told = r'epoch_3\.pth: the checkpoint cannot be written \(No space left on device\); .*epoch_2\.pth is whole'
    with pytest.raises(OSError, match=told):
        train(tmp_path, save_best=None)
    assert names(tmp_path) == ['epoch_2.pth'] and (tmp_path / 'last_checkpoint').read_text().endswith('epoch_2.pth')


def test_the_last_score_is_in_the_last_checkpoint(tmp_path):
    ended = train(tmp_path, save_best=None)
    saved = torch.load(tmp_path / 'epoch_4.pth', weights_only=False)
    assert saved['message_hub']['runtime_info']['last_validated_epoch'] == 4 == ended.epoch


def test_stock_parts_of_a_config_are_replaced(tmp_path):
    hooks = [type(hook) for hook in train(tmp_path).hooks]
    assert hooks.count(WholeCheckpointHook) == 1 and 'CheckpointHook' not in [kind.__name__ for kind in hooks]


def test_a_loss_that_is_no_number_ends_the_training_before_the_step(tmp_path):
    model = Line(broken=(4,))
    with pytest.raises(ValueError, match=r'epoch 2, step 4 .*no finite number, of a batch with \d\.png, \d\.png; look'):
        train(tmp_path, model=model)
    assert model.layer.weight.isfinite().all() and 'epoch_1.pth' in names(tmp_path)


def test_so_many_batches_may_be_skipped_over_all_resumptions(tmp_path):
    skipping = [dict(type='mmpose.FiniteLossHook', max_skipped=2)]
    with pytest.raises(StoppedError):
        train(tmp_path, [*skipping, StopAt(5)], Line(broken=(2, 5)))
    with pytest.raises(ValueError, match=r'step 7 .*2 batches were skipped before it'):
        train(tmp_path, skipping, Line(broken=(2,)), resume=True)
