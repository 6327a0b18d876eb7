"""Folders of results as a cohort."""

import json

import numpy as np
import pytest
from made_cohorts import made_result

from aariz_mm.cohort.case_table import CaseRow, CaseTable
from aariz_mm.cohort.loading import load_cohort, natural_order
from aariz_mm.cohort.records import Value
from aariz_mm.cohort.selection import choose_measurements


def table(*rows, columns=('file', 'patient', 'group')):
    return CaseTable(tuple(CaseRow(2 + index, *row) for index, row in enumerate(rows)), frozenset(columns))


def test_values_have_the_error_of_their_interval():
    value = Value(80.0, 80 - 1.6448536, 80 + 1.6448536, 0.9, '')
    assert value.error_variance == pytest.approx(1) and value.shift == pytest.approx(0)
    assert np.isnan(Value(80.0, reason='').error_variance)


def test_without_a_table_all_are_one_group(tmp_path):
    made_result(tmp_path, 'a', dict(SNA=80.0))
    made_result(tmp_path / 'deep', 'b', dict(SNA=None))
    cohort = load_cohort(tmp_path)
    assert [one.result for one in cohort.records] == ['a', 'deep/b'] and cohort.groups == ('all',)
    assert cohort.records[0].values['SNA'].value == 80 and cohort.records[1].values['SNA'].reason == 'no A'


@pytest.mark.parametrize('name', ['a', 'a.png', 'films/a.png', 'x\\a.png', 'a.json'])
def test_table_finds_results_by_any_of_their_names(tmp_path, name):
    made_result(tmp_path, 'a', dict(SNA=80.0))
    cohort = load_cohort(tmp_path, table((name, 'P', 'G')))
    assert cohort.records[0].patient == 'P' and cohort.groups == ('G',)


def test_names_without_result_and_results_without_name_are_told(tmp_path):
    made_result(tmp_path, 'a', dict(SNA=80.0))
    made_result(tmp_path, 'b', dict(SNA=80.0))
    cohort = load_cohort(tmp_path, table(('a', 'P', 'G'), ('c', 'Q', 'G')))
    assert {one.name: one.reason for one in cohort.left_out} == {
        'c': 'named in the table of cases, but there is no result',
        'b': 'not in the table of cases',
    }


def test_radiograph_that_stands_there_twice_counts_once(tmp_path):
    made_result(tmp_path, 'a', dict(SNA=80.0), image_sha256='x')
    made_result(tmp_path, 'b', dict(SNA=80.0), image_sha256='x')
    cohort = load_cohort(tmp_path)
    assert len(cohort.records) == 1 and 'second time' in cohort.left_out[0].reason


def test_radiograph_of_two_groups_is_refused(tmp_path):
    made_result(tmp_path, 'a', dict(SNA=80.0), image_sha256='x')
    made_result(tmp_path, 'b', dict(SNA=80.0), image_sha256='x')
    with pytest.raises(ValueError, match='one and the same radiograph'):
        load_cohort(tmp_path, table(('a', 'P', 'G'), ('b', 'Q', 'H')))


def test_doubtful_readings_can_be_left_out(tmp_path):
    made_result(tmp_path, 'a', dict(SNA=80.0))
    made_result(tmp_path, 'b', dict(SNA=80.0), warnings=['blurred'])
    cohort = load_cohort(tmp_path, exclude=['doubtful'])
    assert [one.result for one in cohort.records] == ['a'] and 'nobody corrected' in cohort.left_out[0].reason


def test_corrected_results_are_measured_as_they_stand(tmp_path):
    path = made_result(tmp_path, 'a', dict(SNA=80.0), corrected=True)
    record = load_cohort(tmp_path).records[0]
    assert record.corrected and record.values['SNA'].value != 80
    assert json.loads(path.read_text())['measurements'][0]['value'] == 80  # the file stays as it was


@pytest.mark.parametrize(
    'measurements',
    [
        'nothing',
        [1],
        [dict(key='SNA', value=float('nan'))],
        [dict(key='SNA', value=1e300)],
        [dict(key='SNA', value='80')],
        [dict(key='SNA', value=True)],
    ],
)
def test_results_that_lie_have_no_value(tmp_path, measurements):
    made_result(tmp_path, 'good', dict(SNA=80.0))
    made_result(tmp_path, 'bad', {}, measurements=measurements)
    cohort = load_cohort(tmp_path)
    bad = [one for one in cohort.records if one.result == 'bad']
    assert cohort.left_out or bad[0].values['SNA'].reason


def test_interval_upside_down_is_none(tmp_path):
    made_result(tmp_path, 'a', {}, measurements=[dict(key='SNA', value=80.0, low=82.0, high=78.0, level=0.9)])
    value = load_cohort(tmp_path).records[0].values['SNA']
    assert value.value == 80 and np.isnan(value.error_variance)


def test_other_json_is_left_out_with_the_reason(tmp_path):
    made_result(tmp_path, 'a', dict(SNA=80.0))
    (tmp_path / 'settings.json').write_text('{"x": 1}')
    (tmp_path / 'broken.json').write_text('{')
    assert len(load_cohort(tmp_path).left_out) == 2


def test_folders_without_results_and_tables_of_others_are_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match='no such folder'):
        load_cohort(tmp_path / 'none')
    with pytest.raises(ValueError, match='no result of aariz-mm read'):
        load_cohort(tmp_path)
    made_result(tmp_path, 'a', dict(SNA=80.0))
    with pytest.raises(ValueError, match="names no result: it has 'z'"):
        load_cohort(tmp_path, table(('z', 'P', 'G')))


def test_two_lines_of_one_radiograph_are_refused(tmp_path):
    made_result(tmp_path, 'a', dict(SNA=80.0))
    with pytest.raises(ValueError, match='lines 2 and 3 of the table of cases are one radiograph'):
        load_cohort(tmp_path, table(('a', 'P', 'G'), ('a.png', 'P', 'G')))


def test_life_size_takes_the_magnification_off_lengths_alone(tmp_path):
    made_result(tmp_path, 'a', {'S-N': 77.0, 'SNA': 80.0}, magnification=1.1)
    values = load_cohort(tmp_path, life_size=True).records[0].values
    assert values['S-N'].value == pytest.approx(70) and values['SNA'].value == 80
    made_result(tmp_path, 'b', {'S-N': 77.0})
    with pytest.raises(ValueError, match='state no magnification'):
        load_cohort(tmp_path, life_size=True)


def test_measurements_are_chosen_by_name_and_analysis(tmp_path):
    made_result(tmp_path, 'a', {'S-N': 77.0, 'SNA': 80.0, 'ANB': 2.0})
    cohort = load_cohort(tmp_path)
    assert choose_measurements(cohort, ['anb', 'ANB']) == ('ANB',)
    assert choose_measurements(cohort, ['all']) == ('SNA', 'ANB', 'S-N')
    assert choose_measurements(cohort) == ('SNA', 'ANB')
    assert choose_measurements(cohort, analyses=['steiner']) == ('SNA', 'ANB')
    with pytest.raises(ValueError, match="measurement 'SNAA': expected some of"):
        choose_measurements(cohort, ['SNAA'])
    with pytest.raises(ValueError, match='no radiograph has SNB'):
        choose_measurements(cohort, ['SNB'])


def test_times_are_in_their_natural_order():
    assert sorted(['T10', 'T2', 'T1'], key=natural_order) == ['T1', 'T2', 'T10']


def test_a_cohort_of_which_nothing_counts_says_why(tmp_path):
    for name in 'ab':
        made_result(tmp_path, name, dict(SNA=80.0))
    with pytest.raises(ValueError, match='all are left out: 2 no group in the table of cases; correct the table'):
        load_cohort(tmp_path, table(('a', 'P', ''), ('b', 'Q', '')))
    with pytest.raises(ValueError, match='2 a reading that nobody corrected'):
        load_cohort(tmp_path, exclude=['uncorrected'])


def test_columns_that_are_not_read_are_kept(tmp_path):
    made_result(tmp_path, 'a', dict(SNA=80.0))
    told = CaseTable((CaseRow(2, 'a', 'P', 'G'),), frozenset(('file', 'patient', 'group')), ('date',))
    assert load_cohort(tmp_path, told).unread == ('date',)
