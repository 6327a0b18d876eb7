"""All that ``augment_clinic`` does, together."""

import numpy as np
import pytest
from config_files import FOLDER
from mmcv.transforms import Compose
from mmengine.config import Config
from mmengine.registry import init_default_scope

STEPS = Config.fromfile(str(FOLDER / '_base_' / 'datasets' / 'augmentation.py')).augment_clinic


@pytest.fixture
def augment():
    init_default_scope('mmpose')
    from mmpose.registry import TRANSFORMS

    return Compose([TRANSFORMS.build(step) for step in STEPS if step.type != 'RandomBox'])


@pytest.fixture
def moves():
    """Those that move landmarks, always, as strong as there."""
    init_default_scope('mmpose')
    from mmpose.registry import TRANSFORMS

    kinds = ('ElasticDeformation', 'RandomScreenshot', 'RandomPhotograph')
    some = [step for step in STEPS[-1].transforms if step.type in kinds]
    assert len(some) == len(kinds)
    return Compose([TRANSFORMS.build(dict(step, prob=1.0)) for step in some])


def test_landmarks_stay_on_their_dots_through_all_that_moves_them(moves, dotted_record, dot_distances):
    distances = []
    for seed in range(30):
        np.random.seed(seed)
        distances += dot_distances(moves({key: value.copy() for key, value in dotted_record.items()}), 5)
    assert len(distances) > 200 and np.median(distances) < 0.3 and max(distances) < 1.5


def test_about_a_third_of_the_pictures_stay_plain(dotted_record):
    init_default_scope('mmpose')
    from mmpose.registry import TRANSFORMS

    some = TRANSFORMS.build(STEPS[-1])
    np.random.seed(0)
    same = [some(dict(dotted_record))['img'] is dotted_record['img'] for _ in range(150)]
    assert 0.3 < np.mean(same) < 0.5


def test_no_landmark_is_lost_or_reordered(augment, corner_record):
    np.random.seed(1)
    for _ in range(40):
        results = augment({key: value.copy() for key, value in corner_record.items()})
        assert results['transformed_keypoints'].shape == (1, 9, 2) and results['keypoints_visible'].shape == (1, 9)
        np.testing.assert_array_equal(results['keypoints'], corner_record['keypoints'])
