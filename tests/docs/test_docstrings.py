"""Docstrings as the site shows them."""

import sys

from markdown_pages import ROOT

sys.path.insert(0, str(ROOT / 'docs' / 'rendering'))

from docstrings import as_markdown


def test_role_with_a_full_name_becomes_a_link():
    assert as_markdown('by :func:`aariz_mm.analysis.measure`.') == 'by [`measure`][aariz_mm.analysis.measure].'


def test_role_with_a_short_name_becomes_code():
    assert as_markdown('see :class:`Ensemble` and :meth:`~.warp`') == 'see `Ensemble` and `warp`'


def test_section_gets_a_blank_line_above_it():
    text = 'Line.\n\nArgs:\n    a: one.\nReturns:\n    two.'
    assert as_markdown(text) == 'Line.\n\n\nArgs:\n    a: one.\n\nReturns:\n    two.'


def test_errors_become_a_list_with_what_belongs_to_each():
    text = 'Errors:\n    ValueError: bad,\n        very bad.\n    OSError: worse.\nRest.'
    assert as_markdown(text) == '\n**Errors:**\n\n- ValueError: bad,\n      very bad.\n- OSError: worse.\nRest.'


def test_example_in_one_line_becomes_a_paragraph():
    assert as_markdown('Line.\nExample: 1 -> 2') == 'Line.\n\n**Example:** 1 -> 2'


def test_docstring_without_sections_stays_as_it_is():
    assert as_markdown('One line.\n\nAnother: with a colon.') == 'One line.\n\nAnother: with a colon.'
