"""Constant borders are cut, and nothing of a radiograph; windows of a screen are found."""

import cv2
import numpy as np
import pytest

from aariz_mm.intake.borders import border_box, find_surroundings, textured_box
from aariz_mm.phantom import draw_indexed_phantom


@pytest.fixture(scope='module')
def radiograph():
    """One whose outermost lines are not constant."""
    image = draw_indexed_phantom(1, 'test', 2, (225, 275)).image
    noise = np.random.default_rng(0).integers(0, 30, image.shape, dtype=np.uint8)
    return cv2.addWeighted(image, 0.8, noise, 1, 10)


@pytest.mark.parametrize('grey', [0, 255, 128])
@pytest.mark.parametrize('margins', [(20, 20, 20, 20), (110, 30, 60, 0), (0, 0, 90, 12), (100, 100, 80, 80)])
def test_border_is_cut_to_the_pixel(radiograph, grey, margins):
    top, _, left, _ = margins
    bordered = cv2.copyMakeBorder(radiograph, *margins, cv2.BORDER_CONSTANT, value=grey)
    height, width = radiograph.shape
    assert border_box(bordered) == (left, top, left + width, top + height)


def test_border_survives_jpeg(radiograph):
    bordered = cv2.copyMakeBorder(radiograph, 60, 60, 60, 60, cv2.BORDER_CONSTANT, value=255)
    packed = cv2.imdecode(cv2.imencode('.jpg', bordered, [cv2.IMWRITE_JPEG_QUALITY, 80])[1], cv2.IMREAD_GRAYSCALE)
    box = border_box(packed)
    assert np.abs(np.subtract(box, (60, 60, 60 + radiograph.shape[1], 60 + radiograph.shape[0]))).max() <= 8


def test_borders_of_two_greys_are_both_cut(radiograph):
    inner = cv2.copyMakeBorder(radiograph, 20, 20, 20, 20, cv2.BORDER_CONSTANT, value=0)
    outer = cv2.copyMakeBorder(inner, 30, 30, 30, 30, cv2.BORDER_CONSTANT, value=255)
    assert border_box(outer) == (50, 50, 50 + radiograph.shape[1], 50 + radiograph.shape[0])


@pytest.mark.parametrize('width', [0, 3, 8])
def test_narrow_borders_stay(radiograph, width):
    assert border_box(cv2.copyMakeBorder(radiograph, *[width] * 4, cv2.BORDER_CONSTANT, value=0)) is None


def test_a_nose_tip_in_black_air_is_not_cut(radiograph):
    dark = cv2.copyMakeBorder(radiograph, 0, 0, 0, 75, cv2.BORDER_CONSTANT, value=0)
    cv2.circle(dark, (225, 140), 20, 90, -1)
    assert border_box(dark)[2] >= 244


@pytest.mark.parametrize('grey', [0, 90, 255])
def test_a_blank_picture_has_no_border(grey):
    assert border_box(np.full((100, 80), grey, np.uint8)) is None


def test_arrays_are_not_changed(radiograph):
    before = radiograph.copy()
    border_box(radiograph), find_surroundings(radiograph), textured_box(radiograph)
    np.testing.assert_array_equal(radiograph, before)


def test_surroundings_reach_the_edge(radiograph):
    bordered = cv2.copyMakeBorder(radiograph, 40, 40, 40, 40, cv2.BORDER_CONSTANT, value=255)
    found = find_surroundings(bordered)
    assert found[:38].all() and found[60:-60, 60:-60].mean() < 0.05


def test_radiograph_in_a_window_is_found(radiograph):
    screen = np.full((400, 600), 230, np.uint8)
    for line in range(20, 390, 25):
        cv2.putText(screen, f'Patient {line}', (5, line), cv2.FONT_HERSHEY_SIMPLEX, 0.4, 40, 1)
    screen[60 : 60 + radiograph.shape[0], 250 : 250 + radiograph.shape[1]] = radiograph
    box = textured_box(screen)
    assert np.abs(np.subtract(box, (250, 60, 250 + radiograph.shape[1], 60 + radiograph.shape[0]))).max() <= 12


@pytest.mark.parametrize('image', [np.zeros((200, 150), np.uint8), None])
def test_no_window_where_nothing_or_all_is_rough(image):
    rough = np.random.default_rng(0).integers(0, 256, (200, 150), dtype=np.uint8)
    assert textured_box(rough if image is None else image) is None
