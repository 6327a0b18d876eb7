"""Image and landmarks agree at the end of whole augmentation pipelines, from loaded pixels to the network's input."""

import numpy as np
import pytest
from config_files import CONFIGS, FOLDER, config_path
from mmcv.transforms import Compose
from mmengine.config import Config
from mmengine.registry import init_default_scope

CENTER, TO_INPUT = dict(type='GetBBoxCenterScale', padding=1.0), dict(type='CephalogramAffine', input_size=(480, 576))


def run(record, *transforms, seed=0):
    init_default_scope('mmpose')
    np.random.seed(seed)
    return Compose(list(transforms))(record)


@pytest.fixture(scope='module')
def lists():
    return Config.fromfile(str(FOLDER / '_base_' / 'datasets' / 'augmentation.py'))


@pytest.mark.parametrize('name', ['elastic', 'albu'])
@pytest.mark.parametrize('image_scale', [1.0, 0.6])
@pytest.mark.parametrize('seed', range(3))
def test_pipeline_of_a_config_keeps_dots_on_their_landmarks(name, image_scale, seed, make_loaded_record, dot_distances):
    if name == 'albu':
        pytest.importorskip('albumentations', reason='the extra albumentations is not installed')
    pipeline = Config.fromfile(str(config_path(f'isbi2015_lite0_{name}'))).train_dataloader.dataset.pipeline
    assert [step['type'] for step in pipeline[-2:]] == ['GenerateTarget', 'PackCephalogram']
    record = run(make_loaded_record(image_scale), *pipeline[1:-2], seed=seed)
    distances = np.sort(dot_distances(record, half_window=16))
    assert record['img'].shape == (720, 576, 3) and record['transformed_keypoints'].shape == (1, 10, 2)
    assert distances[: 3 * len(distances) // 4].max() < 0.5 and len(distances) > 4  # noise, and patches that cover some


@pytest.mark.parametrize('name', ['elastic', 'grid', 'inversion', 'collimation'])
def test_lists_of_the_base_config_build_and_keep_every_landmark(name, lists, make_loaded_record, dot_distances):
    steps = [dict(step, prob=1.0) for step in lists[f'augment_{name}']]
    record = run(make_loaded_record(), CENTER, TO_INPUT, *steps)
    assert record['transformed_keypoints'].shape == (1, 10, 2) and record['keypoints_visible'].all()
    if name in ('elastic', 'grid'):
        assert max(dot_distances(record)) < 0.5


@pytest.mark.parametrize('image_scale', [1.0, 0.5])
def test_flip_mirrors_image_and_landmarks_alike(image_scale, lists, make_loaded_record, dot_distances):
    flip = [dict(step, prob=1.0) for step in lists.augment_flip]
    flipped = run(make_loaded_record(image_scale), CENTER, *flip, *lists.augment_geometry, TO_INPUT)
    np.testing.assert_allclose(flipped['keypoints'][0], [599, 0] + [-1, 1] * make_loaded_record()['keypoints'][0])
    distances = dot_distances(flipped, half_window=14)
    assert len(distances) > 5 and max(distances) < 0.5


def test_flip_is_in_no_recipe_but_the_one_that_measures_it():
    flipping = [path.stem for path in CONFIGS if 'Flip' in str(Config.fromfile(str(path)).get('train_dataloader'))]
    assert flipping == ['isbi2015_lite0_softmax_flip_320']
