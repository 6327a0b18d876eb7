"""The tables of landmarks of the pages, and the small pictures in them."""

import sys

import cv2
import numpy as np
import pytest
from markdown_pages import ROOT

from aariz_mm.landmark_guide import LANDMARK_GUIDE, picture_path
from aariz_mm.landmark_guide.pictures import picture_name

sys.path.insert(0, str(ROOT / 'docs' / 'rendering'))

from landmark_tables import code, guide_row, readers_text

SMALL = ROOT / 'docs' / 'landmarks'


@pytest.mark.parametrize('symbol', LANDMARK_GUIDE)
def test_small_picture_is_that_of_the_package(symbol):
    small = cv2.imread(str(SMALL / picture_name(symbol)))
    full = cv2.resize(cv2.imread(str(picture_path(symbol))), (240, 180), interpolation=cv2.INTER_AREA)
    assert small.shape == full.shape and np.abs(small.astype(float) - full).mean() < 6


def test_folder_of_small_pictures_holds_nothing_else():
    assert {path.name for path in SMALL.iterdir()} == set(map(picture_name, LANDMARK_GUIDE))


def test_readers_text_by_hand():
    assert readers_text('Or') == '**3.3**; 2.6 in front, 1.4 above'
    assert readers_text('Pog`') == '**9.1**; 3.6 in front, 8.3 above'
    assert readers_text('Pog') == '**0.9**; under 0.5 each way'
    assert readers_text('Co') == 'not marked there'


def test_guide_row_has_one_line_and_three_cells():
    for entry in LANDMARK_GUIDE.values():
        assert '\n' not in guide_row(entry) and guide_row(entry).count(' | ') == 2


def test_code_keeps_a_backtick():
    assert code('Go') == '`Go`' and code('N`') == '``N` ``'
