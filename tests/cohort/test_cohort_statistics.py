"""Tests, effects, error and growth by hand, against invariants, and beside pingouin as a second opinion."""

import math

import numpy as np
import pytest
from made_cohorts import made_cohort, normal, two_groups
from scipy.stats import wilcoxon

from aariz_mm.cohort.changes import change_between, signed_ranks_p
from aariz_mm.cohort.comparisons import adjust, compare_many, compare_two
from aariz_mm.cohort.descriptions import describe_values, profile_of
from aariz_mm.cohort.effects import (
    Effect,
    corrected_effect,
    hedges_g,
    rank_biserial,
    signed_rank_biserial,
    standardised_change,
    standardised_difference,
)
from aariz_mm.cohort.growth import fit_growth, spline_basis
from aariz_mm.cohort.measurement_error import error_share
from aariz_mm.cohort.samples import Sample, change_of, check_repeats, sample_of
from aariz_mm.cohort.stages import compare_stages, stage_change

FIRST, SECOND = normal(0, 82, 3, 15), normal(1, 80, 3, 20)


def sample(values, error_sd=1.0, prefix=''):
    values = np.asarray(values, dtype=float)
    names = tuple(f'{prefix}{index}' for index in range(len(values)))
    return Sample(names, values, np.full(len(values), error_sd**2), np.zeros(len(values)))


def test_description_of_four_values_by_hand():
    found = describe_values(np.array([1.0, 2, 3, 4]), bound=0.5)
    assert (found.mean, found.median, found.first_quartile, found.third_quartile) == (2.5, 2.5, 1.75, 3.25)
    assert found.high - found.mean == pytest.approx(3.1824 * math.sqrt(5 / 3) / 2, abs=1e-3)
    assert found.biased_low == pytest.approx(found.low - 0.5)


def test_two_values_have_no_interval_and_none_nothing():
    assert math.isnan(describe_values(np.array([1.0, 2])).low)
    assert describe_values(np.empty(0)).n == 0


def test_welch_is_that_of_pingouin():
    pingouin = pytest.importorskip('pingouin')
    found = compare_two(sample(FIRST), sample(SECOND, prefix='b'), ('A', 'B'))
    theirs = pingouin.ttest(FIRST, SECOND, correction=True)
    assert found.p == pytest.approx(theirs['p_val'].iloc[0], rel=1e-6)
    ranks = pingouin.mwu(FIRST, SECOND)
    assert found.p_ranks == pytest.approx(ranks['p_val'].iloc[0])
    assert found.ranks.value == pytest.approx(ranks['RBC'].iloc[0])
    assert found.g.value == pytest.approx(pingouin.compute_effsize(FIRST, SECOND, eftype='hedges'), rel=1e-3)


def test_several_groups_are_those_of_pingouin():
    pingouin, pandas = pytest.importorskip('pingouin'), pytest.importorskip('pandas')
    third = normal(2, 85, 4, 12)
    samples = [sample(FIRST), sample(SECOND, prefix='b'), sample(third, prefix='c')]
    found = compare_many(samples, 'ABC')
    frame = pandas.DataFrame(dict(x=np.concatenate([FIRST, SECOND, third]), g=['A'] * 15 + ['B'] * 20 + ['C'] * 12))
    assert found.f == pytest.approx(pingouin.welch_anova(frame, dv='x', between='g')['F'].iloc[0])
    assert found.h == pytest.approx(pingouin.kruskal(frame, dv='x', between='g')['H'].iloc[0])
    assert found.pairs[0].difference == pytest.approx(FIRST.mean() - SECOND.mean())
    assert all(p >= pair.p for p, pair in zip(found.p_pairs, found.pairs, strict=True))


def test_paired_tests_are_those_of_pingouin():
    pingouin = pytest.importorskip('pingouin')
    after = FIRST + normal(3, 1, 2, 15)
    found = change_between(sample(FIRST), sample(after))
    assert found.p == pytest.approx(pingouin.ttest(after, FIRST, paired=True)['p_val'].iloc[0])
    assert found.ranks.value == pytest.approx(pingouin.wilcoxon(after, FIRST)['RBC'].iloc[0])


def test_hedges_g_by_hand():
    first = np.array([1.0, 2, 3])  # SD 1, J of 4 is 0.7979
    assert hedges_g(first + 1, first).value == pytest.approx(0.7979, abs=1e-4)


def test_effects_change_their_sign_with_the_groups():
    for effect in (hedges_g, rank_biserial):
        one, other = effect(FIRST, SECOND), effect(SECOND, FIRST)
        assert (one.value, one.low) == pytest.approx((-other.value, -other.high), abs=1e-6)


def test_ranks_by_hand():
    assert rank_biserial(np.array([2.0, 3]), np.array([1.0, 2])).value == 0.75
    assert signed_rank_biserial(np.array([1.0, 2, -3])).value == 0  # ranks 1 + 2 up, 3 down
    apart = rank_biserial(np.array([4.0, 5, 6]), np.array([1.0, 2, 3]))
    assert apart.value == 1 and math.isnan(apart.low)


def test_standardised_changes_by_hand():
    change = np.array([0.0, 1, 2])  # mean 1, SD 1, J of 2 is 0.5642
    assert standardised_change(change).value == pytest.approx(0.5642, abs=1e-4)
    before = np.array([10.0, 11, 12])
    assert standardised_difference(before, before + np.array([1, 1, 1 + 1e-9])).value == pytest.approx(0.5642, abs=1e-3)


def test_error_takes_its_share_of_the_variance():
    values = np.tile([-2.0, 2.0], 20)
    found = error_share([sample(values * math.sqrt(39 / 40), 1.0)])  # SD 2
    assert (found.within_sd, found.reliability) == pytest.approx((2, 0.75))
    assert found.low < 0.75 < found.high and found.detectable == pytest.approx(1.96 * math.sqrt(2))


def test_error_larger_than_all_variance_leaves_no_reliability():
    found = error_share([sample(normal(0, 0, 1, 20), 3.0)])
    assert found.reliability == 0
    assert corrected_effect(Effect(1.0, 0.5, 1.5), 0.1, 38, found.reliability) == Effect() or math.isnan(
        corrected_effect(Effect(1.0, 0.5, 1.5), 0.1, 38, found.reliability).value
    )


def test_corrected_effect_without_error_is_the_effect():
    found = corrected_effect(Effect(0.5, 0, 1), 0.1, 38, 1.0)
    assert found.value == 0.5
    assert corrected_effect(Effect(0.5, 0, 1), 0.1, 38, 0.25).value == 1.0


def test_unknown_errors_correct_nothing():
    first, second = sample(FIRST, math.nan), sample(SECOND, math.nan, 'b')
    found = compare_two(first, second, ('A', 'B'), error_share([first, second]))
    assert math.isnan(found.corrected_g.value) and math.isnan(found.detectable_without) and found.p < 1


@pytest.mark.parametrize(
    ('first', 'second', 'reason'),
    [
        (sample([1, 2]), sample([1, 2, 3], prefix='b'), 'fewer than 3 patients: A 2'),
        (sample([1, 1, 1]), sample([1, 2, 3], prefix='b'), 'all values are equal: A'),
        (sample([1, 2, 3]), sample([1, 2, 3]), '3 patients are in more than one of them'),
    ],
)
def test_what_cannot_be_tested_says_why(first, second, reason):
    found = compare_two(first, second, ('A', 'B'))
    assert reason in found.reason and math.isnan(found.p)


def test_paired_tests_need_three_pairs_and_changes_that_differ():
    assert 'fewer than 3' in change_between(sample([1, 2, 3]), sample([1, 2, 3], prefix='b')).reason
    assert change_between(sample([1, 2, 3]), sample([2, 3, 4])).reason == 'all changes are equal'


def test_changes_beyond_error_are_counted():
    found = change_between(sample([0, 0, 0, 0.5]), sample([1, 5, -5, 0]))  # limit 1.96 sqrt 2 = 2.77
    assert (found.known, found.beyond_error) == (4, 2)


def test_change_pairs_patients_by_name():
    first, second = sample([1, 2, 3]), sample([7, 8, 9])
    turned = Sample(second.patients[::-1], second.values, second.error_variances, second.shifts)
    assert change_of(first, turned)[2].values.tolist() == [8, 6, 4]


def test_adjusting_by_hand_and_without_what_is_unknown():
    assert adjust([0.01, 0.04, math.nan], 'holm')[:2] == pytest.approx([0.02, 0.04])
    assert adjust([0.01, 0.04], 'bh') == pytest.approx([0.02, 0.04])
    assert adjust([0.01, 0.04], 'none') == [0.01, 0.04]


def test_several_radiographs_of_a_patient_count_as_one():
    cohort = made_cohort([('p', 'A', '', 80.0), ('p', 'A', '', 82.0), ('q', 'A', '', 70.0)], ('A',))
    found = sample_of(cohort, 'SNA', 'A', '')
    assert found.values.tolist() == [81, 70] and found.error_variances == pytest.approx([0.5, 1])
    assert sample_of(cohort, 'SNA', 'A', '', 'first').values.tolist() == [80, 70]
    assert sample_of(cohort, 'SNA', 'A', '', error_sd=2.0).error_variances == pytest.approx([2, 4])
    with pytest.raises(ValueError, match='1 patients have several radiographs'):
        check_repeats(cohort, 'refuse')


def test_profile_counts_patients_sexes_and_stages():
    rows = [('p', 'A', '', 80.0, 10.0, 'female'), ('q', 'A', '', 81.0, 12.0, 'male'), ('r', 'A', '', 81.0)]
    found = profile_of(made_cohort(rows, ('A',)), 'A', '')
    assert (found.patients, found.sexes, found.age.mean) == (3, dict(female=1, male=1), 11)
    assert found.stages == {1: 1, 2: 1, 3: 1, 4: 0, 5: 0, 6: 0} and found.age.missing == {'not told': 1}


def test_stages_of_groups_and_times():
    early, late = ({f'{name}{index}': stage for index, stage in enumerate(stages)}
                   for name, stages in (('a', [1, 2, 2, 3, 1, 2]), ('b', [4, 5, 5, 6, 4, 5])))  # fmt: skip
    found = compare_stages([early, late], ('A', 'B'))
    assert found.p_ranks < 0.01 and found.p_trend < 0.01 and found.ranks.value == -1
    assert 'fewer than 3' in compare_stages([early, {}], ('A', 'B')).reason
    assert compare_stages([dict.fromkeys('abc', 3), dict.fromkeys('def', 3)], ('A', 'B')).reason == 'all have one stage'
    moved = stage_change(dict(a=2, b=3, c=4, d=5), dict(a=3, b=4, c=4, d=4))
    assert (moved.earlier, moved.same, moved.later, moved.n) == (1, 1, 2, 4)


def grown(repeated=False, count=40, sexes=('female', 'male')):
    rng = np.random.default_rng(0)
    rows = []
    for index in range(count):
        own, start = rng.normal(0, 2), rng.uniform(8, 15)
        for visit in range(3 if repeated else 1):
            age = start + visit
            rows.append((f'p{index}', 'A', f'T{visit}', 60 + 1.5 * age + own + rng.normal(0, 0.5), age,
                         sexes[index % len(sexes)]))  # fmt: skip
    return made_cohort(rows, ('A',), tuple(f'T{visit}' for visit in range(3 if repeated else 1)))


def test_spline_is_straight_beyond_its_knots():
    ages = np.array([5.0, 6, 7, 16, 17, 18])
    basis = spline_basis(ages, np.array([8.0, 12, 15]))
    assert basis[:3, 2].tolist() == [0, 0, 0]
    assert np.diff(basis[3:, 2], 2) == pytest.approx(0, abs=1e-12)


def test_growth_of_one_radiograph_each_is_found():
    found = fit_growth(grown(count=160), 'SNA')
    for curve in found.curves:
        assert curve.rate == pytest.approx(1.5, abs=0.4) and 'least squares' in curve.model
        assert (curve.low < curve.mean).all() and (curve.least < curve.low).all()
    assert found.p_sexes > 0.001 and curve.error_sd == pytest.approx(1)


def test_growth_of_repeated_radiographs_takes_patients_apart():
    curve = fit_growth(grown(repeated=True), 'SNA').curves[0]
    assert 'mixed model' in curve.model and curve.rate == pytest.approx(1.5, abs=0.3)
    assert curve.patient_sd == pytest.approx(2, abs=0.9) and curve.residual_sd == pytest.approx(0.5, abs=0.15)


@pytest.mark.parametrize(
    ('cohort', 'reason'),
    [
        (grown(count=10), 'at least 20 are needed'),
        (made_cohort([(f'p{i}', 'A', '', i, 10 + i / 99, 'female') for i in range(25)], ('A',)), 'ages span 0.2'),
        (made_cohort([(f'p{i}', 'A', '', 5.0, 8 + i / 3, 'female') for i in range(25)], ('A',)), 'are equal'),
        (made_cohort([(f'p{i}', 'A', '', i, 8 + 4 * (i % 2), 'female') for i in range(25)], ('A',)), 'different ages'),
    ],
)
def test_growth_that_cannot_be_drawn_says_why(cohort, reason):
    assert reason in fit_growth(cohort, 'SNA').curves[0].reason


def test_two_groups_of_a_cohort_differ_by_what_was_planted():
    cohort = two_groups(FIRST, FIRST - 2)
    found = compare_two(*(sample_of(cohort, 'SNA', group, '') for group in 'AB'), ('A', 'B'))
    assert found.difference == pytest.approx(2) and found.low < 2 < found.high


@pytest.mark.parametrize(
    'changes', [[0.5, 0.5, -1, 2, 3, 0], [1, 1, 1, -1, 2, -2, 4], [1, -2, 3, 4, 5], [0, 0, 1.5, 1.5]]
)
def test_signed_ranks_have_the_p_of_scipy(changes):
    assert signed_ranks_p(np.array(changes)) == wilcoxon(changes, zero_method='pratt').pvalue


def test_signed_ranks_of_tied_changes_by_hand():
    # Ranks 1.5, 1.5, 3, all positive: of 8 patterns of signs one is as large and one as small.
    assert signed_ranks_p(np.array([1.0, 1.0, 2.0])) == 2 / 8
