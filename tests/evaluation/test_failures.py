import numpy as np
import pytest
from made_cases import build_landmarks

from aariz_mm.evaluation.failures import failure_table, failures
from aariz_mm.number_text import ABSENT


def test_failures_are_above_the_threshold_and_worst_first():
    found = failures(build_landmarks([[41.0, 40.0], [np.nan, 60.0]]))  # 4.1, 4.0, -, 6.0 mm
    assert [(one.img_id, one.symbol, one.index) for one in found] == [('c1', 'N', 1), ('c0', 'S', 0)]
    assert [one.error_mm for one in found] == pytest.approx([6.0, 4.1])


def test_failures_are_fewer_above_a_higher_threshold():
    cases = build_landmarks([[41.0, 40.0], [np.nan, 60.0]])
    assert [len(failures(cases, threshold)) for threshold in (3.9, 4.0, 5.0, 7.0)] == [3, 2, 1, 0]


def test_failures_are_listed_by_file_up_to_a_limit():
    found = failures(build_landmarks([[41.0, 50.0], [np.nan, 60.0]], devices=('', 'ART Plus')))
    table = failure_table(found, limit=2)
    assert table.rows == (('x/c1.png', 'N', '6.00', 'ART Plus'), ('x/c0.png', 'N', '5.00', ABSENT))
    assert table.caption == '3 failures in 2 images, worst first; the first 2'
    whole = failure_table(found, limit=3, name=lambda one: one.img_id)
    assert [row[0] for row in whole.rows] == ['c1', 'c0', 'c0'] and whole.caption.endswith('worst first')


@pytest.mark.parametrize('threshold', [0, -1, float('nan')])
def test_failures_reject_a_threshold_that_is_none(threshold):
    with pytest.raises(ValueError, match='expected a positive number of mm'):
        failures(build_landmarks([[1.0]]), threshold)


def test_failures_by_the_same_error_keep_the_order_of_the_images():
    found = failures(build_landmarks([[50.0, 50.0]] * 20), 0.5)
    assert [(one.index, one.symbol) for one in found] == [(index, symbol) for index in range(20) for symbol in 'SN']


def test_table_of_failures_has_its_headings_and_texts_to_the_left():
    table = failure_table(failures(build_landmarks([[41.0]])), 5)
    assert table.header == ('file', 'landmark', 'error, mm', 'device') and table.text_columns == (0, 1, 3)
    assert table.caption == '1 failure in 1 image, worst first' and table.last == ()
