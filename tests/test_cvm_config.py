"""The crop configs train, test and leave folds out, on grey squares and with random weights."""

from pathlib import Path

import numpy as np
import pytest
import torch
from config_files import config_path
from mmengine.config import Config
from mmengine.dataset import pseudo_collate
from mmengine.registry import DefaultScope
from mmengine.runner import Runner
from mmpose.registry import DATASETS, MODELS

from aariz_mm.launching.cross_validation import fold_config

CONFIG, ENSEMBLE = config_path('aariz_cvm_crop'), config_path('aariz_cvm_crop_ensemble')


@pytest.fixture(autouse=True)
def mmpose_scope():
    torch.manual_seed(0)
    np.random.seed(0)
    with DefaultScope.overwrite_default_scope('mmpose'):
        yield


@pytest.fixture
def load_config(stage_squares, tmp_path, monkeypatch):
    """Loads a config at 64 px on the grey squares."""
    monkeypatch.setenv('AARIZ_CVM_ROOT', str(stage_squares))
    return lambda path: shrink(Config.fromfile(str(path)), tmp_path / 'run')


@pytest.fixture
def config(load_config):
    """That of the classifier, without pretrained weights."""
    config = load_config(CONFIG)
    config.model.backbone.init_cfg = None
    return config


def shrink(config, work_dir):
    config.work_dir = str(work_dir)
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


@pytest.mark.parametrize('name', ['aariz_cvm_crop', 'aariz_cvm_crop_ensemble'])
def test_finer_config_differs_by_the_size_of_the_crop_alone(name):
    names = name, name.replace('crop', 'crop_320')
    plain, finer = (Config.fromfile(str(CONFIG.with_stem(each))) for each in names)
    for kind in ('train', 'val', 'test'):
        pipelines = [config[f'{kind}_dataloader'].dataset.pipeline for config in (plain, finer)]
        warps = [next(step for step in steps if step.type == 'CVMCropAffine') for steps in pipelines]
        assert [warp.input_size for warp in warps] == [(224, 224), (320, 320)]
        warps[1].input_size = warps[0].input_size
        assert plain[f'{kind}_dataloader'] == finer[f'{kind}_dataloader']
    for config, name in ((plain, names[0]), (finer, names[1])):
        assert config.model.pop('member_config', None) in (None, name.removesuffix('_ensemble'))
    assert plain.model == finer.model and plain.custom_hooks == finer.custom_hooks


def test_config_trains_and_tests_by_the_runner(config):
    config.train_cfg.update(max_epochs=1, val_interval=1)
    config.param_scheduler[0].total_steps = 1
    config.custom_hooks[1].begin_epoch = 0
    runner = Runner.from_cfg(config)
    runner.train()
    scores = runner.test()
    assert scores['CVM_num_images'] == 6 and scores['CVM_majority_mae'] == pytest.approx((0 + 1 + 2 + 3 + 4 + 5) / 6)
    assert not list(Path(config.work_dir).glob('best_*'))  # nothing is selected on valid


def test_ensemble_config_scores_two_members_by_the_runner(config, load_config, tmp_path):
    ensemble = load_config(ENSEMBLE)
    ensemble.model.checkpoints = [str(tmp_path / name) for name in ('a.pth', 'b.pth')]
    for path in ensemble.model.checkpoints:
        torch.save(dict(state_dict=MODELS.build(config.model).state_dict()), path)
    runner = Runner.from_cfg(ensemble)
    assert runner.test()['CVM_num_images'] == 6
    assert (len(runner.model.members), len(runner.model.views)) == (2, 5) and runner.model.views[0].is_identity


def test_ensemble_config_asks_for_checkpoints(load_config):
    with pytest.raises(ValueError, match=r'tools/test\.py CONFIG CHECKPOINT'):
        MODELS.build(load_config(ENSEMBLE).model)


def test_config_holds_a_fold_out_of_training(config):
    fold = fold_config(config, 0)
    parts = [DATASETS.build(fold[f'{kind}_dataloader'].dataset) for kind in ('train', 'val', 'test')]
    assert [len(part) for part in parts] == [24, 6, 6]
    ids = [{part.get_data_info(index)['img_id'] for index in range(len(part))} for part in parts]
    assert not ids[0] & ids[1] and ids[1] == ids[2]


def test_config_overfits_two_crops(config):
    config.model.head.dropout = config.model.backbone.drop_path_rate = 0.0
    model = MODELS.build(config.model)
    dataset = DATASETS.build(config.test_dataloader.dataset)
    batch = model.data_preprocessor(pseudo_collate([dataset[0], dataset[5]] * 2), True)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    for _ in range(30):
        optimizer.zero_grad()
        losses = model(**batch, mode='loss')
        if losses['cvm_mae'] == 0 and losses['loss_cvm'] < 0.1:
            break
        losses['loss_cvm'].backward()
        optimizer.step()
    assert losses['cvm_mae'] == 0 and losses['loss_cvm'] < 0.1


def test_config_is_short_and_opens_with_its_command():
    text = CONFIG.read_text(encoding='utf-8')
    assert text.startswith('"""') and 'python tools/train.py' in text.split('"""')[1]
    assert len(text.splitlines()) <= 40
