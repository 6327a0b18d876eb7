import numpy as np
import pytest
from made_cases import build_cases

from aariz_mm.evaluation.case_files import write_cases
from aariz_mm.evaluation.cases import Cases
from aariz_mm.evaluation.held_out_stages import read_held_out_stages


def write_fold(path, fold, ids, true, pred, probabilities=None):
    """Cases of a model of one fold: stages alone."""
    probabilities = np.eye(6)[np.array(pred) - 1] if probabilities is None else probabilities
    stages = dict(img_ids=ids, true=np.array(true), pred=np.array(pred), probabilities=probabilities)
    return write_cases(path, Cases(dict(folds=fold), None, build_cases(stages=stages).stages))


def test_folds_are_joined_in_the_order_of_their_files(tmp_path):
    second = write_fold(tmp_path / 'b.json', [1, 3], ('c', 'd'), [6, 1], [5, 1])
    first = write_fold(tmp_path / 'a.json', [0], ('a',), [2], [3])
    stages, folds = read_held_out_stages([second, first])
    assert stages.img_ids == ('c', 'd', 'a') and folds == [0, 1, 3]
    assert (stages.true.tolist(), stages.pred.tolist()) == ([6, 1, 2], [5, 1, 3])
    np.testing.assert_array_equal(stages.probabilities, np.eye(6)[[4, 0, 2]])


@pytest.mark.parametrize('folds', [[], None])
def test_a_test_that_is_not_of_folds_is_refused(tmp_path, folds):
    path = write_fold(tmp_path / 'a.json', folds, ('a',), [2], [3])
    with pytest.raises(ValueError, match=r'a\.json: not of folds; .*cross_validate'):
        read_held_out_stages([path])


def test_stages_without_probabilities_or_no_stages_are_refused(tmp_path):
    holed = np.array([[1, 0, 0, 0, 0, 0], [np.nan] * 6])
    unsure = write_fold(tmp_path / 'a.json', [0], ('a', 'b'), [2, 2], [1, 3], holed)
    landmarks = write_cases(tmp_path / 'b.json', Cases(dict(folds=[0]), build_cases().landmarks))
    for path in (unsure, landmarks):
        with pytest.raises(ValueError, match='has no stages with probabilities'):
            read_held_out_stages([path])


def test_an_image_of_two_files_is_refused(tmp_path):
    paths = [write_fold(tmp_path / f'{name}.json', [name], ('a', f'b{name}', 'c'), [2] * 3, [3] * 3) for name in (0, 1)]
    with pytest.raises(ValueError, match=r'a stands in two files \(2 images do\); give each fold once'):
        read_held_out_stages(paths)
