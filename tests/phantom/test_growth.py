"""Phantoms before and after they grew: what stays, what moves, and the truth that goes with the pictures."""

import cv2
import numpy as np
import pytest

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom import draw_grown, grown_shape
from aariz_mm.phantom.growth import core_moves
from aariz_mm.phantom.shape_model import MEAN_MM

SIZE = (360, 440)


@pytest.fixture(scope='module')
def pair():
    return draw_grown(3, 5, SIZE, magnifications=(1.05, 1.12))


def test_base_stays_and_chin_goes_forward_and_down():
    change = dict(zip(SYMBOLS, grown_shape(MEAN_MM, 5) - MEAN_MM, strict=True))
    assert all((change[symbol] == 0).all() for symbol in ('S', 'N', 'Po', 'Or', 'N`'))
    assert 4 < change['Pog'][0] < 8
    assert 7 < change['Pog'][1] < 11
    assert np.linalg.norm(change['ANS']) < np.linalg.norm(change['Me'])


def test_no_years_no_growth():
    assert grown_shape(MEAN_MM, 0) == pytest.approx(MEAN_MM)


@pytest.mark.parametrize(
    ('region', 'symbols'), [('mandible', ('B', 'Pog', 'Gn', 'Me')), ('maxilla', ('ANS', 'PNS', 'A'))]
)
def test_cores_move_as_one_piece(region, symbols):
    move, grown = core_moves(MEAN_MM, 5)[region], grown_shape(MEAN_MM, 5)
    rows = [SYMBOLS.index(symbol) for symbol in symbols]
    assert MEAN_MM[rows] @ move[:2, :2].T + move[:2, 2] == pytest.approx(grown[rows])
    assert np.linalg.det(move) == pytest.approx(1)


def test_pixels_lie_where_the_shapes_say(pair):
    for index, one in enumerate((pair.before, pair.after)):
        laid = np.column_stack([one.landmarks_px, np.ones(29)]) @ pair.from_px[index].T
        assert laid[:, :2] == pytest.approx(pair.shapes_mm[index])


@pytest.mark.parametrize(('region', 'symbols'), [('cranial_base', ('S', 'N', 'Or')), ('mandible', ('Pog', 'B', 'Me'))])
def test_true_move_lays_a_region_on_itself(pair, region, symbols):
    before, after = (
        one.landmarks_px * one.pixel_size_mm / factor
        for one, factor in zip((pair.before, pair.after), pair.magnifications, strict=True)
    )
    move = pair.true_move(region)
    rows = [SYMBOLS.index(symbol) for symbol in symbols]
    assert after[rows] @ move[:2, :2].T + move[:2, 2] == pytest.approx(before[rows])
    assert np.linalg.det(move) == pytest.approx(1)


def test_picture_of_the_base_is_the_same_up_to_the_film(pair):
    """Edges of the anterior base agree where it is laid on itself, and those of the chin do not."""
    move = np.linalg.inv(pair.from_px[0]) @ pair.from_px[1]
    laid = cv2.warpPerspective(pair.after.image, move, pair.before.image.shape[::-1])
    edges = [
        cv2.Laplacian(cv2.GaussianBlur(one.astype(np.float32), (0, 0), 1.5), -1) for one in (pair.before.image, laid)
    ]
    named = dict(zip(SYMBOLS, pair.before.landmarks_px, strict=True))

    def agreement(corner, other):
        (x0, y0), (x1, y1) = np.minimum(corner, other).astype(int), np.maximum(corner, other).astype(int)
        first, last = (one[y0:y1, x0:x1].ravel() for one in edges)
        return np.corrcoef(first, last)[0, 1]

    base = agreement(named['S'] - [10, 5], named['N'] - [10, 5])
    chin = agreement(named['B'] - [30, 0], named['Me'] + [10, 10])
    assert base > 0.7
    assert chin < 0.4


def test_same_seed_same_pair():
    one, other = (draw_grown(3, 2, (200, 240)) for _ in range(2))
    assert (one.after.image == other.after.image).all()


def test_pairs_stay_in_the_picture(pair):
    for one in (pair.before, pair.after):
        assert (one.landmarks_px > 0).all()
        assert (one.landmarks_px < one.image.shape[::-1]).all()


def test_bad_stage_is_refused():
    with pytest.raises(ValueError, match='stage'):
        draw_grown(0, 2, SIZE, stages=(0, 3))
