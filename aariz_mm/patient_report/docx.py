"""A report as a DOCX file: real headings, tables and lists, which Word shows and a person may change."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from aariz_mm.extras import require
from aariz_mm.number_text import fixed

from .bars import bar_png
from .document import Block, Facts, Grid, PatientReport, Picture, Section, Shares, Text
from .docx_tables import add_table, clean_text, rule_rows, set_widths
from .language import Say, speaker

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ['report_docx']

_FONT, _LATIN = '맑은 고딕', 'Calibri'
_WIDTH_MM, _PICTURE_MM = 186.0, 78.0
_BRAND, _QUIET, _WARN = (0x1F, 0x4E, 0x5F), (0x47, 0x56, 0x5D), (0x8A, 0x3C, 0x10)


def report_docx(report: PatientReport) -> bytes:
    """The content of a DOCX file.

    Errors:
        ImportError: python-docx is not installed.
    """
    require('docx')
    import docx

    document, say = docx.Document(), speaker(report.language)
    _set_up(document, report)
    document.add_heading(clean_text(report.title), 0)
    if report.logo is not None:
        _picture(document.add_paragraph(), report.logo, 30.0)
    for line in filter(None, (report.clinic, *report.clinic_lines)):
        document.add_paragraph(clean_text(line))
    _facts(document, report.facts, _WIDTH_MM)
    if report.warnings:
        document.add_heading(clean_text(say('warnings')), 1)
        for one in report.warnings:
            _colour(document.add_paragraph(clean_text(one), style='List Bullet'), _WARN)
    side = [one for one in report.sections if one.place == 'side']
    _beside(document, report, side, say)
    for section in report.sections:
        if section.place == 'main':
            _section(document, section, say, _WIDTH_MM)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_up(document: Document, report: PatientReport) -> None:
    """Page, fonts, metadata and the caution on each page."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(12)
    page.top_margin, page.bottom_margin, page.footer_distance = Mm(10), Mm(14), Mm(6)
    sizes = dict(Title=15, Normal=7.5 if report.one_page else 9)
    for name in ('Normal', 'Title', 'Heading 1', 'List Bullet'):
        style = document.styles[name]
        style.font.name, style.font.size = _LATIN, Pt(sizes.get(name, sizes['Normal'] * (1.2 if '1' in name else 1)))
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ('w:asciiTheme', 'w:hAnsiTheme', 'w:eastAsiaTheme', 'w:cstheme'):
            fonts.attrib.pop(qn(kind), None)
        fonts.set(qn('w:eastAsia'), _FONT)
        style.paragraph_format.space_after = Pt(1)
        style.paragraph_format.space_before = Pt(5 if '1' in name else 0)
        style.paragraph_format.line_spacing = 1.0
    _set_language(document)
    properties = document.core_properties
    properties.title, properties.author = (
        clean_text(f'{report.title}: {report.name}')[:250],
        clean_text(report.clinic) or 'aariz_mm',
    )
    properties.language, properties.comments = report.language, ''
    foot = page.footer.paragraphs[0]
    foot.text = clean_text(report.caution)
    foot.runs[0].bold = True


def _set_language(document: Document) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = document.styles['Normal'].element.get_or_add_rPr()
    element = OxmlElement('w:lang')
    element.set(qn('w:val'), 'en-GB')  # of Latin letters: as Korean, LibreOffice parts their words anywhere
    element.set(qn('w:eastAsia'), 'ko-KR')
    properties.append(element)


def _beside(document: Document, report: PatientReport, sections: list[Section], say: Say) -> None:
    """The picture, and the sections that stand beside it."""
    if report.picture is None:
        for one in sections:
            _section(document, one, say, _WIDTH_MM)
        return
    table = document.add_table(1, 2)
    set_widths(table, [_PICTURE_MM + 4, _WIDTH_MM - _PICTURE_MM - 4])
    left, right = table.rows[0].cells
    scale = min(1.0, 100.0 / (_PICTURE_MM * report.picture.size[1] / report.picture.size[0]))
    _picture(left.paragraphs[0], report.picture, _PICTURE_MM * scale)
    _colour(left.add_paragraph(clean_text(report.picture.caption)), _QUIET)
    for one in sections:
        _section(right, one, say, _WIDTH_MM - _PICTURE_MM - 6)


def _section(place: Any, section: Section, say: Say, width: float) -> None:
    """A section in the document or in a cell."""
    place.add_paragraph(clean_text(section.title), style='Heading 1')
    for block in section.blocks:
        _block(place, block, say, width)


def _block(place: Any, block: Block, say: Say, width: float) -> None:
    if isinstance(block, Text):
        paragraph = place.add_paragraph(clean_text(block.text))
        if block.kind != 'plain':
            _colour(paragraph, _WARN if block.kind == 'warning' else _QUIET)
    elif isinstance(block, Facts):
        _facts(place, block, width)
    elif isinstance(block, Grid):
        _grid(place, block, say, width)
    elif isinstance(block, Picture):
        _picture(place.add_paragraph(), block, width)
    else:
        _shares(place, block, width)


def _facts(place: Any, facts: Facts, width: float) -> None:
    first = 34.0 if width > 0.8 * _WIDTH_MM else 22.0
    table = add_table(place, facts.rows, [first, width - first])
    for row in table.rows:
        _colour(row.cells[0].paragraphs[0], _QUIET)


def _shares(place: Any, shares: Shares, width: float) -> None:
    rows = [shares.labels, tuple(f'{100 * one:.0f} %' for one in shares.shares)]
    table = add_table(place, rows, [width / len(shares.labels)] * len(shares.labels))
    rule_rows(table)
    for row in table.rows:
        _embolden(row.cells[shares.best])


def _grid(place: Any, grid: Grid, say: Say, width: float) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    widths = [share * width / sum(grid.widths) for share in grid.widths]
    table = add_table(place, [grid.header, *grid.rows], widths)
    rule_rows(table)
    for cell in table.rows[0].cells:
        _colour(cell.paragraphs[0], _QUIET)
    for at, row in enumerate(table.rows):
        for column in grid.numbers:
            row.cells[column].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        bar = grid.bars[at - 1] if at and grid.bars else None
        if bar is not None:
            alt = say('deviation_alt', value=fixed(bar.value, 1))
            picture = Picture(bar_png(bar), (424, 56), alt)
            _picture(row.cells[grid.bar_column].paragraphs[0], picture, min(24.0, widths[grid.bar_column] - 4))
        if at - 1 in grid.bold_rows:
            _embolden(row.cells[1])
            _embolden(row.cells[-1])


def _picture(paragraph: Any, picture: Picture, width_mm: float) -> None:
    """A picture with its text for those who can't see it."""
    from docx.shared import Mm

    inline = paragraph.add_run().add_picture(io.BytesIO(picture.data), Mm(width_mm))
    inline._inline.docPr.set('descr', clean_text(picture.alt))


def _embolden(cell: Any) -> None:
    for run in cell.paragraphs[0].runs:
        run.bold = True


def _colour(paragraph: Any, color: tuple[int, int, int]) -> None:
    from docx.shared import RGBColor

    for run in paragraph.runs:
        run.font.color.rgb = RGBColor(*color)
