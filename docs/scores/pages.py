"""Tables between the marks of Markdown pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from .cells import fill, in_language
from .entries import Scores

_REGION = re.compile(r'^<!-- scores:begin (\S+) -->$.*?^<!-- scores:end -->$', re.MULTILINE | re.DOTALL)
_MARK = re.compile(r'^<!-- scores:(?:begin|end)', re.MULTILINE)
_NOTE = '<!-- made by `make scores` from docs/scores/scores.yml: change the figures there -->'


def fill_page(text: str, path: Path, scores: Scores) -> str:
    """The text of a page with its tables made anew.

    Errors:
        ValueError: a table that is not there, or a mark without its other one.
    """
    regions = list(_REGION.finditer(text))
    if len(_MARK.findall(text)) != 2 * len(regions):
        raise ValueError(f'{path}: a mark "scores:begin NAME" or "scores:end" without its other one')
    for region in regions:
        if region[1] not in scores.tables:
            raise ValueError(f'{path}: no table "{region[1]}"; there are {", ".join(scores.tables)}')
    language = page_language(path)
    return _REGION.sub(lambda region: _region(scores, region[1], language), text)


def render_table(scores: Scores, name: str, language: str = 'en') -> str:
    """A table as Markdown.

    Errors:
        ValueError: a column is empty in every row.
    """
    columns = [scores.columns[column] for column in scores.tables[name]]
    rows = [in_language(row, language) for row in scores.rows_of(name)]
    cells = [[fill(in_language(column['cells'], language), row) for column in columns] for row in rows]
    for index, column in enumerate(scores.tables[name]):
        if not any(line[index] for line in cells):
            raise ValueError(f'docs/scores/tables.yml: table "{name}": column "{column}" is empty in every row')
    titles = [in_language(column['title'], language) for column in columns]
    return '\n'.join(_line(line) for line in [titles, ['---'] * len(titles), *cells])


def page_language(path: Path) -> str:
    """Language of a page by its name. Example: README.ko.md -> 'ko', README.md -> 'en'"""
    return path.suffixes[-2][1:] if len(path.suffixes) > 1 else 'en'


def _region(scores: Scores, name: str, language: str) -> str:
    table = render_table(scores, name, language)
    return f'<!-- scores:begin {name} -->\n{_NOTE}\n\n{table}\n\n<!-- scores:end -->'


def _line(cells: Sequence[str]) -> str:
    return '| ' + ' | '.join(cells) + ' |'
