"""Numbers as people type them, and values in messages."""

import pytest

from aariz_mm.interchange.pixel_sizes import read_pixel_sizes
from aariz_mm.number_text import parse_decimal, short_repr


@pytest.mark.parametrize(
    ('text', 'value'), [('0,25', 0.25), ('0.25', 0.25), (',1', 0.1), (' 12,5 ', 12.5), ('1e-1', 0.1), ('-0,5', -0.5)]
)
def test_a_point_and_a_comma_are_decimal_marks(text, value):
    assert parse_decimal(text) == value


@pytest.mark.parametrize('text', ['1,000.5', '1.000,5', '0,1,2', ',', '', '0;1'])
def test_what_is_no_number_or_has_marks_of_thousands_is_refused(text):
    with pytest.raises(ValueError, match='could not convert'):
        parse_decimal(text)


def test_an_import_takes_a_comma_too():
    assert read_pixel_sizes('0,125').for_all == 0.125


def test_a_value_in_a_message_is_short():
    assert short_repr('a') == "'a'" and short_repr('x' * 78) == repr('x' * 78)
    assert short_repr('x' * 79) == "'" + 'x' * 76 + '…'
    assert short_repr(10**5000) == 'a int'  # Python writes out no such number
