import numpy as np
import pytest

from aariz_mm.visualization.confusion import draw_confusion


def test_confusion_picture_shades_cells_by_their_share_of_the_row():
    confusion = np.zeros((6, 6), int)
    confusion[0, 0], confusion[1, 1], confusion[1, 2] = 3, 1, 9
    picture = draw_confusion(confusion, cell_px=60)
    corners = picture[90 + 5 :: 60, 60 + 5 :: 60].astype(int).sum(axis=-1)  # of cells, beside their text
    assert corners[0, 0] > corners[1, 2] > corners[1, 1] > corners[0, 1]


def test_confusion_picture_leaves_its_input_alone_and_rejects_another_shape():
    confusion = np.arange(36).reshape(6, 6)
    picture = draw_confusion(confusion)
    assert picture.dtype == np.uint8 and picture.ndim == 3
    assert (confusion == np.arange(36).reshape(6, 6)).all()
    with pytest.raises(ValueError, match=r'got \(5, 6\)'):
        draw_confusion(confusion[:5])
