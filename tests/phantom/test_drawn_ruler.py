"""Strokes of a drawn ruler."""

import numpy as np
import pytest

from aariz_mm.phantom.ruler import draw_ruler

DARK = np.zeros((100, 100), np.uint8)


def test_strokes_lie_at_their_places():
    drawn = draw_ruler(DARK, (50, 10), 20.0, 4)
    bright = np.flatnonzero(drawn[:, 50] > 60)
    assert {round((row - 10) / 20) for row in bright} == {0, 1, 2, 3}
    assert drawn.dtype == np.uint8 and not DARK.any()


def test_long_strokes_are_longer():
    drawn = draw_ruler(DARK, (50, 10), 20.0, 4, length_px=10, major_every=2)
    lengths = (drawn[[10, 30, 50, 70]] > 45).sum(axis=1)
    assert lengths[0] == lengths[2] == pytest.approx(2 * lengths[1], abs=2) and lengths[1] == lengths[3]


@pytest.mark.parametrize(('px_per_mark', 'marks'), [(0, 5), (-1, 5), (10, 0)])
def test_a_ruler_that_is_none_is_refused(px_per_mark, marks):
    with pytest.raises(ValueError, match='at least one mark and a positive distance'):
        draw_ruler(DARK, (10, 10), px_per_mark, marks)
