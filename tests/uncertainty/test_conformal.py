"""Quantiles hold for the next score, and agree with those of another implementation."""

import numpy as np
import pytest

from aariz_mm.uncertainty.conformal import conformal_quantile, interval_of_draws, pooled_quantiles


@pytest.mark.parametrize(('level', 'expected'), [(0.5, 5), (0.9, 9), (0.91, np.inf)])
def test_quantile_of_nine_scores(level, expected):
    assert conformal_quantile(np.arange(1.0, 10), level) == expected


def test_quantile_does_not_count_what_is_unknown():
    scores = np.r_[np.arange(1.0, 10), np.nan, np.nan]
    assert conformal_quantile(scores, 0.9) == 9 and conformal_quantile(np.full(3, np.nan), 0.5) == np.inf


@pytest.mark.parametrize('seed', range(3))
@pytest.mark.parametrize('level', [0.5, 0.9, 0.95])
def test_quantile_is_that_of_crepes(seed, level):
    crepes = pytest.importorskip('crepes')
    residuals = np.random.default_rng(seed).standard_t(3, 131)
    intervals = crepes.ConformalRegressor().fit(residuals).predict_int(np.zeros(1), confidence=level)
    assert conformal_quantile(np.abs(residuals), level) == pytest.approx(intervals[0, 1])


def test_normalised_quantile_is_that_of_crepes():
    crepes = pytest.importorskip('crepes')
    rng = np.random.default_rng(4)
    sigmas = rng.uniform(0.5, 3, 90)
    residuals = sigmas * rng.normal(size=90)
    theirs = (
        crepes.ConformalRegressor()
        .fit(residuals, sigmas=sigmas)
        .predict_int(np.zeros(1), sigmas=np.full(1, 2.0), confidence=0.9)
    )
    assert 2 * conformal_quantile(np.abs(residuals) / sigmas, 0.9) == pytest.approx(theirs[0, 1])


def test_quantile_covers_the_next_score():
    scores = np.random.default_rng(0).exponential(size=(4000, 21))
    covered = np.mean([row[-1] <= conformal_quantile(row[:-1], 0.9) for row in scores])
    assert covered + 0.01 >= 0.9 and covered < 0.93


def test_pooled_quantiles_lie_between_the_own_and_that_of_all():
    scores = np.abs(np.random.default_rng(0).normal(size=(99, 2))) * [1, 3]  # (99 + 1) 0.9 is a whole rank
    own = [conformal_quantile(column, 0.9) for column in scores.T]
    small, large = pooled_quantiles(scores, 0.9, 50)
    assert own[0] < small < conformal_quantile(scores, 0.9) < large < own[1]
    assert pooled_quantiles(scores, 0.9, 0) == pytest.approx(own)


def test_pooled_quantile_of_few_scores_is_that_of_all():
    scores = np.abs(np.random.default_rng(0).normal(size=(100, 2)))
    scores[3:, 1] = np.nan
    found = pooled_quantiles(scores, 0.9, 60)
    assert np.isfinite(found).all() and found[1] == pytest.approx(conformal_quantile(scores, 0.9))


def test_interval_of_draws_leaves_as_many_at_both_ends():
    low, high = interval_of_draws(np.arange(1.0, 40)[:, None], 0.9)
    assert (low[0], high[0]) == pytest.approx((2, 38))


def test_interval_needs_draws_enough_and_whole_ones():
    assert np.isnan(interval_of_draws(np.arange(18.0), 0.9)).all()
    assert np.isfinite(interval_of_draws(np.arange(19.0), 0.9)).all()
    assert np.isnan(interval_of_draws(np.r_[np.arange(50.0), np.nan], 0.9)).all()
