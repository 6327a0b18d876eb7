"""The crop classifier's config trains, tests and takes its fold options, on grey squares and with random weights."""

from pathlib import Path

import numpy as np
import pytest
import torch
from mmengine.config import Config
from mmengine.dataset import pseudo_collate
from mmengine.registry import DefaultScope
from mmengine.runner import Runner
from mmpose.registry import DATASETS, MODELS
from PIL import Image

CONFIG = Path(__file__).parents[1] / 'configs' / 'aariz_cvm_crop.py'
FOLD_OPTIONS = {
    'train_dataloader.dataset.fold': 0,
    'val_dataloader.dataset.split': 'train',
    'val_dataloader.dataset.fold': 0,
    'train_cfg.val_interval': 1,
    'default_hooks.checkpoint.save_best': 'CVM_qwk',
    'default_hooks.checkpoint.rule': 'greater',
}
"""Those of the config's opening comment."""


@pytest.fixture(autouse=True)
def mmpose_scope():
    torch.manual_seed(0)
    np.random.seed(0)
    with DefaultScope.overwrite_default_scope('mmpose'):
        yield


@pytest.fixture
def config(tmp_path, monkeypatch):
    """The config at 64 px on one grey square per stage and split, five per stage for training."""
    for split, copies in (('train', 5), ('valid', 1)):
        for stage in range(1, 7):
            for index in range(copies):
                path = tmp_path / 'crops' / split / str(stage) / f'{split}{stage}{index}.png'
                path.parent.mkdir(parents=True, exist_ok=True)
                square = np.zeros((40, 40), dtype=np.uint8)
                square[5:35, 5 : 5 + 5 * stage] = 200
                Image.fromarray(square).save(path)
    monkeypatch.setenv('AARIZ_CVM_ROOT', str(tmp_path / 'crops'))
    config = Config.fromfile(str(CONFIG))
    config.model.backbone.init_cfg = None
    config.work_dir = str(tmp_path / 'run')
    for loader in (config.train_dataloader, config.val_dataloader, config.test_dataloader):
        loader.update(num_workers=0, persistent_workers=False, batch_size=6)
        next(step for step in loader.dataset.pipeline if step['type'] == 'CVMCropAffine').input_size = (64, 64)
    return config


def test_config_gives_every_parameter_a_gradient_and_a_stage_for_each_crop(config):
    model = MODELS.build(config.model)
    train, test = (DATASETS.build(config[f'{kind}_dataloader'].dataset) for kind in ('train', 'test'))
    batch = model.data_preprocessor(pseudo_collate([train[0], train[29]]), True)
    losses = model(**batch, mode='loss')
    losses['loss_cvm'].backward()
    assert torch.isfinite(losses['loss_cvm']) and all(p.grad is not None for p in model.parameters())

    sample = model.eval().test_step(pseudo_collate([test[2]]))[0]
    assert sample.pred_score.shape == (6,) and sample.pred_score.sum().item() == pytest.approx(1)
    assert (sample.cvm_stage, sample.gt_label.item(), sample.img_id) == (3, 2, 'valid30')


def test_config_trains_and_tests_by_the_runner(config):
    config.train_cfg.update(max_epochs=1, val_interval=1)
    config.param_scheduler[0].total_steps = 1
    config.custom_hooks[1].begin_epoch = 0
    runner = Runner.from_cfg(config)
    runner.train()
    scores = runner.test()
    assert scores['CVM_num_images'] == 6 and scores['CVM_majority_mae'] == pytest.approx((0 + 1 + 2 + 3 + 4 + 5) / 6)
    assert not list(Path(config.work_dir).glob('best_*'))  # nothing is selected on valid


def test_config_takes_the_fold_options_of_its_comment(config):
    text = CONFIG.read_text(encoding='utf-8').split('"""')[1]
    assert all(f'{key}={value}' in text for key, value in FOLD_OPTIONS.items())
    config.merge_from_dict(FOLD_OPTIONS)
    config.train_cfg.max_epochs, config.param_scheduler[0].total_steps, config.custom_hooks[1].begin_epoch = 1, 1, 0
    runner = Runner.from_cfg(config)
    runner.train()
    assert len(runner.train_dataloader.dataset) == 24 and len(runner.val_dataloader.dataset) == 6
    assert list(Path(config.work_dir).glob('best_CVM_qwk_*'))


def test_config_overfits_two_crops(config):
    config.model.head.dropout = config.model.backbone.drop_path_rate = 0.0
    model = MODELS.build(config.model)
    dataset = DATASETS.build(config.test_dataloader.dataset)
    batch = model.data_preprocessor(pseudo_collate([dataset[0], dataset[5]] * 2), True)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    for _ in range(30):
        optimizer.zero_grad()
        losses = model(**batch, mode='loss')
        losses['loss_cvm'].backward()
        optimizer.step()
    assert losses['cvm_mae'] == 0 and losses['loss_cvm'] < 0.1


def test_config_is_short_and_opens_with_its_command():
    text = CONFIG.read_text(encoding='utf-8')
    assert text.startswith('"""') and 'python tools/train.py' in text.split('"""')[1]
    assert len(text.splitlines()) <= 45
