import numpy as np
import pytest
from mmengine.structures import InstanceData

from aariz_mm.models.ensembles.joining import join_instances, mean_points, near_medoid, resize_points, scale_doubts

PAIR = np.array([[[0.0, 0.0], [1, 1]], [[4, 8], [3, 5]]])
"""Two predictions, two landmarks."""


def test_mean_points_by_hand():
    assert mean_points(PAIR).tolist() == [[2, 4], [2, 3]]


def test_mean_points_weighs_each_landmark_by_its_own_score():
    assert mean_points(PAIR, np.array([[1.0, 0.5], [3, 0.5]])).tolist() == [[3, 6], [2, 3]]


@pytest.mark.parametrize(('scores', 'expected'), [([[1.0], [-2]], [0, 0]), ([[-1.0], [0]], [2, 4])])
def test_mean_points_gives_no_weight_to_a_score_below_zero(scores, expected):
    assert mean_points(PAIR[:, :1], np.array(scores)).tolist() == [expected]


@pytest.mark.parametrize('scores', [None, np.full((1, 50), 0.3, np.float32)])
def test_mean_of_one_prediction_is_that_prediction_to_the_last_bit(scores):
    points = np.random.default_rng(0).random((1, 50, 2), dtype=np.float32)
    mean = mean_points(points, scores)
    assert mean.dtype == np.float32 and np.array_equal(mean, points[0])


def test_a_prediction_far_from_the_medoid_does_not_count():
    points = np.array([[[0.0, 0.0]], [[2, 0]], [[60, 0]]])  # the medoid is the second: 2 + 58 < 2 + 60 < 58 + 60
    assert near_medoid(points, 10)[:, 0].tolist() == [True, True, False]
    assert mean_points(points, outlier_px=10).tolist() == [[1, 0]]
    assert mean_points(points, outlier_px=100).tolist() == mean_points(points).tolist()


def test_outliers_do_not_count_even_where_they_alone_have_a_score():
    points = np.array([[[0.0, 0.0]], [[2, 0]], [[60, 0]]])
    assert mean_points(points, np.array([[0.0], [-1], [5]]), outlier_px=10).tolist() == [[1, 0]]


def test_join_instances_averages_scores_and_leaves_the_predictions_alone():
    predictions = [
        InstanceData(keypoints=PAIR[:1], keypoint_scores=np.array([[1.0, 1.0]])),
        InstanceData(keypoints=PAIR[1:], keypoint_scores=np.array([[3.0, 3.0]])),
    ]
    joint = join_instances(predictions, weighted=True)
    assert joint.keypoints.tolist() == [[[3, 6], [2.5, 4]]] and joint.keypoint_scores.tolist() == [[2, 2]]
    assert predictions[1].keypoints.tolist() == [PAIR[1].tolist()]


def test_join_instances_adds_what_predictions_differ_by_to_their_doubt():
    # Two predictions 4 px apart along x: a variance of 4 along x, of 2 along an axis on average.
    predictions = [
        InstanceData(
            keypoints=np.array([[[x, 0.0]]]), keypoint_scores=np.ones((1, 1)), keypoint_errors=np.array([[2.0]]),
            keypoint_spreads=np.array([[[1.0, 1.0, 0.5]]]),
        )
        for x in (0.0, 4.0)
    ]  # fmt: skip
    joint = join_instances(predictions, weighted=False, height_px=100)
    assert joint.keypoint_spreads.tolist() == [[[5, 1, 0.5]]]
    np.testing.assert_allclose(joint.keypoint_errors, np.sqrt(6))
    np.testing.assert_allclose(joint.keypoint_scores, 1 / (1 + np.sqrt(6)))


def test_scale_doubts_scales_lengths_and_squares():
    instance = InstanceData(keypoint_errors=np.array([[2.0]]), keypoint_spreads=np.array([[[1.0, 2.0, 3.0]]]))
    scale_doubts(instance, 2)
    assert instance.keypoint_errors.tolist() == [[4]] and instance.keypoint_spreads.tolist() == [[[4, 8, 12]]]


def test_resize_points_keeps_the_outer_edges():
    # The centre of pixel 0 of 2 is at 0.5 of 4; edges -0.5 stay.
    points = np.array([[0.0, -0.5]], dtype=np.float32)
    resized = resize_points(points, (2, 3), (4, 6))
    assert resized.tolist() == [[0.5, -0.5]] and resized.dtype == np.float32
    assert resize_points(points, (2, 3), (2, 3)) is points
