import numpy as np
import pytest

from aariz_mm.annotations.folds import stratified_folds


def test_folds_share_each_class_evenly():
    folds = stratified_folds(list('aaaabb'), 2, seed=0)
    assert sorted(folds[:4]) == [0, 0, 1, 1] and sorted(folds[4:]) == [0, 1]


def test_folds_differ_by_at_most_one_image():
    folds = stratified_folds([1, 2, 3, 4, 5, 6, 6], 3, seed=0)
    assert sorted(np.bincount(folds)) == [2, 2, 3]


@pytest.mark.parametrize('num_folds', [1, 4])
def test_number_of_folds_that_cannot_be_is_an_error(num_folds):
    with pytest.raises(ValueError, match=f'num_folds={num_folds}: expected 2 to 3'):
        stratified_folds([1, 1, 2], num_folds, seed=0)
