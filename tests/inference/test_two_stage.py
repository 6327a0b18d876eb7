from pathlib import Path

import numpy as np
import pytest
import torch
from config_files import config_path
from mmengine.config import Config
from mmengine.registry import init_default_scope
from mmpose.datasets.datasets.utils import parse_pose_metainfo
from mmpose.registry import MODELS

from aariz_mm.analysis.cervical_region import cervical_roi
from aariz_mm.inference.predictor import LandmarkPrediction, LandmarkPredictor
from aariz_mm.inference.two_stage import TwoStagePredictor, whole_radiograph_pipeline
from aariz_mm.landmarks import SYMBOLS, build_metainfo
from aariz_mm.phantom import write_phantom_dataset
from aariz_mm.radiographs.images import read_radiograph

pytestmark = pytest.mark.usefixtures('first_look_only')


def save_untrained(name, folder, dataset_meta):
    """Config and checkpoint of a model with random weights, saved as the Runner saves it."""
    init_default_scope('mmpose')
    config = Config.fromfile(str(config_path(name)))
    config.model.backbone.init_cfg = None
    config.test_dataloader.dataset.pipeline[0].cache_dir = None
    checkpoint = folder / f'{name}.pth'
    torch.manual_seed(0)
    torch.save(
        dict(meta=dict(dataset_meta=dataset_meta), state_dict=MODELS.build(config.model).state_dict()), checkpoint
    )
    return config, checkpoint


@pytest.fixture(scope='module')
def predictor(tmp_path_factory):
    folder = tmp_path_factory.mktemp('run')
    landmarks = save_untrained('phantom_lite0', folder, parse_pose_metainfo(build_metainfo()))
    crops = save_untrained('aariz_cvm_crop', folder, {})
    return TwoStagePredictor(LandmarkPredictor(*landmarks, device='cpu'), *crops)


@pytest.fixture(scope='module')
def phantom(tmp_path_factory):
    """A synthetic radiograph with its true landmarks in place of predictions."""
    from aariz_mm.datasets import AarizDataset

    root = write_phantom_dataset(tmp_path_factory.mktemp('data') / 'aariz', 0, 0, 1, size=(225, 275), progress=False)
    record = AarizDataset(str(root), 'test', test_mode=True)[0]
    return LandmarkPrediction(Path(record['img_path']), SYMBOLS, record['keypoints'][0], np.ones(29), None)


def test_reading_has_the_region_of_the_landmarks_and_a_stage(predictor, phantom):
    prediction = predictor.predict_stage(phantom)
    np.testing.assert_allclose(prediction.cervical_roi_px, cervical_roi(phantom.keypoints_px, SYMBOLS))
    assert prediction.probabilities.shape == (6,) and prediction.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert 1 <= prediction.stage <= 6 and prediction.activation.shape == (7, 7)
    np.testing.assert_array_equal(prediction.seen_px, prediction.cervical_roi_px)
    assert prediction.expected_stage == pytest.approx((prediction.probabilities * np.arange(1, 7)).sum(), abs=1e-4)


def test_whole_radiograph_gives_landmarks_and_stage(predictor, phantom):
    prediction = predictor(phantom.image_path, pixel_size_mm=0.3)
    assert prediction.keypoints_px.shape == (29, 2) and prediction.pixel_size_mm == 0.3
    assert 1 <= prediction.cvm.stage <= 6


def test_stage_is_that_of_the_same_crop_read_by_the_classifier(predictor, phantom, tmp_path):
    from mmengine.dataset import Compose, pseudo_collate
    from PIL import Image

    from aariz_mm.transforms import CropCervicalROI

    image = np.repeat(read_radiograph(phantom.image_path)[..., None], 3, axis=2)
    crop = CropCervicalROI(320)(dict(img=image, keypoints=phantom.keypoints_px[None]))['img']
    Image.fromarray(crop).save(tmp_path / 'crop.png')
    pipeline = Config.fromfile(str(config_path('aariz_cvm_crop'))).test_dataloader.dataset.pipeline
    packed = Compose(pipeline)(dict(img_path=str(tmp_path / 'crop.png'), img_id='crop', cvm_stage=None))
    with torch.no_grad():
        alone = predictor.classifier.model.test_step(pseudo_collate([packed]))[0]
    np.testing.assert_allclose(predictor.predict_stage(phantom).probabilities, alone.pred_score, atol=1e-5)


def test_evidence_is_a_picture_of_the_crop_with_colour_on_it(predictor, phantom):
    picture = predictor.draw_evidence(phantom, width=256)
    assert picture.shape == (256, 256, 3) and picture.dtype == np.uint8
    assert (picture[..., 0] != picture[..., 1]).mean() > 0.5


def test_evidence_of_six_free_logits_is_refused(predictor, phantom, monkeypatch):
    monkeypatch.setattr(predictor.classifier.model.head, 'stages', torch.nn.Linear(1280, 6))
    assert predictor.predict_stage(phantom).activation is None
    with pytest.raises(ValueError, match='train it with ordinal=True'):
        predictor.draw_evidence(phantom)


def test_landmarks_in_one_place_name_the_image(predictor, phantom):
    nowhere = LandmarkPrediction(phantom.image_path, SYMBOLS, np.zeros((29, 2)), np.ones(29), None)
    with pytest.raises(ValueError, match=r'\.png: cervical_roi: the skeletal landmarks lie in one place'):
        predictor.predict_stage(nowhere)


def test_classifier_may_be_an_ensemble(predictor, phantom, tmp_path):
    _, checkpoint = save_untrained('aariz_cvm_crop', tmp_path, {})
    config = config_path('aariz_cvm_crop_ensemble')
    ensemble = TwoStagePredictor(predictor.landmarks, config, [checkpoint, checkpoint])
    assert ensemble.predict_stage(phantom).activation.shape == (7, 7)
    assert ensemble.draw_evidence(phantom).shape == (512, 512, 3)


def test_several_checkpoints_need_an_ensemble(predictor, tmp_path):
    config, checkpoint = save_untrained('aariz_cvm_crop', tmp_path, {})
    with pytest.raises(ValueError, match='2 checkpoints for a single model'):
        TwoStagePredictor(predictor.landmarks, config, [checkpoint, checkpoint])


def test_models_in_each_others_place_are_named(predictor, tmp_path):
    crops = save_untrained('aariz_cvm_crop', tmp_path, {})
    with pytest.raises(ValueError, match='finds no landmarks; give the config and the checkpoint of a landmark model'):
        LandmarkPredictor(*crops, device='cpu')
    landmarks = save_untrained('phantom_lite0', tmp_path, parse_pose_metainfo(build_metainfo()))
    with pytest.raises(ValueError, match=r'a landmark model; give a classifier of C2-C4 crops'):
        TwoStagePredictor(predictor.landmarks, *landmarks)


@pytest.mark.parametrize('name', ['phantom_joint', 'phantom_roi'])
def test_model_of_both_tells_the_stage_alone(name, phantom, tmp_path):
    model = LandmarkPredictor(*save_untrained(name, tmp_path, parse_pose_metainfo(build_metainfo())), device='cpu')
    prediction = model(phantom.image_path).cvm
    assert 1 <= prediction.stage <= 6 and prediction.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert prediction.activation.ndim == 2 and prediction.seen_px.shape == (4,)


@pytest.mark.parametrize('first', [dict(type='LoadImage'), dict(type='LoadCephalogram', fit_size=(320, 200))])
def test_pipeline_that_does_not_load_a_crop_first_is_refused(first):
    with pytest.raises(ValueError, match='expected LoadCephalogram with a square fit_size'):
        whole_radiograph_pipeline([first, dict(type='PackInputs', meta_keys=())], SYMBOLS)
