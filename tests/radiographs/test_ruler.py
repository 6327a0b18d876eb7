"""Rulers drawn on phantoms: what is found is what was drawn, or nothing."""

import cv2
import numpy as np
import pytest

from aariz_mm.phantom import DEVICES, draw_phantom
from aariz_mm.phantom.ruler import draw_ruler
from aariz_mm.radiographs.ruler import Ruler, find_ruler, scale_from_ruler, search_ruler

BARE = next(device for device in DEVICES if 'ruler' not in device.extras)
ABOVE_NOSE = (650, 60)


@pytest.fixture(scope='module')
def phantom():
    return draw_phantom(3, (720, 880), device=BARE)


@pytest.fixture(scope='module')
def grey(phantom):
    return phantom.image


def assert_found(ruler, px_per_mark, marks=None):
    assert ruler is not None
    assert ruler.px_per_mark == pytest.approx(px_per_mark, rel=0.005)
    assert marks is None or abs(ruler.marks - marks) <= 1


def test_a_radiograph_without_ruler_has_none(grey):
    search = search_ruler(grey)
    assert search.ruler is None and search.reason


@pytest.mark.parametrize('px_per_mark', [6.3, 8.0, 12.5, 20.0, 31.4])
def test_the_distance_of_marks_is_found(grey, px_per_mark):
    assert_found(find_ruler(draw_ruler(grey, ABOVE_NOSE, px_per_mark, 12)), px_per_mark, 12)


@pytest.mark.parametrize('angle_deg', [70, 85, 90, 95, 110])
def test_a_tilted_ruler_is_found(grey, angle_deg):
    ruler = find_ruler(draw_ruler(grey, ABOVE_NOSE, 9.0, 20, angle_deg))
    assert_found(ruler, 9.0, 20)
    assert ruler.angle_deg == pytest.approx(angle_deg, abs=1.0)


@pytest.mark.parametrize('start', [(30, 30), (60, 850), (420, 850), (360, 20)])
def test_a_level_ruler_is_found_in_any_place(grey, start):
    assert_found(find_ruler(draw_ruler(grey, start, 9.0, 15, 0)), 9.0, 15)


def test_dark_marks_are_found():
    white = np.full((500, 400), 200, np.uint8)
    assert_found(find_ruler(draw_ruler(white, (60, 60), 10.0, 15, 90, brightness=-80)), 10.0, 15)


@pytest.mark.parametrize('scale', [0.6, 0.8, 1.5, 2.5])
def test_a_resized_radiograph_has_a_resized_distance(grey, scale):
    drawn = draw_ruler(grey, ABOVE_NOSE, 9.0, 18)
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    assert_found(find_ruler(cv2.resize(drawn, None, fx=scale, fy=scale, interpolation=method)), 9.0 * scale, 18)


@pytest.mark.parametrize('turn', [lambda image: image[:, ::-1], lambda image: image.T, lambda image: 255 - image])
def test_a_mirrored_turned_or_inverted_radiograph_has_the_same_distance(grey, turn):
    drawn = draw_ruler(grey, ABOVE_NOSE, 9.0, 18)
    assert_found(find_ruler(np.ascontiguousarray(turn(drawn))), 9.0, 18)


@pytest.mark.parametrize('angle_deg', [-20, -8, 8, 20])
def test_a_radiograph_turned_by_20_degrees_has_the_same_distance(grey, angle_deg):
    drawn = draw_ruler(grey, (560, 200), 9.0, 18)
    height, width = drawn.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle_deg, 1)
    assert_found(find_ruler(cv2.warpAffine(drawn, matrix, (width, height))), 9.0)


@pytest.mark.parametrize('every', [5, 10])
@pytest.mark.parametrize('length_px', [8.0, 16.0, 30.0])
def test_long_marks_are_told_and_the_finest_distance_counts(grey, every, length_px):
    ruler = find_ruler(draw_ruler(grey, ABOVE_NOSE, 10.0, 31, 90, length_px, every))
    assert_found(ruler, 10.0, 31)
    assert (ruler.major_every, ruler.major_first) == (every, 0)


def test_long_strokes_do_not_slant_the_row(grey):
    for angle_deg in (0, 30, 90):
        assert_found(find_ruler(draw_ruler(grey, (60, 60), 8.0, 15, angle_deg, 24.0)), 8.0, 15)


def test_the_ruler_that_phantoms_have_is_found():
    device = next(device for device in DEVICES if 'ruler' in device.extras)
    phantom = draw_phantom(5, (900, 1100), device=device)
    ruler = find_ruler(phantom.image)
    size_mm, (low, high) = scale_from_ruler(ruler, 10.0)
    assert size_mm == pytest.approx(phantom.pixel_size_mm, rel=0.01)
    assert low <= size_mm <= high


def test_marks_lie_where_they_were_drawn(grey):
    ruler = find_ruler(draw_ruler(grey, ABOVE_NOSE, 12.0, 20))
    offset = (ruler.marks_px[:, 1] - ABOVE_NOSE[1]) / 12.0
    assert np.abs(offset - np.round(offset)).max() < 0.1
    assert np.abs(ruler.marks_px[:, 0] - ABOVE_NOSE[0]).max() < 12


def test_the_interval_holds_the_true_distance(grey):
    noise = np.random.default_rng(0)
    held = []
    for place in range(12):
        drawn = draw_ruler(grey, (640 + place, 60 + place / 3), 9.37, 16)
        noisy = np.clip(drawn + noise.normal(0, 3, drawn.shape), 0, 255).astype(np.uint8)
        low, high = find_ruler(noisy).interval_px
        held.append(low <= 9.37 <= high and high / low < 1.02)
    assert sum(held) >= 10


def lines(grey):
    drawn = grey.copy()
    drawn[::12] = np.minimum(drawn[::12].astype(int) + 40, 255)
    return drawn


def grid(grey):
    return np.ascontiguousarray(lines(lines(grey).T).T)


def wedge(grey):
    drawn = grey.copy()
    for step in range(10):
        drawn[60:100, 40 + 30 * step : 70 + 30 * step] = 20 + 22 * step
    return drawn


def text(grey):
    drawn = grey.copy()
    for row, words in enumerate(['SN029581', 'R 2024-01-15 10:22', 'ID 0001234567', 'LEFT LATERAL CEPH']):
        cv2.putText(drawn, words, (20, 40 + 40 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 255, 2, cv2.LINE_AA)
    return drawn


def brackets(grey):
    drawn = grey.copy()
    for number, shift in enumerate([0, 3, -4, 5, 0, -3, 4, 1]):
        x, y = 480 + 24 * number + shift, 520 + (number - 4) ** 2 // 2
        cv2.rectangle(drawn, (x, y), (x + 12, y + 14), 255, -1)
    return drawn


def detector_lines(grey):
    y, x = np.mgrid[: grey.shape[0], : grey.shape[1]]
    return np.clip(grey + 8 * np.sin(2 * np.pi * (x + 0.1 * y) / 9.3), 0, 255).astype(np.uint8)


def compressed(grey):
    return cv2.imdecode(cv2.imencode('.jpg', grey, [cv2.IMWRITE_JPEG_QUALITY, 12])[1], cv2.IMREAD_GRAYSCALE)


def noise(grey):
    return np.random.default_rng(0).integers(0, 256, grey.shape, dtype=np.uint8)


def few_marks(grey):
    return draw_ruler(grey, ABOVE_NOSE, 9.0, 4)


def uneven_marks(grey):
    for number, shift in enumerate([0, 2, -2, 3, -1, 2, -3, 1, 0, 2]):
        grey = draw_ruler(grey, (ABOVE_NOSE[0], ABOVE_NOSE[1] + 12 * number + shift), 12.0, 1)
    return grey


@pytest.mark.parametrize(
    'change',
    [lines, grid, wedge, text, brackets, detector_lines, compressed, noise, few_marks, uneven_marks],
    ids=lambda change: change.__name__,
)
def test_what_is_no_ruler_gives_none(grey, change):
    search = search_ruler(change(grey))
    assert search.ruler is None and search.reason


@pytest.mark.parametrize('size', [(1, 1), (20, 20), (40, 900)])
def test_a_picture_without_room_for_a_ruler_has_none(size):
    assert find_ruler(np.zeros(size, np.uint8)) is None


def test_rows_that_disagree_give_none(grey):
    drawn = draw_ruler(draw_ruler(grey, ABOVE_NOSE, 9.0, 15), (40, 60), 13.0, 15)
    search = search_ruler(drawn)
    assert search.ruler is None and 'disagree' in search.reason


def test_a_row_within_the_face_does_not_count():
    dark = np.full((600, 500), 40, np.uint8)
    drawn = draw_ruler(dark, (250, 200), 10.0, 15)
    face = np.array([[100, 100], [400, 100], [400, 500], [100, 500], [np.nan, np.nan]])
    assert find_ruler(drawn) is not None
    assert find_ruler(drawn, face) is None
    assert_found(find_ruler(draw_ruler(drawn, (450, 60), 8.0, 15), face), 8.0, 15)


def test_search_leaves_its_inputs_alone(grey):
    drawn, points = draw_ruler(grey, ABOVE_NOSE, 9.0, 15), np.array([[100.0, 100], [200, 100], [150, 300]])
    before = drawn.copy(), points.copy()
    find_ruler(drawn, points)
    assert (drawn == before[0]).all() and (points == before[1]).all()


def test_scale_from_ruler_by_hand():
    ruler = Ruler((10.0, 10.0), (10.0, 370.0), 10, 40.0, 0.1, 90.0, 0.97)
    size_mm, (low, high) = scale_from_ruler(ruler, 10.0)
    assert size_mm == 0.25
    # Student's t for 8 degrees of freedom is 2.306
    assert (low, high) == pytest.approx((10 / 40.2306, 10 / 39.7694), rel=1e-4)


@pytest.mark.parametrize('mark_mm', [0, -1, float('nan'), float('inf')])
def test_scale_from_ruler_refuses_a_distance_that_is_none(mark_mm):
    ruler = Ruler((0.0, 0.0), (0.0, 90.0), 10, 10.0, 0.1, 90.0, 0.97)
    with pytest.raises(ValueError, match=r'mark_mm .* expected a positive number'):
        scale_from_ruler(ruler, mark_mm)
