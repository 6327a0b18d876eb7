"""A staged training as a user runs it: killed with frozen layers, resumed, killed with all layers, resumed."""

import os
import signal

import pytest
import torch
from forked_tools import ROOT, run_tool

from aariz_mm.engine.checkpoints import read_checkpoint
from aariz_mm.phantom import write_phantom_dataset

KILLER = """
import os, signal
from mmengine.hooks import Hook
from mmpose.registry import HOOKS

@HOOKS.register_module()
class KillHook(Hook):
    def before_train_iter(self, runner, batch_idx, data_batch=None):
        if runner.iter == int(os.environ.get('KILL_AT', -1)):
            os.kill(os.getpid(), signal.SIGKILL)
"""
# Small, and without anything random but the order of the images. The plateau cuts the rate at nearly every epoch.
CONFIG = """
_base_ = ['{root}/configs/aariz_cephnet_256.py']
custom_imports = dict(imports=['aariz_mm.register', 'killer'], allow_failed_imports=False)
from aariz_mm.recipes import dataloaders

codec = dict(type='RegressionLabel', input_size=(64, 64))
model = dict(
    backbone=dict(channels=(4, 8)),
    head=dict(landmark_head=dict(in_channels=8, decoder=codec), cvm_head=dict(in_channels=8, dropout=0.0)),
)
loading = dict(batch_size=4, num_workers=0, persistent_workers=False, pin_memory=False)
train_dataloader, val_dataloader, _ = [dict(loader, **loading) for loader in dataloaders(codec)]
train_cfg = dict(max_epochs=6)
watched = dict(monitor='MRE_mm', rule='less')
param_scheduler = [dict(watched, type='ReduceOnPlateauLR', factor=0.5, patience=0, threshold=0.9)]
staged = dict(type='StagedUnfreezingHook', modules=['backbone'], frozen_epochs=3, lr_factor=0.1)
custom_hooks = [*_base_.custom_hooks, staged, dict(type='KillHook')]
"""


@pytest.fixture
def train(tmp_path):
    """Function that trains into a folder and gives the exit status."""
    root = write_phantom_dataset(tmp_path / 'aariz', 8, 2, 0, size=(225, 275), progress=False)
    (tmp_path / 'killer.py').write_text(KILLER)
    config = tmp_path / 'small.py'
    config.write_text(CONFIG.format(root=ROOT.as_posix()))
    environment = dict(AARIZ_ROOT=root, PYTHONPATH=f'{tmp_path}{os.pathsep}{ROOT}')

    def train(work_dir, *args, kill_at=-1):
        done = run_tool(
            'train', config, '--work-dir', work_dir, *args, cwd=tmp_path, timeout=900, KILL_AT=kill_at, **environment
        )
        assert done.returncode == 0 or kill_at >= 0, done.stdout[-2000:] + done.stderr[-4000:]
        return done.returncode

    return train


def test_training_killed_in_both_stages_ends_as_without_a_kill(train, tmp_path):
    whole, parts = tmp_path / 'whole', tmp_path / 'parts'
    train(whole)
    # Two steps an epoch: the kills fall into the second epoch, frozen, and the fifth.
    assert train(parts, kill_at=3) == -signal.SIGKILL
    assert train(parts, '--resume', kill_at=9) == -signal.SIGKILL
    train(parts, '--resume')
    expected, found = (read_checkpoint(folder / 'epoch_6.pth') for folder in (whole, parts))
    assert found['meta']['iter'] == 12 and found['optimizer']['param_groups'][0]['lr'] < 1e-4
    assert found['param_schedulers'] == expected['param_schedulers']
    for part in ('state_dict', 'optimizer'):
        torch.testing.assert_close(found[part], expected[part], rtol=0, atol=0)
