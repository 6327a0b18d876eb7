import pytest

from aariz_mm.analysis import MEASUREMENTS, Norm, interpret
from aariz_mm.analysis.norms import SEXES, select_norm

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
    length = MEASUREMENTS['Co-Gn']
    assert interpret(length, 127.0, 'male') == 'below 134.3 ± 6.8 (McNamara 1984): short mandible'
    assert interpret(length, 127.0, 'female') == 'above 120.2 ± 5.3 (McNamara 1984): long mandible'
    assert interpret(length, 127.0) == 'the norm depends on the sex'


def test_interpret_says_where_no_range_is_known():
    assert interpret(MEASUREMENTS['U1-NA_deg'], 22.0) == 'no norm with a range known'
    assert interpret(MEASUREMENTS['N-ANS'], 50.0) == 'no norm with a range known'


def test_select_norm_rejects_an_unknown_sex():
    with pytest.raises(ValueError, match=r"sex='f': expected None or one of \['female', 'male'\]"):
        select_norm(MEASUREMENTS['SNA'].norms, 'f')


def test_every_norm_names_a_source_with_its_year_and_something_to_go_by():
    for measurement in MEASUREMENTS.values():
        for norm in measurement.norms:
            assert any(part.strip(',').isdigit() for part in norm.source.split())
            assert norm.mean is not None or norm.span is not None
            assert norm.sex in (None, *SEXES)
