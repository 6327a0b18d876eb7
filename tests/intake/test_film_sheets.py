"""Sheets in photographs are found by their edges and laid flat."""

import cv2
import numpy as np
import pytest

from aariz_mm.intake.candidates import sheet_around
from aariz_mm.intake.film import find_sheets, laid_flat
from aariz_mm.intake.uprighting import whole

CORNERS = np.array([[60, 30], [230, 65], [220, 240], [50, 270]], np.float32)


def photograph(sheet, around, seed=0):
    image = np.random.default_rng(seed).normal(around, 3, (300, 300))
    cv2.fillConvexPoly(image, CORNERS.astype(np.int32), float(sheet))
    return np.clip(cv2.GaussianBlur(image, (0, 0), 1), 0, 255).astype(np.uint8)


@pytest.mark.parametrize(('sheet', 'around'), [(200, 30), (30, 220), (120, 60), (90, 180)])
def test_a_sheet_is_found_by_its_corners(sheet, around):
    found = find_sheets(photograph(sheet, around))
    assert min(np.abs(corners - CORNERS).max() for corners in found) < 9


def test_no_sheet_in_noise_and_in_nothing():
    noise = np.random.default_rng(0).integers(0, 256, (200, 200), dtype=np.uint8)
    assert find_sheets(noise) == [] and find_sheets(np.full((200, 200), 77, np.uint8)) == []


def test_a_round_thing_is_no_sheet():
    image = np.zeros((200, 200), np.uint8)
    cv2.circle(image, (100, 100), 70, 200, -1)
    assert find_sheets(image) == []


def test_a_sheet_laid_flat_fills_the_view():
    image = photograph(200, 30)
    view = laid_flat(whole((300, 300)), CORNERS)
    assert np.median(view.draw(image)) > 190 and view.is_photograph


@pytest.mark.parametrize(('points', 'is_found'), [([[140, 150], [100, 100]], True), ([[140, 150], [280, 20]], False)])
def test_a_sheet_has_to_hold_all_landmarks(points, is_found):
    view = sheet_around(photograph(200, 30), whole((300, 300)), np.array(points, dtype=np.float64))
    assert (view is not None) == is_found
    assert view is None or view.is_cut
