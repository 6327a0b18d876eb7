"""Several bundles read as one: means, and a spread that grows by what they differ in."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from aariz_mm.reading.bundle import BundleInfo
from aariz_mm.reading.ensemble import BundleEnsemble, combine_errors, combine_spreads

INFO = BundleInfo('landmarks', ('points', 'scores', 'spread'), (20, 30), None, ('S', 'N'))


def member(x, score=1.0, info=INFO, **more):
    points = np.full((1, 2, 2), [x, 5.0])
    outputs = dict(points=points, scores=np.full((1, 2), score), spread=np.full((1, 2, 3), [1.0, 1.0, 0])) | more
    return SimpleNamespace(info=info, path=Path(f'{x}.onnx'), run=lambda pictures: outputs)


def test_points_and_scores_are_means():
    found = BundleEnsemble([member(4, 0.5), member(6, 0.7)]).run(None)
    np.testing.assert_allclose(found['points'], np.full((1, 2, 2), 5.0))
    np.testing.assert_allclose(found['scores'], 0.6)


def test_the_spread_grows_by_what_the_members_differ_in():
    found = BundleEnsemble([member(4), member(6)]).run(None)
    np.testing.assert_allclose(found['spread'][0, 0], [2, 1, 0])
    np.testing.assert_allclose(BundleEnsemble([member(4), member(4)]).run(None)['spread'][0, 0], [1, 1, 0])


def test_the_covariance_follows_the_direction_in_which_they_differ():
    points = np.array([[[[0.0, 0]]], [[[2.0, 2]]]])
    np.testing.assert_allclose(combine_spreads(points, np.zeros((2, 1, 1, 3))), [[[1, 1, 1]]])


def test_an_output_that_one_lacks_is_left_out():
    assert 'stage' not in BundleEnsemble([member(4, stage=np.ones((1, 6)) / 6), member(5)]).run(None)


@pytest.mark.parametrize('change', [dict(symbols=('N', 'S')), dict(input_size=(30, 30)), dict(fit_size=(9, 9))])
def test_bundles_of_different_landmarks_or_sizes_are_refused(change):
    other = BundleInfo(**{**INFO.__dict__, **change})
    with pytest.raises(ValueError, match=rf'differ in {next(iter(change))} and cannot read together'):
        BundleEnsemble([member(4), member(5, info=other)])


def test_one_bundle_is_no_ensemble():
    with pytest.raises(ValueError, match='give at least two'):
        BundleEnsemble([member(4)])


def test_errors_of_several_by_hand():
    # 4 px apart along x: a variance of 4 along x, of 2 along an axis on average.
    points = np.array([[[[0.0, 0]]], [[[4.0, 0]]]])
    np.testing.assert_allclose(combine_errors(points, np.ones((2, 1, 1))), np.sqrt(3))
    np.testing.assert_allclose(combine_errors(points[:1], np.full((1, 1, 1), 2.5)), 2.5)
