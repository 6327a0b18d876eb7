"""Tables of stages, of scores made by hand."""

import math

import numpy as np

from aariz_mm.evaluation.cvm_tables import confusion_table, cvm_table
from aariz_mm.number_text import ABSENT

SCORES = dict(CVM_num_images=40, CVM_majority_stage=5, CVM_qwk=0.5125, CVM_qwk_low=0.25, CVM_qwk_high=0.75,
              CVM_majority_qwk=0.0, CVM_accuracy=0.625, CVM_f1_macro=0.4, CVM_f1_macro_low=0.3, CVM_f1_macro_high=0.5,
              CVM_mae=0.75, CVM_majority_mae=1.0, CVM_within_1=0.875)  # fmt: skip


def test_table_of_scores_by_hand():
    table = cvm_table(SCORES)
    assert table.header == ('score', 'model', '95 % interval', 'always S5')
    assert table.rows == (
        ('quadratic weighted kappa', '0.512', '0.250 to 0.750', '0.000'),
        ('accuracy', '0.625', ABSENT, ABSENT),
        ('macro F1', '0.400', '0.300 to 0.500', ABSENT),
        ('mean error, stages', '0.750', ABSENT, '1.000'),
        ('within one stage', '0.875', ABSENT, ABSENT),
    )
    assert table.caption == 'CVM scores on 40 images, beside the majority baseline'
    assert (table.last, table.text_columns) == ((), (0,))


def test_calibration_stands_below_with_what_a_perfect_head_has():
    of_chances = dict(CVM_ece=0.1, CVM_ece_expected=0.0625, CVM_ece_expected_low=0.03, CVM_ece_expected_high=0.1234,
                      CVM_classwise_ece=0.25, CVM_ece_debiased=math.nan)  # fmt: skip
    assert cvm_table(SCORES | of_chances).rows[5:] == (
        ('calibration error', '0.100', ABSENT, ABSENT),
        ('the same of a perfect head', '0.062', '0.030 to 0.123', ABSENT),
        ('calibration error by stage', '0.250', ABSENT, ABSENT),
    )
    debiased = cvm_table(SCORES | dict(CVM_ece_debiased=0.0125)).rows[5:]
    assert debiased == (('calibration error, debiased, RMS', '0.013', ABSENT, ABSENT),)


def test_caption_says_why_macro_f1_has_no_interval():
    recalls = {f'CVM_recall/S{stage}': math.nan if stage in (1, 6) else 0.5 for stage in range(1, 7)}
    scores = SCORES | recalls | dict(CVM_f1_macro_low=math.nan)
    assert cvm_table(scores).caption.endswith('baseline; macro F1 has no interval: no image of S1, S6')
    few = cvm_table(scores | dict(CVM_num_images=1)).caption
    assert few == ('CVM scores on 1 image, beside the majority baseline; 1 image is too few for an interval (6 needed)')


def test_confusion_table_has_its_headings_and_every_row():
    table = confusion_table(np.diag([1, 2, 0, 4, 5, 6]).tolist())
    predicted = tuple(f'predicted S{stage}' for stage in range(1, 7))
    assert table.header == ('true stage', *predicted, 'images', 'recall')
    assert [row[0] for row in table.rows] == [f'S{stage}' for stage in range(1, 7)]
    assert table.rows[2] == ('S3', '0', '0', '0', '0', '0', '0', '0', ABSENT)
    assert table.rows[5] == ('S6', '0', '0', '0', '0', '0', '6', '6', '100 % (56 to 100)')
    assert table.caption == 'Confusion matrix: number of images; recall with its 95 % interval'
