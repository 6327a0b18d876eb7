from pathlib import Path

import numpy as np
import pytest

from aariz_mm.inference.predictor import LandmarkPredictor
from aariz_mm.radiographs.listing import list_images


@pytest.fixture
def folder(tmp_path):
    for name in ('b.PNG', 'a.jpg', 'notes.txt'):
        (tmp_path / name).touch()
    return tmp_path


def test_list_images_takes_folders_sorted_and_files_as_given(folder):
    assert [path.name for path in list_images([folder, folder / 'a.jpg'])] == ['a.jpg', 'b.PNG', 'a.jpg']


def test_list_images_names_what_is_not_there(folder):
    with pytest.raises(FileNotFoundError, match=r'c\.png: no such file or folder'):
        list_images([folder / 'c.png'])


def test_list_images_rejects_a_folder_without_images(tmp_path):
    with pytest.raises(FileNotFoundError, match=r'no image with an ending of'):
        list_images([tmp_path])


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
