"""MMPose's own functions read radiographs with our models as ``tools/predict.py`` does."""

from copy import deepcopy
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from config_files import CONFIGS, config_path
from made_once import look_once
from mmengine.config import Config
from mmengine.registry import init_default_scope
from mmpose.apis import MMPoseInferencer, inference_topdown, init_model
from mmpose.datasets.datasets.utils import parse_pose_metainfo
from mmpose.registry import DATASETS, MODELS
from small_configs import shrink, shrink_backbone

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


@pytest.fixture(scope='module', autouse=True)
def first_look_only():
    """Untrained models find no face in any turn of a radiograph."""
    with pytest.MonkeyPatch.context() as patch:
        look_once(patch)
        yield


@pytest.fixture(scope='module')
def image(tmp_path_factory):
    """Path of a synthetic radiograph."""
    root = write_phantom_dataset(tmp_path_factory.mktemp('data') / 'aariz', 1, 0, 0, size=(225, 275), progress=False)
    return str(next((root / 'train' / 'Cephalograms').iterdir()))


@pytest.fixture(scope='module', params=KINDS.values(), ids=KINDS.keys())
def trained(request, tmp_path_factory):
    """Paths of a small config and of random weights, as the Runner saves them."""
    init_default_scope('mmpose')
    config = Config.fromfile(str(config_path(request.param)))
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


@pytest.fixture(scope='module')
def ensemble(tmp_path_factory):
    """A small ensemble of coarse-to-fine models, and the checkpoints of its members."""
    init_default_scope('mmpose')
    folder = tmp_path_factory.mktemp('ensemble')
    config = Config.fromfile(str(config_path('isbi2015_lite0_mixed_ensemble')))
    shrink(config)
    config.model.views = [{}]
    config.test_dataloader.dataset.pipeline[0].cache_dir = None
    meta = dict(dataset_meta=parse_pose_metainfo(build_metainfo('isbi19')))
    paths = []
    for name, member in config.model.members.items():
        paths.append(str(folder / f'{name}.pth'))
        own = dict(meta, experiment_name=f'{member.config}_20260101_000000')
        torch.save(dict(meta=own, state_dict=MODELS.build(member.model).state_dict()), paths[-1])
    return config, paths


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
        (prediction,) = inferencer(given)
        (instance,) = prediction['predictions'][0]
        check_same_points(instance['keypoints'], expected)


def test_ensemble_reads_by_mmposes_functions_too(ensemble, image, tmp_path):
    config, checkpoints = ensemble
    expected = LandmarkPredictor(config, checkpoints, 'cpu')(image)
    model = init_model(deepcopy(config), device='cpu', cfg_options={'model.checkpoints': checkpoints})
    assert len(model.dataset_meta['keypoint_id2name']) == 19
    (sample,) = inference_topdown(model, image)
    check_same_points(sample.pred_instances.keypoints[0], expected)

    config = deepcopy(config)
    config.model.checkpoints = checkpoints
    config.dump(str(tmp_path / 'config.py'))
    (prediction,) = MMPoseInferencer(str(tmp_path / 'config.py'), device='cpu')(image)
    check_same_points(prediction['predictions'][0][0]['keypoints'], expected)


def test_ensemble_without_checkpoints_says_what_to_give(ensemble):
    config, checkpoints = ensemble
    for give in (
        lambda: init_model(deepcopy(config), checkpoints[0], 'cpu'),
        lambda: MMPoseInferencer(deepcopy(config)),
    ):
        with pytest.raises(ValueError, match='expected a list of at least one file'):
            give()


@pytest.mark.parametrize('path', CONFIGS, ids=lambda path: path.stem)
def test_landmark_config_has_what_mmposes_inferencer_asks_for(path):
    config = Config.fromfile(str(path))
    if config.test_dataloader.dataset.type == 'CVMCropDataset':
        assert 'data_mode' not in config
        return
    assert config.data_mode == 'topdown' and 'backbone' in config.model
    assert DATASETS.get(config.dataset_type) is DATASETS.get(config.test_dataloader.dataset.type)
