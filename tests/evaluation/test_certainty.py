import numpy as np
import pytest
from made_cases import build_landmarks
from sklearn.metrics import roc_auc_score

from aariz_mm.evaluation.bootstrap import draw_images, percentile_interval
from aariz_mm.evaluation.certainty import (
    AUROC_LIMITS_MM,
    area_under_curve,
    area_under_risk_coverage,
    auroc_key,
    certainty_scores,
    expected_against_observed,
    risk_coverage,
    score_of_error,
    score_of_share,
)
from aariz_mm.evaluation.landmark_scores import landmark_scores


@pytest.mark.parametrize(
    ('scores', 'positive', 'area'),
    [
        ([1, 2, 3, 4], [0, 1, 0, 1], 0.75),  # 3 of the 4 pairs are in order
        ([1, 2, 3, 4], [0, 0, 1, 1], 1),
        ([4, 3, 2, 1], [0, 0, 1, 1], 0),
        ([5, 5, 5, 5], [0, 1, 0, 1], 0.5),
        ([1, 2, 2, 3], [0, 0, 1, 1], 0.875),  # a tie counts for half
    ],
)
def test_area_of_four_points_by_hand(scores, positive, area):
    assert area_under_curve(np.array(scores), np.array(positive)) == area


def test_area_agrees_with_scikit_learn_ties_and_all():
    rng = np.random.default_rng(0)
    scores, positive = rng.integers(0, 20, 500), rng.random(500) < 0.3
    assert area_under_curve(scores, positive) == pytest.approx(roc_auc_score(positive, scores))


@pytest.mark.parametrize('positive', [[True, True], [False, False]])
def test_area_of_one_kind_is_unknown(positive):
    assert np.isnan(area_under_curve(np.array([1.0, 2.0]), np.array(positive)))
    assert np.isnan(area_under_curve(np.empty(0), np.empty(0)))


def test_score_by_hand_and_falling_with_the_error():
    assert score_of_error(np.array([0, 2, 6])).tolist() == [1, 0.5, 0.25]
    scores = score_of_error(np.sort(np.random.default_rng(0).exponential(2, 1000)))
    assert (np.diff(scores) < 0).all() and scores.min() > 0 and scores.max() <= 1
    assert np.isnan(score_of_error(np.nan))


def test_a_usual_landmark_is_drawn_by_mmpose():
    # MMPose's inferencer and visualizer leave out what scores below 0.3: beyond 4.7 mm.
    assert score_of_error(4.6) > 0.3 > score_of_error(4.7)


def test_risk_coverage_by_hand():
    coverage, risk = risk_coverage(np.array([2.0, 1, 2]), np.array([2.0, 1, 6]))
    assert coverage.tolist() == [pytest.approx(1 / 3), 1] and risk.tolist() == [1, 3]


def test_area_under_risk_coverage_by_hand():
    # The surest, two, three and four: means of 1, 1.5, 2 and 2.5.
    errors = np.array([1.0, 2, 3, 4])
    assert area_under_risk_coverage(errors, errors) == pytest.approx(1.75)
    assert area_under_risk_coverage(np.ones(4), errors) == pytest.approx(2.5)  # tells nothing: the mean
    assert area_under_risk_coverage(-errors, errors) == pytest.approx((4 + 3.5 + 3 + 2.5) / 4)
    assert np.isnan(area_under_risk_coverage(np.empty(0), np.empty(0)))


def test_groups_by_hand_and_without_what_is_unknown():
    expected, observed, numbers = expected_against_observed(
        np.array([3.0, 1, 1, 3, np.nan]), np.array([2.0, 0, 2, 2, 9]), 2
    )
    assert (expected.tolist(), observed.tolist(), numbers.tolist()) == ([1, 3], [1, 2], [2, 2])


def test_order_alone_counts_for_areas():
    rng = np.random.default_rng(1)
    expected, errors = rng.exponential(1, 300), rng.exponential(1, 300)
    assert area_under_curve(np.exp(expected), errors > 2) == area_under_curve(expected, errors > 2)
    assert area_under_risk_coverage(expected**3, errors) == pytest.approx(area_under_risk_coverage(expected, errors))


def test_scores_of_a_test_hold_their_intervals():
    rng = np.random.default_rng(2)
    expected = rng.uniform(0.5, 4, (60, 10))
    errors = rng.rayleigh(expected / 1.25)
    scores = certainty_scores(expected, errors, repeats=200)
    assert scores['expected_error_mm'] == pytest.approx(expected.mean())
    assert scores['AUROC_2.0mm_low'] < scores['AUROC_2.0mm'] < scores['AUROC_2.0mm_high']
    assert scores['AURC_best_mm'] < scores['AURC_mm'] < errors.mean()
    assert scores == certainty_scores(expected, errors, repeats=200)


def test_interval_draws_whole_images():
    # 40 copies of one landmark in each image say no more than one of them.
    rng = np.random.default_rng(3)
    expected, errors = rng.random((50, 1)), rng.random((50, 1)) * 4
    one, many = (certainty_scores(np.tile(expected, n), np.tile(errors, n), repeats=300) for n in (1, 40))
    for end in ('low', 'high'):
        assert many[f'AUROC_2.0mm_{end}'] == pytest.approx(one[f'AUROC_2.0mm_{end}'])


@pytest.mark.parametrize('expected', [None, np.full((2, 2), np.nan)])
def test_a_model_that_says_nothing_has_no_such_scores(expected):
    cases = build_landmarks([[10.0, 20.0], [30.0, np.nan]], expected_error_mm=expected)
    assert not [key for key in landmark_scores(cases) if 'AUROC' in key or 'AURC' in key or 'expected' in key]


def test_landmark_scores_have_the_areas():
    # Errors of 1, 3, 5 and 2 mm; above 2 mm are two, both behind the others.
    cases = build_landmarks([[10.0, 30.0], [50.0, 20.0]], expected_error_mm=np.array([[1.0, 2], [3, 1]]))
    scores = landmark_scores(cases)
    assert scores[auroc_key(2)] == 1 and scores['expected_error_mm'] == 1.75


def test_shapes_that_differ_are_an_error():
    with pytest.raises(ValueError, match=r'expected errors \(2,\), errors \(3,\)'):
        risk_coverage(np.ones(2), np.ones(3))


def test_limits_are_two_and_four_millimetres():
    assert AUROC_LIMITS_MM == (2, 4) and auroc_key(4) == 'AUROC_4.0mm'
    scores = certainty_scores(np.array([[1.0, 2, 3]]), np.array([[1.0, 3, 5]]), repeats=0)
    assert list(scores) == ['expected_error_mm', 'AUROC_2.0mm', 'AUROC_4.0mm', 'AURC_mm', 'AURC_best_mm']


def test_score_of_a_share_of_the_height_by_hand():
    assert score_of_share([0, 8, 24], 800).tolist() == [1, 0.5, 0.25]
    assert np.isnan(score_of_share(None, 800)) and np.isnan(score_of_error(None))
    assert score_of_error([0, 2]).tolist() == [1, 0.5]


def test_nothing_known_has_no_curve_and_no_groups():
    nothing = np.empty(0)
    assert all(part.shape == (0,) for part in risk_coverage(nothing, nothing))
    groups = expected_against_observed(nothing, nothing)
    assert len(groups) == 3 and all(part.shape == (0,) for part in groups)
    one = expected_against_observed([2.0], [3.0])
    assert [part.tolist() for part in one] == [[2], [3], [1]]
    assert [part.tolist() for part in risk_coverage(np.array([2.0]), np.array([3.0]))] == [[1], [3]]


def test_groups_keep_the_order_of_equal_ones():
    expected, observed, numbers = expected_against_observed(np.ones(30), np.arange(30.0), 3)
    assert (observed.tolist(), numbers.tolist(), expected.tolist()) == ([4.5, 14.5, 24.5], [10] * 3, [1] * 3)
    assert len(expected_against_observed(np.arange(25.0), np.arange(25.0))[0]) == 10


def test_interval_of_many_repeats_is_that_of_all_of_them():
    rng = np.random.default_rng(4)
    expected, errors = rng.random((12, 2)), rng.random((12, 2)) * 4
    draws = draw_images(12, 250, 3)
    drawn = [[np.repeat(values, times, axis=0) for values in (expected, errors)] for times in draws]
    areas = [area_under_curve(one, other > 2) for one, other in drawn]
    scores = certainty_scores(expected, errors, repeats=250, seed=3)
    assert (scores['AUROC_2.0mm_low'], scores['AUROC_2.0mm_high']) == pytest.approx(percentile_interval(areas))
