"""Settings that are no numbers, and rates that have no effect, are told by their key."""

import pytest
from config_files import config_path

from aariz_mm.launching.configs import Launch, build_train_config, load_config, parse_options
from aariz_mm.launching.plain_numbers import find_bad_numbers, find_idle_rates

DEMO = str(config_path('phantom_demo'))


@pytest.mark.parametrize(
    'text',
    [
        'train_cfg.max_epochs=2.0', 'train_cfg.max_epochs=1e1', 'train_cfg.max_epochs=two', 'train_cfg.val_interval=0',
        'train_dataloader.batch_size=0', 'train_dataloader.batch_size=4.0', 'val_dataloader.batch_size=-1',
        'train_dataloader.num_workers=-1', 'randomness.seed=1.5', 'randomness.seed=-1', 'randomness.seed=007',
        'optim_wrapper.optimizer.lr=abc', 'optim_wrapper.optimizer.lr=0,001', 'optim_wrapper.optimizer.lr=0',
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_by_its_key(tmp_path, text):
    launch = Launch(DEMO, str(tmp_path / 'run'), parse_options([text]))
    with pytest.raises(ValueError, match=f'{text.partition("=")[0]}=.*expected a (whole|positive) number'):
        build_train_config(launch)


def test_what_is_not_set_is_left_alone():
    assert list(find_bad_numbers({})) == [] and list(find_bad_numbers(load_config(DEMO))) == []


@pytest.mark.parametrize(
    'text', ['optim_wrapper.optimizer.lr=1e-5', 'optim_wrapper.paramwise_cfg.custom_keys.backbone.lr_mult=0.1']
)
def test_a_rate_that_one_cycle_replaces_has_a_warning(text, capsys):
    load_config(DEMO, parse_options([text]))
    assert 'has no effect on the rate: param_scheduler.0 (OneCycleLR) sets it' in capsys.readouterr().err


@pytest.mark.parametrize('text', ['param_scheduler.0.eta_max=1e-3', 'optim_wrapper.optimizer.weight_decay=0.1'])
def test_a_setting_that_acts_has_none(text, capsys):
    load_config(DEMO, parse_options([text]))
    assert 'has no effect' not in capsys.readouterr().err


def test_a_rate_of_another_schedule_acts():
    plain = dict(optim_wrapper=dict(optimizer=dict(lr=1e-3)), param_scheduler=[dict(type='PolyLR')])
    changed = dict(plain, optim_wrapper=dict(optimizer=dict(lr=1e-4)))
    assert list(find_idle_rates(changed, plain)) == []
