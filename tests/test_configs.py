"""Every config of the repository builds, makes one step and predicts, on synthetic cephalograms with random weights."""

from pathlib import Path

import numpy as np
import pytest
from mmengine.config import Config
from mmengine.dataset import pseudo_collate
from mmengine.registry import init_default_scope
from mmpose.registry import DATASETS, METRICS, MODELS

from aariz_mm.datasets.phantom import write_phantom_dataset

CONFIGS = sorted((Path(__file__).parents[1] / 'configs').glob('*.py'))
LANDMARK_CONFIGS = [path for path in CONFIGS if not path.stem.startswith('aariz_cvm_crop')]  # those: test_cvm_config.py


@pytest.fixture(scope='module')
def phantom_root(tmp_path_factory):
    return write_phantom_dataset(tmp_path_factory.mktemp('data') / 'aariz', 2, 1, 1, size=(225, 275), progress=False)


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
    config.model.backbone.init_cfg = None
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


@pytest.mark.parametrize('path', CONFIGS, ids=lambda path: path.stem)
def test_config_leaf_opens_with_what_it_is_and_stays_short(path):
    text = path.read_text(encoding='utf-8')
    assert text.startswith('"""') and 'python tools/train.py' in text.split('"""')[1]
    assert len(text.splitlines()) <= 40
