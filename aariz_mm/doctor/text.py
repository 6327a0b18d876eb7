"""A doctor's report as text for the terminal."""

from __future__ import annotations

from collections.abc import Callable

from aariz_mm.report.document import Paragraph, Section
from aariz_mm.tables import Table
from aariz_mm.tables import render_text as render_table

from .findings import Report
from .sections import data_sections, finding_sections, headline

__all__ = ['render_text']

_MOST_LINES = 5


def render_text(report: Report) -> str:
    """Tables first, findings after them, and what it all comes to on the last line."""
    findings = (_section(section, _finding_table) for section in finding_sections(report, _MOST_LINES))
    excluded = f'; to exclude: {len(report.exclude)}' if report.exclude else ''
    return '\n\n'.join(
        [report.data_root, *map(_section, data_sections(report)), *findings, f'{headline(report)}{excluded}']
    )


def _section(section: Section, write_table: Callable[[Table], str] | None = None) -> str:
    write_table = write_table or _table
    blocks = (block.text if isinstance(block, Paragraph) else write_table(block) for block in section.blocks)
    return '\n'.join([section.title, '=' * len(section.title), *blocks])


def _finding_table(table: Table) -> str:
    """The messages alone: they name the images."""
    return '\n'.join(['', table.caption, *(f'  {message}' for _, message in (*table.rows, *table.last))])


def _table(table: Table) -> str:
    return f'\n{render_table(table, indent="  ")}'
