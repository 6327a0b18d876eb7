"""Views: pixels go there and back; what was done is told."""

import numpy as np
import pytest

from aariz_mm.intake.film import laid_flat
from aariz_mm.intake.uprighting import cut, inverted, laid, refined, rotated, turned, whole

IMAGE = np.random.default_rng(0).integers(0, 256, (50, 40), dtype=np.uint8)
POINTS = np.array([[0.0, 0.0], [39, 49], [12.5, 31.25]])
WAYS = [(is_mirrored, quarters) for is_mirrored in (False, True) for quarters in range(4)]
CORNERS = np.array([[4, 3], [36, 6], [33, 44], [2, 40]], np.float32)
STEEP = np.array([[10, 3], [30, 4], [38, 44], [0, 42]], np.float32)


@pytest.mark.parametrize(('is_mirrored', 'quarters'), WAYS)
@pytest.mark.parametrize('inverts', [False, True])
def test_quarter_turns_move_pixels_exactly(is_mirrored, quarters, inverts):
    view = turned(whole((40, 50)), is_mirrored, quarters)
    view = inverted(view) if inverts else view
    expected = np.rot90(IMAGE[:, ::-1] if is_mirrored else IMAGE, quarters)
    np.testing.assert_array_equal(view.draw(IMAGE), 255 - expected if inverts else expected)


@pytest.mark.parametrize(
    'view',
    [
        *(turned(whole((40, 50)), *way) for way in WAYS),
        cut(whole((40, 50)), (3, 4, 30, 41)),
        rotated(whole((40, 50)), 22),
        rotated(turned(cut(whole((40, 50)), (3, 4, 30, 41)), True, 3), -30),
        laid_flat(whole((40, 50)), CORNERS),
        refined(cut(whole((40, 50)), (2, 2, 38, 42)), 0.4, laid_flat(whole((14, 16)), CORNERS / 3)),
    ],
)
def test_points_go_there_and_back(view):
    np.testing.assert_allclose(view.to_stored(view.to_view(POINTS)), POINTS, atol=1e-9)
    np.testing.assert_allclose(view.to_view(view.to_stored(POINTS)), POINTS, atol=1e-9)


@pytest.mark.parametrize(('is_mirrored', 'quarters'), WAYS)
def test_a_turned_point_lies_on_its_pixel(is_mirrored, quarters):
    view = turned(whole((40, 50)), is_mirrored, quarters)
    x, y = view.to_view(np.array([7.0, 11.0])).astype(int)
    assert view.draw(IMAGE)[y, x] == IMAGE[11, 7]


def test_the_whole_is_not_copied():
    assert whole((40, 50)).draw(IMAGE) is IMAGE and whole((40, 50)).describe() == ''


@pytest.mark.parametrize(
    ('view', 'words'),
    [
        (turned(whole((40, 50)), True, 0), 'mirrored'),
        (turned(whole((40, 50)), False, 1), 'turned by 90° anticlockwise'),
        (turned(whole((40, 50)), False, 2), 'turned by 180°'),
        (turned(whole((40, 50)), False, 3), 'turned by 90° clockwise'),
        (turned(whole((40, 50)), True, 2), 'turned upside down'),
        (inverted(whole((40, 50))), 'inverted'),
        (inverted(turned(whole((40, 50)), True, 0)), 'inverted and mirrored'),
        (cut(whole((40, 50)), (3, 4, 30, 41)), 'cropped to the radiograph'),
        (inverted(turned(cut(whole((40, 50)), (3, 4, 30, 41)), True, 1)),
         'cropped to the radiograph, inverted, mirrored and turned by 90° anticlockwise'),
        (rotated(whole((40, 50)), 25), 'turned by 25° clockwise'),
        (rotated(turned(whole((40, 50)), False, 3), 2), 'turned by 90° clockwise'),
        (laid_flat(whole((40, 50)), STEEP), 'laid flat'),
    ],
)  # fmt: skip
def test_what_was_done_is_told(view, words):
    assert view.describe().startswith(words) and (view.is_photograph or view.describe() == words)


def test_a_sheet_without_perspective_is_no_photograph():
    corners = np.array([[5, 5], [30, 5], [30, 40], [5, 40]], np.float32)
    assert not laid_flat(whole((40, 50)), corners).is_photograph


def test_laid_flat_brings_corners_to_corners():
    view = laid_flat(whole((40, 50)), CORNERS)
    width, height = view.size
    np.testing.assert_allclose(
        view.to_view(CORNERS), [[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], atol=1e-3
    )


def test_a_view_of_a_reduced_picture_is_as_fine_as_the_stored_one():
    view = refined(whole((400, 500)), 0.1, cut(whole((40, 50)), (10, 10, 30, 40)))
    assert view.size == (200, 300) and np.linalg.det(view.matrix) == pytest.approx(1)
    np.testing.assert_allclose(view.to_view(np.array([99.5, 99.5])), [-0.5, -0.5], atol=1e-9)


def test_a_box_comes_back_as_the_upright_box_around_it():
    view = turned(whole((40, 50)), False, 1)
    np.testing.assert_allclose(view.box_to_stored(np.array([10, 5, 20, 8])), [31, 10, 34, 20])


def test_a_tilt_is_clockwise_as_seen():
    middle, above = np.array([19.5, 24.5]), np.array([19.5, 4.5])
    view = rotated(whole((40, 50)), 30)
    arm = view.to_view(above) - view.to_view(middle)
    assert np.degrees(np.arctan2(arm[0], -arm[1])) == pytest.approx(30)


def test_derivative_is_that_of_the_matrix():
    view = laid(whole((40, 50)), np.array([[2, 0, 3], [0, 2, 1.0]]), (80, 100))
    np.testing.assert_allclose(view.linear_at(POINTS), np.tile(np.eye(2) / 2, (3, 1, 1)))
