"""A mean phantom finds how a radiograph lies, by its details alone."""

import cv2
import numpy as np
import pytest

from aariz_mm.intake.template import match_template
from aariz_mm.phantom import draw_indexed_phantom


@pytest.fixture(scope='module')
def phantom():
    return draw_indexed_phantom(5, 'test', 1, (225, 275))


@pytest.mark.parametrize('inverts', [False, True])
@pytest.mark.parametrize('quarters', range(4))
@pytest.mark.parametrize('is_mirrored', [False, True])
def test_every_way_of_lying_is_found(phantom, is_mirrored, quarters, inverts):
    # The match says what brings it upright, so the picture is made the other way round.
    lying = np.rot90(phantom.image, -quarters)
    lying = lying[:, ::-1] if is_mirrored else lying
    best = match_template(np.ascontiguousarray(255 - lying if inverts else lying))[0]
    assert (best.is_mirrored, best.quarters, best.inverted) == (is_mirrored, quarters, inverts)


def test_all_16_ways_are_named_once(phantom):
    found = {(match.is_mirrored, match.quarters, match.inverted) for match in match_template(phantom.image)}
    assert len(found) == 16


@pytest.mark.parametrize('tilt', [-22, 22])
def test_tilt_is_clockwise(phantom, tilt):
    height, width = phantom.image.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -tilt, 0.8)
    assert match_template(cv2.warpAffine(phantom.image, turn, (width, height)))[0].tilt_deg == tilt


@pytest.mark.parametrize('change', [lambda image: image // 2 + 60, lambda image: 255 - cv2.LUT(255 - image, LIGHT)])
def test_exposure_says_nothing(phantom, change):
    best = match_template(change(phantom.image))[0]
    assert (best.is_mirrored, best.quarters, best.inverted) == (False, 0, False)


LIGHT = np.uint8(255 * (np.arange(256) / 255) ** 1.4)


@pytest.mark.parametrize('image', [np.zeros((90, 70), np.uint8), np.full((8, 8), 200, np.uint8)])
def test_blank_pictures_match_nothing(image):
    assert all(match.correlation < 0.1 for match in match_template(image))


def test_noise_matches_less_than_a_radiograph(phantom):
    noise = np.random.default_rng(0).integers(0, 256, (275, 225), dtype=np.uint8)
    assert match_template(noise)[0].correlation < match_template(phantom.image)[0].correlation - 0.3
