"""Warnings and sources of a result in Korean."""

import re

import numpy as np
import pytest

from aariz_mm.intake.plausibility import Plausibility, describe_doubts, describe_places, describe_scale
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.outlines.mean_shape import MEAN_SHAPE_MM
from aariz_mm.radiographs.resolution import unusual_pixel_size
from aariz_mm.reading.korean_texts import source_in_korean, translate, warning_in_korean

ENGLISH = re.compile(r'[a-z]{4,}')
POINTS = MEAN_SHAPE_MM * 4 + 300


@pytest.mark.parametrize('found', [
    Plausibility(np.inf, np.nan, np.nan), Plausibility(40.0, 0.5, 1.0), Plausibility(3.0, 0.9, 1.0, True, 0.0),
    Plausibility(3.0, 0.9, 1.0, False, 60.0), Plausibility(3.0, 0.9, 1.0, False, -60.0), Plausibility(3.0, -0.9, 1.0),
    Plausibility(3.0, -0.1, 1.0), Plausibility(3.0, 0.9, 2.0), Plausibility(3.0, 0.9, 0.4),
])  # fmt: skip
def test_doubts_about_a_picture_are_korean(found):
    doubts = describe_doubts(found)
    assert doubts and not any(ENGLISH.search(warning_in_korean(one)) for one in doubts)


def test_doubts_about_places_and_scale_are_korean():
    moved = POINTS.copy()
    moved[0], moved[1] = (-50, 0), moved[1] + [0, 200]
    told = [
        *describe_places(moved, SYMBOLS, (900, 900)),
        describe_scale(POINTS, SYMBOLS, 1.0),
        unusual_pixel_size(10.0),
    ]
    assert len(told) == 4 and not any(ENGLISH.search(warning_in_korean(one)) for one in told)


@pytest.mark.parametrize('text', ['given', 'ruler, 10 mm a mark, 23 marks, ± 0.4 %'])
def test_sources_are_korean(text):
    assert not ENGLISH.search(source_in_korean(text))


def test_what_is_unknown_stays():
    assert warning_in_korean('a new warning') == 'a new warning' and source_in_korean('') == ''


def test_parts_that_look_like_fields_stay_as_they_are():
    assert translate('at {x} now', ((r'at (?P<where>.+) now', '지금 {where}'),)) == '지금 {x}'
