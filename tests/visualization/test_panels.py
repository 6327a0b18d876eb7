import numpy as np

from aariz_mm.visualization.palette import ERROR_CLASSES, INK
from aariz_mm.visualization.panels import (
    ellipse_item,
    footer_band,
    header_band,
    legend_items,
    scale_bar_item,
    scale_bar_length_mm,
    scale_bar_px,
)


def test_the_legend_says_what_an_ellipse_holds():
    assert ellipse_item(5, 2).text == 'holds the true point in 90 % of radiographs'


def test_scale_bar_px_by_hand():
    assert scale_bar_px(20, 0.25) == 80
    assert scale_bar_px(20, 0.25, scale=0.5) == 40


def test_scale_bar_length_is_round_and_at_most_a_quarter():
    assert scale_bar_length_mm(0.25, 800) == 50  # 200 mm wide
    assert scale_bar_length_mm(0.25, 796) == 20  # 199 mm wide
    assert scale_bar_length_mm(0.1, 400) == 10  # 40 mm wide


def test_scale_bar_is_drawn_at_its_length():
    item = scale_bar_item(0.25, width_px=400, scale=2.0, thickness=2)  # 100 mm wide: 20 mm, 80 px, 160 px drawn
    assert item.text == '20 mm'
    assert item.icon_px == 160
    band = np.zeros((40, 300, 3), np.uint8)
    item.draw_icon(band, np.array([10.0, 20.0]))
    bright = np.flatnonzero(band[20, :, 0] > INK[0] / 2)
    assert abs(bright.min() - 10) <= 1
    assert abs(bright.max() - 170) <= 1


def test_legend_names_what_is_drawn():
    texts = [item.text for item in legend_items(True, True, True, radius=5, thickness=1)]
    assert texts == ['truth', 'prediction', 'error in mm:', *(entry.label for entry in ERROR_CLASSES)]
    assert [item.text for item in legend_items(True, False, True, 5, 1)] == ['truth']
    assert 'pixel size unknown' in legend_items(True, True, False, 5, 1)[-1].text


def test_header_stacks_what_does_not_fit_side_by_side():
    wide, narrow = (header_band(width, 'a title', 'MRE 1.50 mm', 16) for width in (600, 120))
    assert wide.shape[1:] == (600, 3)
    assert narrow.shape[0] > wide.shape[0]
    assert header_band(600, '', '', 16) is None


def test_footer_wraps_in_a_narrow_band():
    items = legend_items(True, True, True, radius=5, thickness=1)
    wide, narrow = (footer_band(width, items, 16) for width in (900, 200))
    assert narrow.shape[0] > 2 * wide.shape[0] - 16
    assert footer_band(200, [], 16) is None
