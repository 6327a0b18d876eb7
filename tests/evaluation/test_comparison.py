import copy
import math
from dataclasses import replace

import numpy as np
import pytest
from made_cases import build_cases, build_landmarks, simulate_pair

from aariz_mm.evaluation.bootstrap import draw_images
from aariz_mm.evaluation.cases import Cases, StageCases
from aariz_mm.evaluation.comparison import compare_cases, compare_means, holm
from aariz_mm.evaluation.cvm import confusion_matrix, quadratic_weighted_kappa


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


def test_models_as_good_as_each_other_are_rarely_shown_to_differ():
    """Differences without preference, 200 times: about 5 % are called real."""
    rng = np.random.default_rng(0)
    shown = 0
    for seed in range(200):
        first, second = rng.exponential(1, (2, 60, 3)) * rng.lognormal(0, 0.3, (60, 1))
        shown += compare_means('MRE_mm', first, second, draw_images(60, 400, seed), True).better() is not None
    assert 2 <= shown <= 22


def test_comparison_is_seeded():
    first, second = simulate_pair(0.05)
    assert compare_cases(first, second, 500, seed=1) == compare_cases(first, second, 500, seed=1)
    assert compare_cases(first, second, 500, seed=1) != compare_cases(first, second, 500, seed=2)


def test_means_by_hand_count_what_both_have():
    first, second = np.array([[1.0, np.nan], [2.0, 9.0]]), np.array([[1.5, 7.0], [2.5, np.nan]])
    found = compare_means('MRE_mm', first, second, draw_images(2, 100), lower_is_better=True)
    assert (found.first, found.second, found.difference) == (1.5, 2, 0.5)
    assert (found.low, found.high, found.p_value) == pytest.approx((0.5, 0.5, 2 / 101))
    assert found.better() == 'first' and found.better(p_value=0.06) is None


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
