import math
from dataclasses import replace

import numpy as np
import pytest

from aariz_mm.analysis import MEASUREMENTS, Norm, interpret
from aariz_mm.analysis.interpretation import UNJUDGED, deviation, deviation_from, grade, why_unjudged
from aariz_mm.analysis.norms import (
    SEXES,
    at_magnification_of,
    check_age,
    check_magnification,
    judging_norms,
    select_norm,
    years_text,
)

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


@pytest.mark.parametrize(('age', 'holds'), [(7.99, False), (8, True), (10, True), (10.01, False), (None, True)])
def test_a_norm_holds_from_its_first_to_its_last_year(age, holds):
    assert Norm('X', 1, 1, years=(8, 10)).holds_at(age) is holds and Norm('X', 1).holds_at(age)


def test_what_is_not_given_of_a_norm_says_nothing():
    norm = Norm('X')
    assert (norm.mean, norm.sd, norm.span, norm.sex, norm.years, norm.magnification) == (None,) * 6
    assert (norm.sample, norm.construction, norm.customary, norm.can_judge) == ('', '', False, False)
    assert Norm('X', 1, 1, span=(0, 5)).interval == (0, 5) and Norm('X', sd=1).interval is None


def test_notes_that_say_nothing_are_left_out():
    assert Norm('X', 1.25, 0.5).text('', 'a', '', 'b') == '1.2 ± 0.5 (X; a; b)'


@pytest.mark.parametrize('age', [0, 129.9, None])
def test_ages_of_people_are_taken(age):
    check_age(age)


@pytest.mark.parametrize('age', [-0.1, 130])
def test_ages_of_nobody_are_not(age):
    with pytest.raises(ValueError, match=f'age={age}: expected None or years, such as 12.5'):
        check_age(age)


@pytest.mark.parametrize('kind', [float, np.float32, lambda value: [value]])
def test_magnifications_from_a_half_to_two_are_taken(kind):
    for value in (0.5, 1.0, 2.0):
        assert check_magnification(kind(value)).tolist() == [value] and check_magnification(kind(value)).shape == (1,)
    for value in (0.49, 2.01):
        with pytest.raises(ValueError, match='magnification='):
            check_magnification(kind(value))
    assert np.isnan(check_magnification(kind(NAN))).all()


def test_magnifications_of_many_are_one_for_all_or_one_each():
    assert np.isnan(check_magnification(None, 3)).tolist() == [True] * 3
    assert check_magnification(1.25, 3).tolist() == check_magnification(np.float32(1.25), 3).tolist() == [1.25] * 3
    one_each = check_magnification([1, None], 2)
    assert one_each[0] == 1 and np.isnan(one_each[1]) and one_each.dtype == np.float64
    with pytest.raises(ValueError, match=r'expected one number or shape \(2,\), got \(3,\)'):
        check_magnification([1.0, 1.1, 1.2], 2)


def test_lengths_are_made_those_of_the_norms_radiographs():
    lengths, factors = np.array([100.0, 100.0]), np.array([1.0, NAN])
    assert at_magnification_of(Norm('X', 1, magnification=1.08), lengths, factors).tolist() == [108, 100]
    assert at_magnification_of(Norm('X', 1), lengths, factors) is lengths


def test_norms_that_are_asked_for_again_are_the_same_and_those_of_a_list_are_looked_up():
    norms = [Norm('A', 1, 1, sex='female'), Norm('B', 2, 1, sex='male', years=(8, 10)), Norm('C', 3, 1)]
    for group in (norms, tuple(norms)):
        for _ in range(2):
            found = [select_norm(group, sex, age).source for sex in (None, *SEXES) for age in (None, 9, 20)]
            assert found == ['C', 'C', 'C', 'A', 'A', 'A', 'B', 'B', 'C']
    norms[2] = Norm('D', 4, 1)
    assert select_norm(norms).source == 'D'


def test_norms_that_judge_where_the_sex_is_unknown():
    women, men = Norm('W', 1, 1, sex='female'), Norm('M', 2, 1, sex='male')
    boys = replace(men, source='B', years=(8, 9))
    assert judging_norms((women, men)) == (women, men) and judging_norms((women, men), 'male') == (men,)
    assert judging_norms((women,)) == () == judging_norms((women,), 'male') == judging_norms((women, boys), age=30)
    assert judging_norms((women, boys), age=8) == (women, boys) and judging_norms((Norm('X', 1),)) == ()


def test_a_value_beside_one_norm_is_counted_in_its_sd():
    norm, length, angle = Norm('X', 10, 2, magnification=1.25), MEASUREMENTS['Co-A'], MEASUREMENTS['SNA']
    assert deviation_from(length, norm, 8, 1.0) == 0 and deviation_from(length, norm, 8) == -1
    assert deviation_from(length, norm, 8, NAN) == -1 and deviation_from(angle, norm, 12, 1.0) == 1
    assert deviation_from(angle, Norm('X', 10), 8) is None and deviation_from(angle, Norm('X', sd=2), 8) is None
    assert deviation_from(angle, Norm('X', 10, 0), 8) is None


def test_deviation_goes_by_sex_and_age():
    assert deviation(MEASUREMENTS['E-line_lower'], 0, age=9) == 1
    assert deviation(MEASUREMENTS['E-line_lower'], 0, age=20) is None
    assert deviation(MEASUREMENTS['Co-Gn'], 127.5, 'female', 20) == pytest.approx(7.3 / 5.3)
    assert deviation(MEASUREMENTS['Co-Gn'], 127.5) is None


def test_grades_of_many_values_are_from_below_to_above():
    values = np.array([77.9, 78.12, 85.9, 85.91, NAN])
    assert grade(MEASUREMENTS['SNA'], values).tolist() == [0, 1, 1, 2, UNJUDGED]
    assert grade(MEASUREMENTS['SNA'], [None, 80]).tolist() == [UNJUDGED, 1]
    assert grade(MEASUREMENTS['N-ANS'], values).tolist() == [UNJUDGED] * 5
    lengths = np.array([110.0, 127.0, 142.0])
    assert grade(MEASUREMENTS['Co-Gn'], lengths, age=20).tolist() == [0, UNJUDGED, 2]


def test_why_nothing_judges_names_those_of_others():
    of_adults = why_unjudged(MEASUREMENTS['Co-Gn'], None, 9)
    assert of_adults.startswith('no norm for 9 years; 120.2 ± 5.3 (McNamara 1984; female')
    # A norm without ages for the other sex alone.
    other = replace(MEASUREMENTS['SNA'], norms=(Norm('X', 1, 1, sex='male'),))
    assert why_unjudged(other, 'female') == 'no norm for female; 1.0 ± 1.0 (X; male)'
    assert why_unjudged(other) == 'no norm for an unknown sex; 1.0 ± 1.0 (X; male)'
