"""Tables that grow on disk: CSV that a spreadsheet opens rightly, and one XLSX workbook of all."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from aariz_mm.files import has_mark, replace_file
from aariz_mm.zip_damages import ZIP_DAMAGES

from .rows import Cell

__all__ = ['CsvTable', 'Workbook', 'check_table', 'check_workbook', 'csv_line', 'plain_cell']

_FORMULA = ('=', '+', '-', '@', '\t', '\r')
_CONTROL = re.compile(r'[\x00-\x08\x0b\x0c\x0e-\x1f]')
_CREATOR = 'aariz_mm'
_MOST_ROWS, _MOST_LETTERS = 1_048_576, 32_767
"""Rows that a sheet of Excel holds, and letters that a cell does."""


def plain_cell(value: Cell) -> Cell:
    """A cell of a CSV file that no spreadsheet takes for a formula.

    Example: '=1+1.png' -> "'=1+1.png"; -1.5 -> -1.5
    """
    if not isinstance(value, str):
        return value
    return f"'{_clean(value)}" if value.startswith(_FORMULA) else _clean(value)


def _clean(text: str) -> str:
    """A text without what no file of tables can hold."""
    return _CONTROL.sub(' ', text).encode('utf-8', 'backslashreplace').decode('utf-8')


def csv_line(cells: Sequence[Cell]) -> str:
    """A line of a CSV file with its end."""
    return _csv_lines([cells])


def _csv_lines(rows: Iterable[Sequence[Cell]]) -> str:
    text = io.StringIO(newline='')
    csv.writer(text, lineterminator='\r\n').writerows([plain_cell(cell) for cell in cells] for cells in rows)
    return text.getvalue()


class CsvTable:
    """A CSV file that is replaced as a whole, by rows that wait in a file without a name.

    Args:
        path: of the CSV file. columns: of its first line. for_excel: begin with the mark that tells Excel of UTF-8.
    """

    def __init__(self, path: str | Path, columns: Sequence[str], for_excel: bool = True):
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._rows = tempfile.TemporaryFile(dir=self.path.parent)  # noqa: SIM115
        self._rows.write(('\ufeff' if for_excel else '').encode() + csv_line(columns).encode())

    def append(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Add rows; they stand in the file after :meth:`publish`."""
        self._rows.write(_csv_lines(rows).encode())

    def publish(self) -> Path:
        """Write the file with all rows so far, in one step."""
        self._rows.seek(0)
        with replace_file(self.path) as file:
            shutil.copyfileobj(self._rows, file)
        self._rows.seek(0, os.SEEK_END)
        return self.path

    def close(self) -> None:
        """Let go of the rows."""
        self._rows.close()


class Workbook:
    """An XLSX workbook whose rows wait on disk; numbers are numbers, texts are never formulas.

    Args:
        path: of the file. sheets: name of each sheet -> its columns.
    """

    def __init__(self, path: str | Path, sheets: Mapping[str, Sequence[str]]):
        from openpyxl import Workbook as Book
        from openpyxl.cell import WriteOnlyCell

        self.path, self._columns, self._cell = Path(path), dict(sheets), WriteOnlyCell
        self._book = Book(write_only=True)
        self._book.properties.creator = _CREATOR
        self._sheets, self._counts = {}, {}
        for name in sheets:
            self._begin(name, name)

    def append(self, name: str, rows: Iterable[Sequence[Cell]]) -> None:
        """Add rows to a sheet; one that is full is continued on the next."""
        for row in rows:
            if self._counts[name] % _MOST_ROWS == 0:
                self._begin(name, f'{name} {self._counts[name] // _MOST_ROWS + 1}')
            self._write(name, row)

    def save(self) -> Path:
        """Write the file, once and in one step; nothing can be added afterwards."""
        with replace_file(self.path) as file:
            self._book.save(file)
        return self.path

    def _begin(self, name: str, title: str) -> None:
        sheet = self._book.create_sheet(title)
        sheet.freeze_panes = 'B2'
        sheet.column_dimensions['A'].width = 32
        self._sheets[name] = sheet
        self._counts.setdefault(name, 0)
        self._write(name, self._columns[name])

    def _write(self, name: str, row: Sequence[Cell]) -> None:
        self._sheets[name].append([self._text(cell) if isinstance(cell, str) else cell for cell in row])
        self._counts[name] += 1

    def _text(self, text: str) -> object:
        cell = self._cell(next(iter(self._sheets.values())), _clean(text)[:_MOST_LETTERS])
        cell.data_type = 's'  # whatever it begins with
        return cell


def check_table(path: Path, columns: Sequence[str]) -> None:
    """Check that a table replaces nothing but a table of ours.

    Errors:
        ValueError: another file is there.
    """
    if path.exists() and not has_mark(path, [csv_line(columns[:4]).strip()]):
        raise ValueError(f'{path} is no table of aariz_mm and would be lost; give another --out-dir')


def check_workbook(path: Path) -> None:
    """As :func:`check_table`, for the workbook."""
    try:
        with zipfile.ZipFile(path) as file:
            ours = _CREATOR.encode() in file.read('docProps/core.xml')
    except FileNotFoundError:
        return
    except (*ZIP_DAMAGES, OSError, KeyError):
        ours = False
    if not ours:
        raise ValueError(f'{path} is no workbook of aariz_mm and would be lost; give another --out-dir')
