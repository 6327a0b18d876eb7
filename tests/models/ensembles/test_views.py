import cv2
import numpy as np
import pytest
import torch

from aariz_mm.codecs.spatial_softmax import global_expectation
from aariz_mm.geometry import cells_to_pixels, crop_matrix, pixels_to_cells
from aariz_mm.models.ensembles.views import View, build_view, resize

TURNED = View(rotation_deg=12, scale=0.9, shift=(0.06, -0.04))


def blob_at(points, width=96, height=64, sd=3.0):
    """A picture (1, K, h, w) with a Gaussian of sum 1 about each point (K, 2), anywhere between pixels."""
    x, y = torch.as_tensor(points, dtype=torch.float64).T[:, :, None, None]
    blobs = (-((torch.arange(width) - x) ** 2 + (torch.arange(height)[:, None] - y) ** 2) / (2 * sd**2)).exp()
    return (blobs / blobs.sum(dim=(-2, -1), keepdim=True))[None]


def centers(pictures):
    """Centre of mass of each map of (1, K, h, w): (K, 2)."""
    return global_expectation(pictures / pictures.sum(dim=(-2, -1), keepdim=True))[0].numpy()


def dot_at(x, y, width=16, height=12):
    """A black picture (1, 1, h, w) with one white pixel."""
    picture = torch.zeros(1, 1, height, width)
    picture[..., y, x] = 1.0
    return picture


def test_view_shifts_right_and_down_by_shares_of_the_input():
    # A quarter of 16 px and a third of 12 px.
    moved = View(shift=(0.25, 1 / 3)).warp(dot_at(5, 3))
    torch.testing.assert_close(moved, dot_at(9, 7), atol=1e-5, rtol=0)


def test_view_turns_counter_clockwise_about_the_centre():
    # 4 px right of the centre of 9 x 9 goes 4 px above it (y points down).
    turned = View(rotation_deg=90).warp(dot_at(8, 4, 9, 9))
    torch.testing.assert_close(turned, dot_at(4, 0, 9, 9), atol=1e-5, rtol=0)


def test_view_enlarges_about_the_centre():
    # 2 px right of the centre goes 4 px right of it, and the dot is as wide as before at half its height.
    enlarged = View(scale=2).warp(dot_at(6, 4, 9, 9))
    torch.testing.assert_close(enlarged[0, 0, 4], torch.tensor([0, 0, 0, 0, 0, 0, 0, 0.5, 1]), atol=1e-5, rtol=0)


def test_view_repeats_the_border():
    ones = torch.full((2, 3, 8, 8), 0.7)
    torch.testing.assert_close(View(rotation_deg=30, scale=0.5, shift=(0.3, 0)).warp(ones), ones)


def test_view_of_an_oblong_is_the_warp_of_the_training_augmentation():
    picture = cv2.GaussianBlur(np.random.default_rng(0).random((40, 60), dtype=np.float32), (0, 0), 3)
    settings = 20, 0.9, (0.1, -0.05)
    expected = cv2.warpAffine(
        picture, crop_matrix((60, 40), (60, 40), *settings), (60, 40), borderMode=cv2.BORDER_REPLICATE
    )
    result = View(*settings).warp(torch.from_numpy(picture)[None, None])[0, 0]
    np.testing.assert_allclose(result, expected, atol=2e-3)  # OpenCV counts in 1/32 px


def test_view_back_and_forth_gives_the_picture_again():
    picture = torch.randn(1, 1, 8, 8)
    torch.testing.assert_close(View(rotation_deg=-90).warp(View(rotation_deg=90).warp(picture)), picture)


@pytest.mark.parametrize('view', [TURNED, View(scale=1.3), View(shift=(2 / 96, 0)), View(rotation_deg=-30)])
def test_dots_found_in_a_view_are_moved_to_their_place_in_the_input(view):
    points = np.array([[40.3, 30.8], [62.25, 22.5], [48, 44.1]])
    found = centers(view.warp(blob_at(points)))
    assert np.abs(found - points).max() > 0.9
    np.testing.assert_allclose(view.points_to_input(found, (96, 64)), points, atol=1e-3)


def test_points_of_a_view_by_hand():
    points = np.array([[40.0, 7.0]], dtype=np.float32)
    moved = View(shift=(0.1, 0)).points_to_input(points, (100, 100))
    assert moved.dtype == np.float32 and moved.tolist() == [[30, 7]] and points.tolist() == [[40, 7]]
    assert View().points_to_input(points, (100, 100)) is points


@pytest.mark.parametrize('cells', [(192, 128), (96, 64), (96, 32)])  # the last is of another stride along y
def test_maps_of_a_view_are_moved_into_cells_of_the_input(cells):
    cells_per_pixel = np.array(cells) / (192, 128)
    seen = np.array([[80.0, 62.0], [110.4, 70.2]])
    moved = TURNED.maps_to_input(blob_at(pixels_to_cells(seen, cells_per_pixel), *cells), (192, 128))
    found = cells_to_pixels(centers(moved), cells_per_pixel)
    np.testing.assert_allclose(found, TURNED.points_to_input(seen, (192, 128)), atol=1e-2)
    torch.testing.assert_close(moved.sum(dim=(-2, -1)), torch.ones(1, 2, dtype=torch.float64), atol=1e-3, rtol=0)


def test_maps_are_empty_where_the_view_saw_nothing():
    moved = View(shift=(0.25, 0)).maps_to_input(torch.ones(1, 1, 4, 8), (32, 16))
    assert moved[0, 0, 0].tolist() == [1, 1, 1, 1, 1, 1, 0, 0]


def test_identity_leaves_maps_as_they_are():
    maps = torch.rand(1, 2, 4, 4)
    assert View().maps_to_input(maps, (16, 16)) is maps


@pytest.mark.parametrize('size', [(48, 32), (144, 96), (32, 21)])
def test_resize_keeps_dots_at_their_share_of_the_picture(size):
    points = np.array([[40.3, 30.8], [62.25, 22.5]])
    found = centers(resize(blob_at(points, sd=4.0), size))
    np.testing.assert_allclose(found, pixels_to_cells(points, np.array(size) / (96, 64)), atol=1e-2)


def test_resize_averages_what_it_reduces():
    checkers = torch.tensor([[0.0, 1], [1, 0]]).repeat(8, 8)[None, None]
    torch.testing.assert_close(resize(checkers, (2, 2)), torch.full((1, 1, 2, 2), 0.5), atol=0.05, rtol=0)


@pytest.mark.parametrize('size', [None, (8, 6), [8, 6]])
def test_resize_to_the_same_size_is_the_input_itself(size):
    picture = torch.randn(1, 3, 6, 8)
    assert resize(picture, size) is picture


def test_resize_refuses_to_distort():
    with pytest.raises(ValueError, match=r"8 x 8 of a member, but the pipeline's is 8 x 6: the picture would be dist"):
        resize(torch.randn(1, 3, 6, 8), (8, 8))


def test_view_leaves_its_input_and_its_type_alone():
    picture = torch.randn(2, 3, 8, 8, dtype=torch.float64)
    before = picture.clone()
    warped = View(rotation_deg=10).warp(picture)
    assert torch.equal(picture, before) and warped.dtype == torch.float64 and warped.shape == picture.shape


@pytest.mark.parametrize('settings', [{}, dict(rotation_deg=0), dict(scale=1, shift=[0, 0])])
def test_identity_is_the_input_itself(settings):
    picture = torch.randn(1, 3, 8, 8)
    assert build_view(settings).warp(picture) is picture


@pytest.mark.parametrize(
    'settings', [dict(scale=0), dict(scale=-1), dict(scale=float('nan')), dict(shift=0.1), dict(shift=(0.1,))]
)
def test_view_that_cannot_be_is_refused(settings):
    with pytest.raises(ValueError, match='a view is never a flip'):
        build_view(settings)


def test_view_of_an_unknown_setting_is_refused():
    with pytest.raises(ValueError, match=r"\['flip'\] unknown, expected some of \['rotation_deg', 'scale', 'shift'\]"):
        build_view(dict(flip=True, rotation_deg=5))
