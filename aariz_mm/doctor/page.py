"""A doctor's report as one HTML page without anything from outside."""

from __future__ import annotations

from aariz_mm.report import document
from aariz_mm.report.html import render_html as render_document

from .crops import picture_sections
from .findings import ERROR, INFO, WARNING, Report
from .sections import data_sections, finding_sections, headline

__all__ = ['MARK', 'render_html']

MARK = 'aariz_mm dataset doctor'
"""What the doctor's own files are recognised by."""
_CAUTION = (
    'Nothing in the dataset was changed. All this comes from the files; whether a landmark is well placed takes a '
    'reader to judge.'
)
# Ids and paths have no blanks to break at; on a phone they would run over the next column.
_STYLE = """@media (max-width: 36rem) { tbody th.words, td.long { overflow-wrap: anywhere; min-width: 0; }
  tbody th.words { min-width: 5.5rem; max-width: 6.5rem; } }
"""
_MOST_LINES = 50


def render_html(report: Report) -> str:
    """The whole page."""
    tiles = document.Tiles(
        (
            document.Tile('Images', str(sum(split.images for split in report.splits)), _splits(report)),
            document.Tile('Errors', str(report.count(ERROR)), 'refused by the dataset'),
            document.Tile('Warnings', str(report.count(WARNING)), 'read, but scores may mislead'),
            document.Tile('Notes', str(report.count(INFO)), 'good to know'),
            document.Tile('To exclude', str(len(report.exclude)), 'written by --fix-list'),
        )
    )
    sections = [document.Section('Result', (tiles,)), *finding_sections(report, _MOST_LINES)]
    sections += [*picture_sections(report), *data_sections(report)]
    if report.exclude:
        listed = document.Paragraph(', '.join(report.exclude))
        sections.append(document.Section('Images to exclude', (listed,)))
    whole = document.Report(
        title='Dataset doctor', summary=(f'{headline(report)}.',), protocol=report.data_root, sections=tuple(sections)
    )
    return render_document(whole, MARK, _CAUTION).replace('</style>', f'{_STYLE}</style>', 1)


def _splits(report: Report) -> str:
    return ', '.join(f'{split.split} {split.images}' for split in report.splits)
