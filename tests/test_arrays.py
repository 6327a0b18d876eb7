import warnings

import numpy as np
import pytest
import torch

from aariz_mm.arrays import as_array, divide, is_labelled, nan_mean


@pytest.mark.parametrize('values', [[1.0, 2.0], np.array([1.0, 2.0]), torch.tensor([1.0, 2.0], requires_grad=True)])
def test_as_array_takes_lists_arrays_and_tensors(values):
    array = as_array(values)
    assert isinstance(array, np.ndarray) and array.tolist() == [1, 2]


def test_as_array_keeps_an_array_as_it_is():
    array = np.zeros(3, np.float32)
    assert as_array(array) is array


@pytest.mark.parametrize('visible', [[[1, 0, 1]], [[[1, 0], [0, 1], [1, 1]]]])
def test_is_labelled_reads_both_layouts_of_mmpose(visible):
    for given in (np.array(visible, np.float32), torch.tensor(visible)):
        assert is_labelled(given).tolist() == [True, False, True]


def test_divide_gives_nan_for_zero_and_broadcasts():
    np.testing.assert_array_equal(divide(np.array([[1.0], [4.0]]), np.array([0, 2])), [[np.nan, 0.5], [np.nan, 2]])
    assert np.isnan(divide(1.0, 0))


@pytest.mark.parametrize(
    ('axis', 'expected'), [(None, 3.0), (0, [2, np.nan, 5]), (1, [1, 4])], ids=['all', 'columns', 'rows']
)
def test_nan_mean_by_hand(axis, expected):
    values = np.array([[1, np.nan, np.nan], [3, np.nan, 5]])
    np.testing.assert_array_equal(nan_mean(values, axis), expected)


def test_nan_mean_of_nothing_is_nan_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        assert np.isnan(nan_mean([np.nan, np.nan])) and np.isnan(nan_mean([]))
        assert np.isnan(nan_mean(np.empty((0, 2)), axis=0)).tolist() == [True, True]


def test_nan_mean_equals_numpys_where_that_has_one():
    values = np.random.default_rng(0).normal(size=(20, 5))
    values[values > 1] = np.nan
    np.testing.assert_allclose(nan_mean(values, axis=1), np.nanmean(values, axis=1), rtol=1e-14)
