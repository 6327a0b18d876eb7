import copy

import numpy as np
import pytest
from made_cases import build_landmarks

from aariz_mm.evaluation.cases import Cases
from aariz_mm.evaluation.options import MetricOptions

ERRORS_PX = [[10.0, 30.0], [20.0, np.nan]]


def test_errors_in_three_scales_by_hand():
    cases = build_landmarks(ERRORS_PX, sn_mm_per_px=np.array([np.nan, 0.2]))
    np.testing.assert_allclose(cases.errors_px(), ERRORS_PX)
    np.testing.assert_allclose(cases.errors_mm(), [[1, 3], [2, np.nan]])
    np.testing.assert_allclose(cases.errors_sn70_mm(), [[np.nan, np.nan], [4, np.nan]])


def test_distance_between_readers_counts_what_both_marked():
    first = np.array([[[0.0, 0.0], [5.0, 5.0]], [[np.nan, np.nan], [0.0, 0.0]]])
    second = np.array([[[3.0, 4.0], [np.nan, np.nan]], [[1.0, 1.0], [0.0, 10.0]]])
    cases = build_landmarks(ERRORS_PX, readers_px=np.stack([first, second]))
    np.testing.assert_allclose(cases.readers_apart_mm(), [[0.5, np.nan], [np.nan, 1.0]])


@pytest.mark.parametrize('readers', [0, 1])
def test_distance_between_readers_needs_two(readers):
    cases = build_landmarks(ERRORS_PX, readers_px=np.zeros((readers, 2, 2, 2)))
    assert cases.readers_apart_mm() is None and cases.readers_mm() is None


def test_readers_lie_half_of_their_distance_from_the_mean_of_both():
    readers_px = np.stack([np.zeros((2, 2, 2)), np.full((2, 2, 2), (30.0, 40.0))])
    line = build_landmarks(ERRORS_PX, readers_px=readers_px).readers_mm()
    np.testing.assert_allclose(line.apart, 5.0)
    np.testing.assert_allclose(line.to_mean, 2.5)


def test_cases_are_left_alone_by_what_is_asked_of_them():
    cases = build_landmarks(ERRORS_PX, readers_px=np.zeros((2, 2, 2, 2)))
    before = copy.deepcopy(vars(cases))
    cases.errors_mm(), cases.errors_sn70_mm(), cases.readers_apart_mm()
    np.testing.assert_equal(vars(cases), before)


def test_cases_may_be_of_one_kind_alone():
    cases = Cases()
    assert cases.landmarks is None and cases.stages is None and dict(cases.protocol) == {}


def test_what_is_not_given_is_none_or_a_setting_that_nobody_changed():
    cases = build_landmarks(ERRORS_PX)
    assert cases.scores is None and cases.expected_error_mm is None
    assert Cases().options == MetricOptions() and Cases().protocol is not Cases().protocol
