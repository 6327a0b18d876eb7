"""Landmarks that no image has."""

import numpy as np
import pytest

from aariz_mm.annotations.coverage import describe_missing, missing_landmarks
from aariz_mm.landmarks import SUBSETS, SYMBOLS


def records(*visible):
    return [dict(keypoints_visible=np.array([row], dtype=np.float32)) for row in visible]


@pytest.mark.parametrize(
    ('visible', 'missing'),
    [(((1, 1, 1),), ()), (((1, 0, 0), (0, 1, 0)), ('A',)), (((0, 0, 1), (0, 0, 1)), ('S', 'N'))],
)
def test_a_landmark_is_missing_that_no_image_has(visible, missing):
    assert missing_landmarks(records(*visible), ('S', 'N', 'A')) == missing


def test_the_setting_is_told_by_the_name_of_the_subset():
    missing = [symbol for symbol in SYMBOLS if symbol not in SUBSETS['cldetection24']]
    text = describe_missing(missing, SYMBOLS)
    assert "landmarks='cldetection24'" in text and 'the number 24' in text and text.startswith('no image has R, LPM,')


def test_the_setting_is_told_as_a_list_where_it_has_no_name():
    assert "landmarks=['S', 'N']" in describe_missing(['A'], ('S', 'N', 'A'))
