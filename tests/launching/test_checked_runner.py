"""What the Runner loads: all of it to test and to resume, what fits to begin with, and never code."""

import gc
import os
import weakref
from logging import WARNING

import pytest
import torch
from config_files import config_path
from mmengine.config import Config
from mmengine.model import BaseModel
from mmengine.registry import DefaultScope
from mmengine.runner import Runner
from mmpose.registry import MODELS
from small_configs import shrink_backbone

from aariz_mm.launching import checked_runner
from aariz_mm.launching.checked_runner import CheckedRunner, build_test_runner, build_training_runner
from aariz_mm.launching.configs import Launch, build_train_config


class Line(BaseModel):
    """y = w x, trained towards 3."""

    def __init__(self, width=1):
        super().__init__()
        self.layer = torch.nn.Linear(width, 1, bias=False)
        self.more = torch.nn.Linear(1, 1)

    def forward(self, inputs, mode='loss'):
        return dict(loss=(self.layer(inputs) - 3).square().mean())


def runner(folder, epochs=2, total=None, **settings):
    return CheckedRunner(
        model=Line(),
        work_dir=str(folder),
        train_dataloader=dict(
            dataset=[dict(inputs=torch.ones(1))] * 4, batch_size=2,
            sampler=dict(type='mmengine.DefaultSampler', shuffle=False),
            collate_fn=dict(type='default_collate'),
        ),
        train_cfg=dict(by_epoch=True, max_epochs=epochs),
        optim_wrapper=dict(optimizer=dict(type='SGD', lr=0.1)),
        param_scheduler=[
            dict(type='OneCycleLR', eta_max=0.1, total_steps=total or epochs, convert_to_iter_based=True)
        ],
        default_scope='mmengine',
        experiment_name=f'{folder.name}{epochs}{len(settings)}{os.urandom(4).hex()}',
        **settings,
    )  # fmt: skip


def rate(trained):
    return trained.optim_wrapper.get_lr()['lr'][0]


def test_training_writes_what_a_training_resumes(tmp_path):
    runner(tmp_path, 2).train()
    again = runner(tmp_path, 4, resume=True, load_from=str(tmp_path / 'epoch_2.pth'))
    again.train()
    assert again.iter == 8 and again.param_schedulers[0].total_steps == 8 and rate(again) < 0.02


def test_training_that_is_resumed_shorter_ends_low(tmp_path):
    first = runner(tmp_path, 20)
    first.register_hook(dict(type='mmengine.CheckpointHook', interval=1, max_keep_ckpts=-1))
    first.train()
    again = runner(tmp_path, 4, resume=True, load_from=str(tmp_path / 'epoch_2.pth'))
    again.train()
    assert again.iter == 8 and rate(again) < 0.01


def test_mmengine_alone_keeps_the_old_length(tmp_path, monkeypatch):
    runner(tmp_path, 2).train()
    monkeypatch.setattr(CheckedRunner, 'load_checkpoint', Runner.load_checkpoint)
    again = runner(tmp_path, 4, resume=True, load_from=str(tmp_path / 'epoch_2.pth'))
    again.train()
    assert again.param_schedulers[0].total_steps == 4


def test_loading_twice_is_quiet_and_runs_no_code(tmp_path, monkeypatch, capsys):
    runner(tmp_path, 1).train()
    ways, load = [], torch.load
    monkeypatch.setattr(torch, 'load', lambda *args, **options: ways.append(options) or load(*args, **options))
    for _ in range(2):
        runner(tmp_path, 1).load_checkpoint(str(tmp_path / 'epoch_1.pth'))
    assert [options['weights_only'] for options in ways] == [True, True]
    assert 'Could not safely load' not in capsys.readouterr().out


class RunsCode:
    """Unpickling it would make a folder."""

    def __init__(self, path):
        self.path = str(path)

    def __reduce__(self):
        return os.mkdir, (self.path,)


@pytest.mark.parametrize('kind', [CheckedRunner, Runner])
def test_code_in_a_checkpoint_is_not_run_as_by_mmengine(tmp_path, monkeypatch, kind):
    torch.save(dict(state_dict=RunsCode(tmp_path / 'made')), tmp_path / 'epoch_1.pth')
    monkeypatch.setattr(CheckedRunner, 'load_checkpoint', kind.load_checkpoint)
    with pytest.raises((ValueError, AttributeError, TypeError)):
        runner(tmp_path).load_checkpoint(str(tmp_path / 'epoch_1.pth'))
    assert (tmp_path / 'made').exists() == (kind is Runner)


def test_misfit_is_an_error_when_testing_and_resuming(tmp_path):
    torch.save(dict(state_dict=dict(Line(2).state_dict())), tmp_path / 'wide.pth')
    with pytest.raises(ValueError, match=r'wide\.pth is not of the model.*size mismatch'):
        runner(tmp_path).load_checkpoint(str(tmp_path / 'wide.pth'))


def test_new_training_takes_what_fits_and_says_what_does_not(tmp_path):
    torch.save(dict(state_dict=dict(Line(2).state_dict())), tmp_path / 'wide.pth')
    started = runner(tmp_path, load_from=str(tmp_path / 'wide.pth'))
    lines = []
    started.logger.log = lambda level, text: lines.append((level, text))
    started.train()
    (text,) = [text for level, text in lines if level == WARNING and str(text).startswith('load_from')]
    assert '2 of the 3 tensors of the model taken. NOT taken from the file: layer' in text


def test_new_training_averages_from_the_weights_it_starts_with(tmp_path):
    weights = {name: torch.full_like(value, 7) for name, value in Line().state_dict().items()}
    torch.save(weights, tmp_path / 'plain.pth')
    started = runner(tmp_path, load_from=str(tmp_path / 'plain.pth'), custom_hooks=[dict(type='EMAHook')])
    started._train_loop = started.build_train_loop(started._train_loop)
    started.call_hook('before_run')
    started.load_or_resume()
    hook = next(hook for hook in started.hooks if type(hook).__name__ == 'EMAHook')
    assert hook.ema_model.module.layer.weight.item() == 7


def test_larger_batch_raises_the_top_of_the_cycle(tmp_path):
    scaled = runner(tmp_path, auto_scale_lr=dict(enable=True, base_batch_size=1))
    scaled.scale_lr(scaled.build_optim_wrapper(scaled.optim_wrapper), scaled.auto_scale_lr)
    assert scaled.param_schedulers[0]['eta_max'] == pytest.approx(0.2)


def test_warm_up_longer_than_the_training_is_said(tmp_path):
    short = runner(tmp_path)
    lines = []
    short.logger.warning = lines.append
    short.param_schedulers = [dict(type='LinearLR', start_factor=0.1, end=500, by_epoch=False)]
    short.train()
    assert any('param_scheduler.0 lasts until iteration 500, but this training has 4' in str(line) for line in lines)


def test_training_without_a_batch_is_refused(tmp_path):
    started = runner(tmp_path)
    started._train_dataloader.update(batch_size=8, drop_last=True)
    with pytest.raises(ValueError, match=r'4 training images make no batch of 8 \(drop_last\)'):
        started.train()


def test_nothing_that_fits_is_refused_before_it_writes(small):
    torch.save(dict(state_dict=dict(other=torch.ones(3))), small.folder / 'other.pth')
    launch = Launch(str(small.config()), str(small.folder / 'run'), {'load_from': str(small.folder / 'other.pth')})
    with pytest.raises(ValueError, match=r'other\.pth: none of its 1 tensors .* it has other, the model has backbone'):
        build_training_runner(build_train_config(launch))
    assert not (small.folder / 'run').exists()


@pytest.mark.parametrize('batch_size', [1, 4])
def test_another_number_of_batches_is_not_resumed(tmp_path, batch_size):
    runner(tmp_path, 2).train()
    again = runner(tmp_path, 4, resume=True, load_from=str(tmp_path / 'epoch_2.pth'))
    again._train_dataloader['batch_size'] = batch_size
    with pytest.raises(
        ValueError, match=r'epoch_2\.pth: its training had 2 batches an epoch, this one has .*load_from'
    ):
        again.train()


@pytest.mark.parametrize(('epochs', 'share'), [(5, 0.1), (2, 0.25), (1, 0.5), (10, 0.05)])
def test_a_first_phase_without_length_is_given_one(tmp_path, epochs, share):
    trained = runner(tmp_path, epochs)
    trained.param_schedulers[0]['pct_start'] = share  # of 2 steps an epoch, one step in all
    trained.train()
    assert trained.iter == 2 * epochs and rate(trained) < 0.1


@pytest.mark.parametrize('name', ['aariz_lite0_512', 'aariz_cephnet_256', 'isbi2015_cephnet_256', 'isbi2015_lite0'])
def test_testing_asks_for_no_training_data(name, tmp_path, monkeypatch):
    monkeypatch.setenv('AARIZ_ROOT', str(tmp_path / 'nowhere'))
    monkeypatch.setenv('ISBI2015_ROOT', str(tmp_path / 'nowhere'))
    config = Config.fromfile(str(config_path(name)))
    shrink_backbone(config.model.backbone)
    config.load_from, config.work_dir = str(tmp_path / 'a.pth'), str(tmp_path)
    with DefaultScope.overwrite_default_scope('mmpose'):
        torch.save(dict(state_dict=MODELS.build(config.model).state_dict()), config.load_from)
    runner = build_test_runner(config)
    runner.call_hook('before_run')
    assert isinstance(runner._train_loop, dict)


@pytest.mark.parametrize(
    ('kind', 'is_fused'),
    [('AdamW', True), ('Adam', True), ('SGD', True), ('RAdam', None), ('NAdam', None), ('Rprop', None)],
)
def test_fused_is_left_out_for_optimisers_that_do_not_know_it(tmp_path, kind, is_fused):
    wrapper = runner(tmp_path).build_optim_wrapper(dict(optimizer=dict(type=kind, lr=0.1, fused=True)))
    assert type(wrapper.optimizer).__name__ == kind and wrapper.optimizer.defaults.get('fused') is is_fused


def test_what_was_imported_is_left_out_of_the_search_for_garbage_once():
    checked_runner._exempt_imports.cache_clear()
    gc.unfreeze()
    checked_runner._exempt_imports()
    exempt = gc.get_freeze_count()
    kept = [[index] for index in range(100)]
    checked_runner._exempt_imports()
    assert exempt > 10_000 and gc.get_freeze_count() <= exempt and len(kept) == 100


def test_a_runner_that_is_done_is_found_to_be_garbage(tmp_path):
    checked_runner._exempt_imports()
    trained = runner(tmp_path, 1)
    trained.train()
    model = weakref.ref(trained.model)
    del trained
    gc.collect()
    assert model() is None
