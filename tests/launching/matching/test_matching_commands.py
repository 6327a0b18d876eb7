"""What the commands say of parts that do not fit: no trace, status 2, before data or checkpoints are read."""

import logging

import pytest
import torch
from config_files import config_path

from aariz_mm.cli.commands import main

PHANTOM = str(config_path('phantom_lite0'))
WRONG_HEAD = f"_base_ = ['{PHANTOM}']\nmodel = dict(head=dict(out_channels=19))\n"


@pytest.fixture
def wrong_config(tmp_path, monkeypatch):
    monkeypatch.setenv('AARIZ_ROOT', str(tmp_path / 'no_data'))
    monkeypatch.setenv('LOCAL_RANK', '0')
    monkeypatch.setattr(logging, 'raiseExceptions', False)  # MMEngine's logger keeps the stream of an earlier test
    (tmp_path / 'wrong.py').write_text(WRONG_HEAD, encoding='utf-8')
    torch.save(dict(state_dict={}, meta=dict(dataset_meta={})), tmp_path / 'a.pth')
    return tmp_path / 'wrong.py'


@pytest.mark.parametrize('command', ['train', 'test', 'visualize', 'predict', 'complexity'])
def test_command_says_what_does_not_fit(command, wrong_config, capsys):
    checkpoint = {'train': [], 'complexity': []}.get(command, [str(wrong_config.with_name('a.pth'))])
    images = [str(wrong_config), '--out-dir', str(wrong_config.with_name('out'))] if command == 'predict' else []
    work = ['--work-dir', str(wrong_config.with_name('work'))] if command in ('train', 'test') else []
    assert main([command, str(wrong_config), *checkpoint, *images, *work]) == 2
    said = capsys.readouterr().err
    assert 'error: the parts of the config do not fit together:\n' in said and 'Traceback' not in said
    assert 'set model.head.out_channels=29 ' in said


def test_all_that_does_not_fit_is_said_at_once(wrong_config, capsys):
    options = ['val_evaluator.type=CVMMetric', 'model.neck.in_channels=[24,40,112,352]']
    assert main(['train', str(wrong_config), '--cfg-options', *options]) == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert [line.split('=')[0].split()[0] for line in lines[-3:]] == [
        'train_dataloader.dataset.landmarks',
        'model.neck.in_channels',
        'val_evaluator',
    ]
