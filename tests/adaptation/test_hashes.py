"""A radiograph is known again under another name, format, size or turn, and no other one is."""

from functools import cache

import cv2
import numpy as np
import pytest

from aariz_mm.adaptation.hashes import are_alike, check_look, find_look, look_of
from aariz_mm.phantom import draw_indexed_phantom


@cache
def phantom(index=0):
    image = draw_indexed_phantom(0, 'test', index, (360, 440)).image
    image.setflags(write=False)  # all tests have the same
    return image


@pytest.mark.parametrize(
    'change',
    [
        lambda grey: grey,
        lambda grey: cv2.imdecode(cv2.imencode('.jpg', grey, [cv2.IMWRITE_JPEG_QUALITY, 80])[1], cv2.IMREAD_GRAYSCALE),
        lambda grey: cv2.resize(grey, None, fx=2, fy=2),
        lambda grey: cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA),
        lambda grey: grey[1:],
        lambda grey: grey[:, ::-1],
        lambda grey: grey[::-1, ::-1],
        lambda grey: np.rot90(grey),
        lambda grey: 255 - grey,
    ],
)
def test_a_changed_copy_is_known(change):
    assert find_look(np.ascontiguousarray(change(phantom())), [look_of(phantom(1)), look_of(phantom())]) == 1


def test_another_radiograph_is_not():
    assert find_look(phantom(2), [look_of(phantom(0)), look_of(phantom(1))]) is None
    assert find_look(phantom(), []) is None


@pytest.mark.parametrize('look', ['', 'ab', 'x' * 64, 'a' * 62])
def test_what_is_no_look_is_refused(look):
    with pytest.raises(ValueError):
        check_look(look)


def test_looks_that_differ_by_few_bits_are_alike():
    look, far = look_of(phantom()), look_of(phantom(1))
    changed = f'{int(look, 16) ^ 0b10110:064x}'
    assert are_alike(look, changed) and not are_alike(look, far)
