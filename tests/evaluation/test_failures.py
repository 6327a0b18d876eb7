import numpy as np
import pytest
from made_cases import build_landmarks

from aariz_mm.evaluation.failures import describe_failures, failures


def test_failures_are_above_the_threshold_and_worst_first():
    found = failures(build_landmarks([[41.0, 40.0], [np.nan, 60.0]]))  # 4.1, 4.0, -, 6.0 mm
    assert [(one.img_id, one.symbol, one.index) for one in found] == [('c1', 'N', 1), ('c0', 'S', 0)]
    assert [one.error_mm for one in found] == pytest.approx([6.0, 4.1])


def test_failures_are_fewer_above_a_higher_threshold():
    cases = build_landmarks([[41.0, 40.0], [np.nan, 60.0]])
    assert [len(failures(cases, threshold)) for threshold in (3.9, 4.0, 5.0, 7.0)] == [3, 2, 1, 0]


def test_failures_are_described_by_file():
    found = failures(build_landmarks([[41.0, 50.0], [np.nan, 60.0]]))
    lines = describe_failures(found, limit=2).splitlines()
    assert lines[0].split() == ['6.00', 'mm', 'N', 'x/c1.png'] and lines[2] == '… and 1 more'
    assert len(describe_failures(found).splitlines()) == 3


@pytest.mark.parametrize('threshold', [0, -1, float('nan')])
def test_failures_reject_a_threshold_that_is_none(threshold):
    with pytest.raises(ValueError, match='expected a positive number of mm'):
        failures(build_landmarks([[1.0]]), threshold)
