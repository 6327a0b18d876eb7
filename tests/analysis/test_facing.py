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


PLACES = dict(back=(500, 300), brow=(570, 290), jaw=(560, 420))
REGIONS = dict(back='S Ar Co Go Po R', brow='N N` Or', jaw='A ANS B Gn LIT Me Pog UIT')


@pytest.mark.parametrize('region', REGIONS)
def test_facing_takes_every_landmark_of_a_region_by_itself(region):
    others = {symbols.split()[0]: PLACES[name] for name, symbols in REGIONS.items() if name != region}
    for symbol in REGIONS[region].split():
        assert side(**others, **{symbol: PLACES[region]}) == 1, symbol
    assert side(**others, Pn=PLACES[region]) == 0


def test_facing_takes_whole_numbers():
    points = dict(S=(500, 300), N=(570, 290), Me=(560, 420))
    assert facing({symbol: np.array([point]) for symbol, point in points.items()}).tolist() == [1]


def test_facing_of_a_face_far_from_the_corner_of_the_image():
    # With the back at (1000, 1000), sums of places in place of differences would have other signs.
    assert side(S=(1000, 1000), N=(1070, 990), Me=(1060, 1120)) == 1
    assert side(S=(1000, 1000), N=(930, 990), Me=(940, 1120)) == -1
    assert side(S=(-1000, 1000), N=(-930, 990), Me=(-940, 1120)) == 1
    assert side(S=(1000, -1000), N=(1070, -1010), Me=(1060, -880)) == 1
