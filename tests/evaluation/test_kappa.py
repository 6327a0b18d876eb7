import math

import numpy as np
import pytest
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa
from statsmodels.stats.inter_rater import fleiss_kappa as fleiss_of_statsmodels

from aariz_mm.evaluation.agreement import class_agreement
from aariz_mm.evaluation.bootstrap import draw_images
from aariz_mm.evaluation.intervals import proportion_interval
from aariz_mm.evaluation.kappa import fleiss_kappa, kappa_interval, weighted_kappa

CONFUSION = np.array([[10, 2, 0], [3, 12, 1], [0, 2, 9]])
CLASSES = ('III', 'I', 'II')


@pytest.mark.parametrize(('power', 'weights'), [(1, 'linear'), (2, 'quadratic')])
def test_kappa_and_its_standard_error_are_those_of_statsmodels(power, weights):
    theirs = cohens_kappa(CONFUSION, wt=weights)
    assert float(weighted_kappa(CONFUSION, power)) == pytest.approx(theirs.kappa)
    z, half = np.arctanh(theirs.kappa), 1.96 * theirs.std_kappa / (1 - theirs.kappa**2)
    assert kappa_interval(CONFUSION, power) == pytest.approx(tuple(np.tanh([z - half, z + half])))
    # On many cases both scales give one interval.
    many = cohens_kappa(100 * CONFUSION, wt=weights)
    assert kappa_interval(100 * CONFUSION, power) == pytest.approx((many.kappa_low, many.kappa_upp), abs=1e-3)


def test_interval_ends_within_minus_1_and_1():
    assert kappa_interval(np.array([[0, 5], [5, 0]]), 1)[0] == -1
    low, high = kappa_interval(np.array([[9, 1], [0, 2]]), 1)
    assert -1 < low < 0.5 and 0.9 < high < 1


def test_interval_does_not_change_where_the_readers_are_swapped():
    assert kappa_interval(CONFUSION.T, 1) == pytest.approx(kappa_interval(CONFUSION, 1))


@pytest.mark.parametrize('count', [25, 150])
def test_interval_holds_the_true_kappa_in_about_95_per_cent(count):
    rng = np.random.default_rng(0)
    shares = CONFUSION / CONFUSION.sum()
    truth = float(weighted_kappa(shares, 1))
    held = 0
    for _ in range(400):
        low, high = kappa_interval(rng.multinomial(count, shares.ravel()).reshape(3, 3), 1)
        held += low <= truth <= high
    assert 0.925 <= held / 400 <= 0.98


def test_interval_ends_at_1_and_is_no_point_where_all_pairs_are_equal():
    few, many = (kappa_interval(np.diag([n, n, n]), 1) for n in (3, 300))
    assert few[1] == many[1] == 1 and few[0] < many[0] < 1
    # Wilson of 0 of 9: 3.8416 / 12.8416 = 0.2992 may be one apart; chance is 8/9 apart on average.
    assert few[0] == pytest.approx(1 - 0.29915 / (8 / 9), abs=1e-4)


def test_one_class_throughout_has_neither_kappa_nor_interval():
    assert all(map(math.isnan, kappa_interval(np.diag([7, 0, 0]), 1)))
    assert all(map(math.isnan, class_agreement(['I'] * 4, ['I'] * 4, CLASSES).kappa_interval))


def test_class_agreement_has_the_interval_of_its_share():
    result = class_agreement(['I'] * 8 + ['II'] * 2, ['I'] * 7 + ['II'] * 3, CLASSES)
    assert result.accuracy == 0.9
    assert result.accuracy_interval == pytest.approx(proportion_interval(9, 10))


def test_fleiss_is_that_of_his_table_of_1971_in_statsmodels():
    rng = np.random.default_rng(3)
    truth = rng.choice(CLASSES, 80)
    labels = np.stack([np.where(rng.random(80) < 0.75, truth, rng.choice(CLASSES, 80)) for _ in range(4)], axis=1)
    found = fleiss_kappa(labels, CLASSES, repeats=300)
    assert found['kappa'] == pytest.approx(fleiss_of_statsmodels(aggregate_raters(labels)[0]))
    assert found['n'] == 80 and found['low'] < found['kappa'] < found['high']


def test_interval_of_fleiss_is_that_of_targets_drawn_one_by_one():
    rng = np.random.default_rng(4)
    same = rng.choice(CLASSES, (30, 1))
    labels = np.where(rng.random((30, 3)) < 0.6, same, rng.choice(CLASSES, (30, 3)))
    tables = [aggregate_raters(np.repeat(labels, times, axis=0))[0] for times in draw_images(30, 50, 0)]
    ends = np.quantile([fleiss_of_statsmodels(table) for table in tables], (0.025, 0.975))
    found = fleiss_kappa(labels, CLASSES, repeats=50)
    assert (found['low'], found['high']) == pytest.approx(tuple(ends), abs=1e-12)


def test_fleiss_is_drawn_by_the_repeats_and_the_seed():
    labels = np.random.default_rng(0).choice(CLASSES, (30, 3))
    ends = [fleiss_kappa(labels, CLASSES, repeats, seed)['low'] for repeats, seed in ((40, 1), (40, 2), (41, 1))]
    assert len(set(ends)) == 3


def test_fleiss_by_hand():
    # Two raters, I I / I II / II II: agree 2/3; shares 1/2 and 1/2 agree by chance 1/2.
    found = fleiss_kappa([['I', 'I'], ['I', 'II'], ['II', 'II']], CLASSES, repeats=50)
    assert found['kappa'] == pytest.approx((2 / 3 - 1 / 2) / (1 / 2))


def test_fleiss_leaves_targets_out_that_somebody_did_not_rate():
    labels = [['I', 'I', 'II'], ['III', '', 'I'], ['II', 'II', 'II']]
    assert fleiss_kappa(labels, CLASSES, repeats=10)['n'] == 2
    assert fleiss_kappa([['', 'I']], CLASSES) == pytest.approx(
        dict(n=0, kappa=math.nan, low=math.nan, high=math.nan), nan_ok=True
    )


@pytest.mark.parametrize('labels', [[['I'], ['II']], [['I', 'IV']], ['I', 'II']])
def test_fleiss_refuses_one_rater_and_unknown_classes(labels):
    with pytest.raises(ValueError, match='2 raters or more'):
        fleiss_kappa(labels, CLASSES)
