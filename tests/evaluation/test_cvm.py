import math

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score, f1_score, mean_absolute_error, recall_score

from aariz_mm.evaluation import cvm
from aariz_mm.evaluation.calibration import calibration_scores
from aariz_mm.evaluation.cvm import (
    confusion_matrix,
    cvm_scores,
    expected_calibration_error,
    stage_score_intervals,
    stages_without_images,
)
from aariz_mm.evaluation.cvm_tables import confusion_table, cvm_table
from aariz_mm.evaluation.functional import cvm_scores as public_cvm_scores
from aariz_mm.evaluation.intervals import proportion_interval
from aariz_mm.evaluation.stage_intervals import score_interval
from aariz_mm.number_text import ABSENT

AARIZ_TEST = np.repeat([1, 2, 3, 4, 5, 6], [5, 5, 7, 40, 69, 24])
"""True stages of the Aariz test set."""


@pytest.fixture
def stages():
    """150 truths and predictions that are off by up to two stages."""
    rng = np.random.default_rng(0)
    return AARIZ_TEST, np.clip(AARIZ_TEST + rng.integers(-2, 3, AARIZ_TEST.size), 1, 6)


def test_always_stage_5_on_the_aariz_test_set():
    scores = cvm_scores(AARIZ_TEST, np.full(150, 5), repeats=0)
    assert scores['CVM_accuracy'] == pytest.approx(0.460)
    assert scores['CVM_mae'] == pytest.approx(0.753, abs=5e-4)
    assert scores['CVM_within_1'] == pytest.approx(0.887, abs=5e-4)
    assert scores['CVM_qwk'] == 0
    baseline = {key: value for key, value in scores.items() if key.startswith('CVM_majority_')}
    assert baseline.pop('CVM_majority_stage') == 5
    assert baseline == {key: scores[key.replace('majority_', '')] for key in baseline} and len(baseline) == 5


def test_kappa_by_hand():
    # Observed squared errors: 1 of 4 images. By chance: truth half 1, half 2; prediction 1/4 and 3/4:
    # 0.5 * 0.75 + 0.5 * 0.25 = 0.5. Kappa = 1 - 0.25 / 0.5.
    confusion = confusion_matrix([1, 1, 2, 2], [1, 2, 2, 2])
    assert cvm.quadratic_weighted_kappa(confusion) == pytest.approx(0.5)


def test_kappa_of_opposite_predictions_is_minus_one():
    assert cvm.quadratic_weighted_kappa(confusion_matrix([1, 6, 1, 6], [6, 1, 6, 1])) == pytest.approx(-1)


def test_kappa_is_nan_where_all_is_one_stage():
    assert math.isnan(cvm.quadratic_weighted_kappa(confusion_matrix([5, 5], [5, 5])))


def test_confusion_matrix_has_the_truth_in_rows():
    confusion = confusion_matrix([1, 1, 6], [2, 2, 5])
    assert confusion[0, 1] == 2 and confusion[5, 4] == 1 and confusion.sum() == 3


def test_scores_by_hand():
    # F1: S1 2/3, S2 2/4, S4 0 (never predicted); S3, S5 and S6 occur nowhere and are left out.
    scores = cvm_scores([1, 1, 2, 4], [1, 2, 2, 2], repeats=0)
    assert scores['CVM_accuracy'] == 0.5
    assert scores['CVM_mae'] == pytest.approx((0 + 1 + 0 + 2) / 4)
    assert scores['CVM_within_1'] == pytest.approx(3 / 4)
    assert scores['CVM_f1_macro'] == pytest.approx((2 / 3 + 2 / 4 + 0) / 3)
    assert (scores['CVM_recall/S1'], scores['CVM_recall/S2'], scores['CVM_recall/S4']) == (0.5, 1, 0)
    assert math.isnan(scores['CVM_recall/S6'])
    assert scores['CVM_num_images'] == 4


def test_scores_agree_with_scikit_learn(stages):
    true, pred = stages
    scores = cvm_scores(true, pred, repeats=0)
    assert scores['CVM_qwk'] == pytest.approx(cohen_kappa_score(true, pred, weights='quadratic'))
    assert scores['CVM_f1_macro'] == pytest.approx(f1_score(true, pred, average='macro'))
    assert scores['CVM_mae'] == pytest.approx(mean_absolute_error(true, pred))
    recalls = recall_score(true, pred, average=None)
    assert [scores[f'CVM_recall/S{stage}'] for stage in range(1, 7)] == pytest.approx(recalls.tolist())


def test_f1_of_a_stage_predicted_but_never_true_counts_as_zero():
    assert cvm.f1_macro(confusion_matrix([1, 2], [1, 3])) == pytest.approx(1 / 3)


def test_baseline_takes_the_stage_it_is_given(stages):
    scores = cvm_scores(*stages, majority_stage=6, repeats=0)
    assert scores['CVM_majority_stage'] == 6
    assert scores['CVM_majority_accuracy'] == pytest.approx(24 / 150)


def test_calibration_error_by_hand():
    p = np.array([[0.8, 0.2, 0, 0, 0, 0], [0.8, 0.2, 0, 0, 0, 0], [0, 0, 0.3, 0.4, 0.3, 0]])
    # Bin of 0.8: two predictions, one right: |0.8 - 0.5| * 2; bin of 0.4: right: |0.4 - 1|.
    assert expected_calibration_error(p, [1, 1, 4], [1, 2, 4]) == pytest.approx((0.6 + 0.6) / 3)


def test_calibration_error_is_zero_for_certain_right_predictions():
    assert expected_calibration_error(np.eye(6), np.arange(1, 7), np.arange(1, 7)) == 0


@pytest.mark.parametrize(
    ('probabilities', 'match'),
    [(np.full((2, 6), 1.0), 'no logits'), (np.full((3, 6), 1 / 6), r'expected \(2, 6\)'), (np.eye(6)[:2, :5], '2, 5')],
)
def test_calibration_error_rejects_what_is_no_distribution(probabilities, match):
    with pytest.raises(ValueError, match=match):
        expected_calibration_error(probabilities, [1, 2], [1, 2])


def test_intervals_hold_the_scores_and_narrow(stages):
    confusion = confusion_matrix(*stages)
    scores, narrow = cvm_scores(*stages), stage_score_intervals(100 * confusion)
    for name, (low, high) in stage_score_intervals(confusion).items():
        assert low < scores[f'CVM_{name}'] < high
        assert np.ptp(narrow[name]) == pytest.approx((high - low) / 10, rel=0.15)


def test_macro_f1_has_no_interval_where_a_stage_has_no_image():
    confusion = confusion_matrix(AARIZ_TEST[5:], AARIZ_TEST[5:])
    intervals = stage_score_intervals(confusion)
    assert stages_without_images(confusion) == ['S1']
    assert all(map(math.isnan, intervals['f1_macro'])) and not any(map(math.isnan, intervals['qwk']))
    assert 'macro F1 has no interval: no image of S1' in cvm_table(cvm_scores(AARIZ_TEST[5:], AARIZ_TEST[5:])).caption


def test_recall_has_the_interval_of_a_share():
    scores = cvm_scores(AARIZ_TEST, AARIZ_TEST)
    assert (scores['CVM_recall/S1_low'], scores['CVM_recall/S1_high']) == pytest.approx((0.511, 1), abs=0.001)
    assert math.isnan(cvm_scores([1, 2], [1, 2])['CVM_recall/S6_low'])


def test_too_few_stages_are_said_in_the_table():
    scores = cvm_scores([1, 2, 3, 4], [1, 2, 3, 5])
    assert math.isnan(scores['CVM_qwk_low']) and '4 images are too few for an interval' in cvm_table(scores).caption
    assert 'interval' not in cvm_table(cvm_scores([1, 2, 3, 4], [1, 2, 3, 5], repeats=0)).caption


def test_scores_have_the_names_that_others_rely_on(stages):
    scores = public_cvm_scores(*stages, probabilities=np.eye(6)[stages[1] - 1])
    names = ['accuracy', 'f1_macro', 'qwk', 'mae', 'within_1', 'ece']
    names += ['majority_accuracy', 'majority_mae', 'majority_within_1', 'qwk_low', 'qwk_high', 'recall/S1']
    assert {f'CVM_{name}' for name in names} <= set(scores)
    assert all(isinstance(value, float | int) for value in scores.values())


@pytest.mark.parametrize('stage', [0, 7, 2.5, np.nan])
def test_stage_that_is_none_is_an_error(stage):
    with pytest.raises(ValueError, match=r'true_stages: expected .* whole numbers 1 to 6'):
        confusion_matrix([stage, 2], [1, 2])


def test_other_wrong_input_is_an_error():
    with pytest.raises(ValueError, match='as many predicted as true stages, got 2 and 1'):
        confusion_matrix([1, 2], [1])
    with pytest.raises(ValueError, match='nothing to score'):
        cvm_scores([], [])
    for stage in (0, 7, -1):
        with pytest.raises(ValueError, match=f'majority_stage={stage}: expected a stage, 1 to 6'):
            cvm_scores([1], [1], majority_stage=stage)


def test_scores_leave_their_input_alone(stages):
    copies = [values.copy() for values in stages]
    cvm_scores(*stages)
    assert all((values == copied).all() for values, copied in zip(stages, copies, strict=True))


def test_table_has_model_interval_and_baseline(stages):
    scores = cvm_scores(*stages, majority_stage=5)
    table = cvm_table(scores)
    interval = f'{scores["CVM_accuracy_low"]:.3f} to {scores["CVM_accuracy_high"]:.3f}'
    assert table.rows[1] == ('accuracy', f'{scores["CVM_accuracy"]:.3f}', interval, '0.460')
    assert table.header[-1] == 'always S5' and '150 images' in table.caption


def test_confusion_table_by_hand():
    rows = confusion_table(confusion_matrix([2, 2, 2, 6], [2, 2, 3, 6])).rows
    assert rows[1] == ('S2', '0', '2', '1', '0', '0', '0', '3', '67 % (20 to 94)') and rows[0][-1] == ABSENT
    with pytest.raises(ValueError, match=r'got \(2, 2\)'):
        confusion_table(np.eye(2))


def test_shares_of_a_stack_of_matrices_are_those_of_each(stages):
    one, other = confusion_matrix(*stages), confusion_matrix(*stages[::-1]) + np.eye(6, dtype=int)
    stack = np.stack([one, other])
    for score in (cvm.accuracy, cvm.f1_macro, cvm.mean_absolute_error, cvm.within_one, cvm.recall,
                  cvm.quadratic_weighted_kappa):  # fmt: skip
        np.testing.assert_allclose(score(stack), [score(one), score(other)])


def test_every_interval_is_that_of_its_score(stages):
    confusion = confusion_matrix(*stages)
    found = stage_score_intervals(confusion)
    assert list(found) == ['accuracy', 'within_1', 'f1_macro', 'qwk', 'mae']
    assert found['accuracy'] == proportion_interval(int(np.trace(confusion)), 150)
    assert found['within_1'] == proportion_interval(int((np.abs(np.subtract(*stages)) <= 1).sum()), 150)
    assert found['f1_macro'] == score_interval(cvm.f1_macro, confusion, 1.0, 'share')
    assert found['qwk'] == score_interval(cvm.quadratic_weighted_kappa, confusion, 0.15, 'kappa')
    assert found['mae'] == score_interval(cvm.mean_absolute_error, confusion, 0.15, 'distance')


def test_repeats_and_seed_reach_what_a_perfect_head_has(stages):
    probabilities = np.full((150, 6), 1 / 6)
    found = [cvm_scores(*stages, probabilities, repeats=repeats, seed=seed)['CVM_ece_expected']
             for repeats, seed in ((40, 1), (40, 2), (41, 1))]  # fmt: skip
    assert len(set(found)) == 3
    assert found[0] == calibration_scores(probabilities, *stages[::-1], 40, 1)['ece_expected']
