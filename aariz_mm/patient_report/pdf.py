"""A report as a PDF for A4: fonts embedded, texts searchable, bookmarks; the same report gives the same bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from aariz_mm.tracing.pdf_fonts import BOLD, REGULAR, fit_letters, register_fonts

from .document import PatientReport, Section
from .pdf_blocks import Makeup, block_flowables, facts_flowable, picture_flowables, warning_flowables

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

__all__ = ['report_pdf']

_MARGIN, _FOOT = 34.0, 30.0
_PICTURE_SHARE, _PICTURE_HEIGHT = 0.44, 268.0
_SPARE = 4.0
"""Height, pt, by which a story is measured longer than it is."""
_INK, _BRAND = '#1d2529', '#1f4e5f'


def report_pdf(report: PatientReport) -> tuple[bytes, tuple[str, ...]]:
    """The content of a PDF file, and the letters that its fonts lack, which stand in it by their numbers.

    A report of one page is made smaller until it fits.

    Errors:
        ImportError: reportlab or the fonts are not installed.
    """
    known = register_fonts()
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    lost: set[str] = set()

    def fit(text: str) -> str:
        text, missing = fit_letters(text, known)
        lost.update(missing)
        return text

    width, height = A4[0] - 2 * _MARGIN, A4[1] - _MARGIN - _FOOT - 10
    make = Makeup(fit, report.one_page, width, report.language)
    story = [_fit_page(report, make, height)] if report.one_page else _story(report, make)
    pages = 1 if report.one_page else _count(report, make, width, height)
    buffer = io.BytesIO()
    document = BaseDocTemplate(
        buffer, pagesize=A4, invariant=1, title=fit(f'{report.title}: {report.name}'), lang=report.language,
        author=fit(report.clinic) or 'aariz_mm', creator='aariz_mm', subject=fit(report.caution),
    )  # fmt: skip
    frame = Frame(_MARGIN, _FOOT, width, height + 10, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate('page', [frame], onPageEnd=_footer(report, make, pages)))
    document.build(story)
    return buffer.getvalue(), tuple(sorted(lost))


def _count(report: PatientReport, make: Makeup, width: float, height: float) -> int:
    """Pages that a full report takes."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    document = BaseDocTemplate(io.BytesIO(), pagesize=A4, invariant=1)
    document.addPageTemplates(PageTemplate('page', [Frame(_MARGIN, _FOOT, width, height + 10, 0, 0, 0, 0)]))
    document.build(_story(report, make))
    return document.page


def _fit_page(report: PatientReport, make: Makeup, height: float) -> Flowable:
    """The story of one page, made wider until it fits when it is drawn smaller to the width of the page."""
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import KeepInFrame

    wider, canvas = 1.0, Canvas(io.BytesIO())
    while True:
        one = Makeup(make.fit, True, wider * make.width, make.language)
        needed = KeepInFrame(one.width, 1e6, _story(report, one)).wrapOn(canvas, one.width, 1e6)[1] + _SPARE
        if needed <= wider * height:
            return _smaller(_story(report, one), make.width, height, wider)
        wider *= max(1.02, (needed / (wider * height)) ** 0.5)


def _smaller(story: list[Flowable], width: float, height: float, times: float) -> Flowable:
    """A story that was made ``times`` as wide, drawn in a width and height."""
    from reportlab.platypus import Flowable, Frame

    class Smaller(Flowable):
        def wrap(self, *_: float) -> tuple[float, float]:
            return width, height

        def draw(self) -> None:
            self.canv.scale(1 / times, 1 / times)
            Frame(0, 0, times * width, times * height, 0, 0, 0, 0).addFromList(story, self.canv)
            assert not story, 'a report of one page is longer than was measured'

    return Smaller()


def _footer(report: PatientReport, make: Makeup, pages: int):
    def draw(canvas, document) -> None:
        canvas.saveState()
        canvas.setStrokeColor(_BRAND)
        canvas.setLineWidth(0.4)
        canvas.line(_MARGIN, _FOOT - 4, _MARGIN + make.width, _FOOT - 4)
        canvas.setFillColor(_INK)
        canvas.setFont(BOLD, 7)
        canvas.drawString(_MARGIN, _FOOT - 14, make.fit(report.caution))
        canvas.setFont(REGULAR, 6.5)
        text = report.page_text.format(page=document.page, pages=pages)
        canvas.drawString(_MARGIN, _FOOT - 23, make.fit(report.name)[:70])
        canvas.drawRightString(_MARGIN + make.width, _FOOT - 23, make.fit(text))
        canvas.restoreState()

    return draw


def _story(report: PatientReport, make: Makeup) -> list[Flowable]:
    from reportlab.platypus import HRFlowable, Spacer, Table

    story: list[Flowable] = [
        _head(report, make),
        HRFlowable('100%', 1.4, color=_BRAND, spaceBefore=3, spaceAfter=4),
        facts_flowable(report.facts, make, make.width),
        *warning_flowables(report.warnings, make),
    ]
    side = [one for one in report.sections if one.place == 'side']
    left, gap = _PICTURE_SHARE * make.width, 12
    beside = make.width if report.picture is None else make.width - left - gap
    flows = [flow for one in side for flow in _section(one, make, beside)]
    if report.picture is None:
        story += flows
    else:
        picture = picture_flowables(report.picture, make, left, _PICTURE_HEIGHT)
        story += [Spacer(1, 4), Table([[picture, flows]], [left + gap, beside], style=_PLAIN)]
    for one in report.sections:
        if one.place == 'main':
            story += _section(one, make, make.width)
    return story


_PLAIN = [('VALIGN', (0, 0), (-1, -1), 'TOP'), *((side + 'PADDING', (0, 0), (-1, -1), 0)
          for side in ('LEFT', 'RIGHT', 'TOP', 'BOTTOM'))]  # fmt: skip


def _head(report: PatientReport, make: Makeup) -> Flowable:
    """Title and caution at the left, the clinic at the right."""
    from reportlab.platypus import Table

    left = [make.paragraph(report.title, 'title'), make.paragraph(report.caution, 'caution')]
    right: list[Flowable] = []
    if report.logo is not None:
        right += picture_flowables(report.logo, make, 110, 36, with_caption=False)
    right += [make.paragraph(report.clinic, 'clinic')] if report.clinic else []
    right += [make.paragraph(one, 'clinic_line') for one in report.clinic_lines]
    share = 0.6 if right else 1.0
    return Table([[left, right]], [share * make.width, (1 - share) * make.width], style=_PLAIN)


def _section(section: Section, make: Makeup, width: float) -> list[Flowable]:
    from reportlab.platypus import CondPageBreak

    flows = [flow for block in section.blocks for flow in block_flowables(block, make, width)]
    heading = make.heading(section.title)
    return [heading, *flows] if make.is_small else [CondPageBreak(70), heading, *flows]
