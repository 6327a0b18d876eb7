import itertools
import math

import numpy as np
import pytest
from scipy.stats import f

from aariz_mm.evaluation.icc import icc_2_1, icc_2_1_interval, intraclass_correlations

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
"""Table 2 of Shrout & Fleiss 1979: six targets, four judges."""
PUBLISHED = {'ICC(1,1)': 0.17, 'ICC(2,1)': 0.29, 'ICC(3,1)': 0.71, 'ICC(1,k)': 0.44, 'ICC(2,k)': 0.62, 'ICC(3,k)': 0.91}


def simulate(readers=3, n=60, bias=0.5, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(80, 4, (n, 1)) + rng.normal(0, 1.5, (n, readers)) + bias * np.arange(readers)


@pytest.mark.parametrize(('form', 'value'), PUBLISHED.items())
def test_all_forms_are_those_that_shrout_and_fleiss_published(form, value):
    assert round(intraclass_correlations(SHROUT_FLEISS)[form].value, 2) == value


def test_interval_of_icc_2_1_is_that_of_shrout_and_fleiss_data():
    # By R's psych::ICC of the same table: 0.019 to 0.761.
    assert icc_2_1_interval(SHROUT_FLEISS) == pytest.approx((0.019, 0.761), abs=0.001)


@pytest.mark.parametrize('readers', [2, 3, 5])
@pytest.mark.parametrize('bias', [0.0, 0.8])
def test_pingouin_has_the_same_values_and_intervals(readers, bias):
    pingouin = pytest.importorskip('pingouin')
    pandas = pytest.importorskip('pandas')
    ratings = simulate(readers, bias=bias)
    rows = [(target, rater, ratings[target, rater]) for target, rater in itertools.product(range(60), range(readers))]
    table = pandas.DataFrame(rows, columns=['target', 'rater', 'value'])
    theirs = pingouin.intraclass_corr(table, 'target', 'rater', 'value')
    ends = next(column for column in theirs.columns if column.startswith('CI95'))
    for one, (_, row) in zip(intraclass_correlations(ratings).values(), theirs.iterrows(), strict=True):
        assert one.value == pytest.approx(row['ICC'], abs=1e-6)
        assert (one.low, one.high) == pytest.approx(tuple(row[ends]), abs=0.006)  # two decimals


def test_order_of_the_readers_does_not_matter():
    ratings = simulate()
    for order in itertools.permutations(range(3)):
        swapped = ratings[:, list(order)]
        assert icc_2_1(swapped) == pytest.approx(icc_2_1(ratings))
        assert icc_2_1_interval(swapped) == pytest.approx(icc_2_1_interval(ratings))


def test_interval_holds_the_value_and_narrows_with_more_targets():
    few, many = simulate(2, 20), simulate(2, 500)
    for ratings in (few, many):
        low, high = icc_2_1_interval(ratings)
        assert low < icc_2_1(ratings) < high
    assert np.ptp(icc_2_1_interval(many)) < np.ptp(icc_2_1_interval(few)) / 3


def test_interval_holds_the_true_icc_in_about_95_per_cent():
    truth, held = 16 / (16 + 4), 0
    rng = np.random.default_rng(1)
    for _ in range(400):
        low, high = icc_2_1_interval(rng.normal(0, 4, (40, 1)) + rng.normal(0, 2, (40, 2)))
        held += low <= truth <= high
    assert 0.92 <= held / 400 <= 0.985


def test_bias_between_readers_lowers_icc_2_1_and_not_icc_3_1():
    ratings, shifted = simulate(2, bias=0), simulate(2, bias=6)
    plain, moved = intraclass_correlations(ratings), intraclass_correlations(shifted)
    assert moved['ICC(2,1)'].value < plain['ICC(2,1)'].value - 0.2
    assert moved['ICC(3,1)'].value == pytest.approx(plain['ICC(3,1)'].value)


def test_equal_readers_have_no_width_and_no_spread_has_no_icc():
    equal = np.repeat(np.array([[78.0], [80], [83]]), 2, axis=1)
    assert icc_2_1_interval(equal) == (1, 1)
    assert {one.value for one in intraclass_correlations(equal).values()} == {1}
    for nothing in ([[5, 5], [5, 5]], [[1, 2]], np.zeros((0, 2))):
        assert all(map(math.isnan, icc_2_1_interval(nothing)))
        assert all(math.isnan(one.value) for one in intraclass_correlations(nothing).values())


@pytest.mark.parametrize('ratings', [[[1, math.nan], [2, 3]], [1, 2, 3]])
def test_missing_ratings_and_other_shapes_are_refused(ratings):
    for of in (icc_2_1, icc_2_1_interval, intraclass_correlations):
        with pytest.raises(ValueError, match='leave missing out'):
            of(ratings)


def test_forms_of_what_has_no_spread_have_their_names():
    assert list(intraclass_correlations([[5, 5], [5, 5]])) == list(intraclass_correlations(SHROUT_FLEISS))
    assert all(one.form == name for name, one in intraclass_correlations([[1, 2]]).items())


def test_intervals_of_shrout_and_fleiss_data_by_hand():
    # F of targets 11.24 / 6.264 = 1.795 with 5 and 18, and 11.24 / 1.019 = 11.03 with 5 and 15 degrees of freedom.
    found, k = intraclass_correlations(SHROUT_FLEISS), 4
    targets, within, rest = 56.208333 / 5, 112.75 / 18, 15.291667 / 15
    for form, error, freedom in (('ICC(1,1)', within, (5, 18)), ('ICC(3,1)', rest, (5, 15))):
        ratio = targets / error
        low, high = ratio / f.ppf(0.975, *freedom), ratio / f.ppf(0.025, *freedom)
        assert (found[form].low, found[form].high) == pytest.approx(((low - 1) / (low + 3), (high - 1) / (high + 3)))
    for form in ('1', '2', '3'):
        one, mean = found[f'ICC({form},1)'], found[f'ICC({form},k)']
        for name in ('value', 'low', 'high'):
            single = getattr(one, name)
            assert getattr(mean, name) == pytest.approx(k * single / (1 + (k - 1) * single))


def test_two_targets_of_two_readers_are_enough():
    # Means 1.5 and 5.5, readers 3 and 4: targets 16, readers 1, rest 0.
    assert icc_2_1([[1, 2], [5, 6]]) == pytest.approx(16 / (16 + 2 * 1 / 2))
    assert math.isnan(icc_2_1([[1, 2, 3]])) and math.isnan(icc_2_1([[1], [2], [3]]))


def test_readers_with_a_bias_alone_or_a_spread_alone_have_a_width():
    bias_alone, spread_alone = np.array([[1, 2], [5, 6], [7, 8]]), np.array([[1, 2], [6, 5], [7, 8], [10, 9]])
    for ratings in (bias_alone, spread_alone):
        low, high = icc_2_1_interval(ratings)
        assert low < icc_2_1(ratings) < high <= 1
    assert (intraclass_correlations(bias_alone)['ICC(3,1)'].low, icc_2_1_interval(bias_alone)[0] < 1) == (1, True)


def test_interval_is_not_given_where_the_value_is_not():
    # Two targets whose readers differ as much as they do themselves: the whole variance is 0.
    ratings = [[0, 1], [1, 0]]
    assert math.isnan(icc_2_1(ratings)) and all(map(math.isnan, icc_2_1_interval(ratings)))
