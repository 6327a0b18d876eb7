"""Looks of images, and how one is laid on another."""

import cv2
import numpy as np
import pytest

from aariz_mm.doctor.likeness import likely_pairs
from aariz_mm.doctor.looks import SYMMETRIES, look_of, view_matrix, viewed
from aariz_mm.doctor.matching import match_looks


def picture(seed, size=(300, 260)):
    """Blobs of many sizes, as few radiographs have."""
    rng = np.random.default_rng(seed)
    layers = [cv2.GaussianBlur(rng.standard_normal(size), (0, 0), sigma) * sigma for sigma in (2, 5, 12)]
    return cv2.normalize(sum(layers), None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8)


@pytest.mark.parametrize('symmetry', SYMMETRIES)
def test_view_of_a_look_is_the_look_of_the_view(symmetry):
    image = picture(0)
    mirrored, turns = symmetry
    view = np.rot90(image[:, ::-1] if mirrored else image, turns)
    match = match_looks(look_of(np.ascontiguousarray(view)), viewed(look_of(image), symmetry), [(False, 0)])
    assert match.is_copy and match.matches > 150 and match.correlation > 0.97


@pytest.mark.parametrize('symmetry', SYMMETRIES)
def test_view_matrix_places_a_pixel_where_the_view_has_it(symmetry):
    image = np.zeros((5, 8), int)
    image[1, 6] = 1
    mirrored, turns = symmetry
    view = np.rot90(image[:, ::-1] if mirrored else image, turns)
    x, y, _ = view_matrix((8, 5), symmetry) @ [6, 1, 1]
    assert view[int(y), int(x)] == 1


def test_match_maps_points_back_and_says_what_was_done():
    image = picture(1)
    matrix = cv2.getRotationMatrix2D((130, 150), 4, 1)
    turned = cv2.warpAffine(255 - image, matrix, (260, 300))[60:, :-15]
    match = match_looks(look_of(image), look_of(np.ascontiguousarray(turned)))
    place = matrix @ [100, 170, 1] - [0, 60]
    assert match.to_first @ [*place, 1] == pytest.approx([100, 170], abs=0.7)
    assert match.correlation < -0.9
    assert str(match) == 'negative, turned by 4.0 degrees, cropped'


def test_match_of_a_mirrored_copy_of_half_the_size_maps_its_corner():
    image = picture(2)
    copy = cv2.resize(np.ascontiguousarray(image[:, ::-1]), (130, 150), interpolation=cv2.INTER_AREA)
    match = match_looks(look_of(image), look_of(copy))
    assert match.is_copy and str(match) == 'mirrored'
    assert match.to_first @ [0, 0, 1] == pytest.approx([258.5, 0.5], abs=0.7)


def test_match_of_strangers_is_no_copy():
    match = match_looks(look_of(picture(3)), look_of(picture(4)))
    assert match is None or not match.is_copy


@pytest.mark.parametrize('image', [np.zeros((40, 30), np.uint8), np.full((1, 1), 9, np.uint8), picture(0)[:3, :3]])
def test_image_that_shows_nothing_is_like_no_other(image):
    looks = [look_of(image), look_of(image), look_of(picture(0))]
    assert match_looks(looks[0], looks[2]) is None
    assert all(0 not in pair[:2] for pair in likely_pairs(looks)) or len(looks[0].descriptors)


def test_likely_pairs_hold_a_copy_and_do_not_depend_on_the_order():
    images = [picture(seed, (150, 130)) for seed in range(24)]
    images.append(np.ascontiguousarray(255 - np.rot90(images[5])[10:]))
    looks = [look_of(image) for image in images]
    named = {(a, b): view for a, b, view in likely_pairs(looks)}
    assert match_looks(looks[5], looks[24], [named[5, 24]]).is_copy
    back = {(24 - b, 24 - a) for a, b, _ in likely_pairs(looks[::-1])}
    assert (5, 24) in back
