"""A model learns from radiographs of which some lack landmarks, and cross-validates on them."""

import json
import shutil

import numpy as np
import pytest
import torch
from config_files import config_path
from mmengine.config import Config
from mmengine.dataset import pseudo_collate
from mmengine.registry import init_default_scope
from mmpose.registry import DATASETS, MODELS
from small_configs import shrink

from aariz_mm.launching.cross_validation import fold_config
from aariz_mm.phantom import write_phantom_dataset

EXTRA = ('Pn', 'Co', 'UIA', 'LIA', 'N`')


@pytest.fixture(scope='module')
def half_marked(tmp_path_factory):
    """Six phantoms, read by both for the 29 landmarks less five, by a third reader on every other one for all."""
    root = write_phantom_dataset(tmp_path_factory.mktemp('data') / 'aariz', 6, 1, 1, size=(225, 275), progress=False)
    for senior in root.glob('*/Annotations/*/Senior Orthodontists'):
        shutil.copytree(senior, senior.with_name('CL-Detection 2023'))
        for path in sorted(senior.with_name('CL-Detection 2023').iterdir())[1::2]:
            path.unlink()
        for path in senior.parent.glob('* Orthodontists/*.json'):
            content = json.loads(path.read_text())
            content['landmarks'] = [point for point in content['landmarks'] if point['symbol'] not in EXTRA]
            path.write_text(json.dumps(content))
    return root


@pytest.fixture
def load_config(half_marked, monkeypatch, tmp_path):
    monkeypatch.setenv('ISBI2015_ROOT', str(half_marked))
    monkeypatch.chdir(tmp_path)
    init_default_scope('mmpose')

    def load(name):
        config = Config.fromfile(str(config_path(name)))
        shrink(config)
        config.model.backbone.init_cfg = None
        return config

    return load


def test_two_radiographs_are_learnt_by_heart_though_one_lacks_landmarks(load_config):
    torch.manual_seed(0)
    config = load_config('isbi2015_reader24_coarse')
    train = DATASETS.build(dict(config.train_dataloader.dataset, pipeline=_plain(config)))
    model = MODELS.build(config.model)
    batch = pseudo_collate([train[0], train[1]])
    weights = torch.cat([s.gt_instance_labels.keypoint_weights for s in batch['data_samples']])
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    errors = []
    for _ in range(60):
        losses = model(**model.data_preprocessor(batch, True), mode='loss')
        errors.append(float(losses['error_px']))
        if errors[-1] < 0.2 * errors[0]:
            break
        optimizer.zero_grad()
        model.parse_losses(losses)[0].backward()
        optimizer.step()
    assert weights.sum(dim=1).tolist() == [24, 19] and errors[-1] < 0.2 * errors[0]


def _plain(config):
    steps = config.train_dataloader.dataset.pipeline
    kept = ('LoadCephalogram', 'GetBBoxCenterScale', 'CephalogramAffine', 'GenerateTarget', 'PackCephalogram')
    return [step for step in steps if step.type in kept]


@pytest.mark.parametrize('name', ['isbi2015_reader24_coarse', 'isbi2015_reader24'])
def test_folds_hold_joined_readers(name, load_config):
    config = load_config(name)
    config.train_dataloader.dataset.num_folds, config.work_dir = 3, 'run'
    held_out = []
    for fold in range(3):
        folded = fold_config(config, fold)
        trained, tested = (DATASETS.build(folded[f'{kind}_dataloader'].dataset) for kind in ('train', 'test'))
        assert trained.metainfo['protocol']['truth'] == 'mean + reader:CL-Detection 2023'
        ids = [{part.get_data_info(at)['img_id'] for at in range(len(part))} for part in (trained, tested)]
        assert not ids[0] & ids[1] and len(ids[0] | ids[1]) == 6
        held_out += ids[1]
    assert len(held_out) == len(set(held_out)) == 6


def test_an_unlabelled_landmark_changes_no_loss(load_config):
    torch.manual_seed(0)
    config = load_config('isbi2015_reader24_coarse')
    train = DATASETS.build(dict(config.train_dataloader.dataset, pipeline=_plain(config)))
    model, data = MODELS.build(config.model).eval(), train[0]
    labels = data['data_samples'].gt_instance_labels
    labels.keypoint_weights[0, 3] = 0
    losses = []
    for place in (0.0, 5.0, 1e4):
        labels.keypoint_labels[0, 3] = place
        with torch.no_grad():
            found = model(**model.data_preprocessor(pseudo_collate([data]), True), mode='loss')
        losses.append({name: float(value) for name, value in found.items()})
    assert losses[0] == losses[1] == losses[2] and np.isfinite(losses[0]['loss_heatmap'])
