"""Compiled networks: the same names, the same numbers, and a refusal where it can't be done."""

from copy import deepcopy

import pytest
import torch
from mmengine.config import Config
from torch import nn

from aariz_mm.launching.checked_runner import CheckedRunner
from aariz_mm.launching.compiling import compile_networks, networks_of

EAGER = dict(backend='eager')


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.backbone, self.neck, self.head = nn.Conv2d(1, 2, 3), nn.Conv2d(2, 2, 1), nn.Conv2d(2, 1, 1)

    def forward(self, images):
        return self.head(self.neck(self.backbone(images)))


class TwoStages(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone, self.refiner = nn.Identity(), Model()


def is_compiled(module):
    return module._compiled_call_impl is not None


def test_backbone_and_neck_are_compiled_and_nothing_else():
    model = Model()
    assert compile_networks(model, EAGER) == ['backbone', 'neck']
    assert is_compiled(model.backbone) and is_compiled(model.neck) and not is_compiled(model.head)


def test_networks_of_a_second_stage_are_found():
    assert list(networks_of(TwoStages())) == ['backbone', 'refiner.backbone', 'refiner.neck']


def test_compiled_model_gives_the_same_and_keeps_its_names():
    model, images = Model(), torch.ones(1, 1, 8, 8)
    expected, names = model(images), list(model.state_dict())
    compile_networks(model, EAGER)
    torch.testing.assert_close(model(images), expected)
    assert list(model.state_dict()) == names


def test_a_copy_of_a_compiled_model_can_be_made():
    model = Model()
    compile_networks(model, EAGER)
    copied = deepcopy(model)
    assert list(copied.state_dict()) == list(model.state_dict()) and copied(torch.ones(1, 1, 8, 8)).shape[1] == 1


@pytest.mark.parametrize('settings', [None, False])
def test_nothing_is_compiled_unless_asked(settings):
    model = Model()
    assert compile_networks(model, settings) == [] and not is_compiled(model.backbone)


def test_settings_of_another_kind_are_refused():
    with pytest.raises(ValueError, match="compile='max-autotune': expected True, or settings"):
        compile_networks(Model(), 'max-autotune')


def test_a_model_without_backbone_is_refused():
    with pytest.raises(ValueError, match='Linear has no backbone that could be compiled'):
        compile_networks(nn.Linear(1, 1), True)


def test_a_missing_compiler_is_said_before_the_first_step(monkeypatch):
    monkeypatch.setenv('PATH', '')
    monkeypatch.delenv('CXX', raising=False)
    with pytest.raises(ValueError, match=r'neither g\+\+ nor clang\+\+'):
        compile_networks(Model(), True)
    assert compile_networks(Model(), EAGER)


def train(small, tiny_aariz, folder, **changes):
    config = Config.fromfile(str(small.config()))
    loader = dict(batch_size=1, num_workers=0, persistent_workers=False)
    config.train_dataloader.update(loader)
    config.train_dataloader.dataset.data_root = str(tiny_aariz.root)
    config.val_dataloader = config.val_cfg = config.val_evaluator = None
    average = dict(type='AveragingHook', momentum=0.3, update_buffers=True)
    config.update(work_dir=str(folder), log_level='ERROR', custom_hooks=[average], param_scheduler=None, **changes)
    config.default_hooks.checkpoint.save_best = None
    config.train_cfg = dict(by_epoch=True, max_epochs=1)
    CheckedRunner.from_cfg(config).train()
    return torch.load(folder / 'epoch_1.pth', weights_only=False)


def test_a_compiled_training_saves_the_same_checkpoint(small, tiny_aariz, tmp_path):
    plain = train(small, tiny_aariz, tmp_path / 'plain')
    compiled = train(small, tiny_aariz, tmp_path / 'compiled', compile=EAGER)
    for part in ('state_dict', 'ema_state_dict'):
        assert list(plain[part]) == list(compiled[part])
        torch.testing.assert_close(dict(compiled[part]), dict(plain[part]))
