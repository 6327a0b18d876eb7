import copy
import math
from dataclasses import replace

import numpy as np
import pytest
from made_cases import build_cases, build_landmarks, simulate_pair

from aariz_mm.evaluation.cases import Cases, StageCases
from aariz_mm.evaluation.comparison import Comparison, compare_cases, compare_means, holm
from aariz_mm.evaluation.cvm import confusion_matrix, quadratic_weighted_kappa
from aariz_mm.evaluation.seeds import compare_recipes
from aariz_mm.evaluation.sign_flips import sign_flip_test


def by_score(first, second, **settings):
    return {one.score: one for one in compare_cases(first, second, **settings)}


def stages_of(true, pred):
    count = len(true)
    ids = tuple(f'c{index}' for index in range(count))
    return Cases(dict(split='test'), None, StageCases(ids, np.array(true), np.array(pred), np.full((count, 6), np.nan)))


@pytest.mark.parametrize('seed', [0, 1, 2])
def test_a_tenth_of_a_millimetre_is_found_on_147_images(seed):
    found = by_score(*simulate_pair(gain_mm=0.1, seed=seed), seed=seed)['MRE_mm']
    assert found.better() == 'second' and found.p_value < 0.01
    assert found.difference == pytest.approx(-0.1) and found.low < -0.1 < found.high < 0


def test_the_worse_one_is_not_called_better():
    first, second = simulate_pair(gain_mm=0.1)
    there, back = by_score(first, second)['MRE_mm'], by_score(second, first)['MRE_mm']
    assert back.better() == 'first'
    assert (back.difference, back.low, back.high) == pytest.approx((-there.difference, -there.high, -there.low))


def test_a_model_does_not_differ_from_itself():
    cases = replace(simulate_pair(0.1)[0], stages=build_cases().stages)
    for one in compare_cases(cases, copy.deepcopy(cases), seed=5):
        assert one.identical and one.better() is None
        assert (one.difference, one.low, one.high, one.p_value) == (0, 0, 0, 1)


def test_comparison_is_seeded():
    first, second = simulate_pair(0.05)
    once, again, other = ([one.high for one in compare_cases(first, second, 500, seed=seed)] for seed in (1, 1, 2))
    assert once == again != other


def test_means_by_hand_count_what_both_have():
    first, second = np.array([[1.0, np.nan], [2.0, 9.0]]), np.array([[1.5, 7.0], [2.5, np.nan]])
    found = compare_means('MRE_mm', first, second, lower_is_better=True)
    assert (found.first, found.second, found.difference) == (1.5, 2, 0.5)
    assert math.isnan(found.p_value) and math.isnan(found.low) and found.better() is None


def test_means_of_eight_images_by_hand():
    """All eight changes are 0.5: of 256 flips two are as large, and count half."""
    first = np.arange(8.0)
    found = compare_means('MRE_mm', first, first + 0.5, lower_is_better=True)
    assert (found.difference, found.low, found.high) == pytest.approx((0.5, 0.5, 0.5))
    assert found.p_value == pytest.approx(1 / 256) and found.better() == 'first'
    assert found.better(p_value=0.06) is None


@pytest.mark.parametrize('score', ['MRE_mm', 'SDR_2.0mm', 'CVM_mae', 'CVM_qwk'])
def test_interval_leaves_zero_out_where_p_is_below_five_per_cent(score):
    """On 40 pairs of models, better by so little that about half are shown to differ."""
    shown = 0
    for seed in range(40):
        first, second = simulate_pair(0.02, seed)
        rng = np.random.default_rng(seed)
        true = rng.integers(1, 7, 147)
        preds = [np.clip(true + np.round(rng.normal(0, sd, 147)).astype(int), 1, 6) for sd in (0.9, 0.75)]
        ids = first.landmarks.img_ids
        staged = [StageCases(ids, true, pred, np.full((147, 6), np.nan)) for pred in preds]
        tests = [replace(one, stages=stages) for one, stages in zip((first, second), staged, strict=True)]
        found = by_score(*tests, repeats=500, seed=seed)[score]
        assert (found.p_value < 0.05) == (not found.low <= 0 <= found.high)
        shown += found.p_value < 0.05
    assert 5 < shown < 40


def test_too_few_images_show_nothing():
    first, second = (Cases({}, build_landmarks(np.full((5, 2), px))) for px in (25.0, 15.0))
    found = by_score(first, second)['MRE_mm']
    assert found.difference == pytest.approx(-1) and math.isnan(found.p_value) and found.better() is None


def test_landmarks_without_a_truth_are_compared_nowhere():
    cases = Cases({}, build_landmarks(np.full((8, 2), np.nan)))
    assert math.isnan(by_score(cases, cases)['MRE_mm'].difference)


def test_recipes_are_compared_by_all_their_trainings():
    pairs = [simulate_pair(0.1, seed=0), simulate_pair(0.1, seed=0)]
    rng = np.random.default_rng(5)
    sides = [[wobble(pair[side], rng) for pair in pairs] for side in (0, 1)]
    found = by_score(*sides)['MRE_mm']
    means = [np.mean([np.nanmean(test.landmarks.errors_mm()) for test in side]) for side in sides]
    assert (found.first, found.second) == pytest.approx(means) and found.trainings == (2, 2)
    assert found.better() == 'second' and found.seed_sd > 0


def wobble(cases, rng):
    """Another training: every prediction moved by a pixel or so."""
    landmarks = cases.landmarks
    return replace(cases, landmarks=replace(landmarks, pred_px=landmarks.pred_px + rng.normal(0, 1, (147, 19, 2))))


def test_success_rates_are_better_when_higher():
    first = Cases({}, build_landmarks(np.full((30, 2), 25.0)))
    second = Cases({}, build_landmarks(np.full((30, 2), 15.0)))
    found = by_score(first, second)['SDR_2.0mm']
    assert (found.first, found.second, found.better()) == (0, 100, 'second')


def test_images_are_matched_by_id():
    cases = build_cases().landmarks
    turned = {name: getattr(cases, name)[::-1] for name in ('img_ids', 'pred_px', 'gt_px', 'pixel_size_mm')}
    found = by_score(Cases({}, cases), Cases({}, replace(cases, **turned)))['MRE_mm']
    assert found.identical and found.num_images == 3


def test_stages_are_compared_by_mae_and_kappa():
    true = [1, 2, 3, 4, 5, 6] * 8
    pred = [stage % 6 + 1 for stage in true]
    found = by_score(stages_of(true, pred), stages_of(true, true), repeats=300)
    assert (found['CVM_mae'].first, found['CVM_mae'].second) == (pytest.approx(10 / 6), 0)
    assert found['CVM_qwk'].first == pytest.approx(quadratic_weighted_kappa(confusion_matrix(true, pred)))
    assert found['CVM_mae'].better() == found['CVM_qwk'].better() == 'second'
    assert found['CVM_qwk'].low <= found['CVM_qwk'].difference <= found['CVM_qwk'].high


def test_only_what_both_have_is_compared():
    both = build_cases()
    assert set(by_score(both, Cases(both.protocol, both.landmarks))) == {'MRE_mm', 'SDR_2.0mm'}
    with pytest.raises(ValueError, match='neither landmarks nor stages in common'):
        compare_cases(Cases(both.protocol, both.landmarks), Cases(both.protocol, None, both.stages))


def test_different_protocols_are_refused():
    with pytest.raises(ValueError, match=r'different protocols: truth: "mean" against "senior"'):
        compare_cases(build_cases(), build_cases(protocol=dict(truth='senior')))


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.2]) == [0.2] and holm([0.9, 0.8]) == [1, 1]
    corrected = holm([math.nan, 0.02])
    assert math.isnan(corrected[0]) and corrected[1] == 0.02


def test_a_single_training_says_nothing_of_seeds():
    for found in compare_cases(*simulate_pair(0.1), repeats=20):
        assert found.trainings == (1, 1) and found.seed_sd is None and found.num_images == 147


def test_a_comparison_is_of_one_training_each_where_nothing_is_said():
    found = Comparison('MRE_mm', 8, 1, 2, 1, 0.5, 1.5, 0.01, True, False)
    assert found.trainings == (1, 1) and found.seed_sd is None and found.better() == 'first'
    assert replace(found, difference=-1).better() == 'second'
    assert replace(found, p_value=0.05).better() is None and replace(found, p_value=0.049).better() == 'first'
    assert replace(found, difference=0.0).better() == 'first'  # no difference is no gain


def test_nothing_in_common_keeps_what_was_asked():
    found = compare_means('X', np.full((3, 8, 2), np.nan), np.ones((2, 8, 2)), lower_is_better=False)
    assert (found.score, found.num_images, found.lower_is_better, found.identical) == ('X', 0, False, False)
    assert found.trainings == (3, 2) and math.isnan(found.first)


def test_images_count_by_their_landmarks():
    # Two landmarks change by 1 on half of the images, one by 4 on the others: (2 x 1 + 1 x 4) / 3.
    first = np.zeros((8, 2))
    second = np.tile([[1.0, 1.0], [4.0, np.nan]], (4, 1))
    found = compare_means('X', first, second, True)
    assert found.difference == pytest.approx(2) and found.num_images == 8
    assert (found.p_value, found.low, found.high)[0] == pytest.approx(1 / 256)
    assert (found.p_value, found.low, found.high) == sign_flip_test(
        second.sum(axis=1, where=np.isfinite(second)) / 1.5, np.tile([2, 1], 4) / 1.5
    )


@pytest.mark.parametrize('kind', [0, 1])
def test_every_score_is_drawn_by_the_repeats_and_the_seed(kind):
    first, second = simulate_pair(0.02)
    rng = np.random.default_rng(0)
    true = rng.integers(1, 7, 147)
    preds = [np.clip(true + np.round(rng.normal(0, sd, 147)).astype(int), 1, 6) for sd in (0.9, 0.75)]
    tests = (first, second) if kind == 0 else [stages_of(true, pred) for pred in preds]
    settings = [dict(repeats=97, seed=3), dict(repeats=97, seed=4), dict(repeats=53, seed=3)]
    once, seeds, repeats = (compare_cases(*tests, **one) for one in settings)
    for one, other, fewer in zip(once, seeds, repeats, strict=True):
        assert len({(each.p_value, each.low, each.high) for each in (one, other, fewer)}) == 3, one.score


def test_success_may_be_given_as_truth_values():
    found = compare_means('X', [True] * 6 + [False] * 6, [False] * 12, lower_is_better=False)
    assert (found.first, found.second) == (0.5, 0)


def test_holm_keeps_the_order_of_equal_ones():
    assert holm([0.02] * 20) == [0.4] * 20
    assert holm([0.5, math.nan, 0.001, 0.5]) == pytest.approx([1, math.nan, 0.003, 1], nan_ok=True)


def test_recipes_weigh_images_by_their_landmarks():
    rng = np.random.default_rng(1)
    first, second = rng.exponential(1, (2, 3, 12, 2))
    second[:, :6, 1] = np.nan
    found = compare_means('X', first, second, True)
    counts = np.repeat([1, 2], 6) / 1.5
    sums = [np.where(np.isnan(second), 0, one).sum(axis=2) / 1.5 for one in (first, np.nan_to_num(second))]
    crossed = compare_recipes(*sums, counts)
    expected = (crossed.low, crossed.high, crossed.p_value, crossed.seed_sd)
    assert (found.low, found.high, found.p_value, found.seed_sd) == pytest.approx(expected, rel=1e-9)
    assert found.low != pytest.approx(compare_recipes(*sums).low, rel=1e-4)
