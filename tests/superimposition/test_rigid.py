"""Rigid moves: hand values, inverse, composition, fit."""

import numpy as np
import pytest

from aariz_mm.superimposition import Rigid
from aariz_mm.superimposition.rigid import IDENTITY, fit_rigid, turn

QUARTER = Rigid(np.pi / 2, np.array([10.0, 0.0]))


def test_quarter_turn_is_clockwise_as_seen_and_shifts_then():
    assert QUARTER.apply(np.array([1.0, 0.0])) == pytest.approx([10, 1])


def test_matrix_does_what_apply_does():
    points = np.array([[1.0, 2.0], [-3.0, 4.0]])
    homogeneous = np.column_stack([points, np.ones(2)]) @ QUARTER.matrix.T
    assert homogeneous[:, :2] == pytest.approx(QUARTER.apply(points))


def test_inverse_leads_back():
    points = np.random.default_rng(0).normal(size=(5, 2))
    assert QUARTER.inverse().apply(QUARTER.apply(points)) == pytest.approx(points)


def test_compose_applies_the_inner_one_first():
    other = Rigid(0.3, np.array([-2.0, 5.0]))
    point = np.array([3.0, 1.0])
    assert other.compose(QUARTER).apply(point) == pytest.approx(other.apply(QUARTER.apply(point)))


def test_compose_keeps_angles_within_half_a_turn():
    assert abs(Rigid(3.0, np.zeros(2)).compose(Rigid(3.0, np.zeros(2))).angle_rad) <= np.pi


def test_identity_leaves_points_and_missing_ones():
    points = np.array([[1.0, 2.0], [np.nan, np.nan]])
    np.testing.assert_array_equal(IDENTITY.apply(points), points)


def test_fit_finds_the_move_of_many_at_once():
    points = np.random.default_rng(1).normal(0, 30, (7, 4, 2))
    angles, shifts = np.linspace(-1, 1, 7), np.arange(14.0).reshape(7, 2)
    found, offset = fit_rigid(points, turn(points, angles[:, None]) + shifts[:, None])
    assert found == pytest.approx(angles)
    assert offset == pytest.approx(shifts)


def test_fit_does_not_stretch():
    points = np.array([[-1.0, 0.0], [1.0, 0.0]])
    angle, shift = fit_rigid(points, 3 * points)
    assert (float(angle), *shift) == pytest.approx((0, 0, 0))
