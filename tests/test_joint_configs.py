"""The recipes for landmarks and CVM stage learn from both, score both, and bear images without a stage."""

import numpy as np
import pytest
from config_files import config_path
from mmengine.config import Config
from mmengine.dataset import pseudo_collate
from mmengine.evaluator import Evaluator
from mmengine.registry import init_default_scope
from mmpose.registry import DATASETS, MODELS
from small_configs import shrink, shrink_backbone

from aariz_mm.phantom import write_phantom_dataset

CONFIGS = ('phantom_joint', 'phantom_roi', 'aariz_cvm_roi', 'aariz_hrnet_cvm_512')


@pytest.fixture(scope='module')
def phantom_root(tmp_path_factory):
    """Two training images of which one has no stage, and one test image."""
    root = write_phantom_dataset(tmp_path_factory.mktemp('data') / 'aariz', 2, 0, 1, size=(225, 275), progress=False)
    next((root / 'train' / 'Annotations' / 'CVM Stages').iterdir()).unlink()
    return root


@pytest.fixture(params=CONFIGS)
def config(request, phantom_root, monkeypatch, tmp_path):
    monkeypatch.setenv('AARIZ_ROOT', str(phantom_root))
    monkeypatch.chdir(tmp_path)  # the image cache is relative
    init_default_scope('mmpose')
    config = Config.fromfile(str(config_path(request.param)))
    shrink(config)
    shrink_backbone(config.model.backbone)
    return config


def test_joint_config_learns_both_tasks_with_a_stage_missing(config):
    model, train = MODELS.build(config.model), DATASETS.build(config.train_dataloader.dataset)
    packed = [train[0], train[1]]
    assert sum(sample['data_samples'].metainfo['cvm_stage'] is None for sample in packed) == 1
    losses = model(**model.data_preprocessor(pseudo_collate(packed), True), mode='loss')
    assert {'loss_heatmap', 'loss_coordinate', 'loss_cvm'} <= set(losses)
    model.parse_losses(losses)[0].backward()
    # Without a gradient for each, training on several GPUs stops.
    assert not [name for name, value in model.named_parameters() if value.requires_grad and value.grad is None]


def test_joint_config_scores_both_tasks(config):
    model, test = MODELS.build(config.model).eval(), DATASETS.build(config.test_dataloader.dataset)
    evaluator = Evaluator(list(config.test_evaluator))
    evaluator.dataset_meta = test.metainfo
    evaluator.process(model.test_step(pseudo_collate([test[0]])))
    scores = evaluator.evaluate(1)
    assert np.isfinite(scores['MRE_mm'])
    assert {'CVM_accuracy', 'CVM_f1_macro', 'CVM_qwk', 'CVM_mae', 'CVM_within_1', 'SDR_2.0mm'} <= set(scores)
