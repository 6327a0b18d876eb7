import numpy as np
import pytest

from aariz_mm.analysis.cervical_region import cervical_roi
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom import draw_phantom
from aariz_mm.phantom.cervical_sheet import cervical_sheet
from aariz_mm.visualization.palette import PREDICTION


def test_vertebrae_of_a_phantom_lie_in_the_region_of_its_landmarks():
    phantom = draw_phantom(3, size=(225, 275))
    axis, *lower = phantom.vertebrae_px
    left, top, right, bottom = cervical_roi(phantom.landmarks_px, SYMBOLS)
    points = np.vstack([axis[axis[:, 1] > np.median(axis[:, 1])], *lower])
    assert len(lower) == 2
    assert (points > [left, top]).all() and (points < [right, bottom]).all()


def test_vertebrae_of_a_phantom_go_down_in_order():
    middles = [outline[:, 1].mean() for outline in draw_phantom(3, size=(225, 275)).vertebrae_px]
    assert middles == sorted(middles)


def test_sheet_frames_the_region():
    sheet = cervical_sheet(count=1, columns=1, cell_width=200)
    assert sheet.shape[1] == 200 + 2 * 12
    assert (sheet == PREDICTION).all(axis=-1).sum() > 100


def test_sheet_of_nothing_is_refused():
    with pytest.raises(ValueError, match='no images'):
        cervical_sheet(count=0)
