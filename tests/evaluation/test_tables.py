import numpy as np
import pytest

from aariz_mm.evaluation.tables import device_table, landmark_table

ERRORS_MM = np.array([[1.0, 2.0], [3.0, np.nan]])


def rows():
    return [line.split() for line in landmark_table(['S', 'N'], ERRORS_MM).splitlines()]


def test_landmark_table_has_a_row_per_landmark_and_one_for_all():
    assert [row[0] for row in rows()][:3] == ['landmark', 'S', 'N']
    assert rows()[-1][0] == 'all'
    assert len(rows()) == 5


def test_landmark_table_by_hand():
    assert rows()[1] == ['S', '2', '2.000', '1.00', '2.000', '50.00', '50.00', '100.00', '100.00']
    assert rows()[2] == ['N', '1', '2.000', '0.00', '2.000', '100.00', '100.00', '100.00', '100.00']
    assert rows()[-1] == ['all', '3', '2.000', '0.82', '2.000', '66.67', '66.67', '100.00', '100.00']


def test_landmark_table_shows_a_landmark_nobody_labelled_as_nan():
    row = landmark_table(['S'], np.array([[np.nan]]), thresholds_mm=[2.0]).splitlines()[1].split()
    assert row == ['S', '0', 'nan', 'nan', 'nan', 'nan']


def test_landmark_table_lines_are_equally_long():
    assert len({len(line) for line in landmark_table(['Pog`', 'N'], ERRORS_MM, (2.0, 2.5)).splitlines()}) == 1


def test_landmark_table_ends_with_the_readers():
    lines = landmark_table(['S', 'N'], ERRORS_MM, (2.0,), readers_mm=np.array([[4.0, 6.0], [5.0, np.nan]])).splitlines()
    assert lines[-1].split() == ['readers', '3', '5.000', '0.82', '5.000', '0.00']
    assert lines[-2].split()[0] == 'all'


def test_device_table_has_a_row_per_device_under_its_whole_name():
    lines = device_table(['ProMax with ProTouch', 'ART Plus'], ERRORS_MM, (2.0,)).splitlines()
    assert len(lines) == 3 and len({len(line) for line in lines}) == 1
    assert lines[1].split() == ['ART', 'Plus', '1', '3.000', '0.00', '3.000', '0.00']
    assert lines[2].split()[-5:] == ['2', '1.500', '0.50', '1.500', '100.00']


def test_landmark_table_leaves_the_errors_alone():
    before = ERRORS_MM.copy()
    landmark_table(['S', 'N'], ERRORS_MM)
    np.testing.assert_array_equal(ERRORS_MM, before)


@pytest.mark.parametrize('errors', [np.zeros((2, 3)), np.zeros(2)])
def test_landmark_table_rejects_another_number_of_landmarks(errors):
    with pytest.raises(ValueError, match=r'errors_mm: expected \(B, 2\), got'):
        landmark_table(['S', 'N'], errors)
