"""What is constant between a reader and a model, from few radiographs, some of them mistaken."""

import numpy as np
import pytest

from aariz_mm.adaptation.offsets import estimate_offsets

SPREAD = np.broadcast_to(np.eye(2), (10, 2, 2))


def differences(count, offset=(3.0, 0.0), moved=3, seed=0, noise=1.0):
    """Of 10 landmarks, the first ``moved`` of which differ by ``offset``."""
    values = np.random.default_rng(seed).normal(0, noise, (count, 10, 2))
    values[:, :moved] += offset
    return values


def test_many_equal_differences_are_the_offset():
    found = estimate_offsets(differences(40, noise=0.0), SPREAD)
    np.testing.assert_allclose(found.offsets_mm[:3], [[3, 0]] * 3, atol=0.05)
    assert found.is_moved.tolist() == [True] * 3 + [False] * 7 and found.counts.tolist() == [40] * 10


def test_a_landmark_that_the_reader_has_as_the_model_stays():
    found = estimate_offsets(differences(20), SPREAD)
    assert not found.offsets_mm[~found.is_moved].any() and (~found.is_moved).sum() >= 5


def test_a_single_radiograph_moves_less_than_it_says():
    one, ten = (estimate_offsets(differences(count), SPREAD).offsets_mm[:3] for count in (1, 10))
    assert np.abs(one).max() < 1.5 and np.linalg.norm(ten - [3, 0], axis=1).max() < 1


@pytest.mark.parametrize('seed', range(5))
def test_few_radiographs_without_a_difference_move_hardly_anything(seed):
    found = estimate_offsets(differences(3, moved=0, seed=seed), SPREAD)
    assert np.linalg.norm(found.offsets_mm, axis=1).mean() < 0.25


def test_one_gross_mistake_counts_little():
    values = differences(8)
    whole = estimate_offsets(values, SPREAD)
    values[0, 0] += 40
    spoilt = estimate_offsets(values, SPREAD)
    assert np.linalg.norm(spoilt.offsets_mm[0] - whole.offsets_mm[0]) < 0.5
    assert spoilt.weights[0, 0] < 0.05 < spoilt.weights[1:, 0].min()


def test_a_mistake_alone_is_no_convention():
    values = differences(1, moved=0)
    values[0, 0] += 25
    found = estimate_offsets(values, SPREAD)
    assert np.linalg.norm(found.offsets_mm[1:], axis=1).max() < 0.5


def test_landmarks_that_are_missing_stay_and_spoil_no_other():
    values = differences(10)
    values[:, 9], values[:5, 0] = np.nan, np.nan
    found = estimate_offsets(values, SPREAD)
    assert found.counts.tolist() == [5] + [10] * 8 + [0] and not found.is_moved[9]
    assert np.isfinite(found.offsets_mm).all() and found.weights[0, 0] == 0
    assert np.linalg.norm(found.offsets_mm[0] - [3, 0]) < 1.2


def test_differences_are_not_changed_and_their_order_does_not_matter():
    values = differences(6)
    before = values.copy()
    first = estimate_offsets(values, SPREAD).offsets_mm
    np.testing.assert_array_equal(values, before)
    np.testing.assert_allclose(estimate_offsets(values[::-1], SPREAD).offsets_mm, first, atol=1e-9)
