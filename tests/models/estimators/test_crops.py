import torch

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
