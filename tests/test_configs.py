"""Every config of the repository builds, makes one step and predicts, on synthetic cephalograms with random weights."""

import os
import shutil

import numpy as np
import pytest
import timm
import torch
from config_files import CONFIGS, config_path
from mmengine.config import Config
from mmengine.dataset import pseudo_collate
from mmengine.registry import init_default_scope
from mmengine.runner import Runner
from mmpose.registry import DATASETS, HOOKS, METRICS, MODELS
from small_configs import shrink, shrink_backbone

from aariz_mm.engine.hooks.staged_unfreezing import find_modules, freeze_parameters
from aariz_mm.engine.pretrained import load_all_parameters
from aariz_mm.engine.stored_config import model_differences
from aariz_mm.phantom import write_phantom_dataset

ENSEMBLES = ENSEMBLE, MIXED, FIVE, LITE2, TEN, FOURTEEN = tuple(
    config_path(f'isbi2015_{name}_ensemble')
    for name in ('lite0_960', 'lite0_mixed', 'lite0_five', 'lite2', 'ten', 'fourteen')
)
# Those of crops: test_cvm_config.py. An ensemble does not train.
LANDMARK_CONFIGS = [path for path in CONFIGS if not path.stem.startswith('aariz_cvm_crop') and path not in ENSEMBLES]


@pytest.fixture(scope='module')
def phantom_root(tmp_path_factory):
    root = write_phantom_dataset(tmp_path_factory.mktemp('data') / 'aariz', 6, 1, 1, size=(225, 275), progress=False)
    for senior in root.glob('*/Annotations/*/Senior Orthodontists'):
        shutil.copytree(
            senior, senior.with_name('CL-Detection 2023')
        )  # a third reader, for the config that asks for him
    return root


@pytest.fixture
def load_config(phantom_root, monkeypatch, tmp_path):
    monkeypatch.setenv('AARIZ_ROOT', str(phantom_root))
    monkeypatch.setenv('ISBI2015_ROOT', str(phantom_root))
    monkeypatch.chdir(tmp_path)  # the image cache is relative
    init_default_scope('mmpose')
    return lambda path: Config.fromfile(str(path))


@pytest.mark.parametrize('path', LANDMARK_CONFIGS, ids=lambda path: path.stem)
def test_config_trains_one_step_and_predicts(path, load_config):
    if path.stem.endswith('_albu'):
        pytest.importorskip('albumentations', reason='the extra albumentations is not installed')
    config = load_config(path)
    shrink(config, 3 if path.stem == 'isbi2015_hrnet_960' else 4)  # HRNet's sides are multiples of 32
    shrink_backbone(config.model.backbone)
    model = MODELS.build(config.model)
    train, test = (DATASETS.build(config[f'{kind}_dataloader'].dataset) for kind in ('train', 'test'))
    losses = model(**model.data_preprocessor(pseudo_collate([train[0], train[1]]), True), mode='loss')
    total, _ = model.parse_losses(losses)
    total.backward()
    assert np.isfinite(total.item()) and all(p.grad is not None for p in model.parameters() if p.requires_grad)

    sample = model.eval().test_step(pseudo_collate([test[0]]))[0]
    evaluators = config.test_evaluator
    metric = METRICS.build(evaluators[0] if isinstance(evaluators, list) else evaluators)
    metric.dataset_meta = test.metainfo
    metric.process(None, [sample.to_dict()])
    assert np.isfinite(metric.compute_metrics(metric.results)['MRE_mm'])


MEMBERS = {
    MIXED: ['lite0_960', 'lite0_refined'],
    FIVE: ['lite0_960'] * 2 + ['lite0_refined'] * 3,
    LITE2: ['lite2_960'] + ['lite2_refined'] * 3,
    TEN: ['lite2_960'] + ['lite2_refined'] * 3 + ['lite0_refined'] * 3
    + ['lite0_refined_s2', 'lite1_refined', 'lite0_refined_elastic'],
}  # fmt: skip
MEMBERS[FOURTEEN] = MEMBERS[TEN] + ['lite1_refined'] * 2 + ['lite1_refined_wide'] * 2


@pytest.mark.parametrize('path', MEMBERS, ids=lambda path: path.stem)
def test_ensemble_config_joins_the_models_of_its_members_configs(path, load_config):
    for member, name in zip(load_config(path).model.members.values(), MEMBERS[path], strict=True):
        assert member.config == f'isbi2015_{name}'
        if path == FOURTEEN and 'refined' in name:
            assert len(member.model.refiner.looks_px) == 3 and member.model.refiner.neighbour_margin_px == 16
        alone = load_config(config_path(member.config)).model
        assert member.model == alone or (path == FOURTEEN and not model_differences(alone, member.model))


def members_of(config):
    """Config name and model of each member."""
    model = config.model
    pair = dict(config=model.get('member_config'), model=model.get('member'))
    return [(entry['config'], entry['model']) for entry in model.get('members', {'a': pair, 'b': pair}).values()]


@pytest.fixture(scope='module')
def untrained(tmp_path_factory):
    """Function that gives the checkpoint of a member's model with random weights, made once for each config."""
    folder = tmp_path_factory.mktemp('untrained')

    def write(name, model):
        path = folder / f'{name}.pth'
        if not path.exists():
            meta = dict(experiment_name=f'{name}_20260101_000000')
            torch.save(dict(state_dict=MODELS.build(model).state_dict(), meta=meta), path)
        return path

    return write


@pytest.mark.parametrize('path', ENSEMBLES, ids=lambda path: path.stem)
def test_ensemble_config_scores_its_members_in_any_order_by_the_runner(path, load_config, untrained, tmp_path):
    config = load_config(path)
    shrink(config)
    config.work_dir, members = str(tmp_path), members_of(config)
    config.model.checkpoints = [str(tmp_path / f'{index}.pth') for index in range(len(members))][::-1]
    for checkpoint, (name, model) in zip(config.model.checkpoints[::-1], members, strict=True):
        os.link(untrained(name, model), checkpoint)
    config.test_dataloader.update(num_workers=0, persistent_workers=False)
    runner = Runner.from_cfg(config)
    assert np.isfinite(runner.test()['MRE_mm'])
    views = 1 if path in (TEN, FOURTEEN) else 7
    assert (len(runner.model.members), len(runner.model.views)) == (len(MEMBERS.get(path, 'ab')), views)
    assert runner.model.views[0].is_identity


def test_ensemble_config_asks_for_checkpoints(load_config):
    with pytest.raises(ValueError, match=r'tools/test\.py CONFIG CHECKPOINT'):
        MODELS.build(load_config(ENSEMBLE).model)


@pytest.mark.parametrize('name', ['isbi2015_resnet18_regression_256', 'isbi2015_resnet50_unet_512'])
def test_config_of_a_resnet_takes_the_weights_of_timms_hub(name, load_config, monkeypatch):
    create_model, hub = timm.create_model, []

    def create_without_internet(model_name, pretrained=False, **settings):
        model = create_model(model_name, **settings)
        hub.extend([model] if pretrained else [])
        return model

    monkeypatch.setattr(timm, 'create_model', create_without_internet)
    backbone = MODELS.build(load_config(config_path(name)).model.backbone)
    backbone.init_weights()
    weights = hub[0].state_dict()
    assert all(torch.equal(weights[key], value) for key, value in backbone.timm_model.state_dict().items())


HUB_CONFIGS = [path for path in CONFIGS if path.stem.startswith('aariz_') and path.stem.endswith(('_512', '_768'))]


@pytest.mark.parametrize('path', HUB_CONFIGS, ids=lambda path: path.stem)
def test_config_names_weights_that_fit_its_backbone(path, load_config):
    config = load_config(path).model.backbone
    scheme, _, name = config.pop('init_cfg').checkpoint.partition('://')
    if scheme == 'package':  # PACKAGE/models/FILE, for timm's model of the same name
        assert name.split('_pytorch')[0] in config.model_name
        return
    assert name in timm.list_models(pretrained=True)
    with torch.device('meta'):  # names and shapes, without memory
        backbone = MODELS.build(config)
        source = timm.create_model(name).state_dict()
    load_all_parameters(getattr(backbone, 'timm_model', backbone), source, name)


def test_config_of_the_original_project_chooses_on_images_of_train_alone(load_config):
    config = load_config(config_path('isbi2015_cephnet_256'))
    train, val, test = (DATASETS.build(config[f'{kind}_dataloader'].dataset) for kind in ('train', 'val', 'test'))
    paths = [{data['img_path'] for data in map(part.get_data_info, range(len(part)))} for part in (train, val, test)]
    assert [len(part) for part in paths] == [4, 2, 1] and len(set.union(*paths)) == 7
    assert test.split == 'valid'


def test_config_of_staged_unfreezing_freezes_the_backbone(load_config):
    config = load_config(config_path('isbi2015_resnet18_regression_256'))
    config.model.backbone.init_cfg = None
    (hook,) = (HOOKS.build(hook) for hook in config.custom_hooks if hook.type == 'StagedUnfreezingHook')
    model = MODELS.build(config.model)
    freeze_parameters(find_modules(model, hook.modules))
    assert {name for name, value in model.named_parameters() if value.requires_grad} == {
        'head.fc.weight',
        'head.fc.bias',
    }
    assert (hook.frozen_epochs, hook.lr_factor) == (20, 0.1)
