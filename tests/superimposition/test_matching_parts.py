"""The parts of a registration: patches, moves, blocks, pieces, limits."""

import cv2
import numpy as np
import pytest

from aariz_mm.superimposition.accepting import LIMITS, judge
from aariz_mm.superimposition.blocks import compare_blocks, disagreeing_cells
from aariz_mm.superimposition.patches import Grid, Patch, build_pyramid, grid_around, polygon_mask, sample_patch
from aariz_mm.superimposition.pieces import cut_into_pieces, jackknife_covariance
from aariz_mm.superimposition.refining import (
    correlation_at,
    find_size_ratio,
    project_rigid,
    refine,
    rescale,
    turn_and_shift,
)
from aariz_mm.superimposition.search import find_candidates, turn_about


@pytest.fixture(scope='module')
def texture():
    rng = np.random.default_rng(0)
    grey = cv2.GaussianBlur(rng.standard_normal((160, 160)), (0, 0), 3)
    return ((grey - grey.min()) / np.ptp(grey) * 255).astype(np.uint8)


def patch_of(texture):
    return sample_patch(texture, np.diag([0.5, 0.5, 1]), Grid(np.zeros(2), (160, 160), 0.5))


def test_grid_keeps_a_margin_around_the_region():
    grid = grid_around((np.array([[0, 0], [10, 0], [10, 5]]),), 0.5)
    np.testing.assert_array_equal(grid.origin_mm, [-10, -10])
    assert grid.size == (61, 51)


def test_grid_larger_than_a_head_is_refused():
    with pytest.raises(ValueError, match=r'320 mm large, expected at most 250 mm'):
        grid_around((np.array([[0, 0], [300, 0], [0, 1]]),))


def test_polygon_covers_its_cells():
    mask = polygon_mask((np.array([[0, 0], [4, 0], [4, 2], [0, 2]]),), Grid(np.array([-1, -1]), (8, 6), 1.0))
    assert mask.sum() == 15 and mask[1, 1] and mask[3, 5]


def test_patch_forgets_contrast_and_brightness(texture):
    paler = (texture * 0.4 + 90).astype(np.uint8)
    one, other = patch_of(texture), patch_of(paler)
    assert np.corrcoef(one.greys.ravel(), other.greys.ravel())[0, 1] > 0.99


def test_patch_beside_the_picture_is_empty(texture):
    patch = sample_patch(texture, np.diag([0.5, 0.5, 1]), Grid(np.array([500.0, 500.0]), (40, 40), 0.5))
    assert not patch.inside.any() and not patch.greys.any()


def test_pyramid_averages_and_counts_whole_cells():
    inside = np.array([[1, 1, 1, 1], [1, 1, 1, 0]], bool)
    coarse = build_pyramid(Patch(np.array([[1, 3, 0, 0], [5, 7, 0, 0]], np.float32), inside), 2)
    np.testing.assert_array_equal(coarse.greys, [[4, 0]])
    np.testing.assert_array_equal(coarse.inside, [[True, False]])


def test_rescaled_move_moves_the_same_way():
    move = turn_about(np.array([3.0, 4.0]), 0.2, np.array([1.0, -2.0]))
    there = rescale(move, 2) @ [2 * 5 + 0.5, 2 * 6 + 0.5, 1]
    np.testing.assert_allclose(there, 2 * (move @ [5, 6, 1]) + 0.5)
    np.testing.assert_allclose(rescale(rescale(move, 2), 0.5), move, atol=1e-12)


def test_turn_and_shift_reads_what_turn_about_made():
    centre = np.array([3.0, 4.0])
    np.testing.assert_allclose(turn_and_shift(turn_about(centre, 0.2, np.array([1, -2])), centre), [0.2, 1, -2])


def test_project_rigid_drops_the_scale():
    move = turn_about(np.zeros(2), 0.3, np.array([1.0, 2.0]))
    stretched = np.column_stack([1.01 * move[:, :2], move[:, 2]])
    np.testing.assert_allclose(project_rigid(stretched), move)


def moved_back(patch, angle, shift):
    """The patch as it lies before the move ``turn_about((80, 80), angle, shift)``, and that move."""
    move = turn_about(np.array([80.0, 80.0]), angle, np.array(shift))
    greys = cv2.warpAffine(patch.greys, move, (160, 160), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return Patch(greys, patch.inside), move


def middle_mask():
    mask = np.zeros((160, 160), bool)
    mask[50:110, 40:120] = True
    return mask


@pytest.mark.parametrize('sign', [1, -1])
def test_search_finds_a_move_and_its_sign(texture, sign):
    fixed = patch_of(texture)
    moving, _ = moved_back(fixed, np.deg2rad(3), (4, -5))
    best = find_candidates(fixed, Patch(sign * moving.greys, moving.inside), middle_mask(), 1.0)[0]
    angle, x, y = turn_and_shift(best.matrix, np.array([80.0, 80.0]))
    assert best.sign == sign and abs(np.rad2deg(angle) - 3) < 0.1 and np.hypot(x - 4, y + 5) < 1.5


def test_search_of_a_flat_patch_finds_nothing():
    flat = Patch(np.zeros((160, 160), np.float32), np.ones((160, 160), bool))
    assert find_candidates(flat, flat, middle_mask(), 1.0) == []
    assert find_candidates(flat, flat, np.zeros((160, 160), bool), 1.0) == []


def test_refine_finds_the_move_within_a_twentieth_of_a_cell(texture):
    fixed = patch_of(texture)
    moving, move = moved_back(fixed, 0.02, (1.5, -0.7))
    found = refine(fixed, moving, middle_mask(), np.eye(2, 3))
    centre = np.array([80.0, 80.0])
    np.testing.assert_allclose(turn_and_shift(found, centre), turn_and_shift(move, centre), atol=0.05)
    assert correlation_at(fixed, moving, middle_mask(), found)[0] > 0.98


@pytest.mark.parametrize('ratio', [0.95, 1.0, 1.05])
def test_size_ratio_is_found(texture, ratio):
    fixed, centre = patch_of(texture), np.array([80.0, 80.0])
    larger = np.column_stack([np.eye(2) * ratio, centre * (1 - ratio)])
    moving = Patch(cv2.warpAffine(fixed.greys, larger, (160, 160)), fixed.inside)
    assert abs(find_size_ratio(fixed, moving, middle_mask(), np.eye(2, 3), centre) - ratio) < 0.004


def test_refine_of_nothing_is_none(texture):
    empty = Patch(np.zeros((160, 160), np.float32), np.zeros((160, 160), bool))
    assert refine(patch_of(texture), empty, middle_mask(), np.eye(2, 3)) is None
    assert correlation_at(patch_of(texture), empty, middle_mask(), np.eye(2, 3)) == (0.0, 0.0)


def test_blocks_say_how_far_they_lie_wrong(texture):
    fixed = patch_of(texture)
    moved = Patch(np.roll(fixed.greys, 3, axis=1), fixed.inside)
    blocks = compare_blocks(fixed, moved, middle_mask(), 0.5)
    assert len(blocks.centres) > 6 and blocks.agreeing(0.5).mean() < 0.1
    np.testing.assert_allclose(np.median(blocks.left_mm, axis=0), [-1.5, 0], atol=0.51)
    assert disagreeing_cells(blocks, (160, 160), 0.5, 0.5).any()


def test_blocks_of_the_same_patch_agree(texture):
    fixed = patch_of(texture)
    blocks = compare_blocks(fixed, fixed, middle_mask(), 0.5)
    assert blocks.agreeing(0.1).all() and not disagreeing_cells(blocks, (160, 160), 0.5, 0.5).any()


def test_pieces_have_equal_area():
    pieces = cut_into_pieces(np.ones((2, 12), bool))
    np.testing.assert_array_equal(np.bincount(pieces.ravel()), np.full(12, 2))


def test_jackknife_of_a_mean_is_the_variance_of_the_mean():
    values = np.arange(24.0).reshape(2, 12)
    mask = np.ones((2, 12), bool)
    found = jackknife_covariance(mask, lambda kept: np.full(3, values[kept].mean()))
    means = [values[cut_into_pieces(mask) == piece].mean() for piece in range(12)]
    np.testing.assert_allclose(found, np.full((3, 3), np.var(means, ddof=1) / 12))


def test_jackknife_without_answers_is_none():
    assert jackknife_covariance(np.ones((2, 12), bool), lambda kept: None) is None


GOOD = {
    'overlap': 1.0, 'correlation': 0.9, 'lead': 0.4, 'blocks': 20, 'agreeing': 0.9, 'shift_mm': 1.0, 'turn_deg': 1.0,
    'inverse_mm': 0.1, 'size_off': 0.01, 'error90_mm': 0.4,
}  # fmt: skip


def test_good_figures_are_accepted():
    assert judge(GOOD) == '' and set(GOOD) == set(LIMITS)


@pytest.mark.parametrize('name', list(LIMITS))
def test_figure_that_is_no_number_is_refused(name):
    assert judge({**GOOD, name: float('nan')}) != ''


def test_refusal_says_what_and_how_much():
    assert judge({**GOOD, 'shift_mm': 7.0}) == 'the move lies 7.0 mm from the landmarks, at most 5.0 mm are plausible'
