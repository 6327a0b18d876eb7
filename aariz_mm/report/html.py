"""A report as one HTML page that needs nothing from outside: no script, no font, pictures inside it."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from html import escape

from aariz_mm.tables import Table

from .document import Block, Figure, Figures, Paragraph, Report, Section, Tile, Tiles
from .style import STYLE

__all__ = ['close_page', 'data_url', 'open_page', 'render_html', 'table_html', 'text_html']

# A browser that keeps to it fetches nothing at all, whatever a name in the data may say.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_MIME = {'png': 'image/png', 'jpg': 'image/jpeg'}
_LONG = 40
"""Words of more letters may take several lines in a cell."""
_TALL = 45
"""A table of more rows scrolls in its box."""
_GLUE = re.compile(r'(?<=[\d,]) (?=(?:mm|px|%|°)(?:\W|$))')


def render_html(report: Report, marker: str, caution: str) -> str:
    """The whole page.

    Args:
        marker: what the page is recognised by; it is written in ``<meta name="generator">``.
        caution: the sentence on what the figures are not for.
    """
    sections = '\n'.join(_section(section, index) for index, section in enumerate(report.sections, start=1))
    links = ''.join(
        f'<li><a href="#part{index}">{escape(section.title)}</a></li>'
        for index, section in enumerate(report.sections, start=1)
    )
    body = f'<nav aria-label="Parts of the report"><ul>{links}</ul></nav>'
    return (
        open_page(report.title, report.summary, report.protocol, marker, caution, body)
        + f'{sections}\n'
        + close_page(caution)
    )


def open_page(
    title: str, summary: Sequence[str], protocol: str, marker: str, caution: str, below: str = '', style: str = ''
) -> str:
    """A page up to where its content begins; all texts are plain.

    Args:
        marker, caution: as for :func:`render_html`. below: HTML that ends the head of the page. style: CSS to add.
    """
    heading = escape(title).replace('_', '_<wbr>')
    sentences = '\n'.join(f'<p class="summary">{text_html(sentence)}</p>' for sentence in summary)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">
<meta name="generator" content="{escape(marker)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{escape(title)}</title>
<style>{STYLE}{style}</style>
</head>
<body>
<a class="skip" href="#main">To the result</a>
<header>
<h1>{heading}</h1>
{sentences}
<p class="protocol">{escape(protocol)}</p>
<p class="note caution">{escape(caution)}</p>
{below}
</header>
<main id="main">
"""


def close_page(caution: str) -> str:
    """The end of a page that :func:`open_page` began."""
    return f"""</main>
<footer><p>{escape(caution)}</p></footer>
</body>
</html>
"""


def data_url(name: str, data: bytes) -> str:
    """A PNG or JPEG picture of this file name as part of a page."""
    return f'data:{_MIME[name.rsplit(".", 1)[-1]]};base64,{base64.b64encode(data).decode("ascii")}'


def text_html(text: str) -> str:
    """Escaped, with a number and its unit on one line."""
    return _GLUE.sub('&nbsp;', escape(text))


def _section(section: Section, index: int) -> str:
    blocks = '\n'.join(_block(block) for block in section.blocks)
    return f"""<section id="part{index}" aria-labelledby="title{index}">
<h2 id="title{index}">{escape(section.title)}</h2>
{blocks}
</section>"""


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f'<p class="{"note" if block.note else "text"}">{text_html(block.text)}</p>'
    if isinstance(block, Tiles):
        return f'<dl class="tiles">{"".join(map(_tile, block.tiles))}</dl>'
    return table_html(block) if isinstance(block, Table) else _figures(block)


def _tile(tile: Tile) -> str:
    detail = f'<dd>{text_html(tile.detail)}</dd>' if tile.detail else ''
    return f'<div><dt>{text_html(tile.label)}</dt><dd class="value">{text_html(tile.value)}</dd>{detail}</div>'


def table_html(table: Table) -> str:
    """A table in a box of its own that scrolls what is too wide; it takes the focus, for those without a mouse."""
    head = ''.join(
        f'<th scope="col"{_words(table, column)}>{escape(text)}</th>' for column, text in enumerate(table.header)
    )
    body = f'<tbody>\n{_rows(table, table.rows)}\n</tbody>'
    tall = ' tall' if len(table.rows) > _TALL else ''
    last = f'\n<tbody class="last">\n{_rows(table, table.last)}\n</tbody>' if table.last else ''
    return f"""<div class="scroll{tall}" role="region" tabindex="0" aria-label="{escape(table.caption)}">
<table>
<caption><span>{text_html(table.caption)}</span></caption>
<thead><tr>{head}</tr></thead>
{body}{last}
</table>
</div>"""


def _rows(table: Table, rows: tuple[tuple[str, ...], ...]) -> str:
    return '\n'.join(f'<tr>{"".join(_cell(table, *cell) for cell in enumerate(row))}</tr>' for row in rows)


def _cell(table: Table, column: int, text: str) -> str:
    classes = _words(table, column, long=len(text) > _LONG)
    if column == 0:
        return f'<th scope="row"{classes}>{text_html(text)}</th>'
    return f'<td{classes}>{escape(text)}</td>'


def _words(table: Table, column: int, long: bool = False) -> str:
    if column not in table.text_columns:
        return ''
    return f' class="words{" long" if long else ""}"'


def _figures(block: Figures) -> str:
    columns = f'repeat(auto-fill, minmax(min(100%, {block.column_px}px), 1fr))'
    return f'<div class="figures" style="grid-template-columns: {columns}">{"".join(map(_figure, block.figures))}</div>'


def _figure(figure: Figure) -> str:
    width, height = figure.size
    source = data_url(figure.name, figure.data)
    image = f'<img src="{source}" width="{width}" height="{height}" alt="{escape(figure.alt)}">'
    return f'<figure>{image}<figcaption>{text_html(figure.caption)}</figcaption></figure>'
