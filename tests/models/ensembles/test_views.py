import cv2
import numpy as np
import pytest
import torch

from aariz_mm.models.ensembles.views import View, build_view
from aariz_mm.transforms.cvm_crop import crop_matrix


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
