"""Sheets whose outline is broken are found by their four lines."""

import cv2
import numpy as np
import pytest

from aariz_mm.intake.sheet_edges import sheet_by_lines

CORNERS = np.array([[90, 70], [300, 50], [310, 350], [70, 330]], np.float32)
INSIDE = np.array([[150, 150], [250, 160], [200, 280.0]])


def sheet(broken=()):
    """A grey sheet with a dark middle on a darker table; ``broken`` edges fade into it in part."""
    image = np.full((400, 400), 25, np.uint8)
    cv2.fillConvexPoly(image, CORNERS.astype(int), 110)
    cv2.circle(image, (190, 200), 80, 60, -1)
    for edge in broken:
        middle = CORNERS[[edge, (edge + 1) % 4]].mean(axis=0)
        cv2.circle(image, [int(one) for one in middle], 24, 25, -1)
    noise = np.random.default_rng(0).normal(0, 2, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize('broken', [(), (0,), (2,), (1, 3)])
def test_a_sheet_is_found_though_its_edges_are_broken(broken):
    found = sheet_by_lines(sheet(broken), INSIDE)
    assert np.abs(found - CORNERS).max() < 5


def test_a_sheet_that_does_not_hold_the_landmarks_is_none():
    assert sheet_by_lines(sheet(), INSIDE + np.array([0, 90])) is None


def test_three_edges_are_no_sheet():
    image = sheet()
    image[340:], image[:, :60] = 110, 25
    cv2.fillConvexPoly(image, np.array([[70, 325], [310, 340], [310, 400], [70, 400]]), 110)
    assert sheet_by_lines(image[:380], INSIDE) is None


@pytest.mark.parametrize('most', [101, 112, 255])
def test_nothing_is_found_where_nothing_is(most):
    assert sheet_by_lines(np.random.default_rng(1).integers(100, most, (300, 400), np.uint8), INSIDE) is None
