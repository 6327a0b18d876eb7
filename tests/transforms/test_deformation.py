import copy

import cv2
import numpy as np
import pytest

from aariz_mm.transforms import ElasticDeformation, GridDeformation

STRONG = [ElasticDeformation(max_shift=0.05, smoothness=0.1, prob=1.0), GridDeformation((5, 6), 0.4, prob=1.0)]
DEFAULT = [ElasticDeformation(prob=1.0), GridDeformation(prob=1.0)]
EITHER = pytest.mark.parametrize('transform', STRONG, ids=lambda transform: type(transform).__name__)
SEEDS = pytest.mark.parametrize('seed', range(8))


def deform(transform, record, seed):
    np.random.seed(seed)
    return transform(copy.deepcopy(record))


@EITHER
@SEEDS
def test_dots_stay_on_their_landmarks(transform, seed, dotted_record, dot_distances):
    record = deform(transform, dotted_record, seed)
    assert np.abs(record['transformed_keypoints'] - dotted_record['transformed_keypoints']).max() > 0.05
    distances = dot_distances(record)
    assert len(distances) > 8 and max(distances) < 0.5


@EITHER
@SEEDS
def test_no_landmark_is_lost_and_one_that_leaves_becomes_invisible(transform, seed, corner_record):
    record = deform(transform, corner_record, seed)
    points, visible = record['transformed_keypoints'], record['keypoints_visible']
    assert points.shape == corner_record['transformed_keypoints'].shape and visible.shape == (1, points.shape[1])
    height, width = record['img'].shape[:2]
    for (x, y), (x0, y0), seen in zip(points[0], corner_record['transformed_keypoints'][0], visible[0], strict=True):
        assert seen == (min(x, y, x0, y0) >= -0.5 and max(x, x0) < width - 0.5 and max(y, y0) < height - 0.5)
        assert np.hypot(x - x0, y - y0) < 30  # each is still the one it was: they lie 100 pixels and more apart


@EITHER
def test_some_corners_leave_the_image_and_some_stay(transform, corner_record):
    visible = np.concatenate([deform(transform, corner_record, seed)['keypoints_visible'][0, :4] for seed in range(8)])
    assert 0 < visible.mean() < 1


@pytest.mark.parametrize('transform', DEFAULT, ids=lambda transform: type(transform).__name__)
@SEEDS
def test_default_fields_are_as_large_as_asked_for(transform, seed):
    np.random.seed(seed)
    field = transform.field((576, 720), *transform.draw())
    shifts = np.linalg.norm(np.subtract(field.source_map(), np.meshgrid(range(576), range(720))), axis=0)
    limit = 0.02 * 576 if isinstance(transform, ElasticDeformation) else 0.15 * np.hypot(575 / 4, 719 / 5)
    assert 0 < shifts.max() <= limit * 1.001
    np.testing.assert_array_equal(field.limited().controls, field.controls)  # far from folding


def test_elastic_field_is_the_smoother_the_larger_its_smoothness():
    slopes = [ElasticDeformation(0.02, smoothness).field((300, 400), 0.02, 0).slope for smoothness in (0.05, 0.1, 0.3)]
    assert slopes == sorted(slopes, reverse=True)


def test_grid_point_shifts_by_hand():
    # 3 x 3 points on 41 x 41 pixels lie 20 apart; the middle one alone shifts by half of that, 10.
    # A control weighs 4/6 at its own place and 1/6 at its neighbours', along either axis.
    shifts = np.zeros((5, 5, 2))
    shifts[2, 2] = 0.5, 0
    field = GridDeformation((3, 3)).field((41, 41), shifts)
    np.testing.assert_allclose(
        field.at(np.array([[20, 20], [0, 0], [20, 0]])), [[40 / 9, 0], [10 / 36, 0], [10 / 9, 0]]
    )


@EITHER
def test_same_seed_gives_the_same_record_and_another_one_another(transform, dotted_record):
    first, again, other = (deform(transform, dotted_record, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first['img'], again['img'])
    np.testing.assert_array_equal(first['transformed_keypoints'], again['transformed_keypoints'])
    assert (first['img'] != other['img']).any()


@EITHER
def test_arrays_that_came_in_are_left_alone(transform, dotted_record):
    before = copy.deepcopy(dotted_record)
    np.random.seed(0)
    transform(dict(dotted_record))
    for key in ('img', 'transformed_keypoints', 'keypoints', 'keypoints_visible'):
        np.testing.assert_array_equal(dotted_record[key], before[key])


@EITHER
def test_image_without_landmarks_is_deformed_alone(transform, dotted_record):
    record = deform(transform, dict(img=dotted_record['img']), seed=0)
    np.testing.assert_array_equal(record['img'], deform(transform, dotted_record, seed=0)['img'])
    assert set(record) == {'img'}


@EITHER
def test_landmarks_in_original_pixels_are_refused(transform, dotted_record):
    del dotted_record['transformed_keypoints']
    with pytest.raises(ValueError, match='original pixels only; put it after CephalogramAffine'):
        transform(dotted_record)


def test_no_deformation_where_it_does_not_happen_and_none_of_size_zero(dotted_record):
    never, nothing = ElasticDeformation(prob=0.0), GridDeformation(max_shift=0.0, prob=1.0)
    assert never(dict(dotted_record))['img'] is dotted_record['img']
    changed = deform(nothing, dotted_record, seed=0)
    np.testing.assert_array_equal(changed['img'], dotted_record['img'])
    np.testing.assert_allclose(changed['transformed_keypoints'], dotted_record['transformed_keypoints'])


def test_beyond_the_border_it_is_black():
    field = GridDeformation((2, 2)).field((50, 60), np.full((4, 4, 2), 0.2))
    image = cv2.remap(np.full((60, 50), 200, np.uint8), *field.source_map(), cv2.INTER_LINEAR)
    assert image[0, 0] == 200 and image[59, 49] == 0


@pytest.mark.parametrize(
    'make',
    [
        lambda: ElasticDeformation(max_shift=-0.1),
        lambda: ElasticDeformation(smoothness=0.001),
        lambda: GridDeformation(points=(1, 5)),
        lambda: GridDeformation(points=(5, 5), max_shift=1.1),
        lambda: GridDeformation(prob=2.0),
    ],
)
def test_settings_that_cannot_be_are_refused(make):
    with pytest.raises(ValueError, match=r'expected|must lie'):
        make()
