import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from aariz_mm.models.estimators.crops import crop_corners_px, cut_crops, well_within


def numbered(width, height):
    """(1, 1, h, w); every pixel says where it is: 100 y + x."""
    return (torch.arange(height)[:, None] * 100 + torch.arange(width)).float()[None, None]


def test_centre_pixel_of_a_crop_is_the_nearest_to_the_point():
    corners = crop_corners_px(torch.tensor([[6.4, 3.6]]), side=4)
    crop = cut_crops(numbered(12, 9), torch.tensor([0]), corners, side=4)
    assert crop[0, 0, 2, 2] == 406


def test_crop_beyond_the_border_is_filled_with_0():
    crop = cut_crops(numbered(12, 9) + 1, torch.tensor([0]), torch.tensor([[-2, 7]]), side=4)
    assert crop[0, 0].tolist() == [[0, 0, 701, 702], [0, 0, 801, 802], [0] * 4, [0] * 4]


def test_crop_far_from_the_image_is_empty():
    corners = torch.tensor([[-5000, 0], [5000, 0], [0, -5000], [0, 5000]])
    assert (cut_crops(numbered(12, 9) + 1, torch.zeros(4, dtype=torch.int64), corners, side=4) == 0).all()


def test_each_crop_is_of_its_own_image():
    images = torch.cat([numbered(8, 8), -numbered(8, 8)])
    crops = cut_crops(images, torch.tensor([1, 0]), torch.tensor([[1, 1], [2, 2]]), side=2)
    assert crops[:, 0, 0, 0].tolist() == [-101, 202]


def test_a_crop_shows_a_point_well_within_from_the_margin_on():
    corners, points = torch.tensor([[0, 0], [10, 0], [100, 100]]), torch.tensor([[16.0, 16.0], [26.0, 16.0]])
    # Of crops of 32 pixels the first shows the second point 5 pixels within, the second the first 6.
    assert well_within(points, corners, 32, 5).tolist() == [[True, True], [True, True], [False, False]]
    assert well_within(points, corners, 32, 5.5).tolist() == [[True, False], [True, True], [False, False]]
    assert well_within(points, corners, 32, 6.5).tolist() == [[True, False], [False, True], [False, False]]


def padded(images, which, corners, side):
    """Crops of images with as much black about them as a crop may show, one by one."""
    framed = torch.nn.functional.pad(images, (2 * side,) * 4)
    height, width = images.shape[-2:]
    places = corners.clamp(torch.tensor(-side), torch.tensor([width, height])) + 2 * side
    return torch.stack([framed[n, :, y : y + side, x : x + side] for n, (x, y) in zip(which, places, strict=True)])


@pytest.mark.parametrize('side', [1, 8, 40])
def test_crops_are_those_of_images_with_black_about_them(side):
    generator = torch.Generator().manual_seed(0)
    images = torch.rand(3, 2, 30, 20, generator=generator)
    corners = torch.randint(-60, 60, (200, 2), generator=generator)
    which = torch.randint(0, 3, (200,), generator=generator)
    assert torch.equal(cut_crops(images, which, corners, side), padded(images, which, corners, side))


class LargestMade(TorchDispatchMode):
    """Notes the numbers of the largest tensor that an operation gives, and those of the images themselves."""

    largest = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        made = func(*args, **(kwargs or {}))
        self.largest = max(self.largest, made.untyped_storage().nbytes() // made.element_size())
        return made


def test_crops_need_no_copy_of_the_images():
    with LargestMade() as mode:
        cut_crops(torch.rand(1, 3, 64, 64), torch.zeros(4).long(), torch.zeros(4, 2).long(), side=8)
    assert mode.largest == 3 * 64 * 64


def test_no_crop_of_no_landmark():
    assert cut_crops(torch.rand(1, 3, 8, 8), torch.zeros(0).long(), torch.zeros(0, 2).long(), 4).shape == (0, 3, 4, 4)
