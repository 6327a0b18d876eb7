"""Numbers and names that several commands take as arguments."""

from argparse import ArgumentTypeError

import pytest

from aariz_mm.cli.options import read_number, split_names


@pytest.mark.parametrize(('text', 'value'), [('2', 2.0), ('1,5', 1.5), ('0', 0.0)])
def test_number_has_a_point_or_a_comma(text, value):
    assert read_number(text, lambda number: 0 <= number <= 2, 'a number') == value


@pytest.mark.parametrize('text', ['', 'two', 'nan', 'inf', '-1', '2.1'])
def test_what_is_no_number_or_does_not_fit_is_refused(text):
    with pytest.raises(ArgumentTypeError, match='expected a number, 0 to 2'):
        read_number(text, lambda number: 0 <= number <= 2, 'a number, 0 to 2')


def test_names_are_told_once_in_small_letters():
    assert split_names(' PDF, html,,pdf') == ('pdf', 'html') and split_names(' , ') == ()
