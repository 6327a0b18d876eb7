"""Folds, their scores and those of all together, by a classifier too small to be good."""

import json
from copy import deepcopy

import numpy as np
import pytest
import torch
from forked_tools import run_tool
from mmengine.config import Config
from mmengine.dataset import pseudo_collate
from mmengine.fileio import load
from mmengine.registry import DefaultScope
from mmpose.registry import DATASETS, MODELS
from PIL import Image
from process_groups import run_together
from sklearn.metrics import cohen_kappa_score

from aariz_mm.engine.checkpoints import read_checkpoint
from aariz_mm.evaluation.case_files import read_cases
from aariz_mm.landmarks import CVM_STAGES
from aariz_mm.launching import cross_validation
from aariz_mm.launching.cross_validation import cross_validate, fold_config, train_fold

COUNTS = (3, 3, 3, 6, 6, 3)


@pytest.fixture
def config(tmp_path):
    for stage, count in enumerate(COUNTS, 1):
        for index in range(count):
            path = tmp_path / 'crops' / 'train' / str(stage) / f's{stage}{index}.png'
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(np.full((32, 32), 40 * stage, dtype=np.uint8)).save(path)
    loader = dict(
        batch_size=4,
        num_workers=0,
        sampler=dict(type='DefaultSampler', shuffle=True),
        dataset=dict(
            type='CVMCropDataset',
            data_root=str(tmp_path / 'crops'),
            num_folds=3,
            pipeline=[
                dict(type='LoadCephalogram'),
                dict(type='mmpretrain.PackInputs', meta_keys=('img_path', 'img_id', 'cvm_stage')),
            ],
        ),
    )
    scored = dict(deepcopy(loader), sampler=dict(type='DefaultSampler', shuffle=False))
    scored['dataset'].update(split='valid')
    return Config(
        dict(
            default_scope='mmpose',
            work_dir=str(tmp_path / 'run'),
            model=dict(
                type='mmpretrain.ImageClassifier',
                data_preprocessor=dict(type='mmpretrain.ClsDataPreprocessor', mean=[127.0] * 3, std=[128.0] * 3),
                backbone=dict(type='mmpretrain.MobileNetV2', widen_factor=0.1),
                head=dict(type='mmpose.CVMHead', in_channels=1280),
            ),
            train_dataloader=loader,
            val_dataloader=scored,
            test_dataloader=deepcopy(scored),
            val_evaluator=dict(type='CVMMetric', repeats=20),
            test_evaluator=dict(type='CVMMetric', repeats=20),
            train_cfg=dict(type='EpochBasedTrainLoop', max_epochs=1, val_interval=1),
            val_cfg={},
            test_cfg={},
            optim_wrapper=dict(type='OptimWrapper', optimizer=dict(type='SGD', lr=0.01)),
            # Begins with the last steps, so that averaged and raw weights predict differently.
            custom_hooks=[dict(type='EMAHook', momentum=0.3, begin_epoch=0)],
            randomness=dict(seed=0),
        )
    )


@pytest.fixture(autouse=True)
def mmpose_scope():
    with DefaultScope.overwrite_default_scope('mmpose'):
        yield


def test_every_image_is_predicted_once_by_a_model_that_did_not_see_it(config, monkeypatch):
    predicted = {}

    def keep(fold_setting, train=cross_validation.train_fold):
        scores, samples, metainfo = train(fold_setting)
        predicted[fold_setting.train_dataloader.dataset.fold] = samples
        return scores, samples, metainfo

    monkeypatch.setattr(cross_validation, 'train_fold', keep)
    scores, cases = cross_validate(config, [0, 1, 2])
    samples = [sample for fold in predicted.values() for sample in fold]
    assert len({sample['img_id'] for sample in samples}) == len(samples) == sum(COUNTS)
    assert (scores['CVM_num_images'], scores['fold_2/CVM_num_images']) == (sum(COUNTS), 8)
    assert scores['CVM_majority_stage'] == 4
    true, pred = zip(*((s['cvm_stage'], int(s['pred_label']) + 1) for s in samples), strict=True)
    stages = list(range(1, len(CVM_STAGES) + 1))
    expected = cohen_kappa_score(true, pred, labels=stages, weights='quadratic') if len(set(pred)) > 1 else 0
    assert scores['CVM_qwk'] == pytest.approx(expected)
    assert sorted(cases.stages.img_ids) == sorted(sample['img_id'] for sample in samples)
    protocol = dict(folds=[0, 1, 2], num_folds=3, fold_part='valid', images=sum(COUNTS))
    assert protocol.items() <= cases.protocol.items() and 'fold' not in cases.protocol


def test_fold_is_predicted_with_the_averaged_weights_that_are_saved(config):
    setting = fold_config(config, 0)
    _, samples, _ = train_fold(setting)
    saved = read_checkpoint(f'{setting.work_dir}/epoch_1.pth')
    dataset = DATASETS.build(setting.test_dataloader.dataset)
    batch = pseudo_collate([dataset[index] for index in range(len(dataset))])

    def predict(weights):
        model = MODELS.build(config.model).eval()
        model.load_state_dict(weights)
        return torch.stack([sample.pred_score for sample in model.test_step(batch)])

    given = torch.stack([sample['pred_score'] for sample in samples])
    torch.testing.assert_close(given, predict(saved['state_dict']))
    raw = {key.removeprefix('module.'): value for key, value in saved['ema_state_dict'].items() if key != 'steps'}
    assert not torch.allclose(given, predict(raw), atol=1e-4)


def test_resume_only_tests_what_is_trained(config):
    first, _ = cross_validate(config, [1])
    config.resume = True
    config.optim_wrapper.optimizer.lr = 1e6  # would ruin the weights if it trained
    assert cross_validate(config, [1])[0] == pytest.approx(first, nan_ok=True)


def test_resume_needs_a_fold_that_has_begun_and_trains_the_others(config):
    config.resume = True
    with pytest.raises(ValueError, match=r'--resume: no fold in .*run has a checkpoint'):
        cross_validate(config, [0, 1])
    config.resume = False
    cross_validate(config, [1])
    config.resume = True
    cross_validate(config, [1, 2])
    assert read_checkpoint(f'{config.work_dir}/fold_2/epoch_1.pth')['meta']['epoch'] == 1


def test_tool_writes_scores_and_every_prediction(config, tmp_path):
    config.dump(tmp_path / 'small.py')
    out = tmp_path / 'out' / 'folds.json'
    arguments = [tmp_path / 'small.py', '--folds', '1', '--out', out, '--work-dir', tmp_path / 'run']
    done = run_tool('cross_validate', *arguments, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-4000:]
    scores, cases = json.loads(out.read_text()), read_cases(out.with_name('folds_cases.json'))
    assert scores['folds'] == cases.protocol['folds'] == [1]
    assert len(cases.stages.img_ids) == scores['CVM_num_images']


def test_text_of_a_setting_names_the_fold(config):
    config.model.coarse_checkpoint = 'first/fold_{fold}/epoch_1.pth'
    config.custom_hooks.append(dict(type='X', files=('a{fold}', 1)))
    fold = fold_config(config, 2)
    assert fold.model.coarse_checkpoint == 'first/fold_2/epoch_1.pth'
    assert fold.custom_hooks[-1]['files'] == ('a2', 1) and config.custom_hooks[-1]['files'] == ('a{fold}', 1)


def test_fold_config_leaves_the_config_as_it_was_and_holds_the_fold_out_of_training(config):
    before = config.to_dict()
    fold = fold_config(config, 2)
    assert config.to_dict() == before
    trained, tested = fold.train_dataloader.dataset, fold.test_dataloader.dataset
    assert (trained.fold, trained.fold_part, tested.fold, tested.fold_part) == (2, 'train', 2, 'valid')
    assert 'split' not in tested and tested.test_mode and tested.pipeline == config.test_dataloader.dataset.pipeline
    assert fold.work_dir.endswith('fold_2')


def test_no_fold_and_a_dataset_without_folds_are_errors(config):
    with pytest.raises(ValueError, match='no folds to train'):
        cross_validate(config, [])
    config.train_dataloader.dataset.type = 'CocoDataset'
    with pytest.raises(ValueError, match='CocoDataset takes no fold; cross-validate with'):
        fold_config(config, 0)


def in_two(rank, config, dump):
    config.launcher = 'pytorch'
    scores, cases = cross_validate(config, [0, 1], str(dump))
    return scores['CVM_accuracy'], cases and len(cases.stages.img_ids)


def test_two_processes_hold_out_all_images_and_the_first_has_them(config, tmp_path):
    first, second = run_together(2, in_two, config, tmp_path / 'all.pkl')
    assert first[0] == second[0] and first[1] == 16 and second[1] is None
    assert len(load(tmp_path / 'all.pkl')) == 16 and not (tmp_path / '.dist_test').exists()
