import math

import numpy as np
import pytest

from aariz_mm.evaluation.equivalence import equivalence_test, interchangeability, pair_disagreement


def read(bias=0.0, sd=1.0, seed=0, n=120, landmarks=3):
    """Points (n, landmarks, 2) about a truth at 0."""
    return np.random.default_rng(seed).normal(0, sd, (n, landmarks, 2)) + np.array([bias, 0.0])


@pytest.mark.parametrize('mean', [-0.3, 0.0, 0.4])
def test_pingouin_has_the_same_p(mean):
    pingouin = pytest.importorskip('pingouin')
    differences = np.random.default_rng(1).normal(mean, 1, 50)
    theirs = pingouin.tost(differences, np.zeros(50), bound=0.5, paired=True)['pval'].iloc[0]
    assert equivalence_test(differences, 0.5).p == pytest.approx(theirs, abs=1e-4)


@pytest.mark.parametrize('mean', [0.0, 0.3, 0.36, 0.6, -0.3, -0.6])
def test_means_are_equivalent_where_the_90_per_cent_interval_lies_within_the_margins(mean):
    differences = np.array([-1.0, 1.0] * 40) + mean
    found = equivalence_test(differences, 0.5)
    assert found.equivalent == (found.low > -0.5 and found.high < 0.5)
    assert equivalence_test(-differences, 0.5).p == pytest.approx(found.p)


def test_few_cases_show_no_equivalence_however_near_the_mean_is():
    assert not equivalence_test([1.0, -1.0, 0.1], 0.5).equivalent
    assert not equivalence_test([0.0], 0.5).equivalent and equivalence_test([math.nan], 0.5).n == 0


def test_differences_without_spread_need_no_t():
    assert equivalence_test([0.2, 0.2, 0.2], 0.5).equivalent
    assert not equivalence_test([0.5, 0.5, 0.5], 0.5).equivalent


@pytest.mark.parametrize('margin', [0.0, -1.0, math.nan, math.inf])
def test_margin_must_be_stated(margin):
    with pytest.raises(ValueError, match='margin > 0'):
        equivalence_test([1.0, 2.0], margin)


def test_disagreement_of_three_readers_by_hand():
    at_zero_three_six = np.array([[[0.0]], [[3.0]], [[6.0]]])
    np.testing.assert_allclose(pair_disagreement(at_zero_three_six), [4.0])


def test_model_that_reads_as_another_reader_may_replace_one():
    readers = np.stack([read(seed=1), read(seed=2), read(seed=3)])
    found = interchangeability(readers, read(seed=4), margin=0.25)
    assert abs(found.index) < 0.1 and found.low < found.index < found.high
    assert found.interchangeable and found.n == 120


@pytest.mark.parametrize('model', [read(bias=2.0, seed=4), read(sd=2.5, seed=4)])
def test_model_with_a_bias_or_a_larger_spread_may_not(model):
    readers = np.stack([read(seed=1), read(seed=2)])
    found = interchangeability(readers, model, margin=0.25)
    assert found.low > 0.25 and not found.interchangeable
    assert found.index == pytest.approx(found.model - found.readers)


def test_model_at_the_mean_of_two_readers_halves_their_distance():
    readers = np.stack([read(seed=1), read(seed=2)])
    found = interchangeability(readers, readers.mean(axis=0))
    assert found.model == pytest.approx(found.readers / 2) and found.high < 0
    assert not found.interchangeable  # no margin was stated


def test_order_of_the_readers_and_units_do_not_matter():
    readers, model = np.stack([read(seed=1), read(seed=2), read(sd=2.0, seed=3)]), read(seed=4)
    found, turned = interchangeability(readers, model, 0.5), interchangeability(readers[::-1], model, 0.5)
    assert (found.index, found.low) == pytest.approx((turned.index, turned.low))
    assert interchangeability(3 * readers, 3 * model).index == pytest.approx(3 * found.index)


def test_images_that_somebody_has_not_read_do_not_count():
    readers, model = np.stack([read(seed=1), read(seed=2)]), read(seed=3)
    holed = readers.copy()
    holed[0, :20] = math.nan
    found, without = interchangeability(holed, model), interchangeability(readers[:, 20:], model[20:])
    assert (found.index, found.readers) == pytest.approx((without.index, without.readers)) and found.n == 100


@pytest.mark.parametrize('readers', [np.zeros((1, 4, 1)), np.zeros((2, 5, 1))])
def test_one_reader_or_other_images_are_refused(readers):
    with pytest.raises(ValueError, match='2 or more'):
        interchangeability(readers, np.zeros((4, 1)))


@pytest.mark.parametrize('values', [[2.0], [0.25, 0.25], [-0.5, -0.5, -0.5]])
def test_equal_differences_are_their_own_interval(values):
    found = equivalence_test(values, 0.5)
    alone = len(values) == 1
    assert (found.n, found.difference, found.margin) == (len(values), values[0], 0.5)
    assert math.isnan(found.low) if alone else (found.low, found.high) == (values[0], values[0])
    assert math.isnan(found.p) if alone else found.p == (0.0 if values[0] == 0.25 else 1.0)


def test_two_differences_have_a_t_and_a_90_per_cent_interval():
    # Mean 0, standard error 1, t of one degree of freedom: 90 % lie within 6.314.
    found = equivalence_test([-1.0, 1.0], 2)
    assert (found.low, found.high) == pytest.approx((-6.3138, 6.3138), abs=1e-4)
    assert found.p == pytest.approx(0.5 - math.atan(2) / math.pi)
    assert type(found.low) is float and found.n == 2


def test_readings_may_be_lists_of_whole_numbers_and_none():
    readers, model = [[[0], [1], [None]], [[4], [1], [1]]], [[2], [2], [2]]
    found = interchangeability(readers, model)
    assert (found.n, found.readers, found.model, found.index) == (2, 2, 1.5, -0.5)
    assert math.isnan(found.margin) and math.isnan(found.low)
    assert pair_disagreement(readers)[:2].tolist() == [4, 0]
