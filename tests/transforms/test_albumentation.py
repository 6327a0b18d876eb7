import copy
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from mmengine.config import Config
from mmpose.registry import TRANSFORMS

from aariz_mm.transforms import KeepAllAlbumentation

pytest.importorskip('albumentations', reason='the extra albumentations is not installed')
BASE = Path(__file__).parents[2] / 'configs' / '_base_' / 'datasets' / 'albumentations.py'
LISTED = [dict(item) for item in Config.fromfile(str(BASE)).augment_albumentations[0]['transforms']]
MOVING = [
    dict(type='Affine', rotate=(10, 10), p=1.0),
    dict(type='Affine', scale=0.8, shear=(-5, 5), translate_percent=(-0.1, 0.1), p=1.0),
    dict(type='Perspective', scale=(0.05, 0.1), keep_size=True, p=1.0),
    dict(type='HorizontalFlip', p=1.0),
    dict(type='SafeRotate', limit=(20, 20), p=1.0),
]
EVERY = pytest.mark.parametrize('config', [dict(item, p=1.0) for item in LISTED] + MOVING, ids=lambda c: c['type'])


def augment(record, *configs, seed=0):
    np.random.seed(seed)
    return KeepAllAlbumentation(configs)(copy.deepcopy(record))


def test_listed_transforms_are_those_of_a_cephalogram():
    names = {item['type'] for item in LISTED} | {
        inner['type'] for item in LISTED for inner in item.get('transforms', [])
    }
    assert names >= {'Affine', 'RandomBrightnessContrast', 'GaussNoise', 'Blur', 'GaussianBlur', 'CLAHE'}
    assert names >= {'ImageCompression', 'CoarseDropout'} and not any('Flip' in name for name in names)


@EVERY
@pytest.mark.parametrize('seed', range(4))
def test_number_and_order_of_landmarks_stay_also_beyond_the_border(config, seed, corner_record):
    record = augment(corner_record, config, seed=seed)
    points = record['transformed_keypoints'][0]
    assert points.shape == (9, 2) and record['img'].shape == corner_record['img'].shape
    for index in range(len(points)):  # in order: each goes where it goes when it is the only one
        alone = dict(corner_record)
        for key in ('keypoints', 'transformed_keypoints', 'keypoints_visible'):
            alone[key] = corner_record[key][:, index : index + 1]
        np.testing.assert_allclose(augment(alone, config, seed=seed)['transformed_keypoints'][0, 0], points[index])


@EVERY
@pytest.mark.parametrize('seed', range(4))
def test_landmark_beyond_the_border_is_invisible_and_no_other(config, seed, corner_record):
    record = augment(corner_record, config, seed=seed)
    both = np.stack([corner_record['transformed_keypoints'][0], record['transformed_keypoints'][0]])
    inside = ((both >= -0.5) & (both < np.array([299.5, 359.5]))).all(axis=(0, 2))
    np.testing.assert_array_equal(record['keypoints_visible'][0], inside)
    assert not inside[4:8].any()


@EVERY
@pytest.mark.parametrize('seed', range(3))
def test_dots_stay_on_their_landmarks(config, seed, dotted_record, dot_distances):
    distances = dot_distances(augment(dotted_record, config, seed=seed))
    assert len(distances) > 4
    if config['type'] == 'CoarseDropout':  # a patch may cover some of the dots
        distances = np.sort(distances)[: len(distances) // 2]
    assert max(distances) < 0.5


@pytest.mark.parametrize('seed', range(5))
def test_all_of_the_base_config_together(seed, dotted_record):
    np.random.seed(seed)
    record = KeepAllAlbumentation(LISTED)(copy.deepcopy(dotted_record))
    image = record['img']
    assert image.dtype == np.uint8 and image.shape == dotted_record['img'].shape
    assert (image == image[..., :1]).all()
    assert record['transformed_keypoints'].shape == (1, 10, 2)


def test_without_albumentations_own_setting_landmarks_would_be_lost(corner_record):
    import albumentations

    compose = albumentations.Compose(
        [albumentations.Affine(scale=1.0, p=1.0)], keypoint_params=albumentations.KeypointParams('xy')
    )
    points = corner_record['transformed_keypoints'][0]
    with pytest.raises(ValueError, match='to be in range'):
        compose(image=corner_record['img'], keypoints=points)
    stretched = albumentations.Compose(
        [albumentations.Affine(scale=(1.3, 1.3), p=1.0)], keypoint_params=albumentations.KeypointParams('xy')
    )
    assert len(stretched(image=corner_record['img'], keypoints=points[[0, 1, 2, 3, 8]])['keypoints']) == 1


def test_mmposes_own_wrapper_does_not_serve(dotted_record):
    # It looks for a module that Albumentations 2.0 does not have; where it builds, it moves the image alone.
    try:
        stock = TRANSFORMS.build(dict(type='mmpose.Albumentation', transforms=[dict(type='HorizontalFlip', p=1.0)]))
    except AttributeError as error:
        assert 'transforms' in str(error)
    else:
        moved = stock(copy.deepcopy(dotted_record))
        np.testing.assert_array_equal(moved['transformed_keypoints'], dotted_record['transformed_keypoints'])


def test_landmark_that_leaves_and_comes_back_stays_invisible(corner_record):
    there, back = (dict(type='Affine', translate_px=dict(x=(x, x), y=(0, 0)), p=1.0) for x in (-50, 50))
    record = augment(corner_record, there, back)
    np.testing.assert_allclose(record['transformed_keypoints'], corner_record['transformed_keypoints'], atol=1e-2)
    np.testing.assert_array_equal(record['keypoints_visible'][0], [0, 1, 0, 1, 0, 0, 0, 0, 1])


def test_numpys_seed_decides(dotted_record):
    first, again, other = (augment(dotted_record, *LISTED, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first['img'], again['img'])
    np.testing.assert_array_equal(first['transformed_keypoints'], again['transformed_keypoints'])
    assert (first['img'] != other['img']).any()


def test_arrays_that_came_in_are_left_alone(dotted_record):
    before = copy.deepcopy(dotted_record)
    np.random.seed(0)
    KeepAllAlbumentation([dict(item, p=1.0) for item in LISTED])(dict(dotted_record))
    for key in ('img', 'transformed_keypoints', 'keypoints', 'keypoints_visible'):
        np.testing.assert_array_equal(dotted_record[key], before[key])


def test_invisible_landmark_stays_invisible(dotted_record):
    dotted_record['keypoints_visible'][0, 3] = 0
    record = augment(dotted_record, dict(type='Affine', rotate=(2, 2), p=1.0))
    np.testing.assert_array_equal(record['keypoints_visible'], dotted_record['keypoints_visible'])


def test_image_without_landmarks_is_augmented_alone(dotted_record):
    record = augment(dict(img=dotted_record['img']), *LISTED)
    assert set(record) == {'img'}


@pytest.mark.parametrize(
    ('config', 'message'),
    [
        (dict(type='Resize', height=100, width=80, p=1.0), r'Resize gives an image of shape \(100, 80\)'),
        (dict(type='NoSuchThing'), "has no 'NoSuchThing'"),
        (dict(type='OneOf', transforms=[dict(type='NoSuchThing')]), "has no 'NoSuchThing'"),
        (dict(p=1.0), 'has no None'),
    ],
)
def test_transforms_that_cannot_be_are_refused(config, message, dotted_record):
    with pytest.raises(ValueError, match=message):
        augment(dotted_record, config)


def test_coloured_image_and_landmarks_in_original_pixels_are_refused(dotted_record):
    coloured = dict(dotted_record, img=dotted_record['img'] + np.array([0, 1, 0], dtype=np.uint8))
    with pytest.raises(ValueError, match='expected three equal channels'):
        augment(coloured, LISTED[0])
    del dotted_record['transformed_keypoints']
    with pytest.raises(ValueError, match='put it after CephalogramAffine'):
        augment(dotted_record, LISTED[0])


def test_building_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        KeepAllAlbumentation(LISTED)


def test_missing_package_is_told_with_the_cure(monkeypatch):
    monkeypatch.setitem(sys.modules, 'albumentations', None)
    with pytest.raises(ImportError, match='uv sync --frozen --extra albumentations'):
        KeepAllAlbumentation([])
