"""Changed radiographs are the same each time, and their matrix tells where each landmark went."""

import cv2
import numpy as np
import pytest

from aariz_mm.geometry import inside_image
from aariz_mm.stress.changes import CHANGES, KINDS, change_radiograph, choose_changes, move_points

SIZE = (300, 360)
POINTS = np.array([(150.0, 180.0), (90.3, 100.6), (210.5, 120.2), (120.0, 250.0), (200.0, 260.7), (90.0, 200.0)])
every_change = pytest.mark.parametrize('change', CHANGES, ids=lambda change: change.name)
every_number = pytest.mark.parametrize('number', range(4))


def draw_dots(points):
    """Black with a bright soft dot at each point."""
    xs, ys = np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1]))
    dots = [np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / (2 * 3.0**2)) for x, y in points]
    return (np.max(dots, axis=0) * 255).round().astype(np.uint8)


def find_dot(picture, near, half=9):
    """Centre of the light about a point, above what lies around it."""
    left, upper = np.round(near).astype(int) - half
    window = picture[upper : upper + 2 * half + 1, left : left + 2 * half + 1].astype(float)
    light = np.clip(window - window.max() / 2, 0, None)
    ys, xs = np.mgrid[upper : upper + window.shape[0], left : left + window.shape[1]]
    return np.array([(light * xs).sum(), (light * ys).sum()]) / light.sum()


@every_change
@every_number
def test_a_dot_lies_where_the_matrix_says(change, number):
    picture, matrix = change_radiograph(change, draw_dots(POINTS), POINTS, number)
    picture = 255 - picture if change.kind == 'negative' else picture
    picture = cv2.GaussianBlur(picture, (0, 0), 2.0) if change.kind in ('noise', 'photograph') else picture
    moved = move_points(matrix, POINTS)
    # The window must lie in the picture as well.
    seen = inside_image(moved - 10, picture.shape[1::-1]) & inside_image(moved + 10, picture.shape[1::-1])
    assert seen.sum() >= 4
    for point in moved[seen]:
        assert find_dot(picture, point) == pytest.approx(point, abs=1.0)


@every_change
def test_a_change_is_the_same_each_time_and_leaves_its_input(change):
    grey, points = draw_dots(POINTS), POINTS.copy()
    before = grey.copy()
    (first, matrix), (second, again) = (change_radiograph(change, grey, points, 3) for _ in range(2))
    assert np.array_equal(first, second) and np.array_equal(matrix, again) and first.dtype == np.uint8
    assert np.array_equal(grey, before) and np.array_equal(points, POINTS) and not np.shares_memory(first, grey)
    assert change.kind == 'plain' or first.shape != grey.shape or not np.array_equal(first, grey)


@pytest.mark.parametrize('kind', ['noise', 'crop', 'screenshot', 'photograph'])
def test_the_number_chooses_what_is_random(kind):
    change = choose_changes([kind])[1]
    first, second = (change_radiograph(change, draw_dots(POINTS), POINTS, number)[0] for number in (0, 1))
    assert first.shape != second.shape or not np.array_equal(first, second)


@every_number
def test_a_crop_keeps_every_landmark_and_cuts_at_the_border(number):
    points = np.vstack([POINTS, [[0.0, 0.0]], [[np.nan, np.nan]]])
    picture, matrix = change_radiograph(choose_changes(['crop'])[1], draw_dots(POINTS), points, number)
    moved = move_points(matrix, points)
    assert inside_image(moved, picture.shape[1::-1]).tolist() == [True] * 7 + [False]
    assert picture.shape < SIZE[::-1] and moved[6].tolist() == [0, 0]


@pytest.mark.parametrize(('strength', 'goes_to'), [('90° left', (10, 279)), ('90° right', (349, 20))])
def test_a_pixel_of_a_turned_picture_is_where_hand_puts_it(strength, goes_to):
    grey = np.zeros(SIZE[::-1], np.uint8)
    grey[10, 20] = 255
    change = next(one for one in CHANGES if one.strength == strength)
    picture, matrix = change_radiograph(change, grey, POINTS, 0)
    assert picture[goes_to[::-1]] == 255
    assert move_points(matrix, np.array([[20.0, 10.0]]))[0].tolist() == list(goes_to)


def test_a_positive_rotation_is_counter_clockwise():
    change = next(one for one in CHANGES if one.name == 'rotation +10°')
    right = np.array([[200.0, 179.5]])
    moved = move_points(change_radiograph(change, draw_dots(POINTS), POINTS, 0)[1], right)
    assert moved[0, 1] < right[0, 1] and moved[0, 0] < right[0, 0]


def test_scaling_up_moves_landmarks_out_of_the_frame_and_down_leaves_black():
    down, up = choose_changes(['scale'])[1:]
    corner = np.array([[2.0, 2.0]])
    white = np.full(SIZE[::-1], 255, np.uint8)
    small, matrix = change_radiograph(down, white, corner, 0)
    assert small[5, 5] == 0 and inside_image(move_points(matrix, corner), SIZE).all()
    assert not inside_image(move_points(change_radiograph(up, white, corner, 0)[1], corner), SIZE).any()


def test_points_move_by_a_perspective_and_back():
    matrix = change_radiograph(choose_changes(['photograph'])[1], draw_dots(POINTS), POINTS, 2)[1]
    expected = cv2.perspectiveTransform(POINTS[None], matrix)[0]
    np.testing.assert_allclose(move_points(matrix, POINTS), expected)
    np.testing.assert_allclose(move_points(np.linalg.inv(matrix), expected), POINTS, atol=1e-6)
    assert np.isnan(move_points(matrix, np.array([[np.nan, 1.0]]))).all()


def test_kinds_are_chosen_with_plain_before_them():
    assert [one.name for one in choose_changes(['turned', 'scale'])] == [
        'plain', 'scale 0.8', 'scale 1.25', 'turned 90° left', 'turned 90° right',
    ]  # fmt: skip
    assert choose_changes() == CHANGES and len({one.name for one in CHANGES}) == len(CHANGES)
    with pytest.raises(ValueError, match=r"\['rotated'\]; expected some of \['plain', 'rotation'") as error:
        choose_changes(['rotated', 'scale'])
    assert all(kind in str(error.value) for kind in KINDS)
