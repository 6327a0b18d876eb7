"""The faint tracing of an overlay: the outlines of the head, whatever landmarks are there."""

import numpy as np
import pytest

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.outlines.mean_shape import MEAN_SHAPE_MM
from aariz_mm.visualization import draw_landmarks_overlay
from aariz_mm.visualization.marks import draw_tracing

POINTS = MEAN_SHAPE_MM * 3 + [200, 250]


def canvas():
    return np.full((700, 600, 3), 80, np.uint8)


def test_faint_tracing_brightens_the_outline_of_the_mandible_between_landmarks():
    picture = canvas()
    draw_tracing(picture, POINTS, SYMBOLS, 2)
    x, y = (MEAN_SHAPE_MM[SYMBOLS.index('Me')] + [-7.1, -1.0]) * 3 + [200, 250]  # the lower border runs there
    assert picture[round(y) - 6 : round(y) + 7, round(x)].max() > 100 and picture[0, 0, 0] == 80


def test_faint_tracing_is_left_out_where_there_is_nothing():
    for points in (np.full((29, 2), np.nan), np.zeros((29, 2))):
        picture = canvas()
        draw_tracing(picture, points, SYMBOLS, 2)
        assert (picture[300:] == 80).all()


@pytest.mark.parametrize('symbols', [('x', 'y', 'z'), ('S', 'S', 'N'), ('S', 'other', 'N')])
def test_faint_tracing_passes_over_other_landmarks(symbols):
    draw_tracing(canvas(), np.array([[100.0, 100], [150, 200], [300, 90]]), symbols, 2)


def test_overlay_has_the_tracing_unless_it_is_told_not_to():
    image = canvas()[..., 0]
    pictures = [draw_landmarks_overlay(image, SYMBOLS, gt_px=POINTS, max_side=700, tracing=on) for on in (True, False)]
    assert (pictures[0] != pictures[1]).any(axis=2).sum() > 3000
