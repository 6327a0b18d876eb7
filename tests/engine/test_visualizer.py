import itertools
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
import torch
from mmengine.structures import InstanceData
from mmpose.datasets.datasets.utils import parse_pose_metainfo
from mmpose.engine.hooks import PoseVisualizationHook
from mmpose.registry import VISUALIZERS
from mmpose.structures import PoseDataSample

from aariz_mm.engine import CephalogramVisualizer
from aariz_mm.engine.sample_pictures import overlay_from_sample
from aariz_mm.landmarks import build_metainfo

SYMBOLS = ('S', 'N', 'Me')
IMAGE = np.full((100, 80, 3), 90, np.uint8)
_NUMBERS = itertools.count()
META = parse_pose_metainfo(build_metainfo(SYMBOLS))


def make_sample(img_path='x.png'):
    sample = PoseDataSample(
        metainfo=dict(img_id='x', img_path=img_path, pixel_size_mm=0.5, device='ART Plus', ori_shape=(100, 80))
    )
    points = np.array([[[20.0, 30.0], [60.0, 20.0], [50.0, 90.0]]], np.float32)
    sample.gt_instances = InstanceData(keypoints=points, keypoints_visible=np.ones((1, 3), np.float32))
    sample.pred_instances = InstanceData(keypoints=torch.tensor(points) + 2, keypoint_scores=np.ones((1, 3)))
    return sample


def make_visualizer(**arguments):
    # a built visualizer lives on under its name, so each test takes another
    name = f'cephalogram {next(_NUMBERS)}'
    visualizer = VISUALIZERS.build(dict(type='CephalogramVisualizer', name=name, max_side=300, **arguments))
    visualizer.set_dataset_meta(META)
    return visualizer


def read_rgb(path):
    return cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)[..., ::-1]


def test_visualizer_writes_the_overlay_as_png(tmp_path):
    sample = make_sample()
    drawn = make_visualizer().add_datasample('x', IMAGE, sample, draw_gt=False, out_file=str(tmp_path / 'x_0.jpg'))
    np.testing.assert_array_equal(drawn, overlay_from_sample(IMAGE, sample, SYMBOLS, max_side=300))
    np.testing.assert_array_equal(read_rgb(tmp_path / 'x_0.png'), drawn)


def test_visualizer_gives_the_overlay_to_its_backends(tmp_path):
    visualizer = make_visualizer(vis_backends=[dict(type='LocalVisBackend')], save_dir=str(tmp_path))
    drawn = visualizer.add_datasample('val_img', IMAGE, make_sample(), step=7)
    np.testing.assert_array_equal(read_rgb(next(tmp_path.rglob('val_img_7.png'))), drawn)


def test_overlay_truth_off_obeys_draw_gt():
    sample = make_sample()
    drawn = make_visualizer(overlay_truth=False).add_datasample('x', IMAGE, sample, draw_gt=False)
    np.testing.assert_array_equal(drawn, overlay_from_sample(IMAGE, sample, SYMBOLS, draw_gt=False, max_side=300))


def test_stock_hook_saves_one_picture_per_test_image(tmp_path, monkeypatch):
    cv2.imwrite(str(tmp_path / 'x.bmp'), IMAGE)
    visualizer = CephalogramVisualizer('hooked', max_side=300)
    monkeypatch.setattr('mmengine.visualization.Visualizer.get_current_instance', lambda: visualizer)
    hook = PoseVisualizationHook(enable=True, out_dir=str(tmp_path / 'shown'))
    runner = SimpleNamespace(
        work_dir=str(tmp_path), timestamp='now', test_evaluator=SimpleNamespace(dataset_meta=META), iter=0
    )
    sample = make_sample(str(tmp_path / 'x.bmp'))
    hook.after_test_iter(runner, 0, {}, [sample])
    np.testing.assert_array_equal(
        read_rgb(tmp_path / 'shown' / 'x_0.png'), overlay_from_sample(IMAGE, sample, SYMBOLS, max_side=300)
    )


def test_stock_hook_draws_during_validation(tmp_path, monkeypatch):
    cv2.imwrite(str(tmp_path / 'x.png'), IMAGE)
    visualizer = make_visualizer(vis_backends=[dict(type='LocalVisBackend')], save_dir=str(tmp_path))
    monkeypatch.setattr('mmengine.visualization.Visualizer.get_current_instance', lambda: visualizer)
    runner = SimpleNamespace(val_evaluator=SimpleNamespace(dataset_meta=META), iter=50)
    sample = make_sample(str(tmp_path / 'x.png'))
    PoseVisualizationHook(enable=True).after_val_iter(runner, 0, dict(data_samples=[sample]), [sample])
    assert list(tmp_path.rglob('val_img_50.png'))


def test_visualizer_without_dataset_meta_says_so():
    with pytest.raises(ValueError, match='set_dataset_meta'):
        CephalogramVisualizer('bare').add_datasample('x', IMAGE, make_sample())
