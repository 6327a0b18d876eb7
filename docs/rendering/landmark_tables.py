"""The tables of landmarks of two pages, made from the package: python docs/rendering/landmark_tables.py"""

from __future__ import annotations

from pathlib import Path

from aariz_mm.landmark_guide import LANDMARK_GUIDE, READER_DIFFERENCES, GuideEntry
from aariz_mm.landmark_guide.pictures import picture_name

DOCS = Path(__file__).parents[1]
_LEAST_MM = 0.5
"""A smaller constant difference is not told: two readers of one habit have it as well."""


def guide_rows() -> list[str]:
    """A row for each landmark, for the annotator's guide."""
    rows = ['| on the phantom | what it is and how to place it | two readers, mm |', '| --- | --- | --- |']
    return rows + [guide_row(entry) for entry in LANDMARK_GUIDE.values()]


def guide_row(entry: GuideEntry) -> str:
    """Picture, words and readers of a landmark."""
    picture = f'![{entry.title}](../landmarks/{picture_name(entry.symbol)})'
    others = f' Taken for it: {", ".join(map(code, entry.confused_with))}.' if entry.confused_with else ''
    words = f'**{code(entry.symbol)} {entry.title}**, {entry.title_ko}<br>{entry.definition}<br><br>{entry.how}{others}'
    return f'| {picture} | {words} | {readers_text(entry.symbol)} |'


def readers_text(symbol: str) -> str:
    """How far the two readers of ISBI 2015 are apart, and where. Example: '**3.3**; 2.6 in front, 1.4 above'"""
    if symbol not in READER_DIFFERENCES:
        return 'not marked there'
    one = READER_DIFFERENCES[symbol]
    along = (('in front', 'behind', one.forward_mm), ('below', 'above', one.down_mm))
    habits = [f'{abs(mm):.1f} {plus if mm > 0 else minus}' for plus, minus, mm in along if abs(mm) >= _LEAST_MM]
    return '; '.join([f'**{one.mean_mm:.1f}**', ', '.join(habits) or 'under 0.5 each way'])


def glossary_rows() -> list[str]:
    """A row for each landmark, for the glossary."""
    rows = ['| symbol | name | Korean | definition |', '| --- | --- | --- | --- |']
    return rows + [
        f'| {code(one.symbol)} | {one.title} | {one.title_ko} | {one.definition} |' for one in LANDMARK_GUIDE.values()
    ]


def code(symbol: str) -> str:
    """A symbol as code; one that holds a backtick needs two of them around it."""
    return f'``{symbol} ``' if '`' in symbol else f'`{symbol}`'


TABLES = {DOCS / 'guide' / 'annotate.md': guide_rows, DOCS / 'glossary.md': glossary_rows}
_BEGIN, _END = '<!-- landmarks:begin -->\n', '<!-- landmarks:end -->'


def render(page: Path) -> str:
    """The page with its table made anew."""
    before, rest = page.read_text(encoding='utf-8').split(_BEGIN)
    return f'{before}{_BEGIN}\n' + '\n'.join(TABLES[page]()) + f'\n\n{_END}' + rest.split(_END, 1)[1]


if __name__ == '__main__':
    for page in TABLES:
        page.write_text(render(page), encoding='utf-8')
