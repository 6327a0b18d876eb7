"""What holds for every config: one size, one number of epochs, short, three files deep, with its command and page."""

import re
from functools import cache

import pytest
from config_files import CONFIGS, FOLDER
from mmengine.config import Config

from aariz_mm.launching.schedules import find_disagreements


@cache
def load(path):
    return Config.fromfile(str(path))


@pytest.fixture(params=CONFIGS, ids=lambda path: path.stem)
def config(request):
    return load(request.param)


def find(part, key):
    """Every value under ``key``, at any depth."""
    if isinstance(part, dict):
        found = [value for name, value in part.items() if name == key]
        return found + [value for item in part.values() for value in find(item, key)]
    return [value for item in part for value in find(item, key)] if isinstance(part, list | tuple) else []


def models(config):
    """The model of a config, or those of its members."""
    model = config.model
    return [member.model for member in model.get('members', {}).values()] or [model.get('member', model)]


def test_every_config_has_the_same_size_in_pipelines_and_model(config):
    steps = [step for kind in ('train', 'val', 'test') for step in config[f'{kind}_dataloader'].dataset.pipeline]
    sizes = [tuple(step.input_size) for step in steps if step.type in ('CephalogramAffine', 'CVMCropAffine')]
    assert len(sizes) == 3 and len(set(sizes)) == 1
    for model in models(config):
        assert {tuple(decoder.input_size) for decoder in find(model.head, 'decoder')} <= set(sizes)


def test_every_config_makes_the_targets_that_its_model_reads_off(config):
    targets = [step.encoder for step in config.train_dataloader.dataset.pipeline if step.type == 'GenerateTarget']
    if targets and 'checkpoints' not in config.model:
        assert find(config.model.head, 'decoder') == targets


def test_every_config_has_a_schedule_within_its_epochs(config):
    epochs = config.train_cfg.max_epochs
    assert epochs % config.train_cfg.val_interval == 0
    for schedule in config.param_scheduler:
        assert schedule.get('total_steps', epochs) == epochs
    for hook in config.custom_hooks:
        assert 0 <= hook.get('begin_epoch', 0) < epochs
    assert not list(find_disagreements(config))


def test_every_config_scales_its_rate_from_its_own_batch(config):
    assert config.auto_scale_lr.base_batch_size == config.train_dataloader.batch_size


def test_every_folder_of_configs_has_its_page():
    folders = {path.parent for path in CONFIGS}
    assert not [folder for folder in folders if not any((at / 'README.md').is_file() for at in (folder, folder.parent))]
    assert (FOLDER / 'README.md').is_file()


@pytest.mark.parametrize('path', CONFIGS, ids=lambda path: path.stem)
def test_config_leaf_opens_with_what_it_is_and_stays_short(path):
    text = path.read_text(encoding='utf-8')
    commands = re.findall(r'python tools/\w+\.py\s+(?:\\\n\s+)?(configs/\S+\.py)', text.split('"""')[1])
    assert text.startswith('"""') and len(text.splitlines()) <= 40
    assert path in [FOLDER.parent / command for command in commands]


def levels(path):
    bases = Config._get_base_files(str(path))
    return 1 + max((levels(path.parent / base) for base in bases), default=0)


@pytest.mark.parametrize('path', CONFIGS, ids=lambda path: path.stem)
def test_config_is_at_most_three_files_deep(path):
    assert levels(path) <= 3
