"""A table of pixel sizes, as the user keeps one: a CSV of files and millimetres per pixel."""

from __future__ import annotations

import csv
import io
import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from aariz_mm.radiographs.resolution import check_pixel_size_mm

__all__ = ['find_pixel_size', 'read_pixel_size_table']

_FILES = ('file', 'file_name', 'filename', 'image', 'path', 'name', 'cephalogram_id', 'id')
_SIZES = ('pixel_size_mm', 'pixel_size', 'mm_per_pixel', 'mm')
_EXPECTED = 'expected a header "file,pixel_size_mm" and a line for each file, as "ceph.png,0.1"'
_ENCODINGS = ('utf-8-sig', 'utf-16')


def read_pixel_size_table(path: str | os.PathLike) -> dict[str, float]:
    """Millimetres per pixel by file, as the table names it: file name, path, or name without ending.

    Commas, semicolons or tabs part the columns; other columns are left out, as those of Aariz'
    ``cephalogram_machine_mappings.csv``. A byte-order mark, blanks around cells and blank lines are harmless, and so is
    a decimal comma where semicolons or tabs part the columns.
    Errors:
        FileNotFoundError: no such file.
        ValueError: no such columns, a line without a file, a file with two sizes, or no positive number.
    Example: 'file;pixel_size_mm\\nceph.png;0,1\\n' -> {'ceph.png': 0.1}
    """
    text = _read_text(path)
    separator = max(',;\t', key=text.partition('\n')[0].count)
    lines = csv.reader(io.StringIO(text, newline=''), delimiter=separator, skipinitialspace=True)
    try:
        rows = [(lines.line_num, [cell.strip() for cell in row]) for row in lines]
    except csv.Error as error:
        raise ValueError(f'{os.fspath(path)}: no table of pixel sizes ({error}); {_EXPECTED}') from error
    rows = [(number, row) for number, row in rows if any(row)]
    header = [cell.lower() for cell in rows[0][1]] if rows else []
    file_column, size_column = (_column(header, names, path) for names in (_FILES, _SIZES))
    sizes: dict[str, float] = {}
    for number, row in rows[1:]:
        file, text = (row[column] if column < len(row) else '' for column in (file_column, size_column))
        where = f'{os.fspath(path)}: line {number}'
        if not file:
            raise ValueError(f'{where} names no file; {_EXPECTED}')
        size = _as_size(text if separator == ',' else text.replace(',', '.'), f'{where}, {file}: pixel size')
        if sizes.setdefault(_plain(file), size) != size:
            raise ValueError(f'{where}: {file!r} has two sizes, {sizes[_plain(file)]:g} and {size:g}; keep one')
    if not sizes:
        raise ValueError(f'{os.fspath(path)}: no pixel size in it; {_EXPECTED}')
    return sizes


def find_pixel_size(sizes: Mapping[str, float], path: str | os.PathLike) -> float | None:
    """The size of a file in what :func:`read_pixel_size_table` gives; None where the table does not name it.

    The longest end of the path that the table names counts, then its name without ending.
    Example: 'P1/ceph.png' is found as 'P1/ceph.png', 'ceph.png', 'P1/ceph' or 'ceph'
    """
    parts = Path(_plain(os.fspath(path))).parts
    for first in range(len(parts)):
        name = '/'.join(parts[first:])
        for key in (name, name.removesuffix(Path(name).suffix)):
            if key in sizes:
                return sizes[key]
    return None


def _read_text(path: str | os.PathLike) -> str:
    if not Path(path).is_file():
        raise FileNotFoundError(f'{os.fspath(path)}: no such table of pixel sizes; {_EXPECTED}')
    data = Path(path).read_bytes()
    encoding = _ENCODINGS[data[:2] in (b'\xff\xfe', b'\xfe\xff')]
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f'{os.fspath(path)}: not UTF-8 text ({error}); save it again as CSV UTF-8') from error


def _column(header: list[str], names: tuple[str, ...], path: str | os.PathLike) -> int:
    column = next((header.index(name) for name in names if name in header), None)
    if column is None:
        raise ValueError(f'{os.fspath(path)}: no column {names[0]!r}, got {header}; {_EXPECTED}')
    return column


def _as_size(text: str, where: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f'{where} {text!r}: expected a positive number of mm per pixel, such as 0.1') from None
    return check_pixel_size_mm(value, where)


def _plain(name: str) -> str:
    """A name as it is compared: composed (macOS splits Korean syllables), with slashes of any system."""
    return unicodedata.normalize('NFC', name.replace('\\', '/').removeprefix('./'))
