"""MMPose's own functions read radiographs with our models as ``tools/predict.py`` does."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from mmengine.config import Config
from mmengine.registry import init_default_scope
from mmpose.apis import MMPoseInferencer, inference_topdown, init_model
from mmpose.datasets.datasets.utils import parse_pose_metainfo
from mmpose.registry import MODELS
from test_configs import CONFIGS, shrink, shrink_backbone

from aariz_mm.inference.predictor import LandmarkPredictor
from aariz_mm.landmarks import build_metainfo, select_symbols
from aariz_mm.phantom import write_phantom_dataset

KINDS = dict(
    softmax='isbi2015_lite0_softmax_320',
    coarse_to_fine='isbi2015_lite0_refined',
    joint='phantom_joint',
    stage_of_region='phantom_roi',
    regression='isbi2015_lite0_regression_320',
    likelihood='isbi2015_lite0_rle_320',
    simcc='isbi2015_lite0_simcc_320',
    msra='isbi2015_lite0_msra_320',
    dark='isbi2015_lite0_dark_320',
    cephnet='aariz_cephnet_256',
)


@pytest.fixture(scope='module')
def image(tmp_path_factory):
    """Path of a synthetic radiograph."""
    root = write_phantom_dataset(tmp_path_factory.mktemp('data') / 'aariz', 1, 0, 0, size=(225, 275), progress=False)
    return str(next((root / 'train' / 'Cephalograms').iterdir()))


@pytest.fixture(scope='module', params=KINDS.values(), ids=KINDS.keys())
def trained(request, tmp_path_factory):
    """Paths of a small config and of random weights, as the Runner saves them."""
    init_default_scope('mmpose')
    config = Config.fromfile(str(next(path for path in CONFIGS if path.stem == request.param)))
    shrink(config)
    shrink_backbone(config.model.backbone)
    return save_trained(config, tmp_path_factory.mktemp('run'))


def save_trained(config, folder: Path):
    config.test_dataloader.dataset.pipeline[0].cache_dir = None
    config.dump(str(folder / 'config.py'))
    symbols = select_symbols(config.train_dataloader.dataset.landmarks)
    meta = dict(dataset_meta=parse_pose_metainfo(build_metainfo(symbols)))
    torch.save(dict(meta=meta, state_dict=MODELS.build(config.model).state_dict()), folder / 'epoch_1.pth')
    return str(folder / 'config.py'), str(folder / 'epoch_1.pth')


@pytest.fixture(scope='module')
def expected(trained, image):
    return LandmarkPredictor(*trained, 'cpu')(image)


def check_same_points(points, expected):
    np.testing.assert_allclose(np.asarray(points), expected.keypoints_px, atol=1e-3)


def test_inference_topdown_gives_the_points_of_predict(trained, image, expected):
    model = init_model(*trained, 'cpu')
    assert [model.dataset_meta['keypoint_id2name'][index] for index in range(len(expected.symbols))] == list(
        expected.symbols
    )
    for given in (image, cv2.imread(image), cv2.imread(image, cv2.IMREAD_GRAYSCALE)):
        (sample,) = inference_topdown(model, given)
        check_same_points(sample.pred_instances.keypoints[0], expected)


def test_inferencer_gives_the_points_of_predict(trained, image, expected):
    inferencer = MMPoseInferencer(*trained, device='cpu')
    for given in (image, cv2.imread(image), cv2.imread(image, cv2.IMREAD_GRAYSCALE)):
        (answer,) = inferencer(given)
        (instance,) = answer['predictions'][0]
        check_same_points(instance['keypoints'], expected)
