"""A report as GitHub-flavoured Markdown; pictures are files beside it."""

from __future__ import annotations

import re

from aariz_mm.tables import Table

from .document import Block, Paragraph, Report, Tile, Tiles

__all__ = ['escape_markdown', 'render_markdown']

_SPECIAL = re.compile(r'[\\`*\[\]|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])')
_ENTITIES = {'&': '&amp;', '<': '&lt;', '>': '&gt;'}


def render_markdown(report: Report, marker: str, caution: str, files: str) -> str:
    """The whole text.

    Args:
        marker: what the text is recognised by; it is a comment in the first line.
        caution: the sentence on what the figures are not for.
        files: folder of the pictures, relative to the text.
    """
    parts = [f'<!-- {marker} -->', f'# {escape_markdown(report.title)}', *map(escape_markdown, report.summary)]
    parts += [escape_markdown(report.protocol), f'> {escape_markdown(caution)}']
    for section in report.sections:
        parts += [f'## {escape_markdown(section.title)}', *(_block(block, files) for block in section.blocks)]
    return '\n\n'.join(parts) + '\n'


def escape_markdown(text: str) -> str:
    """``text`` so that Markdown shows it as it is, on one line.

    Example: 'a | b' -> 'a \\| b'
    """
    text = re.sub(r'[&<>]', lambda match: _ENTITIES[match[0]], ' '.join(text.split()))
    text = _SPECIAL.sub(lambda match: '\\' + match[0], text)
    return re.sub(r'^(\d*)(#|[-+]\s|[.)]\s)', r'\1\\\2', text)


def _block(block: Block, files: str) -> str:
    if isinstance(block, Paragraph):
        return f'_{escape_markdown(block.text)}_' if block.note else escape_markdown(block.text)
    if isinstance(block, Tiles):
        return '\n'.join(f'- {_tile(tile)}' for tile in block.tiles)
    if isinstance(block, Table):
        return _table(block)
    return '\n\n'.join(
        f'![{escape_markdown(figure.alt)}](<{files}/{figure.name}>)\n\n{escape_markdown(figure.caption)}'
        for figure in block.figures
    )


def _tile(tile: Tile) -> str:
    detail = f' ({escape_markdown(tile.detail)})' if tile.detail else ''
    return f'{escape_markdown(tile.label)}: **{escape_markdown(tile.value)}**{detail}'


def _table(table: Table) -> str:
    rule = ['---' if column in table.text_columns else '---:' for column in range(len(table.header))]
    last = [tuple(f'**{escape_markdown(cell)}**' if cell else '' for cell in row) for row in table.last]
    rows = [tuple(map(escape_markdown, row)) for row in (table.header, *table.rows)]
    lines = [rows[0], tuple(rule), *rows[1:], *last]
    return '\n'.join([f'{escape_markdown(table.caption)}\n', *(f'| {" | ".join(row)} |' for row in lines)])
