import numpy as np
import pytest

from aariz_mm.analysis.lines import across, along, angle_at, angle_between, distance, in_front, turn

FRONT, DOWN, BACK, UP = (np.array(vector, dtype=float) for vector in ((1, 0), (0, 1), (-1, 0), (0, -1)))


@pytest.mark.parametrize(('second', 'expected'), [(FRONT, 0), (DOWN, 90), (BACK, 180), (UP, -90)])
def test_turn_is_positive_from_the_front_downwards(second, expected):
    assert turn(FRONT, second) == pytest.approx(expected)


def test_angle_between_has_no_sign():
    assert angle_between(FRONT, UP) == angle_between(UP, FRONT) == pytest.approx(90)


def test_angle_at_by_hand():
    assert angle_at(np.array([1.0, 1.0]), np.array([3.0, 1.0]), np.array([4.0, 4.0])) == pytest.approx(45)


def test_an_angle_of_a_point_is_nan():
    assert np.isnan(turn(FRONT, 0 * FRONT))
    assert np.isnan(angle_at(FRONT, FRONT, DOWN))


def test_parts_of_a_vector_along_and_across_a_direction_by_hand():
    direction, vector = np.array([6.0, 8.0]), np.array([5.0, 0.0])
    assert along(direction, vector) == pytest.approx(3)
    assert across(direction, vector) == pytest.approx(-4)  # it lies above the direction


def test_parts_along_nothing_are_nan():
    assert np.isnan(along(0 * FRONT, DOWN))
    assert np.isnan(across(0 * FRONT, DOWN))


def test_in_front_is_positive_in_front_of_a_line_that_runs_down():
    assert in_front(np.zeros(2), 10 * DOWN, np.array([3.0, 5.0])) == pytest.approx(3)
    assert in_front(np.zeros(2), 10 * DOWN, np.array([-2.0, 25.0])) == pytest.approx(-2)


def test_distance_by_hand():
    assert distance(np.array([1.0, 1.0]), np.array([4.0, 5.0])) == 5


def test_lines_take_many_points_at_once():
    assert turn(np.stack([FRONT, DOWN]), np.stack([DOWN, FRONT])).tolist() == [90, -90]


def test_lines_away_from_the_origin_by_hand():
    # The line from (10, 10) to (10, 30); 3 px in front of it, and an angle at (10, 10) of front and down.
    top, bottom = np.array([10.0, 10.0]), np.array([10.0, 30.0])
    assert in_front(top, bottom, np.array([13.0, 50.0])) == pytest.approx(3)
    assert in_front(np.array([10.0, 10]), np.array([16.0, 18]), np.array([20.0, 10])) == pytest.approx(8)
    right, below = np.array([15.0, 10.0]), np.array([10.0, 15.0])
    assert angle_at(top, right, below) == pytest.approx(90) == angle_at(top, below, right)
    assert angle_at(np.array([10.0, -4]), np.array([14.0, -4]), np.array([13.0, -1])) == pytest.approx(45)
