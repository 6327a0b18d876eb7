"""Names of landmarks as people write them, and their own tables of names."""

import json

import pytest

from aariz_mm.interchange.names import ALIASES, IGNORED, find_symbol, plain_name, read_name_map
from aariz_mm.landmarks import LANDMARKS


@pytest.mark.parametrize('landmark', LANDMARKS, ids=lambda landmark: landmark.symbol)
def test_symbol_title_and_id_are_found_in_any_case(landmark):
    for name in (landmark.symbol, landmark.title, landmark.landmark_id, *ALIASES.get(landmark.symbol, ())):
        spellings = {name, name.upper(), name.lower(), f' {name} '} - {'LI'}  # which has two meanings
        assert {find_symbol(spelt) for spelt in spellings} == {landmark.symbol}


@pytest.mark.parametrize(
    ('name', 'symbol'),
    [
        ('sella', 'S'), ('Nasion', 'N'), ('A-point', 'A'), ('Point A', 'A'), ('subspinale', 'A'), ('Point_B', 'B'),
        ('Is', 'UIT'), ('U1', 'UIT'), ('soft tissue pogonion', 'Pog`'), ("Pog'", 'Pog`'), ("Pg'", 'Pog`'), ("N'", 'N`'),
        ('n\u2019', 'N`'), ('POG\u2032', 'Pog`'), ('Soft-Tissue_Nasion', 'N`'), ('Sella (S)', 'S'), ('S (sella)', 'S'),
    ],
)  # fmt: skip
def test_common_names_are_found(name, symbol):
    assert find_symbol(name) == symbol


@pytest.mark.parametrize(
    'name', ['Basion', 'Ba', 'LI', 'U6', 'Sella (N)', 'Upper molar', '', '1', 'landmark', "Gn'", "Me'"]
)
def test_a_name_that_fits_nothing_or_two_things_is_not_guessed(name):
    assert find_symbol(name) is None


def test_hard_and_soft_tissue_stay_apart():
    pairs = [(find_symbol('N'), find_symbol('N`')), (find_symbol('Pg'), find_symbol('Pg`'))]
    assert pairs == [('N', 'N`'), ('Pog', 'Pog`')]


@pytest.mark.parametrize(
    ('name', 'text'),
    [
        ('names.json', json.dumps({'KP-1': 'S', 'A': 'point b', 'Basion': None})),
        ('names.csv', 'name,landmark\nKP-1,sella\nA,B\nBasion,\n'),
        ('names.csv', '\ufeffKP-1,S\r\nA,B-point\r\nBasion,\r\n'),
        ('names.csv', '"KP-1" , "S"\n\nA,b\nBasion,\n'),
    ],
)
def test_own_names_go_before_ours(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding='utf-8')
    own = read_name_map(tmp_path / name)
    assert [find_symbol(one, own) for one in ('kp 1', 'A', 'basion', 'N')] == ['S', 'B', IGNORED, 'N']


@pytest.mark.parametrize(
    ('name', 'text', 'message'),
    [
        ('a.json', '{"x": "Basion"}', "'Basion', which is no landmark"),
        ('a.json', '[1]', 'no table of names'),
        ('a.json', '{"x": 3}', 'no table of names'),
        ('a.json', '{"x": ', 'no table of names'),
        ('a.json', '{"x": "S", "X": "N"}', 'two landmarks'),
        ('a.csv', 'x,S,1\n', 'line 1 has 3 cells'),
        ('a.csv', 'x,S\nx,N\n', 'two landmarks'),
    ],
)
def test_a_table_of_names_that_is_wrong_is_refused(tmp_path, name, text, message):
    (tmp_path / name).write_text(text, encoding='utf-8')
    with pytest.raises(ValueError, match=message):
        read_name_map(tmp_path / name)


def test_a_table_of_names_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r'names\.json'):
        read_name_map(tmp_path / 'names.json')


def test_plain_name_unites_primes_blanks_and_case():
    assert {plain_name(name) for name in ('Pog`', "POG'", ' pog\u2019', 'Pog\u2032')} == {"pog'"}
    assert plain_name('Lower__2nd-PM  Cusp.Tip') == 'lower 2nd pm cusp tip'
