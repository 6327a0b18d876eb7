import numpy as np
import pytest

from aariz_mm.visualization import contact_sheet
from aariz_mm.visualization.contact_sheet import BACKGROUND, CAPTION_PX, GAP_PX


def test_contact_sheet_size_by_hand():
    # rows of cells 50 wide: heights 50 and 100 (a 10 x 20 picture), then 25
    images = [np.zeros((10, 10), np.uint8), np.zeros((20, 10, 3), np.uint8), np.zeros((10, 20), np.uint8)]
    assert contact_sheet(images, columns=2, cell_width=50).shape == (100 + 25 + 3 * GAP_PX, 100 + 3 * GAP_PX, 3)


def test_contact_sheet_captions_add_their_height():
    image = np.zeros((30, 30), np.uint8)
    sheet = contact_sheet([image], ['a caption much wider than its cell'], cell_width=30)
    assert sheet.shape == (30 + CAPTION_PX + 2 * GAP_PX, 30 + 2 * GAP_PX, 3)


def test_contact_sheet_is_about_square_by_default():
    sheet = contact_sheet([np.zeros((10, 10), np.uint8)] * 12, cell_width=10)
    assert sheet.shape == (3 * 10 + 4 * GAP_PX, 4 * 10 + 5 * GAP_PX, 3)


def test_contact_sheet_keeps_order_and_background():
    images = [np.full((8, 8), value, np.uint8) for value in (200, 100, 50)]
    sheet = contact_sheet(images, columns=2, cell_width=8)
    first, second = GAP_PX + 4, 2 * GAP_PX + 8 + 4
    assert [sheet[y, x, 0] for y, x in ((first, first), (first, second), (second, first))] == [200, 100, 50]
    assert tuple(sheet[second, second]) == tuple(sheet[0, 0]) == BACKGROUND


def test_contact_sheet_does_not_modify_its_inputs():
    image = np.random.default_rng(0).integers(0, 255, (8, 8, 3), dtype=np.uint8)
    before = image.copy()
    contact_sheet([image], ['x'], cell_width=8)
    np.testing.assert_array_equal(image, before)


@pytest.mark.parametrize(
    ('arguments', 'words'),
    [
        (dict(images=[]), 'no images'),
        (dict(images=[np.zeros((4, 4), np.uint8)], captions=['a', 'b']), '1 images but 2 captions'),
        (dict(images=[np.zeros((4, 4))]), 'expected uint8'),
        (dict(images=[np.zeros((4, 4), np.uint8)], columns=0), 'columns'),
    ],
)
def test_contact_sheet_wrong_input_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        contact_sheet(**arguments)
