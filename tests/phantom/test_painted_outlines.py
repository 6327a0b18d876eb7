import numpy as np
import pytest

from aariz_mm.phantom import DEVICES, draw_phantom, outline_phantom
from aariz_mm.phantom.anatomy import PIECES
from aariz_mm.phantom.outlines import TOOTH_NAMES

SIZE = (450, 550)


def test_outlines_are_those_of_the_head_that_is_drawn():
    phantom = draw_phantom(3, SIZE)
    tip = phantom.landmarks_px[21]  # UIT
    assert np.linalg.norm(outline_phantom(3, SIZE)['upper incisor'] - tip, axis=1).min() < 1e-9
    assert np.linalg.norm(outline_phantom(4, SIZE)['upper incisor'] - tip, axis=1).min() > 1


def test_outlines_name_every_structure_and_the_other_side_of_the_paired():
    found = outline_phantom(0, SIZE)
    paired = {f'{piece.name}, other side' for piece in PIECES if piece.twin}
    assert set(found) == {'skin', *(piece.name for piece in PIECES), *paired, *TOOTH_NAMES}
    assert 'mandible, other side' in found and 'sella, other side' not in found


def test_other_side_lies_beside():
    found = outline_phantom(0, SIZE)
    apart = np.linalg.norm(found['mandible'] - found['mandible, other side'], axis=1)
    assert 0.5 < apart.mean() < 15


def test_outlines_of_bodies_are_closed_and_the_border_of_the_tooth_is_bright():
    found, image = outline_phantom(0, SIZE, device=DEVICES[0]), draw_phantom(0, SIZE, device=DEVICES[0]).image
    assert np.allclose(found['symphysis'][0], found['symphysis'][-1]) and not np.allclose(*found['sella'][[0, -1]])
    on = np.round(found['upper incisor']).astype(int)
    beside = on + np.array([14, 0])
    assert image[on[:, 1], on[:, 0]].mean() > image[beside[:, 1], beside[:, 0]].mean()


def test_outlines_refuse_what_drawing_refuses():
    with pytest.raises(ValueError, match='at least 128 pixels'):
        outline_phantom(0, (100, 550))
    with pytest.raises(ValueError, match='CVM stage 7'):
        outline_phantom(0, SIZE, stage=7)
