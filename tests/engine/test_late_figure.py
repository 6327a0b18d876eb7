"""A visualizer that draws on arrays makes Matplotlib's figure when somebody draws on that."""

from __future__ import annotations

import numpy as np
import pytest
from mmengine.visualization import Visualizer

from aariz_mm.engine.late_figure import LateFigure

IMAGE = np.arange(60, dtype=np.uint8).reshape(4, 5, 3)


class Late(LateFigure, Visualizer):
    pass


@pytest.fixture
def visualizer() -> Late:
    return Late('late', fig_save_cfg=dict(frameon=False, dpi=50))


def is_made(visualizer: Late) -> bool:
    return '_figure_parts' in vars(visualizer)


def test_making_a_visualizer_makes_no_figure(visualizer):
    assert not is_made(visualizer)


def test_the_figure_is_the_one_that_was_asked_for(visualizer):
    assert visualizer.dpi == visualizer.fig_save.get_dpi() == 50
    assert visualizer.fig_save is visualizer.ax_save.figure is visualizer.fig_save_canvas.figure


def test_what_is_drawn_is_what_the_stock_visualizer_draws(visualizer):
    pictures = []
    for each in (visualizer, Visualizer('stock', fig_save_cfg=dict(frameon=False, dpi=50))):
        each.set_image(IMAGE)
        each.draw_lines(np.array([0, 4]), np.array([0, 3]), line_widths=1)
        pictures.append(each.get_image())
    assert is_made(visualizer)
    np.testing.assert_array_equal(*pictures)
