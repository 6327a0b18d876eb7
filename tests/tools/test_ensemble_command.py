"""Ensembles as a user scores and uses them: one config, several checkpoints."""

import json

import pytest
import torch
from forked_tools import ROOT, run_tool
from mmengine.config import Config
from mmengine.registry import DefaultScope
from mmpose.registry import DATASETS, MODELS

from aariz_mm.phantom import write_phantom_dataset

CONFIG = ROOT / 'configs' / 'aariz_cvm_crop_ensemble.py'
LANDMARK_CONFIG = f"""
_base_ = ['{ROOT}/configs/phantom/phantom_lite0.py']
member = dict(
    _base_.model,
    backbone=dict(type='CephNet', channels=(4, 8)),
    neck=None,
    head=dict(_base_.model.head, in_channels=8, decoder=_base_.codec),
)
views = [{{}}, dict(rotation_deg=3)]
members = {{name: dict(config=f'phantom_{{name}}', model=member) for name in ('lite0', 'other')}}
model = dict(_delete_=True, type='LandmarkEnsemble', members=members, checkpoints=[], views=views)
custom_hooks = []
"""


def run(tool, *args, **environment):
    """Run a tool that must succeed."""
    done = run_tool(tool, *args, **environment)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]


def save_pair(members, folder, **meta):
    """Checkpoints of two members with random weights, by the name of the config that trained them."""
    paths = []
    with DefaultScope.overwrite_default_scope('mmpose'):
        for number, (name, model) in enumerate(members):
            paths.append(str(folder / f'{number}.pth'))
            meta['experiment_name'] = f'{name}_20260101_000000'
            torch.save(dict(state_dict=MODELS.build(model).state_dict(), meta=meta), paths[-1])
    return paths


def test_test_scores_two_checkpoints_as_one_ensemble(stage_squares, tmp_path):
    pair = [('aariz_cvm_crop', Config.fromfile(str(CONFIG)).model.member)] * 2
    checkpoints, out = save_pair(pair, tmp_path), tmp_path / 'scores.json'
    options = 'test_dataloader.dataset.pipeline.2.input_size=(64,64)', 'test_dataloader.num_workers=0'
    run('test', CONFIG, *checkpoints, '--out', out, '--work-dir', tmp_path / 'run', '--cfg-options', *options,
        AARIZ_CVM_ROOT=str(stage_squares))  # fmt: skip
    scores = json.loads(out.read_text())
    assert scores['checkpoint'] == checkpoints and scores['CVM_num_images'] == 6


@pytest.fixture
def phantom(tmp_path, monkeypatch):
    """Config of a landmark ensemble, its checkpoints, and the radiographs of the test split."""
    root = write_phantom_dataset(tmp_path / 'aariz', 1, 1, 2, size=(225, 275), progress=False)
    monkeypatch.setenv('AARIZ_ROOT', str(root))
    path = tmp_path / 'ensemble.py'
    path.write_text(LANDMARK_CONFIG, encoding='utf-8')
    config = Config.fromfile(str(path))
    with DefaultScope.overwrite_default_scope('mmpose'):
        meta = DATASETS.build(config.test_dataloader.dataset).metainfo
    names = dict(keypoint_id2name=meta['keypoint_id2name'])
    pair = [(member.config, member.model) for member in config.model.members.values()]
    return path, save_pair(pair, tmp_path, dataset_meta=names), root / 'test' / 'Cephalograms'


def test_tools_run_a_landmark_ensemble_as_any_model_by_checkpoints_in_any_order(phantom, tmp_path):
    config, checkpoints, images = phantom
    checkpoints = [f'other={checkpoints[1]}', checkpoints[0]]
    out = tmp_path / 'scores.json'
    cache = f'test_dataloader.dataset.pipeline.0.cache_dir={tmp_path / "cache"}'
    run('test', config, *checkpoints, '--out', out, '--work-dir', tmp_path / 'run', '--cfg-options', cache)
    scores = json.loads(out.read_text())
    assert scores['checkpoint'] == checkpoints and scores['num_images'] == 2 and scores['MRE_mm'] > 0

    run('visualize', config, *checkpoints, '--out-dir', tmp_path / 'pictures', '--max', '1')
    assert len(list((tmp_path / 'pictures').glob('*.png'))) == 2

    folder = tmp_path / 'found'
    checkpoints = [checkpoint.removeprefix('other=') for checkpoint in checkpoints]
    run('predict', config, checkpoints[0], images, '--more-checkpoints', checkpoints[1], '--out-dir', folder)
    found = [json.loads(path.read_text()) for path in folder.glob('*.json')]
    assert [len(content['landmarks']) for content in found] == [29, 29]
