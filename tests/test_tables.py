import pytest

from aariz_mm.number_text import ABSENT, MINUS, counted, fixed, per_cent, span
from aariz_mm.tables import Table, render_text, text_width

ERRORS = Table('Errors', ('landmark', 'mm', 'device'), (('S', '1.00', 'a'), ('Pog`', '12.00', 'bc')), (), (0, 2))


def test_render_text_puts_words_left_and_numbers_right():
    assert render_text(ERRORS).splitlines() == [
        'Errors',
        'landmark     mm  device',
        'S          1.00  a',
        'Pog`      12.00  bc',
    ]


def test_render_text_indents_all_but_the_caption():
    caption, *lines = render_text(ERRORS, indent='  ').splitlines()
    assert caption == 'Errors' and [line[:3] for line in lines] == ['  l', '  S', '  P']
    assert render_text(Table('', ('a',), (('b',),))) == 'a\nb'


def test_render_text_rules_totals_off():
    lines = render_text(Table('', ('landmark', 'mm'), (('S', '1'),), (('all', '2'), ('readers', '3')))).splitlines()
    assert lines[2:] == ['-' * 12, 'all        2', 'readers    3']


def test_wide_characters_take_two_cells_and_marks_none():
    assert (
        text_width('세팔로 1') == 8 and text_width('ART Plus') == 8 and text_width('e\N{COMBINING ACUTE ACCENT}') == 1
    )
    lines = render_text(Table('', ('장비', 'mm'), (('세팔로', '1'), ('ART', '12')))).splitlines()
    assert lines == ['장비    mm', '세팔로   1', 'ART     12']
    assert {text_width(line) for line in lines} == {10}


def test_render_text_keeps_to_characters_of_any_terminal():
    table = Table(f'A{MINUS}B', ('≤ 2 mm',), ((f'{MINUS}1.0',), (ABSENT,), ('a\nb',)), (), ())
    assert render_text(table).splitlines() == ['A-B', '<= 2 mm', '   -1.0', '      -', '    a b']
    assert render_text(table).encode('cp949') == render_text(table).encode('cp1252')


def test_table_of_ragged_rows_is_refused():
    with pytest.raises(AssertionError, match=r'Errors: rows of \{1\} cells under a header of 2'):
        Table('Errors', ('landmark', 'mm'), (('S', '1'), ('N',)))


@pytest.mark.parametrize(
    ('value', 'text'),
    [(1.005, '1.00'), (-1.234, f'{MINUS}1.23'), (-0.001, '0.00'), (None, ABSENT), (float('nan'), ABSENT)],
)
def test_fixed_by_hand(value, text):
    assert fixed(value) == text


def test_span_per_cent_and_counted_by_hand():
    assert span(-1, 2.5, 1) == f'{MINUS}1.0 to 2.5'
    assert span(None, 2) == ABSENT
    assert per_cent(0.878) == '87.8 %' and per_cent(float('nan')) == ABSENT
    assert counted(1, 'image') == '1 image' and counted(2, 'error lies', 'errors lie') == '2 errors lie'
