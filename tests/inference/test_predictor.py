from pathlib import Path

import numpy as np
import pytest
from dicom_files import write_dicom

from aariz_mm.bundles.finding import find_bundle
from aariz_mm.inference.predictor import LandmarkPredictor
from aariz_mm.radiographs.images import read_radiograph
from aariz_mm.radiographs.listing import list_images


@pytest.fixture(autouse=True)
def looks_that_help(request):
    """A model that has learnt nothing looks once; where a phantom's truth is found, turns are looked for as ever."""
    if 'reading' not in request.fixturenames:
        request.getfixturevalue('first_look_only')


@pytest.fixture(scope='module')
def trained(tmp_path_factory):
    """An untrained phantom model saved as the Runner saves it, and two synthetic radiographs."""
    import torch
    from mmengine.config import Config
    from mmengine.registry import init_default_scope
    from mmpose.datasets.datasets.utils import parse_pose_metainfo
    from mmpose.registry import MODELS

    from aariz_mm.landmarks import build_metainfo
    from aariz_mm.phantom import write_phantom_dataset

    init_default_scope('mmpose')
    config = Config.fromfile(str(Path(__file__).parents[2] / 'configs' / 'phantom' / 'phantom_lite0.py'))
    config.model.backbone.init_cfg = None
    root = write_phantom_dataset(tmp_path_factory.mktemp('data') / 'aariz', 1, 0, 2, size=(225, 275), progress=False)
    config.test_dataloader.dataset.data_root = str(root)
    for name in ('train_dataloader', 'test_dataloader'):
        config[name].dataset.pipeline[0].cache_dir = None
    checkpoint = tmp_path_factory.mktemp('run') / 'epoch_1.pth'
    meta = dict(dataset_meta=parse_pose_metainfo(build_metainfo()))
    torch.save(dict(meta=meta, state_dict=MODELS.build(config.model).state_dict()), checkpoint)
    return config, checkpoint, root


def test_predictor_gives_points_of_the_original_image_and_scores(trained):
    config, checkpoint, root = trained
    image = next((root / 'test' / 'Cephalograms').iterdir())
    prediction = LandmarkPredictor(config, checkpoint, 'cpu')(image, pixel_size_mm=0.2)
    assert prediction.keypoints_px.shape == (29, 2) and prediction.symbols[0] == 'A'
    assert np.isfinite(prediction.keypoints_px).all() and ((prediction.scores >= 0) & (prediction.scores <= 1)).all()


def test_predictor_reads_a_file_and_a_dataset_record_alike(trained):
    config, checkpoint, _ = trained
    predictor = LandmarkPredictor(config, checkpoint, 'cpu')
    sample = next(iter(predictor.iterate_split('test', [1])))
    alone = predictor(sample.metainfo['img_path'])
    np.testing.assert_allclose(alone.keypoints_px, sample.pred_instances.keypoints[0], atol=1e-4)


def test_predictor_leaves_no_copy_of_a_radiograph_and_predicts_as_from_the_cache(trained, tmp_path):
    config, checkpoint, root = trained
    config = config.copy()
    config.test_dataloader.dataset.pipeline[0].cache_dir = str(tmp_path / 'cache')
    predictor = LandmarkPredictor(config, checkpoint, 'cpu')
    alone = predictor(next(iter(list_images([root / 'test' / 'Cephalograms']))))
    assert list(tmp_path.iterdir()) == []
    samples = {sample.metainfo['img_path']: sample for sample in predictor.iterate_split('test', range(2))}
    cached = samples[str(alone.image_path)].pred_instances
    assert len(list((tmp_path / 'cache').iterdir())) == 2
    np.testing.assert_array_equal(alone.keypoints_px, cached.keypoints[0])
    np.testing.assert_array_equal(alone.scores, cached.keypoint_scores[0])


def test_predictor_rejects_an_index_outside_the_split(trained):
    config, checkpoint, _ = trained
    with pytest.raises(ValueError, match=r'index \[2\]: the test split has 2 images, 0 to 1'):
        next(LandmarkPredictor(config, checkpoint, 'cpu').iterate_split('test', [2]))


def test_predictor_rejects_a_checkpoint_of_another_model(trained):
    config, checkpoint, _ = trained
    other = config.copy()
    other.merge_from_dict({'model.head.out_channels': 19, 'test_dataloader.dataset.landmarks': 'isbi19'})
    with pytest.raises(ValueError, match='not of the model that the config describes'):
        LandmarkPredictor(other, checkpoint, 'cpu')


def test_first_indices_are_cut_to_the_split(trained):
    config, checkpoint, _ = trained
    predictor = LandmarkPredictor(config, checkpoint, 'cpu')
    assert predictor.first_indices('test', None) == predictor.first_indices('test', 9) == range(2)
    with pytest.raises(ValueError, match='0 images wanted'):
        predictor.first_indices('test', 0)


@pytest.fixture
def reading(trained, monkeypatch):
    """A predictor that finds the true landmarks of a phantom where the phantom lies as drawn, and noise elsewhere."""
    from aariz_mm.engine.plausibility import input_points_px
    from aariz_mm.phantom import draw_indexed_phantom

    config, checkpoint, _ = trained
    predictor = LandmarkPredictor(config, checkpoint, 'cpu')
    phantom = draw_indexed_phantom(1, 'test', 0, (225, 275))

    def find(packed):
        sample = predict(packed)
        seen = packed['inputs'][0].numpy().astype(float)
        places = np.clip(input_points_px(phantom.landmarks_px, sample).round().astype(int), 0, None)
        expected = phantom.image[tuple(phantom.landmarks_px.round().astype(int).T[::-1])]
        found = seen[places[:, 1].clip(max=seen.shape[0] - 1), places[:, 0].clip(max=seen.shape[1] - 1)]
        likeness = abs(np.corrcoef(found, expected)[0, 1])
        noise = np.random.default_rng(0).uniform(0, 200, (29, 2))
        sample.pred_instances.keypoints[0] = phantom.landmarks_px if likeness > 0.9 else noise
        return sample

    predict = predictor.predict_sample
    monkeypatch.setattr(predictor, 'predict_sample', find)
    return predictor, phantom


@pytest.mark.parametrize(
    ('change', 'words'),
    [
        (lambda image: image, []),
        (lambda image: image[:, ::-1], ['the landmarks form no face', 'once it is mirrored']),
        (lambda image: image[::-1], ['the landmarks form no face', 'once it is turned upside down']),
        (lambda image: np.rot90(image), ['the landmarks form no face', 'once it is turned by 90° clockwise']),
        (lambda image: 255 - image, ['is it a negative']),
        (lambda image: np.zeros_like(image), ['all pixels are 0', 'the landmarks form no face']),
        (lambda image: image.astype(np.uint16) * 10 + 40000, ['grey values from']),
    ],
)  # fmt: skip
def test_predictor_warns_of_what_it_cannot_read(reading, tmp_path, change, words):
    import cv2

    predictor, phantom = reading
    cv2.imwrite(str(tmp_path / 'a.png'), np.ascontiguousarray(change(phantom.image)))
    found = predictor(tmp_path / 'a.png').warnings
    assert len(found) == len(words) and all(word in text for word, text in zip(words, found, strict=True))


@pytest.mark.parametrize('size', [float('nan'), 0, -0.1, float('inf')])
def test_predictor_refuses_a_pixel_size_that_is_none(reading, tmp_path, size):
    with pytest.raises(ValueError, match=r'pixel_size_mm .* expected a positive number'):
        reading[0](tmp_path / 'a.png', size)


def test_predictor_warns_of_an_unusual_pixel_size(reading, tmp_path):
    import cv2

    cv2.imwrite(str(tmp_path / 'a.png'), reading[1].image)
    assert reading[0](tmp_path / 'a.png', 10).warnings[0].startswith('10 mm per pixel is unusual')


@pytest.mark.parametrize('device', ['gpu', 'cuda:x', 'foo'])
def test_predictor_names_a_device_that_it_does_not_know(trained, device):
    with pytest.raises(ValueError, match=f'device {device!r} is unknown'):
        LandmarkPredictor(trained[0], trained[1], device)


def test_predictor_reads_dicom_as_the_picture_in_it(trained, tmp_path):
    config, checkpoint, root = trained
    predictor = LandmarkPredictor(config, checkpoint, 'cpu')
    image = next((root / 'test' / 'Cephalograms').iterdir())
    path = write_dicom(
        tmp_path / 'a.dcm', pixels=read_radiograph(image), bits=8, PixelSpacing=[0.35, 0.35], PatientSex='F'
    )
    found, expected = predictor(path), predictor(image)
    np.testing.assert_allclose(found.keypoints_px, expected.keypoints_px, atol=1e-3)
    assert found.pixel_size_mm == 0.35 and found.pixel_size_source.startswith('Pixel Spacing of the DICOM file')
    assert found.subject.sex == 'f' and expected.pixel_size_source == ''


def test_predictor_tells_the_expected_error_and_the_score_that_follows(trained):
    config, checkpoint, root = trained
    image = next((root / 'test' / 'Cephalograms').iterdir())
    prediction = LandmarkPredictor(config, checkpoint, 'cpu')(image, pixel_size_mm=0.2)
    assert prediction.map_errors_px.shape == (29,) and (prediction.map_errors_px > 0).all()
    np.testing.assert_allclose(prediction.scores, 1 / (1 + prediction.map_errors_px * 0.2 / 2))


def test_predictor_refuses_a_calibration_of_other_landmarks(trained):
    config, checkpoint, _ = trained
    with pytest.raises(ValueError, match='the calibration of another model'):
        LandmarkPredictor(config, checkpoint, 'cpu', find_bundle('ceph24'))
