"""Tables between the marks of pages."""

from pathlib import Path

import pytest
from scores.pages import fill_page, page_language, render_table

TABLE = """| model | data | MRE mm | kappa |
| --- | --- | --- | --- |
| constant | two heads |  | 0 |
| `small.py` | two heads | 1.140 |  |
| `small.py` | two heads | 1.200 |  |"""


def test_render_table_has_a_line_for_each_row(scores):
    assert render_table(scores, 'all') == TABLE


def test_a_table_is_in_the_language_of_its_page(scores):
    assert render_table(scores, 'all', 'ko').splitlines()[::3] == [
        '| 모델 | data | MRE mm | kappa |', '| `small.py` | 머리 둘 | 1.140 |  |'
    ]  # fmt: skip
    assert [page_language(Path(name)) for name in ('README.ko.md', 'docs/index.md')] == ['ko', 'en']


def test_fill_page_changes_nothing_outside_the_marks(scores):
    page = 'Before.\n\n<!-- scores:begin all -->\nold\n<!-- scores:end -->\n\nAfter `<!-- scores:end -->`.\n'
    filled = fill_page(page, Path('a.md'), scores)
    assert TABLE in filled and 'old' not in filled
    assert filled.startswith('Before.\n\n<!-- scores:begin all -->\n')
    assert filled.endswith('<!-- scores:end -->\n\nAfter `<!-- scores:end -->`.\n')
    assert fill_page(filled, Path('a.md'), scores) == filled


@pytest.mark.parametrize('page, message', [
    ('<!-- scores:begin all -->\n', 'a.md: a mark .* without its other one'),
    ('<!-- scores:end -->\n<!-- scores:begin all -->\n', 'a.md: a mark .* without its other one'),
    ('<!-- scores:begin al -->\n<!-- scores:end -->\n', 'a.md: no table "al"; there are all, zoo'),
])  # fmt: skip
def test_fill_page_refuses_marks_that_do_not_fit(scores, page, message):
    with pytest.raises(ValueError, match=message):
        fill_page(page, Path('a.md'), scores)


def test_a_column_that_is_empty_in_every_row_is_an_error(scores):
    with pytest.raises(ValueError, match='table "empty": column "never" is empty in every row'):
        render_table(scores, 'empty')
