import numpy as np
import pytest

from aariz_mm.evaluation.human_line import HumanLine
from aariz_mm.evaluation.intervals import mean_interval
from aariz_mm.evaluation.landmark_tables import device_table, landmark_table
from aariz_mm.number_text import ABSENT, span, with_interval

ERRORS_MM = np.array([[1.0, 2.0], [3.0, np.nan]])


def test_landmark_table_by_hand():
    table = landmark_table(['S', 'N'], ERRORS_MM)
    assert table.header == (
        'landmark',
        'name',
        'n',
        'mean ± SD, mm',
        '95 % interval',
        'median',
        '≤ 2 mm',
        '≤ 2.5 mm',
        '≤ 3 mm',
        '≤ 4 mm',
    )
    of_s, of_all = span(*mean_interval(ERRORS_MM[:, 0])), span(*mean_interval(ERRORS_MM))
    assert table.rows[0] == ('S', 'Sella', '2', '2.00 ± 1.00', of_s, '2.00', '50.0', '50.0', '100.0', '100.0')
    assert table.rows[1] == ('N', 'Nasion', '1', '2.00 ± 0.00', ABSENT, '2.00', '100.0', '100.0', '100.0', '100.0')
    assert table.last == (('all', '', '3', '2.00 ± 0.82', of_all, '2.00', '66.7', '66.7', '100.0', '100.0'),)


def test_landmark_table_shows_a_landmark_nobody_labelled_as_absent():
    table = landmark_table(['S'], np.array([[np.nan]]), thresholds_mm=[1.5])
    assert table.header[-1] == '≤ 1.5 mm' and table.rows[0] == ('S', 'Sella', '0', ABSENT, ABSENT, ABSENT, ABSENT)


def test_landmark_table_has_both_lines_of_the_readers():
    apart = np.array([[4.0, 6.0], [5.0, np.nan]])
    table = landmark_table(['S', 'N'], ERRORS_MM, (2.0,), HumanLine(apart, apart / 2))
    rows = (table.header, *table.rows, *table.last)
    assert [row[-2].split(' (')[0] for row in rows] == ['readers apart, mm', '4.50', '6.00', '5.00']
    assert [row[-1].split(' (')[0] for row in rows] == ['reader to mean, mm', '2.25', '3.00', '2.50']


def test_landmark_table_gives_the_readers_their_intervals():
    apart = np.array([[4.0], [5.0], [7.0]])
    table = landmark_table(['S'], apart, (2.0,), HumanLine(apart, apart / 2))
    assert table.rows[0][-1] == with_interval('2.67', *mean_interval(apart[:, 0] / 2))


def test_device_table_has_a_row_per_device_under_its_whole_name():
    table = device_table(('ProMax with ProTouch', 'ART Plus'), ERRORS_MM, 2 * ERRORS_MM, (2.0,))
    assert table.rows[0] == ('ART Plus', '1', '1', '3.00 ± 0.00', ABSENT, '3.00', '0.0', '6.00')
    assert table.rows[1] == ('ProMax with ProTouch', '1', '2', '1.50 ± 0.50', ABSENT, '1.50', '100.0', '3.00')


def test_landmark_table_leaves_the_errors_alone():
    before = ERRORS_MM.copy()
    landmark_table(['S', 'N'], ERRORS_MM)
    np.testing.assert_array_equal(ERRORS_MM, before)


@pytest.mark.parametrize('errors', [np.zeros((2, 3)), np.zeros(2)])
def test_landmark_table_rejects_another_number_of_landmarks(errors):
    with pytest.raises(ValueError, match=r'errors_mm: expected \(B, 2\), got'):
        landmark_table(['S', 'N'], errors)


def test_tables_say_what_they_are_of_and_which_columns_are_words():
    table = landmark_table(['S', 'X'], ERRORS_MM)
    assert table.caption == 'Radial error of each landmark, and success rates in %'
    assert table.text_columns == (0, 1) and [row[1] for row in table.rows] == ['Sella', '']
    devices = device_table(('B', 'A'), ERRORS_MM, 2 * ERRORS_MM)
    assert devices.caption == 'Radial error on the images of each device, and success rates in %'
    assert devices.header == ('device', 'images', 'n', 'mean ± SD, mm', '95 % interval', 'median', '≤ 2 mm', '≤ 2.5 mm',
                              '≤ 3 mm', '≤ 4 mm', 'mean, S-N = 70 mm')  # fmt: skip
    assert devices.text_columns == (0,) and devices.last == ()


def test_tables_give_an_interval_from_six_images_on():
    errors_mm = np.arange(12.0).reshape(6, 2) + 1
    table = device_table(('A',) * 6 + ('',), np.vstack([errors_mm, [[99, 99]]]), np.vstack([2 * errors_mm, [[99, 99]]]))
    assert table.rows[0][4] == span(*mean_interval(errors_mm)) != ABSENT
    assert table.rows[0][-1] == with_interval('13.00', *mean_interval(2 * errors_mm)) and len(table.rows) == 1


def test_tables_of_no_image_are_of_dashes():
    table = landmark_table(['S'], np.empty((0, 1)), (2.0,), HumanLine(np.empty((0, 1)), np.empty((0, 1))))
    assert table.rows[0] == ('S', 'Sella', '0', *[ABSENT] * 6)
