"""Draws, regions and ends of intervals against hand values."""

import numpy as np
import pytest

from aariz_mm.superimposition import Registration, Rigid
from aariz_mm.superimposition.doubt import (
    draw_moves,
    draw_points,
    in_doubt_of_none,
    normal_reach,
    polar_ends,
    region_ratio,
    region_size,
)

ROUND = np.eye(2)


def test_drawn_points_have_the_covariance():
    covariance = np.array([[[2.0, 0.8], [0.8, 1.0]]])
    drawn = draw_points(np.random.default_rng(0), np.array([[5.0, 7.0]]), covariance, 40_000)[:, 0]
    assert drawn.mean(axis=0) == pytest.approx([5, 7], abs=0.05)
    assert np.cov(drawn.T) == pytest.approx(covariance[0], abs=0.06)


def test_points_of_unknown_doubt_are_drawn_nowhere():
    drawn = draw_points(np.random.default_rng(0), np.zeros((2, 2)), np.stack([ROUND, np.full((2, 2), np.nan)]), 3)
    assert np.isfinite(drawn[:, 0]).all()
    assert np.isnan(drawn[:, 1]).all()


def test_drawn_moves_turn_about_their_centre():
    centre = np.array([60.0, -20.0])
    move = Rigid(0.1, np.array([3.0, 4.0]))
    found = Registration('mandible', move, np.diag([0.01**2, 0.25, 0.04]), centre)
    angles, shifts = draw_moves(np.random.default_rng(0), found, 20_000)
    at = move.inverse().apply(centre)
    cos, sin = np.cos(angles), np.sin(angles)
    laid = np.stack([cos * at[0] - sin * at[1], sin * at[0] + cos * at[1]], axis=-1) + shifts
    assert laid.mean(axis=0) == pytest.approx(centre, abs=0.02)
    assert laid.std(axis=0) == pytest.approx([0.5, 0.2], abs=0.02)
    assert angles.std() == pytest.approx(0.01, rel=0.03)


def test_moves_of_unknown_doubt_are_drawn_nowhere():
    found = Registration('maxilla', Rigid(0.0, np.zeros(2)), np.full((3, 3), np.nan), np.zeros(2))
    assert np.isnan(draw_moves(np.random.default_rng(0), found, 2)[0]).all()


def test_levels_of_line_and_plane():
    assert normal_reach(0.9) == pytest.approx(1.645, abs=1e-3)
    assert region_size(ROUND, 0.95) == pytest.approx(5.991, abs=1e-3)
    assert region_size(np.diag([1.0, 0.0]), 0.95) == pytest.approx(3.841, abs=1e-3)


@pytest.mark.parametrize(('change', 'none'), [((2.4, 0), True), ((2.5, 0), False), ((0, 0), True)])
def test_change_is_told_from_none_outside_the_region(change, none):
    assert in_doubt_of_none(np.array(change, float), ROUND, 0.95) is none


def test_ratio_is_one_on_the_edge_of_the_region():
    edge = np.sqrt(region_size(ROUND, 0.95))
    found = region_ratio(np.array([[edge, 0.0], [0.0, 2 * edge], [0.0, 0.0]]), ROUND, 0.95)
    assert found == pytest.approx([1, 2, 0])


def test_change_on_a_line_takes_the_reach_of_a_line():
    covariance = np.diag([1.0, 0.0])
    assert in_doubt_of_none(np.array([1.9, 0.0]), covariance, 0.95)
    assert not in_doubt_of_none(np.array([2.0, 0.0]), covariance, 0.95)


def test_distance_and_direction_of_a_round_region():
    reach = np.sqrt(region_size(ROUND, 0.9))
    (near, far), (low, high) = polar_ends(np.array([0.0, -2 * reach]), ROUND, 0.9)
    assert (near, far) == pytest.approx((reach, 3 * reach), abs=1e-3)
    assert (low, high) == pytest.approx((-120, -60), abs=0.5)


def test_direction_is_unknown_where_the_region_holds_no_change():
    (near, far), ends = polar_ends(np.array([1.0, 0.0]), ROUND, 0.9)
    assert near == 0
    assert far == pytest.approx(1 + np.sqrt(region_size(ROUND, 0.9)), abs=1e-3)
    assert np.isnan(ends).all()


def test_direction_runs_over_half_a_turn_the_short_way():
    _, (low, high) = polar_ends(np.array([-10.0, 0.1]), ROUND, 0.9)
    assert high - low < 30
    assert low < 180 < high
