"""Tables of a DOCX file with widths that every program takes, and fine lines instead of boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

__all__ = ['add_table', 'clean_text', 'rule_rows', 'set_widths']

_CONTROL = re.compile(r'[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')
_HEAD_RULE, _ROW_RULE = ('8', '9DB4BD'), ('4', 'D5DCDF')
"""Eighths of a point, and colour."""


def add_table(place: Any, rows: Sequence[Sequence[str]], widths_mm: Sequence[float]) -> Any:
    """A table of texts in a document or a cell, without lines."""
    table = place.add_table(0, len(widths_mm))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = clean_text(text)
    set_widths(table, widths_mm)
    return table


def set_widths(table: Any, widths_mm: Sequence[float]) -> None:
    """The widths of columns: LibreOffice goes by the columns, Word by the cells."""
    from docx.shared import Mm

    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths_mm, strict=True):
            cell.width = Mm(width)


def rule_rows(table: Any) -> None:
    """A line below each row, a stronger one below the first, which stands on each page again; no row is parted."""
    from docx.oxml import OxmlElement

    for at, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement('w:cantSplit'))
        if at == 0:
            properties.append(OxmlElement('w:tblHeader'))
        for cell in row.cells:
            _line_below(cell, *(_ROW_RULE if at else _HEAD_RULE))


def clean_text(text: str) -> str:
    """A text without what XML forbids."""
    return _CONTROL.sub(' ', text)


def _line_below(cell: Any, size: str, color: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders, bottom = OxmlElement('w:tcBorders'), OxmlElement('w:bottom')
    for key, value in (('val', 'single'), ('sz', size), ('space', '0'), ('color', color)):
        bottom.set(qn(f'w:{key}'), value)
    borders.append(bottom)
    cell._tc.get_or_add_tcPr().append(borders)
