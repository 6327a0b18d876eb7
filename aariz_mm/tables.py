"""A table before it is text, Markdown or HTML, and its rendering as text. The standard library alone."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

__all__ = ['Table', 'render_text', 'text_width']

_GAP = '  '
# Terminals and their encodings (cp949, cp1252) lack some of these, and spreadsheets take no other minus.
_PLAIN = str.maketrans({'\N{MINUS SIGN}': '-', '\N{EN DASH}': '-', '\N{LESS-THAN OR EQUAL TO}': '<='})


@dataclass(frozen=True)
class Table:
    """A table whose first column names its rows; ``last`` are rows of totals or references below a rule.

    ``text_columns`` are those that hold words, the others hold numbers. Texts are plain: whoever renders them escapes
    them. A ``caption`` may be ''.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    last: tuple[tuple[str, ...], ...] = ()
    text_columns: tuple[int, ...] = (0,)

    def __post_init__(self):
        lengths = {len(row) for row in (*self.rows, *self.last)} - {len(self.header)}
        assert not lengths, f'{self.caption}: rows of {lengths} cells under a header of {len(self.header)}'


def render_text(table: Table, indent: str = '') -> str:
    """The caption, then a line for the header and each row; words are flush left, numbers flush right.

    Typographic minus signs and dashes become '-', so that a terminal shows and a spreadsheet reads them.

    Args:
        indent: stands before every line but the caption.
    Example: Table('', ('landmark', 'mm'), (('S', '1.00'),)) -> 'landmark    mm\\nS         1.00'
    """
    rows = [[_plain(cell) for cell in row] for row in (table.header, *table.rows, *table.last)]
    widths = [max(map(text_width, column)) for column in zip(*rows, strict=True)]
    lines = [_line(row, widths, table.text_columns) for row in rows]
    if table.last:
        rule = '-' * (sum(widths) + len(_GAP) * (len(widths) - 1))
        lines.insert(len(lines) - len(table.last), rule)
    caption = [_plain(table.caption)] if table.caption else []
    return '\n'.join([*caption, *(f'{indent}{line}' for line in lines)])


def text_width(text: str) -> int:
    """Cells that a terminal takes for ``text``: two for a wide East Asian character, none for a combining mark.

    Example: '세팔로 1' -> 8
    """
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in 'WF' else 1


def _plain(text: str) -> str:
    return ' '.join(text.translate(_PLAIN).split())


def _line(row: list[str], widths: list[int], text_columns: tuple[int, ...]) -> str:
    cells = [
        f'{cell}{blanks}' if column in text_columns else f'{blanks}{cell}'
        for column, (cell, blanks) in enumerate(
            (cell, ' ' * (width - text_width(cell))) for cell, width in zip(row, widths, strict=True)
        )
    ]
    return _GAP.join(cells).rstrip()
