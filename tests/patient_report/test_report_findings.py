"""Findings of reports, and what they are made from."""

import pytest
from made_reports import content, source, with_interval

from aariz_mm.patient_report.assembly import build_report
from aariz_mm.patient_report.bars import Bar
from aariz_mm.patient_report.findings import find_classes
from aariz_mm.reading.content import measured_content


def test_a_finding_is_undecided_where_the_interval_reaches_another_class():
    value = measured_content(content())['measurements']
    anb = next(one['value'] for one in value if one['key'] == 'ANB')
    assert 0 < anb < 4
    near = find_classes(source(measurements=with_interval('ANB', anb - 0.01, anb + 0.01)))['sagittal']
    wide = find_classes(source(measurements=with_interval('ANB', -1, 5)))['sagittal']
    assert near.is_decided and near.label == wide.label == 'class I'
    assert wide.others == ('class III', 'class II') and not wide.is_decided


def test_a_lie_in_the_file_changes_no_value():
    lies = [dict(key='SNA', value=12, low=float('nan'), high=1, level=0.9, meaning='<b>'), 'x', dict(key=3)]
    assert source(measurements=lies, warnings='no', identity=3, magnification=1e9).measured['SNA'].value > 70


def test_moved_landmarks_are_named_and_intervals_go():
    told = content(measurements=with_interval('ANB', 1, 3), prediction_sha256='0' * 64)
    told['landmarks'][0]['predicted'] = dict(x=1.0, y=2.0)
    found = source(**told)
    assert (found.origin, found.moved, found.level) == ('corrected', ('A',), None)
    assert 'moved: A' in dict(build_report(found).facts.rows)['Landmarks by']


def test_bar_places():
    bar = Bar(2, -8, 0)
    assert (bar.at, bar.interval, bar.band) == (0.75, (0.0, 0.5), (0.375, 0.625))
    assert Bar(-5).beyond == -1 and Bar(-5).at == 0 and Bar(1).interval is None


def test_identity_is_shown_on_demand_alone():
    found = source(identity=dict(name='Kim'))
    assert 'Kim' not in str(build_report(found)) and 'Kim' in str(build_report(found, keep_identity=True))


def test_several_analyses_do_not_fit_one_page():
    with pytest.raises(ValueError, match='one page holds one'):
        build_report(source(), analyses=['steiner', 'downs'])


def test_another_pixel_size_leaves_intervals_of_angles_and_moves_those_of_lengths():
    told = [*with_interval('ANB', 1.0, 3.0), *with_interval('N-Me', 100.0, 110.0)]
    known = source(measurements=told, pixel_size_source='x', magnification=1.1)
    given = source(0.25, measurements=told, pixel_size_source='x', magnification=1.1)
    assert known.intervals == {'ANB': (1.0, 3.0), 'N-Me': (100.0, 110.0)}
    assert given.intervals == {'ANB': (1.0, 3.0), 'N-Me': (50.0, 55.0)} and given.level == 0.9
    assert given.measured['N-Me'].value == pytest.approx(known.measured['N-Me'].value / 2, abs=0.02)
    assert (given.content['pixel_size_source'], given.content['magnification']) == ('given', None)


def test_a_first_pixel_size_gives_lengths_without_intervals():
    given = source(0.5, pixel_size_mm=None, measurements=with_interval('ANB', 1.0, 3.0))
    assert given.intervals == {'ANB': (1.0, 3.0)} and given.measured['N-Me'].value > 50


def test_a_given_magnification_is_told():
    given = source(given_factor=1.1, measurements=with_interval('N-Me', 100.0, 110.0))
    assert given.intervals == {'N-Me': (100.0, 110.0)} and '1.1' in dict(build_report(given).facts.rows)['Scale']
