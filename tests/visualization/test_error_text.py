import numpy as np
import pytest

from aariz_mm.visualization.error_text import (
    error_class,
    error_color,
    format_error,
    landmark_errors_px,
    summarise_errors,
)
from aariz_mm.visualization.palette import ERROR_CLASSES, INK


def test_landmark_errors_px_by_hand():
    errors = landmark_errors_px(np.array([[3.0, 4.0], [np.nan, 0]]), np.zeros((2, 2)))
    np.testing.assert_array_equal(errors, [5.0, np.nan])
    assert landmark_errors_px(None, np.zeros((2, 2))) is None


@pytest.mark.parametrize(('error_mm', 'expected'), [(0, 0), (1.99, 0), (2, 1), (4, 1), (4.01, 2)])
def test_error_class_limits(error_mm, expected):
    assert error_class(error_mm) == expected
    assert error_color(error_mm) == ERROR_CLASSES[expected].color


def test_error_color_is_neutral_where_unknown():
    assert error_color(None) == error_color(float('nan')) == INK


def test_format_error_by_hand():
    assert format_error(13, 0.1) == '1.3'
    assert format_error(13.4) == '13 px'
    assert format_error(float('nan'), 0.1) == ''


def test_summarise_errors_by_hand():
    errors_px = np.array([10.0, 20.0, np.nan])
    assert summarise_errors(errors_px, 0.1) == 'MRE 1.50 mm · 2 of 2 within 2 mm'
    assert summarise_errors(errors_px, 0.2) == 'MRE 3.00 mm · 1 of 2 within 2 mm'
    assert summarise_errors(errors_px) == 'MRE 15.0 px (pixel size unknown)'


def test_summarise_errors_of_nothing_is_empty():
    assert summarise_errors(None, 0.1) == summarise_errors(np.array([np.nan]), 0.1) == ''
