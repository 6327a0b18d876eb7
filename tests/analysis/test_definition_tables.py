"""The tables of measurements: landmarks, signs, and figures of norms as their sources print them.

What the page of measurements shows is compared with it in tests/docs; here is what it rounds or leaves out.
"""

import numpy as np
import pytest

from aariz_mm.analysis import MEASUREMENTS
from aariz_mm.analysis.definitions import define, functional_plane, occlusal_plane
from aariz_mm.analysis.korean_names import ANALYSIS_NAMES_KO, MEANINGS_KO, NAMES_KO
from aariz_mm.analysis.named import NAMED_ANALYSES

FIGURES = {
    'Riedel 1952': {
        'SNA': (82.01, 3.89), 'SNB': (79.97, 3.69), 'ANB': (2.04, 1.81), 'SN-GoGn': (31.71, 5.19),
        'U1-SN': (103.97, 5.75), 'interincisal': (130.98, 9.24),
    },
    'Downs 1948': {
        'facial_angle': (87.8, 3.57), 'convexity': (0, 5.09), 'AB_plane': (-4.6, 3.67), 'FMA': (21.9, 3.24),
        'Y_axis': (59.4, 3.82), 'FH-OP': (9.3, 3.83), 'interincisal': (135.4, 5.76), 'L1-OP': (14.5, 3.48),
        'IMPA': (91.4, 3.78), 'U1-APog': (2.7, 1.8),
    },
    'Björk 1947, 21 to 23': {
        'S-N-ANS': (88.16, 4.18), 'SN-Pog': (81.69, 4.43), 'saddle': (123.06, 5.33), 'articular': (143.27, 6.91),
    },
    'Björk 1947, 12 to 12': {
        'S-N-ANS': (85.77, 3.85), 'SN-Pog': (78.92, 3.63), 'saddle': (122.9, 4.85), 'articular': (142.96, 6.21),
    },
    'Jacobson 1975, female': {'Wits': (-0.1, 1.77), 'Wits_functional': (-0.1, 1.77)},
    'Jacobson 1975, male': {'Wits': (-1.17, 1.9), 'Wits_functional': (-1.17, 1.9)},
    'Kim 1974': {'ODI': (74.5, 6.07)},
    'Kim & Vietas 1978': {'APDI': (81.4, 3.79)},
}  # fmt: skip


def whose(norm):
    """Source, and the ages or the sex where it has several norms."""
    if norm.source == 'Björk 1947':
        return f'{norm.source}, {norm.years[0]} to {norm.years[1]}'
    return f'{norm.source}, {norm.sex}' if norm.source == 'Jacobson 1975' else norm.source


@pytest.mark.parametrize('source', FIGURES)
def test_figures_have_all_the_decimals_of_their_source(source):
    found = {key: (norm.mean, norm.sd) for key, one in MEASUREMENTS.items() for norm in one.norms
             if whose(norm) == source}  # fmt: skip
    assert found == FIGURES[source]


def test_no_other_figure_has_more_decimals_than_the_page_shows():
    others = [(norm.mean, norm.sd) for one in MEASUREMENTS.values() for norm in one.norms if whose(norm) not in FIGURES]
    assert [pair for pair in others if any(figure and round(figure, 1) != figure for figure in pair)] == []


def test_sample_of_the_men_of_bjork_are_men():
    norms = [norm for one in MEASUREMENTS.values() for norm in one.norms if norm.source == 'Björk 1947']
    assert len(norms) == 8 and {norm.sex for norm in norms} == {'male'}


def test_mcnamara_alone_states_his_magnification():
    stated = {(norm.source, norm.magnification) for one in MEASUREMENTS.values() for norm in one.norms}
    assert {pair for pair in stated if pair[1] is not None} == {('McNamara 1984', 1.08)}


class Asked(dict):
    """Points that note which of them were asked for."""

    def __init__(self, points):
        super().__init__(points)
        self.symbols = set()

    def __getitem__(self, symbol):
        self.symbols.add(symbol)
        return super().__getitem__(symbol)


def points_of(face, mirror=1):
    return {symbol: np.array([[mirror * x, y]], dtype=np.float64) for symbol, (x, y) in face.items()}


@pytest.mark.parametrize('key', MEASUREMENTS)
def test_a_measurement_takes_its_landmarks_and_no_others(face, key):
    asked = Asked(points_of(face))
    MEASUREMENTS[key].formula(asked)
    assert asked.symbols == set(MEASUREMENTS[key].landmarks)


@pytest.mark.parametrize('key', MEASUREMENTS)
def test_signed_is_what_a_mirrored_face_changes(face, key):
    found, mirrored = (MEASUREMENTS[key].formula(points_of(face, mirror))[0] for mirror in (1, -1))
    assert MEASUREMENTS[key].signed is bool(abs(found - mirrored) > 1e-9)


def test_korean_names_by_hand():
    assert NAMES_KO['SNA'] == 'SNA' and NAMES_KO['Li-SnPog'] == '하순-Sn-Pog`'
    assert MEANINGS_KO['Wits'] == ('골격성 III급 경향', '골격성 II급 경향')
    assert MEANINGS_KO['Li-SnPog'] == ('하순 후방위', '하순 전방위')
    assert ANALYSIS_NAMES_KO['bjork'] == 'Björk 분석'


def test_everything_has_a_korean_name_and_two_meanings():
    assert set(NAMES_KO) == set(MEANINGS_KO) == set(MEASUREMENTS)
    assert set(ANALYSIS_NAMES_KO) == set(NAMED_ANALYSES)
    assert all(NAMES_KO.values()) and all(map(all, MEANINGS_KO.values()))


def test_occlusal_planes_lead_from_middle_to_middle():
    points = {symbol: np.array([place], dtype=float) for symbol, place in dict(
        UMT=(0, 2), LMT=(2, -2), UIT=(42, 3), LIT=(38, -1), UPM=(10, 5), LPM=(14, 1)).items()}  # fmt: skip
    assert occlusal_plane(points).tolist() == [[39, 1]] and functional_plane(points).tolist() == [[11, 3]]


def test_a_measurement_says_nothing_that_it_is_not_told():
    one = define('k', 'Name', 'Text.', 'deg', 'S N', len)
    assert (one.sign, one.landmarks, one.norms, one.low, one.high, one.signed) == (
        'always positive', ('S', 'N'), (), '', '', False
    )  # fmt: skip
    assert 'formula' not in repr(one) and one == define('k', 'Name', 'Text.', 'deg', 'S N', sum)
    assert define('k', 'Name', 'Text.', 'deg', 'S', len, sign='as ANB', high='far').sign == 'as ANB'


@pytest.mark.parametrize(
    ('key', 'low', 'high'),
    [
        ('U1-SN', 'retroclined to S-N', 'proclined to S-N'),
        ('U1-NA_deg', 'retroclined to N-A', 'proclined to N-A'),
        ('U1-NA_mm', 'edge far back from N-A', 'edge far in front of N-A'),
        ('L1-NB_deg', 'retroclined to N-B', 'proclined to N-B'),
        ('L1-NB_mm', 'edge far back from N-B', 'edge far in front of N-B'),
        ('IMPA', 'retroclined to the mandibular plane', 'proclined to the mandibular plane'),
        ('APDI', 'tends to skeletal class II by APDI', 'tends to skeletal class III by APDI'),
        ('Beta', 'tends to skeletal class II by the beta angle', 'tends to skeletal class III by the beta angle'),
        ('ANB_Eastman', 'tends to skeletal class III by the Eastman correction',
         'tends to skeletal class II by the Eastman correction'),
        ('Harvold_difference', "tends to skeletal class II by Harvold's units",
         "tends to skeletal class III by Harvold's units"),
    ],
)  # fmt: skip
def test_what_a_low_and_a_high_value_mean(key, low, high):
    assert (MEASUREMENTS[key].low, MEASUREMENTS[key].high) == (low, high)


def test_every_measurement_means_something_and_no_two_the_same():
    words = [text for one in MEASUREMENTS.values() for text in (one.low, one.high)]
    assert all(words) and len(set(words)) == len(words)


def test_norms_of_children_of_nine_years_say_so():
    told = {key: norm.sample for key, one in MEASUREMENTS.items() for norm in one.norms if '9 years' in norm.sample}
    assert sorted(told) == ['A-NPog', 'FH-NA', 'L1-APog_deg', 'L1-APog_mm']
