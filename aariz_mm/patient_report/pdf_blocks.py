"""Blocks of a report as flowables of reportlab."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from aariz_mm.tracing.pdf_fonts import BOLD, REGULAR

from .bars import Bar
from .document import Block, Facts, Grid, Picture, Shares, Text

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

__all__ = ['Makeup', 'block_flowables', 'facts_flowable', 'picture_flowables', 'warning_flowables']

_INK, _QUIET, _BRAND, _RULE, _BAND, _PALE = '#1d2529', '#47565d', '#1f4e5f', '#d5dcdf', '#d6e4de', '#9db4bd'
_WARN, _WARN_GROUND = '#8a3c10', '#fdf3ec'


class Makeup:
    """How texts of a PDF look.

    Args:
        fit: puts a text into letters that the fonts have. is_small: for a report of one page. width: of a page, pt.
    """

    def __init__(self, fit: Callable[[str], str], is_small: bool, width: float, language: str):
        self.fit, self.is_small, self.width, self.language = fit, is_small, width, language

    @cached_property
    def _styles(self) -> dict:
        from reportlab.lib.styles import ParagraphStyle

        size = 7.6 if self.is_small else 8.6

        def style(name: str, scale: float = 1.0, font: str = REGULAR, color: str = _INK, **more) -> ParagraphStyle:
            return ParagraphStyle(name, fontName=font, fontSize=scale * size, leading=1.3 * scale * size,
                                  textColor=color, splitLongWords=1, **more)  # fmt: skip

        return dict(
            title=style('title', 1.9, BOLD, _BRAND), caution=style('caution', 0.95), plain=style('plain'),
            note=style('note', 0.82, color=_QUIET), warning=style('warning', 1.0, color=_WARN),
            heading=style('heading', 1.2, BOLD, _BRAND, spaceBefore=5 if self.is_small else 9, spaceAfter=2),
            clinic=style('clinic', 1.15, BOLD, _INK, alignment=2), quiet=style('quiet', color=_QUIET),
            clinic_line=style('clinic_line', 0.9, color=_QUIET, alignment=2), cell=style('cell', 0.9),
            bold=style('bold', 0.9, BOLD), number=style('number', 0.9, alignment=2),
            bold_number=style('bold_number', 0.9, BOLD, alignment=2), head=style('head', 0.86, color=_QUIET),
            head_number=style('head_number', 0.86, color=_QUIET, alignment=2),
        )  # fmt: skip

    def paragraph(self, text: str, style: str = 'plain') -> Flowable:
        """A plain text in a style."""
        from reportlab.platypus import Paragraph

        return Paragraph(escape(self.fit(text)), self._styles[style])

    def heading(self, text: str) -> Flowable:
        """A heading with its bookmark."""
        from reportlab.platypus import Paragraph

        fitted = self.fit(text)

        class Heading(Paragraph):
            def draw(self) -> None:
                key = f'part{self.canv.getPageNumber()}_{fitted}'
                self.canv.bookmarkHorizontal(key, 0, self.height + 4)
                self.canv.addOutlineEntry(fitted, key, 0)
                super().draw()

        return Heading(escape(fitted), self._styles['heading'])


def block_flowables(block: Block, make: Makeup, width: float) -> list[Flowable]:
    """A block in a column of a width, pt."""
    if isinstance(block, Text):
        return [make.paragraph(block.text, block.kind)]
    if isinstance(block, Facts):
        return [facts_flowable(block, make, width)]
    if isinstance(block, Grid):
        return [_grid(block, make, width)]
    if isinstance(block, Picture):
        return picture_flowables(block, make, width, 400)
    return [_shares(block, make)]


def facts_flowable(facts: Facts, make: Makeup, width: float) -> Flowable:
    """Names at the left, what there is to say at the right."""
    from reportlab.platypus import Table

    rows = [[make.paragraph(name, 'quiet'), make.paragraph(text)] for name, text in facts.rows]
    first = 62 if width < 0.7 * make.width else 92
    return Table(rows, [first, width - first], style=_padded(0, 0.8))


def warning_flowables(warnings: Sequence[str], make: Makeup) -> list[Flowable]:
    """Warnings in a box, or nothing."""
    from reportlab.platypus import Spacer, Table

    if not warnings:
        return []
    from .language import speaker

    title = make.paragraph(speaker(make.language)('warnings'), 'bold')
    rows = [[title], *([make.paragraph(f'· {one}', 'warning')] for one in warnings)]  # a row for each can be parted
    style = [
        *_padded(6, 0),
        ('TOPPADDING', (0, 0), (0, 0), 3),
        ('BOTTOMPADDING', (0, -1), (0, -1), 3),
        ('BACKGROUND', (0, 0), (-1, -1), _WARN_GROUND),
        ('LINEBEFORE', (0, 0), (0, -1), 2.5, _WARN),
    ]
    return [Spacer(1, 3), Table(rows, [make.width], style=style)]


def picture_flowables(
    picture: Picture, make: Makeup, width: float, height: float, with_caption: bool = True
) -> list[Flowable]:
    """A picture within a box, with its caption."""
    from reportlab.platypus import Image

    scale = min(width / picture.size[0], height / picture.size[1])
    image = Image(io.BytesIO(picture.data), picture.size[0] * scale, picture.size[1] * scale)
    image.hAlign = 'LEFT' if with_caption else 'RIGHT'
    return [image, make.paragraph(picture.caption, 'note')] if with_caption else [image]


def _grid(grid: Grid, make: Makeup, width: float) -> Flowable:
    from reportlab.platypus import Table

    head = [make.paragraph(one, 'head_number' if at in grid.numbers else 'head') for at, one in enumerate(grid.header)]
    rows = [head]
    widths = [share * width / sum(grid.widths) for share in grid.widths]
    for at, row in enumerate(grid.rows):
        bold = 'bold' if at in grid.bold_rows else ''
        cells: list[object] = []
        for column, text in enumerate(row):
            if column == grid.bar_column:
                cells.append('' if grid.bars[at] is None else _bar(grid.bars[at], widths[column] - 8))
                continue
            number = 'number' if column in grid.numbers else ''
            strong = bold if column in (1, len(row) - 1) else ''
            cells.append(make.paragraph(text, '_'.join(filter(None, [strong, number])) or 'cell'))
        rows.append(cells)
    after = max(grid.numbers, default=0) + 1
    style = [
        *_padded(2, 0.7 if make.is_small else 1.6),
        ('LINEBELOW', (0, 0), (-1, 0), 0.8, _PALE),
        ('LINEBELOW', (0, 1), (-1, -1), 0.3, _RULE),
        ('VALIGN', (0, 0), (-1, -1), 'MIDDLE'),
        ('FONTSIZE', (0, 0), (-1, -1), 5),  # of empty cells, whose height is that of a line
        ('LEADING', (0, 0), (-1, -1), 6),
        ('LEFTPADDING', (after, 0), (after, -1), 10),
    ]
    return Table(rows, widths, style=style, repeatRows=1)


def _bar(bar: Bar, width: float, height: float = 9.0) -> Flowable:
    from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, Rect

    drawing, middle = Drawing(width, height), height / 2
    left, right = bar.band
    drawing.add(Rect(left * width, 0.5, (right - left) * width, height - 1, fillColor=_color(_BAND), strokeColor=None))
    drawing.add(Line(width / 2, 0.5, width / 2, height - 0.5, strokeColor=_color('#8aa0a8'), strokeWidth=0.4))
    pen = dict(strokeColor=_color(_BRAND), strokeWidth=0.8)
    if bar.interval is not None:
        low, high = (end * width for end in bar.interval)
        drawing.add(Line(low, middle, high, middle, **pen))
        for end in (low, high):
            drawing.add(Line(end, middle - 1.8, end, middle + 1.8, **pen))
    at, tip = bar.at * width, 3 * bar.beyond
    if bar.beyond:
        points = [at - tip, middle - 2.6, at, middle, at - tip, middle + 2.6]
        drawing.add(Polygon(points, fillColor=_color(_BRAND), strokeColor=None))
    else:
        drawing.add(Circle(at, middle, 1.8, fillColor=_color(_BRAND), strokeColor=None))
    return drawing


def _shares(shares: Shares, make: Makeup) -> Flowable:
    from reportlab.graphics.shapes import Drawing, Rect, String

    step, room = 32, 26
    drawing = Drawing(step * len(shares.labels), room + 20)
    for at, (label, share) in enumerate(zip(shares.labels, shares.shares, strict=True)):
        is_best = at == shares.best
        left, tall = at * step, max(room * share, 0.5)
        drawing.add(Rect(left + 3, 9, step - 8, tall, fillColor=_color(_BRAND if is_best else _PALE), strokeColor=None))
        pen = dict(fontName=BOLD if is_best else REGULAR, fontSize=6.5, fillColor=_color(_INK), textAnchor='middle')
        drawing.add(String(left + step / 2 - 1, 1.5, make.fit(label), **pen))
        drawing.add(String(left + step / 2 - 1, tall + 11, f'{100 * share:.0f} %', **pen))
    return drawing


def _color(text: str):
    from reportlab.lib.colors import HexColor

    return HexColor(text)


def _padded(across: float, along: float) -> list[tuple]:
    sides = dict(LEFT=across, RIGHT=across, TOP=along, BOTTOM=along)
    return [(f'{side}PADDING', (0, 0), (-1, -1), value) for side, value in sides.items()] + [
        ('VALIGN', (0, 0), (-1, -1), 'TOP')
    ]
