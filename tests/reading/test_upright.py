"""A radiograph is read once where it is as usual, and found again where it is not."""

import contextlib

import cv2
import numpy as np
import pytest
from not_cephalograms import CUTS, KINDS, cut_part

from aariz_mm.intake.candidates import field_mm, framed, propose_views, without_border
from aariz_mm.intake.plausibility import assess
from aariz_mm.intake.uprighting import turned, whole
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom import draw_indexed_phantom
from aariz_mm.reading.upright import read_upright


@pytest.fixture(scope='module')
def phantom():
    return draw_indexed_phantom(2, 'test', 3, (360, 440))


class Finder:
    """A model that knows one phantom: it is registered with what is given, and noise where that does not fit."""

    def __init__(self, phantom):
        self.phantom, self.calls = phantom, 0

    def __call__(self, image):
        self.calls += 1
        small, target = (cv2.resize(one, (90, 110)).astype(np.float32) for one in (self.phantom.image, image))
        warp, fits = np.eye(2, 3, dtype=np.float32), 0.0
        criteria = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 60, 1e-4)
        with contextlib.suppress(cv2.error):  # it did not converge
            fits, warp = cv2.findTransformECC(target, small, warp, cv2.MOTION_AFFINE, criteria)
        cells = np.array([90, 110]) / self.phantom.image.shape[::-1]
        if fits < 0.96 or np.abs(warp[:, :2] - np.eye(2)).max() > 0.4:
            points = np.random.default_rng(0).uniform(0, image.shape[0], (29, 2))
        else:
            back = np.linalg.inv(np.vstack([warp, [0, 0, 1]]))[:2]
            at = (self.phantom.landmarks_px * cells) @ back[:, :2].T + back[:, 2]
            points = at * np.array(image.shape[::-1]) / (90, 110)
        return dict(points=points), points, assess(image, points, SYMBOLS)


def test_an_upright_radiograph_is_read_once(phantom):
    finder = Finder(phantom)
    look = read_upright(phantom.image, finder, SYMBOLS)
    assert finder.calls == 1 and not look.why_not and look.view.describe() == ''


@pytest.mark.parametrize('inverts', [False, True])
@pytest.mark.parametrize('quarters', range(4))
@pytest.mark.parametrize('is_mirrored', [False, True])
def test_a_turned_radiograph_takes_few_readings(phantom, is_mirrored, quarters, inverts):
    finder, view = Finder(phantom), turned(whole(phantom.image.shape[::-1]), is_mirrored, quarters)
    lying = view.draw(phantom.image)
    look = read_upright(255 - lying if inverts else lying, finder, SYMBOLS)
    assert not look.why_not and finder.calls <= 4 and look.view.inverted == inverts
    error = look.view.to_stored(look.points_px) - view.to_view(phantom.landmarks_px)
    assert np.median(np.abs(error)) < 4


@pytest.mark.parametrize('grey', [0, 255])
@pytest.mark.parametrize('margins', [(90, 90, 70, 70), (200, 60, 20, 120)])
def test_a_border_is_cut_before_it_is_read(phantom, grey, margins):
    finder = Finder(phantom)
    bordered = cv2.copyMakeBorder(phantom.image, *margins, cv2.BORDER_CONSTANT, value=grey)
    look = read_upright(bordered, finder, SYMBOLS)
    assert not look.why_not and look.view.is_cut and finder.calls <= 3
    stored = look.view.to_stored(look.points_px) - [margins[2], margins[0]]
    assert np.median(np.abs(stored - phantom.landmarks_px)) < 4


@pytest.mark.parametrize('kind', KINDS)
def test_what_is_no_cephalogram_has_a_reason(phantom, kind):
    image = KINDS[kind](np.random.default_rng(7))
    look = read_upright(image, Finder(phantom), SYMBOLS)
    assert look.why_not and look.points_px.shape == (29, 2)


@pytest.mark.parametrize('part', CUTS)
def test_a_part_of_a_cephalogram_has_a_reason(phantom, part):
    image = cut_part(phantom.image, CUTS[part], np.random.default_rng(0))
    assert read_upright(image, Finder(phantom), SYMBOLS).why_not


def test_what_cannot_be_read_is_looked_at_as_it_is(phantom):
    look = read_upright(KINDS['half mirrored'](np.random.default_rng(3)), Finder(phantom), SYMBOLS)
    assert look.why_not and look.view.describe() == ''


def test_readings_are_bounded(phantom):
    finder = Finder(phantom)
    read_upright(KINDS['half mirrored'](np.random.default_rng(3)), finder, SYMBOLS)
    assert finder.calls <= 12


def test_a_frame_lays_the_face_as_usual(phantom):
    view = framed(whole(phantom.image.shape[::-1]), phantom.landmarks_px, 20.0)
    found = assess(view.draw(phantom.image), view.to_view(phantom.landmarks_px), SYMBOLS)
    assert found.tilt_deg == pytest.approx(20)
    assert field_mm(view.to_view(phantom.landmarks_px), view.size) == pytest.approx(268, rel=0.01)


def test_proposals_come_best_first_and_begin_with_the_right_one(phantom):
    found = propose_views(np.ascontiguousarray(phantom.image[:, ::-1]), without_border(phantom.image))
    assert [value for value, _ in found] == sorted((value for value, _ in found), reverse=True)
    assert found[0][1].describe() == 'mirrored'
