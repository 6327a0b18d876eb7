"""Changed pictures keep their size, are the same each time, and tell where each pixel went."""

import numpy as np
import pytest

from aariz_mm.phantom import draw_indexed_phantom
from aariz_mm.reading.picture import map_points
from aariz_mm.uncertainty.changes import CHANGES, change_picture

PICTURE = draw_indexed_phantom(0, 'test', 0, (180, 220)).image
every_change = pytest.mark.parametrize('kind', CHANGES)


@every_change
def test_change_keeps_size_and_is_the_same_each_time(kind):
    before = PICTURE.copy()
    first, second = (change_picture(PICTURE, kind, 0.6, 3)[0] for _ in range(2))
    assert first.shape == PICTURE.shape and first.dtype == np.uint8
    assert np.array_equal(first, second) and np.array_equal(PICTURE, before)
    assert not np.array_equal(first, PICTURE)


@every_change
def test_a_stronger_change_changes_more(kind):
    weak, strong = (
        np.abs(change_picture(PICTURE, kind, strength, 3)[0].astype(int) - PICTURE).mean() for strength in (0.1, 0.9)
    )
    assert strong >= weak and (strong > weak or kind == 'negative')


@pytest.mark.parametrize('kind', ['turn', 'shrink', 'shift'])
def test_a_bright_spot_lies_where_the_matrix_says(kind):
    spot = np.zeros((200, 160), np.uint8)
    spot[118:123, 68:73] = 255
    changed, matrix = change_picture(spot, kind, 0.5, 1)
    ys, xs = np.nonzero(changed > 60)
    assert [xs.mean(), ys.mean()] == pytest.approx(map_points(matrix, np.array([70.0, 120.0])), abs=0.6)
