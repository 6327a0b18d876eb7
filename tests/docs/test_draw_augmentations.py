"""The picture of augmentations in the cookbook."""

import sys

import numpy as np
import pytest
from markdown_pages import ROOT, read

sys.path.insert(0, str(ROOT / 'docs'))

from draw_augmentations import SIZE, alone, augmented, draw, read_steps, strongest

from aariz_mm.launching.browsing import NetworkInput
from aariz_mm.phantom import write_phantom_dataset


@pytest.fixture(scope='module')
def phantom(tmp_path_factory):
    return write_phantom_dataset(tmp_path_factory.mktemp('data') / 'a', 1, 0, 0, size=(225, 275), progress=False)


def grey(value):
    return NetworkInput('a', np.full((8, 8, 3), value, np.uint8), (), np.empty((0, 2)), np.empty(0, bool), None)


def test_every_step_happens_whenever_it_is_drawn_alone():
    steps = {step['type']: step for step in alone(read_steps())}
    assert len(steps) == 20 and 'RandomApply' not in steps
    assert {value for step in steps.values() for key, value in step.items() if key.endswith('prob')} == {1.0}
    assert steps['RandomBox']['rotate_factor'] == 20.0


def test_strongest_differs_most_from_the_plain_picture():
    assert strongest(grey(100), iter([grey(110), grey(60), grey(130)])).image[0, 0, 0] == 60


def test_landmarks_move_with_the_picture(phantom):
    (plain,) = augmented(phantom, [], 1)
    turned = next(augmented(phantom, read_steps()[:1], 1))
    assert turned.image.shape == plain.image.shape == (SIZE[1], SIZE[0], 3)
    assert np.abs(turned.points_px - plain.points_px).max() > 3


def test_visible_landmarks_alone_are_drawn():
    points, visible = np.array([[2.0, 2.0], [60.0, 60.0]]), np.array([True, False])
    drawn = draw(NetworkInput('a', np.zeros((80, 80, 3), np.uint8), ('S', 'N'), points, visible, None))
    assert drawn[2, 2].any() and not drawn[40:].any()


def test_cookbook_shows_a_picture_that_loads_quickly():
    assert '](augmentations.jpg)' in read(ROOT / 'docs/cookbook.md')
    assert (ROOT / 'docs/augmentations.jpg').stat().st_size <= 250_000
