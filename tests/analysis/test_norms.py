import math

import pytest

from aariz_mm.analysis import MEASUREMENTS, Norm, interpret
from aariz_mm.analysis.norms import SEXES, select_norm, years_text

NAN = float('nan')


def test_interval_is_mean_and_sd_or_the_stated_span():
    assert Norm('X', 10, 2).interval == (8, 12)
    assert Norm('X', 10, span=(7, 11)).interval == (7, 11)
    assert Norm('X', 10).interval is None


def test_norm_reads_as_its_source_states_it():
    assert str(Norm('Riedel 1952', 82.01, 3.89)) == '82.0 ± 3.9 (Riedel 1952)'
    assert str(Norm('Tweed 1954', 25)) == '25.0 (Tweed 1954)'
    assert str(Norm('Siriwat & Jarabak 1985', span=(59, 63))) == '59 to 63 (Siriwat & Jarabak 1985)'
    assert str(Norm('Tweed 1946', 90, span=(85, 95))) == '90.0, 85 to 95 (Tweed 1946)'


@pytest.mark.parametrize(
    ('value', 'expected'),
    [
        (78.0, 'below 82.0 ± 3.9 (Riedel 1952): maxilla behind'),
        (78.13, 'within 82.0 ± 3.9 (Riedel 1952)'),
        (85.8, 'within 82.0 ± 3.9 (Riedel 1952)'),
        (88.0, 'above 82.0 ± 3.9 (Riedel 1952): maxilla in front'),
        (NAN, 'not measured'),
    ],
)
def test_interpret_places_sna_beside_its_norm(value, expected):
    assert interpret(MEASUREMENTS['SNA'], value) == expected


def test_interpret_takes_the_norm_of_the_sex():
    length, life = MEASUREMENTS['Co-Gn'], dict(age=30, magnification=1.08)
    assert interpret(length, 127.0, 'male', **life) == (
        'below 134.3 ± 6.8 (McNamara 1984; compared at 1.08): short mandible'
    )
    assert interpret(length, 127.0, 'female', **life) == (
        'above 120.2 ± 5.3 (McNamara 1984; compared at 1.08): long mandible'
    )
    assert interpret(length, 127.0, **life) == 'the norm depends on the sex'


@pytest.mark.parametrize(('value', 'expected'), [(110.0, 'below'), (142.0, 'above')])
def test_what_both_sexes_say_needs_no_sex(value, expected):
    meaning = interpret(MEASUREMENTS['Co-Gn'], value, age=30, magnification=1.08)
    assert meaning.startswith(f'{expected} 120.2 ± 5.3 of women and 134.3 ± 6.8 of men (McNamara 1984')


@pytest.mark.parametrize(
    ('key', 'expected'),
    [
        ('U1-NA_deg', 'no norm with a range known; 22.0 (Steiner 1953)'),
        ('N-ANS', 'no norm'),
        ('overjet_FH', 'no norm that was measured like this; 2.5 ± 2.5 (Ricketts 1981; along or across the occlusal '
         'plane)'),
        ('E-line_upper', 'no norm with a range known; -4.0 (Ricketts 1957)'),
    ],
)  # fmt: skip
def test_interpret_says_why_no_norm_judges(key, expected):
    assert interpret(MEASUREMENTS[key], 22.0) == expected


@pytest.mark.parametrize(
    ('age', 'expected'),
    [
        (9, 'within -2.0 ± 2.0 (Ricketts 1981; not corrected: magnification of the norm not stated)'),
        (25, 'no norm for 25 years; -2.0 ± 2.0 (Ricketts 1981; 8 to 10 years)'),
        (None, 'within -2.0 ± 2.0 (Ricketts 1981; 8 to 10 years; age unknown; not corrected: magnification of the norm '
         'not stated)'),
    ],
)  # fmt: skip
def test_a_norm_for_some_years_judges_those_alone(age, expected):
    assert interpret(MEASUREMENTS['E-line_lower'], -1.0, age=age) == expected


def test_a_child_is_not_judged_by_adults():
    assert interpret(MEASUREMENTS['Co-Gn'], 105.0, 'female', 9) == (
        'no norm for female, 9 years; 120.2 ± 5.3 (McNamara 1984; female; from 18 years); '
        '134.3 ± 6.8 (McNamara 1984; male; from 18 years)'
    )
    assert select_norm(MEASUREMENTS['Co-Gn'].norms, 'female', 18).mean == 120.2


def test_select_norm_passes_by_what_was_measured_otherwise():
    norms = (Norm('A', 5, 1, construction='to a tangent'), Norm('B', 6), Norm('C', 7, 1), Norm('D', 8, 1))
    assert select_norm(norms).source == 'C'
    assert select_norm(norms[:2]) is None


@pytest.mark.parametrize(('key', 'source'), [('FMA', 'Downs 1948'), ('IMPA', 'Downs 1948'), ('Wits', 'Jacobson 1975')])
def test_a_norm_of_another_construction_is_listed_and_judges_nobody(key, source):
    others = [norm for norm in MEASUREMENTS[key].norms if norm.source == source]
    assert others and all(norm.construction and not norm.can_judge for norm in others)
    for sex in (None, *SEXES):
        assert select_norm(MEASUREMENTS[key].norms, sex).source != source


def test_customary_limits_say_that_they_are():
    assert str(MEASUREMENTS['FMA'].norms[0]) == '25.0, customary 20 to 30 (Tweed 1954)'
    assert interpret(MEASUREMENTS['FMA'], 26.0) == 'within 25.0, customary 20 to 30 (Tweed 1954)'


@pytest.mark.parametrize(('years', 'expected'), [((18, math.inf), 'from 18 years'), ((8, 10), '8 to 10 years'),
                                                 ((12, 12), '12 years')])  # fmt: skip
def test_years_in_words(years, expected):
    assert years_text(years) == expected


@pytest.mark.parametrize('age', [-1, 130, NAN])
def test_an_age_that_is_none_is_refused(age):
    with pytest.raises(ValueError, match='age='):
        interpret(MEASUREMENTS['SNA'], 82.0, age=age)


def test_select_norm_rejects_an_unknown_sex():
    with pytest.raises(ValueError, match=r"sex='f': expected None or one of \['female', 'male'\]"):
        select_norm(MEASUREMENTS['SNA'].norms, 'f')


def test_every_norm_names_a_source_with_its_year_and_something_to_go_by():
    for measurement in MEASUREMENTS.values():
        for norm in measurement.norms:
            assert any(part.strip(',').isdigit() for part in norm.source.split())
            assert norm.mean is not None or norm.span is not None
            assert norm.sex in (None, *SEXES)
