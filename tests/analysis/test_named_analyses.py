import numpy as np
import pytest

from aariz_mm.analysis import (
    MEASUREMENTS,
    NAMED_ANALYSES,
    MeasuredValue,
    NamedAnalysis,
    analysis,
    interpret,
    measure,
)
from aariz_mm.analysis.named import AnalysisPart
from aariz_mm.analysis.named_tables import analysis_rows, find_analyses
from aariz_mm.landmarks import BY_SYMBOL
from aariz_mm.number_text import ABSENT, MINUS


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


def test_a_row_without_a_value_means_nothing(face, face_px):
    face_px[list(face).index('UMT')] = np.nan
    rows = analysis_rows(NAMED_ANALYSES['downs'], measure(face_px, list(face), 0.5))
    (cant,) = (one for one in rows if one.measurement.key == 'FH-OP')
    assert np.isnan(cant.value) and (cant.meaning, cant.reason, cant.deviation_sd) == ('', 'no UMT', None)


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


NORMS = """
steiner SNA=82 SNB=80 ANB=2 U1-NA_mm=4 U1-NA_deg=22 L1-NB_mm=4 L1-NB_deg=25 interincisal=131 SN-OP=14 SN-GoGn=32
    S-L=51
downs facial_angle=87.8 convexity=0 AB_plane=-4.6 FMA=21.9 Y_axis=59.4 FH-OP=9.3 interincisal=135.4 L1-OP=14.5
    IMPA=91.4 U1-APog=2.7
tweed FMA=25 FMIA=65 IMPA=90 Z_angle=80 FHI=69
ricketts facial_angle=87 A-NPog=2 FH-NA=90 L1-APog_mm=1 L1-APog_deg=22 overjet=2.5 overbite=2.5 E-line_upper=-4
    E-line_lower=-2,-2
mcnamara A-Nperp=0.4,1.1 Co-A=91,99.8 Co-Gn=120.2,134.3 Co_difference=29.2,34.5 ANS-Me=66.7,74.6
    Pog-Nperp=-1.8,-0.3 U1-Aperp=5.4,5.3 L1-APog_mm=2.7,2.3
jarabak saddle=123 articular=143 gonial=130 Bjork_sum=396 S-N=71 S-Ar=32 Ar-Go=44 Go-Me=71
bjork S-N-ANS=88.16,85.77 SN-Pog=81.69,78.92 saddle=123.06,122.9 articular=143.27,142.96
eastman SNA=81 PP-MP=27 lower_face_PP=55 U1-PP=109 IMPA=93 L1-APog_mm=
kim APDI=81.4 ODI=74.5
holdaway soft_facial_angle=91 Sn-H=5 H_angle=10 Li-H=0
wits Wits=-0.1,-1.17 Wits_functional=-0.1,-1.17
harvold Co-ANS=
bergen SNA=
legan_burstone Ls-SnPog=3 Li-SnPog=2
"""
"""Means of the author of each analysis, by key; no others of his have a mean."""


@pytest.mark.parametrize('line', NORMS.replace('\n    ', ' ').strip().splitlines(), ids=lambda line: line.split()[0])
def test_norms_of_an_analysis_are_those_of_its_author(line):
    name, *wanted = line.split()
    found = {part.key: ','.join(f'{norm.mean:g}' for norm in part.norms) for part in NAMED_ANALYSES[name].parts
             if part.norms and part.norms[0].mean is not None}  # fmt: skip
    assert found == {key: means for key, means in (one.split('=') for one in wanted) if means}


def test_own_norms_of_an_analysis_say_whose_they_are():
    own = {part.key: part.norms[0] for part in NAMED_ANALYSES['eastman'].parts if part.key in ('SNA', 'IMPA')}
    assert [str(norm) for norm in own.values()] == ['81.0 (Mitchell 2013 (Eastman standard))',
                                                   '93.0 ± 6.0 (Mitchell 2013 (Eastman standard))']  # fmt: skip
    depth = NAMED_ANALYSES['ricketts'].parts[0].norms[0]
    assert (depth.mean, depth.sd, depth.years, depth.source) == (87, 3, (8, 10), 'Ricketts 1981')


def test_a_part_of_an_analysis_without_norms_has_none():
    assert AnalysisPart('SNA', 'SNA').norms == () and NamedAnalysis('k', 'T', ()).missing == ()
    assert NAMED_ANALYSES['downs'].missing == () and NAMED_ANALYSES['harvold'].parts[0].norms == ()


def test_table_has_its_headings_and_one_decimal(measured):
    table = analysis('downs', measured)
    assert table.header == ('measurement', 'value', 'unit', "author's norm", 'SD', 'meaning')
    assert table.text_columns == (0, 2, 3, 5)
    assert table.rows[0][:3] == ('Facial angle', f'{measured["facial_angle"].value:.1f}', 'deg')
    assert row('downs', 'Facial angle', measured)[5].startswith('within 87.8 ± 3.6')


def test_a_sign_stands_before_what_is_above_the_mean(measured):
    def deviation(sds):
        one = MeasuredValue(MEASUREMENTS['facial_angle'], 87.8 + sds * 3.57, '')
        return row('downs', 'Facial angle', {'facial_angle': one})[4]

    assert [deviation(sds) for sds in (1.0, 0.051, 0.049, 0.0, -1.0)] == ['+1.0', '+0.1', '0.0', '0.0', f'{MINUS}1.0']


def test_several_norms_are_shown_together_and_notes_by_how_they_were_measured(measured):
    saddle = row('bjork', 'Saddle angle', measured)[3]
    assert saddle == 'male, 21 to 23 years: 123.1 ± 5.3; male, 12 years: 122.9 ± 4.8'
    notes = {one[5] for one in analysis('bjork', measured).last if one[0] == '*'}
    (note,) = notes
    how = 'Go where the tangents of ramus and lower border cross'
    assert note == f'Articular angle: the author measured otherwise ({how})'
    (one,) = (one[5] for one in analysis('jarabak', measured).last)
    assert one.startswith('Ramus height, Mandibular body: the author measured otherwise')


def test_names_are_told_with_the_words_that_were_given():
    assert [one.key for one in find_analyses(['Legan-Burstone', 'HARVOLD'])] == ['legan_burstone', 'harvold']
    with pytest.raises(ValueError, match=r'^analysis without a name: expected some of'):
        find_analyses([])
    with pytest.raises(ValueError, match=r"^analysis 'x', 'y z': expected some of"):
        find_analyses(['X', 'wits', 'y z'])
