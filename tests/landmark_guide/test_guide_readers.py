import os
from pathlib import Path

import numpy as np
import pytest

from aariz_mm.annotations.files import read_landmarks
from aariz_mm.annotations.layout import find_split, list_split
from aariz_mm.annotations.truth import JUNIOR, SENIOR
from aariz_mm.landmark_guide import READER_DIFFERENCES
from aariz_mm.landmark_guide.readers import reader_differences
from aariz_mm.landmarks import SUBSETS, SYMBOLS

ROOT = Path(os.environ.get('ISBI2015_ROOT') or Path(__file__).parents[3] / 'shared' / 'data' / 'isbi2015')


def isbi_points(reader):
    """(131, 29, 2) points of a reader of ISBI 2015, train."""
    files = list_split(find_split(ROOT, 'train')).readers[reader]
    return np.array([read_landmarks(paths[0], name, (774, 960), 'missing') for name, paths in sorted(files.items())])


@pytest.mark.skipif(not ROOT.is_dir(), reason=f'no ISBI 2015 data at {ROOT}; set ISBI2015_ROOT to its folder')
def test_reader_differences_are_those_of_isbi_2015():
    first, second = isbi_points(JUNIOR), isbi_points(SENIOR)
    assert first.shape == second.shape == (131, 29, 2)
    assert reader_differences(first, second, pixel_size_mm=0.25) == READER_DIFFERENCES


def test_reader_differences_are_of_the_landmarks_of_the_challenge():
    assert tuple(READER_DIFFERENCES) == SUBSETS['isbi19']


def test_reader_differences_by_hand():
    first, second = np.full((2, 2, len(SYMBOLS), 2), np.nan)
    first[:, 0], second[:, 0] = [[13.0, 24.0], [14.0, 24.0]], [10.0, 20.0]
    first[0, 1], second[0, 1] = [1.0, 1.0], [1.0, 1.0]
    found = reader_differences(first, second, pixel_size_mm=0.5)
    assert found == {'A': (2.66, 1.75, 2.0, 0.35, 0.0)}


def test_reader_differences_leave_the_points_alone():
    points = np.random.default_rng(0).normal(size=(3, len(SYMBOLS), 2))
    before = points.copy()
    assert reader_differences(points, points, 0.1)['S'] == (0, 0, 0, 0, 0)
    assert np.array_equal(points, before)
