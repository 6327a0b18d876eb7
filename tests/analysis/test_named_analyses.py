import numpy as np
import pytest

from aariz_mm.analysis import MEASUREMENTS, NAMED_ANALYSES, analysis, interpret, measure
from aariz_mm.analysis.named_tables import analysis_rows, find_analyses
from aariz_mm.landmarks import BY_SYMBOL
from aariz_mm.number_text import ABSENT


@pytest.fixture
def measured(face, face_px):
    return measure(face_px, list(face), 0.5)


def row(name, title, measured, **who):
    return next(row for row in analysis(name, measured, **who).rows if row[0] == title)


def test_steiner_has_the_usual_order_and_says_what_is_missing(measured):
    table = analysis('steiner', measured)
    assert [one[0] for one in table.rows[:5]] == ['SNA', 'SNB', 'ANB', 'U1 to NA, distance', 'U1 to NA, angle']
    assert [one[0] for one in table.last[1:]] == ['SND', 'S-E', 'Lips to the S line']
    assert table.last[1][5] == 'not from these landmarks, which lack D, centre of the symphysis'


@pytest.mark.parametrize('name', NAMED_ANALYSES)
def test_every_analysis_has_all_its_values_from_29_landmarks(measured, name):
    found = NAMED_ANALYSES[name]
    table = analysis(name, measured, 'female', 30)
    assert len(table.rows) == len(found.parts) and table.caption == found.title
    assert ABSENT not in [one[1] for one in table.rows] and all(one[5] for one in table.rows)


def test_norm_and_deviation_are_those_of_the_author(measured):
    # Downs: 87.8 ± 3.57, the face has 88.87; Ricketts: 87 ± 3 at 9 years.
    assert row('downs', 'Facial angle', measured)[3:5] == ('87.8 ± 3.6', '+0.3')
    assert row('ricketts', 'Facial depth', measured, age=9)[3:5] == ('8 to 10 years: 87.0 ± 3.0', '+0.6')
    assert row('ricketts', 'Facial depth', measured, age=30)[3:5] == ('8 to 10 years: 87.0 ± 3.0', '')


@pytest.mark.parametrize('name', NAMED_ANALYSES)
def test_a_measurement_has_one_verdict_in_every_analysis(measured, name):
    for one in analysis_rows(NAMED_ANALYSES[name], measured, 'male', 30):
        assert one.meaning == interpret(one.measurement, one.value, 'male', 30)


def test_what_the_author_measured_otherwise_is_shown_and_not_compared(measured):
    shown = row('mcnamara', 'U1 to the perpendicular through A', measured, sex='female', age=30)
    assert shown[3] == 'female, from 18 years: 5.4 ± 1.7 *' and shown[4] == ''
    assert 'from the front of the crown' in analysis('mcnamara', measured).last[0][5]
    for found in NAMED_ANALYSES.values():
        assert all(one.deviation_sd is None for one in analysis_rows(found, measured, 'male', 22) if one.construction)


def test_a_norm_for_one_sex_is_not_compared_without_it(measured):
    assert row('mcnamara', 'Midface length', measured)[4] == ''
    assert row('mcnamara', 'Midface length', measured, sex='male', age=30)[3] == 'male, from 18 years: 99.8 ± 6.0'
    assert row('bjork', 'Mandibular base prognathism', measured, sex='male', age=12)[3].startswith(
        'male, 12 years: 78.9'
    )
    assert row('bjork', 'Mandibular base prognathism', measured, sex='female', age=12)[4] == ''


def test_lengths_are_compared_at_the_magnification_of_the_author(face, face_px):
    plain = measure(face_px, list(face), 0.5)['Co-A'].value
    of_the_head = measure(face_px, list(face), 0.5, magnification=1.0)
    (found,) = (one for one in analysis_rows(NAMED_ANALYSES['mcnamara'], of_the_head, 'female', 30)
                if one.measurement.key == 'Co-A')  # fmt: skip
    assert found.deviation_sd == pytest.approx((1.08 * plain - 91.0) / 4.3)


def test_missing_landmarks_are_named_in_the_row(face, face_px):
    face_px[list(face).index('UMT')] = np.nan
    assert row('downs', 'L1 to the occlusal plane', measure(face_px, list(face), 0.5))[5] == 'no UMT'
    assert row('kim', 'Overbite depth indicator', measure(face_px, list(face), keys=['SNA']))[5].startswith('not among')
    assert row('jarabak', 'Anterior cranial base', measure(face_px, list(face)))[5].startswith('no pixel size')


@pytest.mark.parametrize('name', ['Björk', ' BJORK ', 'bjork'])
def test_names_do_not_mind_case_and_accents(measured, name):
    assert analysis(name, measured).caption == 'Björk analysis'


def test_all_names_every_analysis_once():
    assert [one.key for one in find_analyses(['downs', 'all'])] == list(NAMED_ANALYSES)
    assert [one.key for one in find_analyses(['wits', 'downs', 'Wits'])] == ['wits', 'downs']


@pytest.mark.parametrize('name', ['sassouni', '', 'steiner downs'])
def test_an_unknown_analysis_is_refused_with_the_list(measured, name):
    with pytest.raises(ValueError, match=r'expected some of steiner, downs, tweed, .*legan_burstone, or all'):
        analysis(name, measured)


def test_analysis_takes_one_radiograph_and_one_name(face, face_px, measured):
    with pytest.raises(ValueError, match='of 2 radiographs: an analysis is of one'):
        analysis('downs', measure(np.stack([face_px, face_px]), list(face), 0.5))
    with pytest.raises(ValueError, match='expected one of steiner'):
        analysis('all', measured)
    with pytest.raises(ValueError, match="sex='f'"):
        analysis('downs', measured, sex='f')


def test_what_is_missing_is_no_landmark_of_ours():
    for found in NAMED_ANALYSES.values():
        for _, lost in found.missing:
            assert not {word.strip(',') for word in lost.split()} & set(BY_SYMBOL) - {'Pog`'}, lost


def test_parts_name_each_measurement_once():
    for found in NAMED_ANALYSES.values():
        keys = [part.key for part in found.parts]
        assert len(set(keys)) == len(keys) and set(keys) <= set(MEASUREMENTS)
        assert len({part.title for part in found.parts}) == len(keys)
