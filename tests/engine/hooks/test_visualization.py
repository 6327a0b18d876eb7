from types import SimpleNamespace

import cv2
import numpy as np
import pytest
import torch
from mmpretrain.structures import DataSample

from aariz_mm.engine import CephalogramVisualizationHook, CephalogramVisualizer
from aariz_mm.engine.sample_pictures import picture_from_sample
from aariz_mm.visualization.image_file import save_png

RUNNER = SimpleNamespace(iter=50)


@pytest.fixture
def sample(tmp_path):
    image = np.random.default_rng(0).integers(0, 256, (40, 40, 1), dtype=np.uint8).repeat(3, axis=2)
    path = save_png(tmp_path / 'crop.1.png', image)
    sample = DataSample(metainfo=dict(img_id='crop.1', img_path=str(path), img_shape=(64, 64), cvm_stage=4))
    sample.set_pred_score(torch.full((6,), 1 / 6)).set_pred_label(2)
    sample.set_field(torch.ones(2, 2), 'cvm_activation', dtype=torch.Tensor)
    return sample


@pytest.fixture
def visualizer(tmp_path, monkeypatch):
    visualizer = CephalogramVisualizer('crops', vis_backends=[dict(type='LocalVisBackend')], save_dir=str(tmp_path))
    monkeypatch.setattr('mmengine.visualization.Visualizer.get_current_instance', lambda: visualizer)
    return visualizer


def read_rgb(path):
    return cv2.imread(str(path))[..., ::-1]


def test_hook_draws_every_crop_of_a_test(sample, visualizer, tmp_path):
    hook = CephalogramVisualizationHook(enable=True, out_dir=str(tmp_path / 'shown'))
    hook.after_test_iter(RUNNER, 0, {}, [sample])
    expected = picture_from_sample(read_rgb(sample.img_path), sample, None, max_side=1440)
    np.testing.assert_array_equal(read_rgb(tmp_path / 'shown' / 'crop.1.png'), expected)


def test_hook_draws_a_crop_while_validating(sample, visualizer, tmp_path):
    CephalogramVisualizationHook(enable=True, interval=5).after_val_iter(RUNNER, 0, {}, [sample])
    assert list(tmp_path.rglob('val_img_50.png'))


def test_hook_that_is_off_draws_nothing(sample, visualizer, tmp_path):
    hook = CephalogramVisualizationHook(out_dir=str(tmp_path / 'shown'))
    hook.after_test_iter(RUNNER, 0, {}, [sample])
    hook.after_val_iter(RUNNER, 0, {}, [sample])
    assert not (tmp_path / 'shown').exists() and not list(tmp_path.rglob('val_img*'))


def test_hook_draws_by_the_visualizer_of_its_runner(visualizer):
    hook = CephalogramVisualizationHook(enable=True)
    own = CephalogramVisualizer('of the runner')
    hook.before_run(SimpleNamespace(visualizer=own))
    assert hook._visualizer is own is not visualizer
