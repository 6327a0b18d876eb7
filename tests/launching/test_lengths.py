"""Schedules and hooks follow the length of a training that a user changes alone."""

import pytest
from config_files import CONFIGS, config_path
from mmengine.config import Config

from aariz_mm.launching.configs import load_config
from aariz_mm.launching.lengths import follow_length, length_of
from aariz_mm.launching.schedules import find_disagreements


def changed(before, **options):
    """What follows from options, of a config given as a dict."""
    config = Config(before).copy()
    config.merge_from_dict(options)
    return follow_length(config, Config(before)), config


def test_one_cycle_follows_the_epochs(capsys):
    config = load_config(config_path('phantom_demo'), {'train_cfg.max_epochs': 2})
    assert config.param_scheduler[0].total_steps == config.train_cfg.val_interval == 2
    said = capsys.readouterr()
    assert 'param_scheduler.0.total_steps=2' in said.err and 'instead of' not in said.out


def test_averaging_follows_the_epochs():
    before = load_config(config_path('isbi2015_lite0_960'))
    config = load_config(config_path('isbi2015_lite0_960'), {'train_cfg.max_epochs': 10})
    average = config.custom_hooks[1]
    assert average.begin_epoch == -(-before.custom_hooks[1].begin_epoch * 10 // before.train_cfg.max_epochs)
    assert average.momentum == pytest.approx(before.custom_hooks[1].momentum * before.train_cfg.max_epochs / 10)


def test_what_the_user_sets_too_stays():
    options = {'train_cfg.max_epochs': 10, 'param_scheduler.0.total_steps': 20, 'custom_hooks.1.begin_epoch': 6}
    config = load_config(config_path('isbi2015_lite0_960'), options)
    assert (config.param_scheduler[0].total_steps, config.custom_hooks[1].begin_epoch) == (20, 6)


def test_same_length_changes_nothing():
    derived, config = changed(STOCK, **{'train_cfg.max_epochs': 210})
    assert derived == {} and config.to_dict() == STOCK


@pytest.mark.parametrize('path', CONFIGS, ids=lambda path: path.stem)
def test_every_config_agrees_with_any_number_of_epochs(path, monkeypatch):
    read = Config.fromfile(str(path))
    monkeypatch.setattr(Config, 'fromfile', lambda *_, **__: read.copy())
    for epochs in (1, 2, 7, 500):
        config = load_config(path, {'train_cfg.max_epochs': epochs})
        assert config.train_cfg.max_epochs == epochs and not list(find_disagreements(config))


STOCK = dict(
    train_cfg=dict(by_epoch=True, max_epochs=210, val_interval=10),
    val_cfg={}, val_dataloader=dict(batch_size=1),
    param_scheduler=[
        dict(type='LinearLR', begin=0, end=500, start_factor=0.001, by_epoch=False),
        dict(type='MultiStepLR', begin=0, end=210, milestones=[170, 200], gamma=0.1, by_epoch=True),
    ],
)  # fmt: skip


def test_milestones_follow_and_a_warm_up_in_iterations_stays():
    derived, config = changed(STOCK, **{'train_cfg.max_epochs': 21})
    assert derived['param_scheduler.1.milestones'] == [17, 20] and config.param_scheduler[1].end == 21
    assert config.param_scheduler[0].end == 500 and config.train_cfg.val_interval == 10
    assert not list(find_disagreements(config))


def test_iterations_are_followed_too():
    before = dict(
        train_cfg=dict(type='IterBasedTrainLoop', max_iters=1000, val_interval=1000),
        param_scheduler=dict(type='CosineAnnealingLR', by_epoch=False, T_max=1000, end=1000),
    )
    derived, _ = changed(before, **{'train_cfg.max_iters': 100})
    assert derived == {'train_cfg.val_interval': 100, 'param_scheduler.T_max': 100, 'param_scheduler.end': 100}


def test_frozen_epochs_and_pipeline_switch_follow():
    hooks = [dict(type='StagedUnfreezingHook', frozen_epochs=10), dict(type='PipelineSwitchHook', switch_epoch=390)]
    before = dict(train_cfg=dict(max_epochs=420), custom_hooks=hooks)
    derived, _ = changed(before, **{'train_cfg.max_epochs': 42})
    assert derived == {'custom_hooks.0.frozen_epochs': 1, 'custom_hooks.1.switch_epoch': 39}


@pytest.mark.parametrize('train_cfg', [None, {}, dict(max_epochs='many')])
def test_config_without_training_has_no_length(train_cfg):
    assert length_of(dict(train_cfg=train_cfg)) is None
    assert follow_length(Config(dict(train_cfg=train_cfg)), Config(STOCK)) == {}
