"""A small landmark config with checkpoints as the Runner writes them, without any training."""

import pytest
import torch
from mmengine.registry import init_default_scope
from mmpose.registry import DATASETS, MODELS

from aariz_mm.launching.configs import load_config

SMALL = """
_base_ = ['{root}/configs/phantom/phantom_demo.py']
from aariz_mm.recipes import dataloaders
data_root = 'no_such_folder'
decoder = dict(type='RegressionLabel', input_size={size})
model = dict(
    backbone=dict(_delete_=True, type='CephNet', channels=(4, {width})),
    neck=dict(_delete_=True, type='mmpose.GlobalAveragePooling'),
    head=dict(
        _delete_=True, type='RegressionHead', in_channels={width}, num_joints=29, loss=dict(type='SmoothL1Loss'),
        decoder=decoder,
    ),
)
train_dataloader, val_dataloader, test_dataloader = dataloaders(decoder)
"""


class Small:
    """Writes small configs and their checkpoints into a folder."""

    def __init__(self, folder, root):
        self.folder, self.root = folder, root

    def config(self, name='small', size=(64, 80), width=8, more=''):
        path = self.folder / f'{name}.py'
        path.write_text(SMALL.format(root=self.root.as_posix(), size=size, width=width) + more, encoding='utf-8')
        return path

    def checkpoint(self, config_path, path='epoch_2.pth', epoch=2, **changes):
        init_default_scope('mmpose')
        config = load_config(config_path)
        model = MODELS.build(config.model)
        metainfo = DATASETS.build(dict(config.train_dataloader.dataset, lazy_init=True)).metainfo
        meta = dict(
            epoch=epoch, iter=3 * epoch, cfg=config.pretty_text, dataset_meta=metainfo,
            experiment_name=f'{config_path.stem}_20260101_000000',
        )  # fmt: skip
        saved = dict(meta=meta, state_dict=model.state_dict(), message_hub={}, optimizer={}, param_schedulers=[])
        path = self.folder / path
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save({**saved, **changes}, path)
        return path


@pytest.fixture
def small(tmp_path, request, monkeypatch):
    monkeypatch.setenv('LOCAL_RANK', '0')
    return Small(tmp_path, request.config.rootpath)
