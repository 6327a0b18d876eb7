import numpy as np
import pytest
from moved_radiographs import expose_again, made_timepoint, move_radiograph, start_from_landmarks

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom import draw_phantom
from aariz_mm.superimposition import Rigid
from aariz_mm.superimposition.regions import REGIONS, region_landmarks
from aariz_mm.superimposition.registration import register


@pytest.fixture(scope='module')
def case():
    """A phantom, the same moved and exposed again, and the true move of the later onto the earlier."""
    phantom = draw_phantom(1, (450, 550))
    fixed = made_timepoint(SYMBOLS, phantom.landmarks_px, phantom.pixel_size_mm)
    rng = np.random.default_rng(2)
    moving, picture, move, _ = move_radiograph(rng, fixed, phantom.image)
    return fixed, phantom.image, moving, expose_again(rng, picture, may_be_negative=False), move.inverse()


def off_by_mm(found, truth, points_mm):
    left = found.move.compose(truth.inverse())
    return float(np.hypot(*(left.apply(points_mm) - points_mm).T).max())


@pytest.mark.parametrize('region', REGIONS)
def test_region_is_found_from_landmarks_that_are_off(case, region):
    fixed, grey, moving, other, truth = case
    start = start_from_landmarks(np.random.default_rng(3), fixed, moving, region, 1.0)
    found = register(fixed, grey, moving, other, region, start)
    assert found.accepted and found.reason == '' and found.region == region
    assert off_by_mm(found, truth, region_landmarks(fixed, region)) < 0.3
    assert (np.linalg.eigvalsh(found.covariance) > 0).all() and found.quality['gain'] > 0


def test_negative_is_registered(case):
    fixed, grey, moving, other, truth = case
    found = register(fixed, grey, moving, 255 - other, 'cranial_base', truth)
    assert found.accepted and found.quality['negative']
    assert off_by_mm(found, truth, region_landmarks(fixed, 'cranial_base')) < 0.3


def test_registration_changes_no_picture_and_repeats_itself(case):
    fixed, grey, moving, other, truth = case
    kept = grey.copy(), other.copy()
    found = [register(fixed, grey, moving, other, 'maxilla', truth) for _ in range(2)]
    assert (grey == kept[0]).all() and (other == kept[1]).all()
    np.testing.assert_array_equal(found[0].move.matrix, found[1].move.matrix)


@pytest.mark.parametrize('region', REGIONS)
def test_another_head_is_refused(case, region):
    fixed, grey, *_ = case
    stranger = draw_phantom(9, (450, 550))
    moving = made_timepoint(SYMBOLS, stranger.landmarks_px, stranger.pixel_size_mm, 'T2')
    start = start_from_landmarks(np.random.default_rng(0), fixed, moving, region, 0.0)
    found = register(fixed, grey, moving, stranger.image, region, start)
    assert not found.accepted and found.move == start and np.isnan(found.covariance).all() and found.reason


def test_start_that_is_far_off_is_refused(case):
    fixed, grey, moving, other, truth = case
    far = Rigid(truth.angle_rad, truth.shift_mm + np.array([12.0, 0.0]))
    found = register(fixed, grey, moving, other, 'cranial_base', far)
    assert not found.accepted and found.move == far


@pytest.mark.parametrize('blank', [np.zeros((300, 300), np.uint8), np.full((300, 300), 255, np.uint8)])
def test_blank_picture_is_refused(case, blank):
    fixed, grey, moving, _, truth = case
    for first, second in ((grey, blank), (blank, grey)):
        found = register(fixed, first, moving, second, 'cranial_base', truth)
        assert not found.accepted and found.reason


def test_tiny_picture_is_refused(case):
    fixed, grey, moving, _, truth = case
    found = register(fixed, grey, moving, np.zeros((5, 9), np.uint8), 'cranial_base', truth)
    assert found.reason == 'T2: a picture of 9 x 5 pixels is too small'


def test_region_beside_the_picture_is_refused(case):
    fixed, grey, moving, other, truth = case
    found = register(fixed, grey, moving, other, 'mandible', Rigid(0.0, truth.shift_mm + 1000))
    assert not found.accepted and found.reason


def test_missing_landmarks_are_refused(case):
    fixed, grey, moving, other, truth = case
    nowhere = made_timepoint(SYMBOLS, np.full((29, 2), np.nan), 0.3)
    assert 'missing: S, N' in register(nowhere, grey, moving, other, 'cranial_base', truth).reason
    unknown = Rigid(float('nan'), np.full(2, np.nan))
    assert 'no start' in register(fixed, grey, moving, other, 'cranial_base', unknown).reason


def test_matrix_without_an_inverse_is_refused(case):
    fixed, grey, moving, other, truth = case
    flat = made_timepoint(SYMBOLS, moving.points_mm, 0.0, 'T2')
    assert register(fixed, grey, flat, other, 'maxilla', truth).reason.startswith('T2: no usable matrix')


def test_wrong_input_is_an_error(case):
    fixed, grey, moving, other, truth = case
    with pytest.raises(ValueError, match=r"region 'nose' is unknown"):
        register(fixed, grey, moving, other, 'nose', truth)
    with pytest.raises(ValueError, match=r'moving_grey: expected grey pixels'):
        register(fixed, grey, moving, np.zeros((40, 40, 3)), 'maxilla', truth)
