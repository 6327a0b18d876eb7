import argparse
import os
import re
from pathlib import Path

import pytest
import torch

from aariz_mm.cli import build_parser, test, train
from aariz_mm.cli.options import add_launch_arguments
from aariz_mm.launching.configs import load_config, parse_options

CONFIG = """
optim_wrapper = dict(type='OptimWrapper', optimizer=dict(type='AdamW', lr=1e-3))
default_hooks = dict(checkpoint=dict(type='CheckpointHook', save_best='MRE_mm', rule='less'))
val_cfg, val_dataloader, val_evaluator = dict(), dict(batch_size=4), dict(type='RadialErrorMetric')
test_evaluator = dict(type='RadialErrorMetric')
auto_scale_lr = dict(enable=False, base_batch_size=16)
load_from = 'pretrained.pth'
resume = False
"""


@pytest.fixture(autouse=True)
def own_environment(monkeypatch):
    monkeypatch.setenv('LOCAL_RANK', '')  # whatever a test sets is undone
    monkeypatch.delenv('LOCAL_RANK')


@pytest.fixture
def config_path(tmp_path):
    path = tmp_path / 'tiny_512.py'
    path.write_text(CONFIG, encoding='utf-8')
    return path


@pytest.fixture
def checkpoint_path(tmp_path):
    path = tmp_path / 'epoch_3.pth'
    torch.save({'state_dict': {'weight': torch.ones(1)}}, path)
    return path


def parse(command, *argv):
    return build_parser(command).parse_args(list(map(str, argv)))


def train_config(*argv):
    return train.build_config(parse('train', *argv))


def scoring_config(*argv):
    return test.build_config(parse('test', *argv))


def train_resuming(config_path, checkpoint):
    return train_config(config_path, '--resume', checkpoint)


def test_launch_arguments_have_defaults():
    parser = argparse.ArgumentParser()
    add_launch_arguments(parser)
    assert vars(parser.parse_args([])) == dict(cfg_options=[], launcher='none', local_rank=0)


def test_config_without_switches_stays_as_it_is(config_path):
    config = train_config(config_path)
    assert config.optim_wrapper.type == 'OptimWrapper'
    assert config.val_evaluator.type == 'RadialErrorMetric'
    assert config.default_hooks.checkpoint.save_best == 'MRE_mm'
    assert (config.resume, config.load_from, config.launcher) == (False, 'pretrained.pth', 'none')
    assert config.auto_scale_lr.enable is False


def test_work_dir_is_named_after_the_config(config_path):
    assert train_config(config_path).work_dir == str(Path('work_dirs') / 'tiny_512')


def test_work_dir_of_the_config_goes_before_its_name_and_the_switch_before_both(config_path):
    config_path.write_text(CONFIG + "work_dir = 'of_the_config'\n", encoding='utf-8')
    assert train_config(config_path).work_dir == 'of_the_config'
    assert train_config(config_path, '--work-dir', 'given').work_dir == 'given'


def test_cfg_options_replace_settings(config_path):
    options = 'optim_wrapper.optimizer.lr=0.5', 'model.head.conv_channels=[64,32]', 'work_dir=elsewhere'
    config = train_config(config_path, '--cfg-options', *options)
    assert config.optim_wrapper.optimizer == dict(type='AdamW', lr=0.5)
    assert config.model.head.conv_channels == [64, 32]
    assert config.work_dir == 'elsewhere'


def test_launcher_is_passed_on(config_path):
    assert train_config(config_path, '--launcher', 'pytorch').launcher == 'pytorch'


def test_launcher_must_be_known(config_path, capsys):
    with pytest.raises(SystemExit):
        train_config(config_path, '--launcher', 'ssh')
    assert "invalid choice: 'ssh'" in capsys.readouterr().err


@pytest.mark.parametrize('switch', ['--local_rank=3', '--local-rank=3'])
def test_local_rank_reaches_the_environment(config_path, switch):
    train_config(config_path, switch)
    assert os.environ['LOCAL_RANK'] == '3'


def test_local_rank_of_the_launcher_goes_first(config_path, monkeypatch):
    monkeypatch.setenv('LOCAL_RANK', '1')
    train_config(config_path, '--local_rank=3')
    assert os.environ['LOCAL_RANK'] == '1'


def test_no_validate_takes_validation_and_the_best_checkpoint_away(config_path):
    config = train_config(config_path, '--no-validate')
    assert config.val_cfg is config.val_dataloader is config.val_evaluator is None
    assert config.default_hooks.checkpoint.save_best is None
    assert config.default_hooks.checkpoint.type == 'CheckpointHook'


@pytest.mark.parametrize('hooks', ['default_hooks = dict()', 'del default_hooks'])
def test_no_validate_takes_a_config_without_checkpoint_hook(config_path, hooks):
    config_path.write_text(f'{CONFIG}{hooks}\n', encoding='utf-8')
    assert train_config(config_path, '--no-validate').val_cfg is None


@pytest.mark.parametrize('kind', ["type='OptimWrapper', ", "type='AmpOptimWrapper', ", ''])
def test_amp_switches_the_wrapper(config_path, kind, monkeypatch):
    monkeypatch.setattr('torch.cuda.is_available', lambda: True)
    config_path.write_text(CONFIG.replace("type='OptimWrapper', ", kind), encoding='utf-8')
    config = train_config(config_path, '--amp')
    assert config.optim_wrapper.type == 'AmpOptimWrapper'
    assert config.optim_wrapper.loss_scale == 'dynamic'
    assert config.optim_wrapper.optimizer.lr == 1e-3


def test_amp_without_a_gpu_is_bfloat16(config_path, monkeypatch):
    monkeypatch.setattr('torch.cuda.is_available', lambda: False)
    config = train_config(config_path, '--amp')
    assert config.optim_wrapper.type == 'CPUAmpOptimWrapper' and 'loss_scale' not in config.optim_wrapper


def test_amp_keeps_the_loss_scale_of_the_config(config_path, monkeypatch):
    monkeypatch.setattr('torch.cuda.is_available', lambda: True)
    config = train_config(config_path, '--amp', '--cfg-options', 'optim_wrapper.loss_scale=512.0')
    assert config.optim_wrapper.loss_scale == 512


def test_amp_rejects_another_wrapper(config_path):
    config_path.write_text(CONFIG.replace('OptimWrapper', 'ApexOptimWrapper'), encoding='utf-8')
    with pytest.raises(ValueError, match='--amp: optim_wrapper is a ApexOptimWrapper, expected OptimWrapper'):
        train_config(config_path, '--amp')


def test_auto_scale_lr_is_switched_on(config_path):
    config = train_config(config_path, '--auto-scale-lr')
    assert config.auto_scale_lr == dict(enable=True, base_batch_size=16)


@pytest.mark.parametrize('line', ['auto_scale_lr = dict(enable=False)', ''])
def test_auto_scale_lr_needs_the_base_batch_size(config_path, line):
    config_path.write_text(CONFIG.replace('auto_scale_lr = dict(enable=False, base_batch_size=16)', line))
    with pytest.raises(ValueError, match=r'--auto-scale-lr: the config states no auto_scale_lr\.base_batch_size'):
        train_config(config_path, '--auto-scale-lr')


def test_resume_without_path_takes_the_newest_in_the_work_folder(config_path):
    config = train_config(config_path, '--resume')
    assert (config.resume, config.load_from) == (True, None)  # what the Runner takes for "find the newest"


def test_resume_with_path_takes_that_file(config_path, checkpoint_path):
    config = train_config(config_path, '--resume', checkpoint_path)
    assert (config.resume, config.load_from) == (True, str(checkpoint_path))


@pytest.mark.parametrize('build', [train_resuming, scoring_config])
def test_checkpoint_that_is_not_there_is_named(config_path, build):
    with pytest.raises(FileNotFoundError, match=r'epoch_9\.pth'):
        build(config_path, 'epoch_9.pth')


@pytest.mark.parametrize('build', [train_resuming, scoring_config])
def test_checkpoint_must_be_one(config_path, build):
    with pytest.raises(ValueError, match=r'tiny_512\.py: not a checkpoint'):
        build(config_path, config_path)


def test_scoring_takes_the_checkpoint_and_does_not_resume(config_path, checkpoint_path):
    config_path.write_text(CONFIG.replace('resume = False', 'resume = True'), encoding='utf-8')
    config = scoring_config(config_path, checkpoint_path)
    assert (config.resume, config.load_from) == (False, str(checkpoint_path))
    assert config.test_evaluator.type == 'RadialErrorMetric'


@pytest.fixture
def ensemble_path(tmp_path):
    path = tmp_path / 'ensemble.py'
    path.write_text(f"{CONFIG}model = dict(type='CVMEnsemble', member=dict(), checkpoints=[])\n", encoding='utf-8')
    return path


@pytest.mark.parametrize('count', [1, 3])
def test_scoring_makes_the_checkpoints_the_members_of_an_ensemble(ensemble_path, checkpoint_path, count):
    config = scoring_config(ensemble_path, *[checkpoint_path] * count)
    assert config.model.checkpoints == [str(checkpoint_path)] * count
    assert (config.resume, config.load_from) == (False, None)


def test_scoring_takes_the_name_of_a_member_before_its_checkpoint(ensemble_path, checkpoint_path):
    assert scoring_config(ensemble_path, f'whole={checkpoint_path}').model.checkpoints == [f'whole={checkpoint_path}']
    with pytest.raises(FileNotFoundError, match=r'^epoch_9\.pth: no such checkpoint'):
        scoring_config(ensemble_path, 'whole=epoch_9.pth')


def test_scoring_refuses_several_checkpoints_of_a_single_model(config_path, checkpoint_path):
    with pytest.raises(ValueError, match=r'2 checkpoints for a single model.*configs/aariz_cvm_crop_ensemble\.py'):
        scoring_config(config_path, checkpoint_path, checkpoint_path)


def test_scoring_names_the_member_that_is_not_there(ensemble_path, checkpoint_path):
    with pytest.raises(FileNotFoundError, match=r'epoch_9\.pth'):
        scoring_config(ensemble_path, checkpoint_path, 'epoch_9.pth')


@pytest.mark.parametrize('given', ["dict(type='RadialErrorMetric')", "[dict(type='RadialErrorMetric')]"])
def test_dump_adds_an_evaluator(config_path, checkpoint_path, given):
    config_path.write_text(f'{CONFIG}test_evaluator = {given}\n', encoding='utf-8')
    first, second = scoring_config(config_path, checkpoint_path, '--dump', 'out/a.pkl').test_evaluator
    assert first.type == 'RadialErrorMetric'
    assert second == dict(type='DumpResults', out_file_path='out/a.pkl')


def test_dump_must_be_a_pickle(config_path, checkpoint_path):
    with pytest.raises(ValueError, match=r'--dump a\.json: expected a file name that ends in \.pkl'):
        scoring_config(config_path, checkpoint_path, '--dump', 'a.json')


def test_show_dir_lets_the_hook_draw(config_path, checkpoint_path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    hook = scoring_config(config_path, checkpoint_path, '--show-dir', 'drawn').default_hooks.visualization
    assert (hook.type, hook.enable, hook.interval) == ('CephalogramVisualizationHook', True, 1)
    assert hook.out_dir == str(tmp_path / 'drawn')


def test_show_dir_takes_a_config_without_default_hooks(config_path, checkpoint_path):
    config_path.write_text(f'{CONFIG}del default_hooks\n', encoding='utf-8')
    config = scoring_config(config_path, checkpoint_path, '--show-dir', 'drawn')
    assert config.default_hooks.visualization.type == 'CephalogramVisualizationHook'


@pytest.mark.parametrize('name', ['absent.py', ''])
def test_config_that_is_not_there_is_named(tmp_path, name):
    with pytest.raises(FileNotFoundError, match='no such config; see configs/'):
        load_config(tmp_path / name)


def test_arguments_are_left_alone(config_path):
    args = parse('train', config_path, '--amp', '--cfg-options', 'val_dataloader.batch_size=2')
    before = dict(vars(args))
    train.build_config(args)
    assert vars(args) == before
    assert args.cfg_options == ['val_dataloader.batch_size=2']


def test_options_are_values_by_key():
    assert parse_options(['a.b=2', 'c=[x,1]', 'd=None']) == {'a.b': 2, 'c': ['x', 1], 'd': None}


@pytest.mark.parametrize('text', ['a', '=1', 'a=[(1]'])
def test_faulty_options_are_named(text):
    with pytest.raises(ValueError, match=rf'--cfg-options {re.escape(repr(text))}'):
        parse_options([text])


def test_no_workers_means_none_to_keep(config_path):
    loader = 'train_dataloader = dict(num_workers={}, persistent_workers=True)\n'
    config_path.write_text(CONFIG + loader.format(2), encoding='utf-8')
    assert train_config(config_path).train_dataloader.persistent_workers
    config = train_config(config_path, '--cfg-options', 'train_dataloader.num_workers=0')
    assert not config.train_dataloader.persistent_workers
