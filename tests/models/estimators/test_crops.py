import torch

from aariz_mm.models.estimators.crops import crop_corners_px, cut_crops, shares_of_crops


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


def test_crops_that_show_a_place_well_within_count_alike():
    corners = torch.tensor([[0, 0], [10, 0], [100, 100]])
    own = torch.tensor([[16.0, 16.0], [26.0, 16.0], [116.0, 116.0]])
    points = torch.full((3, 3, 2), -1e6)  # what a crop says of its neighbour's landmark decides nothing
    points[range(3), range(3)] = own
    # Of crops of 32 pixels the first shows landmark 1 at (26, 16), 5 pixels within; the second shows 0 at (6, 16).
    assert shares_of_crops(points, corners, 32, 5).tolist() == [[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]
    assert shares_of_crops(points, corners, 32, 5.5).tolist() == [[0.5, 0, 0], [0.5, 1, 0], [0, 0, 1]]
    assert shares_of_crops(points, corners, 32, 6.5).tolist() == torch.eye(3).tolist()


def test_the_own_crop_counts_wherever_it_shows_the_place():
    points = torch.zeros(1, 1, 2)  # at the very corner of its own crop
    assert shares_of_crops(points, torch.tensor([[0, 0]]), 32, 8).tolist() == [[1]]
