import numpy as np
import pytest

from aariz_mm.analysis.facing import facing

NAN = float('nan')


def side(**points):
    return facing({symbol: np.array([point], dtype=float) for symbol, point in points.items()})[0]


def test_facing_is_one_for_a_face_that_looks_right():
    assert side(S=(0, 0), N=(70, -10), Me=(60, 120)) == 1


def test_facing_is_minus_one_for_a_face_that_looks_left():
    assert side(S=(0, 0), N=(-70, -10), Me=(-60, 120)) == -1


@pytest.mark.parametrize('degrees', [30, 90, 180, 270])
def test_facing_does_not_change_with_a_rotation(degrees):
    turn = np.deg2rad(degrees)
    matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    points = {symbol: np.array(point) @ matrix for symbol, point in dict(Po=(0, 0), Or=(70, 0), B=(60, 90)).items()}
    assert side(**points) == 1


@pytest.mark.parametrize('lost', ['S', 'N', 'Me'])
def test_facing_is_zero_without_one_of_the_regions(lost):
    points = dict(S=(0, 0), N=(70, -10), Me=(60, 120))
    assert side(**points | {lost: (NAN, NAN)}) == 0
    del points[lost]
    assert side(**points) == 0


def test_facing_outvotes_one_stray_landmark():
    assert side(S=(0, 0), Go=(10, 100), Ar=(-10, 50), Co=(400, 40), N=(70, -10), Me=(60, 120), Gn=(65, 118)) == 1
