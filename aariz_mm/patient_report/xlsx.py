"""A report as an XLSX workbook: a sheet of the summary, one of the measurements with numbers, one of the landmarks."""

from __future__ import annotations

import io
import re

from .document import Facts, Grid, PatientReport, Shares, Text

__all__ = ['report_xlsx']

_CONTROL = re.compile(r'[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')
_NOT_IN_NAME = re.compile(r'[\[\]:*?/\\\x00-\x1f\']')
_Cell = str | float | None


def report_xlsx(report: PatientReport) -> bytes:
    """The content of an XLSX file; texts are never formulas, numbers are numbers."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.properties.creator, book.properties.title = 'aariz_mm', _clean(f'{report.title}: {report.name}')[:250]
    sheet = book.active
    sheet.title = _sheet_name(report.title)
    rows = _summary_rows(report)
    for title, found in [('', rows), *((name, found) for name, found in _grid_sheets(report))]:
        if title:
            sheet = book.create_sheet(_sheet_name(title))  # openpyxl numbers what has the same name
            sheet.freeze_panes = 'B2'
        for at, row in enumerate(found, 1):
            for column, value in enumerate(row, 1):
                _write(sheet.cell(at, column), value)
                if at == 1 or (not title and column == 1):
                    sheet.cell(at, column).font = Font(bold=True)
        for letter, width in zip('ABCDEF', (34, 16, 20, 40, 14, 44) if title else (30, 110), strict=False):
            sheet.column_dimensions[letter].width = width
        sheet.oddFooter.center.text = report.caution.replace('&', '&&')
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _summary_rows(report: PatientReport) -> list[tuple[_Cell, ...]]:
    rows: list[tuple[_Cell, ...]] = [(report.title, report.caution)]
    rows += [(report.clinic, '; '.join(report.clinic_lines))] if report.clinic or report.clinic_lines else []
    rows += [*report.facts.rows, *(('!', one) for one in report.warnings)]
    for section in report.sections:
        blocks = [one for one in section.blocks if isinstance(one, Text | Facts | Shares)]
        rows += [(), (section.title,)] if blocks else []
        for block in blocks:
            if isinstance(block, Text):
                rows.append(('', block.text))
            elif isinstance(block, Facts):
                rows += block.rows
            else:
                rows += [(label, share) for label, share in zip(block.labels, block.shares, strict=True)]
    return rows


def _grid_sheets(report: PatientReport) -> list[tuple[str, list[tuple[_Cell, ...]]]]:
    return [
        (section.title, _grid_rows(block))
        for section in report.sections for block in section.blocks if isinstance(block, Grid)
    ]  # fmt: skip


def _grid_rows(grid: Grid) -> list[tuple[_Cell, ...]]:
    """As it is shown, then numbers; the drawn bar is left out."""
    shown = [at for at in range(len(grid.header)) if at != grid.bar_column]
    data = grid.data or ((),) * len(grid.rows)
    head = (*(grid.header[at] for at in shown), *grid.data_header)
    return [head, *((*(row[at] for at in shown), *more) for row, more in zip(grid.rows, data, strict=True))]


def _write(cell, value: _Cell) -> None:
    if isinstance(value, str):
        cell.value = _clean(value)[:32_000]
        cell.data_type = 's'  # whatever it begins with
    elif value is not None:
        cell.value = value


def _sheet_name(text: str) -> str:
    return _NOT_IN_NAME.sub(' ', _clean(text)).strip()[:28] or 'sheet'


def _clean(text: str) -> str:
    return _CONTROL.sub(' ', text)
