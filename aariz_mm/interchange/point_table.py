"""A table of points as CSV: long, a line for each landmark (id, symbol, x, y), or wide, a line for each image.

A wide table has two columns for each landmark, whose names end in x and y, as ``S_x, S_y``. Cells are parted by commas,
semicolons or tabs; beside semicolons and tabs a comma may be that of decimals. An empty cell is not marked.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from aariz_mm.number_text import as_decimal
from aariz_mm.reading.sheets import plain_cell

from .marks import Contents, Mark, Misfit, Sheet
from .sources import list_files, read_text

__all__ = ['TABLE_NAME', 'read_points', 'render_points']

TABLE_NAME = 'landmarks.csv'
"""Name of the file that is written."""
_WHAT = "a CSV with the columns id, symbol, x, y, or with id and two columns for each landmark, as 'S_x' and 'S_y'"
_IDS = ('id', 'image', 'image_id', 'file', 'file_name', 'filename', 'ceph_id', 'cephalogram_id')
_NAMES = ('symbol', 'landmark', 'label', 'point', 'title')
_READERS = ('reader', 'annotator', 'observer')
_XS, _YS = ('x', 'x_px'), ('y', 'y_px')
_AXIS = re.compile(r'(.+?)[\s_.:\-]+([xy])(?:_px)?', re.IGNORECASE)
_OTHER_TABLES = ('pixel_sizes.csv',)
"""Tables of ours that lie beside exported annotations and have no points."""


def read_points(source: Path) -> Contents:
    """The marks of one file, or of all CSV files of a folder.

    Errors:
        FileNotFoundError: none there. ValueError: no text, or columns that are none of the two kinds.
    """
    paths = [path for path in list_files(source, '.csv', 'table of points') if path.name not in _OTHER_TABLES]
    sheets, misfits = [], []
    if not paths:
        raise FileNotFoundError(f'{source}: no table of points; expected {_WHAT}')
    for path in paths:
        header, rows = _read_rows(path)
        read = _read_wide if _column(header, _NAMES) is None else _read_long
        found, odd = read(header, rows, path)
        sheets += found
        misfits += odd
    return Contents(tuple(sheets), tuple(misfits))


def _read_rows(path: Path) -> tuple[list[str], list[list[str]]]:
    text = read_text(path, _WHAT)
    first = next((line for line in text.splitlines() if line.strip()), '')
    separator = max(',;\t', key=first.count)
    try:
        lines = [
            [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=''), delimiter=separator)
        ]
    except csv.Error as error:
        raise ValueError(f'{path}: {error}; expected {_WHAT}') from None
    lines = [row for row in lines if any(row)]
    if not lines:
        raise ValueError(f'{path}: empty; expected {_WHAT}')
    long = next((row for row in lines[1:] if any(row[len(lines[0]) :])), None)
    if long is not None:
        raise ValueError(
            f'{path}: the line {separator.join(long)[:60]!r} has more cells than the header; write decimals with a '
            'point, or part cells by semicolons'
        )
    return lines[0], lines[1:]


def _column(header: Sequence[str], names: Sequence[str]) -> int | None:
    """Place of the first column with one of the names, the likeliest name first."""
    lowered = [name.casefold() for name in header]
    return next((lowered.index(name) for name in names if name in lowered), None)


def _id_column(header: Sequence[str], path: Path) -> int:
    column = _column(header, _IDS)
    if column is None:
        raise ValueError(f'{path}: no column with the image, one of {list(_IDS)}, in {header[:8]}; expected {_WHAT}')
    return column


def _image(row: Sequence[str], column: int) -> str:
    """Name of the image, without the mark by which ours keeps spreadsheets from taking it for a formula."""
    name = _cell(row, column)
    return name[1:] if name[:1] == "'" and plain_cell(name[1:]) == name else name


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ''


def _read_long(header: list[str], rows: list[list[str]], path: Path) -> tuple[list[Sheet], list[Misfit]]:
    columns = [_id_column(header, path), *(_column(header, names) for names in (_READERS, _NAMES, _XS, _YS))]
    if None in columns[2:]:
        raise ValueError(f'{path}: no columns x and y in {header[:8]}; expected {_WHAT}')
    marks: dict[tuple[str, str], list[Mark]] = {}
    misfits = []
    for row in rows:
        image = _image(row, columns[0])
        reader, name, x, y = (_cell(row, column) for column in columns[1:])
        of_image = marks.setdefault((image, reader), [])
        found = _mark(name, x, y, image)
        if isinstance(found, Misfit):
            misfits.append(found)
        elif found is not None:
            of_image.append(found)
    return _as_sheets(marks, path), misfits


def _read_wide(header: list[str], rows: list[list[str]], path: Path) -> tuple[list[Sheet], list[Misfit]]:
    image_column, reader_column = _id_column(header, path), _column(header, _READERS)
    pairs = _pair_columns(header, path)
    marks: dict[tuple[str, str], list[Mark]] = {}
    misfits = []
    for row in rows:
        image = _image(row, image_column)
        found = [_mark(name, _cell(row, x), _cell(row, y), image) for name, (x, y) in pairs.items()]
        misfits += [one for one in found if isinstance(one, Misfit)]
        of_image = marks.setdefault((image, _cell(row, reader_column)), [])
        of_image += [one for one in found if isinstance(one, Mark)]
    return _as_sheets(marks, path), misfits


def _pair_columns(header: Sequence[str], path: Path) -> dict[str, tuple[int, int]]:
    """The columns of x and of y by the name of their landmark."""
    found: dict[str, dict[str, int]] = {}
    for place, name in enumerate(header):
        match = _AXIS.fullmatch(name)
        if match:
            axes, axis = found.setdefault(match[1], {}), match[2].lower()
            if axis in axes:
                raise ValueError(f'{path}: two columns {name!r}; keep one')
            axes[axis] = place
    single = [name for name, axes in found.items() if len(axes) == 1]
    if single or not found:
        told = f'{single[:5]} have one of x and y' if single else f'no columns of landmarks in {header[:8]}'
        raise ValueError(f'{path}: {told}; expected {_WHAT}')
    return {name: (axes['x'], axes['y']) for name, axes in found.items()}


def _mark(name: str, x: str, y: str, image: str) -> Mark | Misfit | None:
    """A mark; None where both cells are empty."""
    if not x and not y:
        return None
    numbers = as_decimal(x), as_decimal(y)
    if None in numbers:
        return Misfit('no number', name, image, f'({x!r}, {y!r})')
    return Mark(name, *numbers)


def _as_sheets(marks: dict[tuple[str, str], list[Mark]], path: Path) -> list[Sheet]:
    return [Sheet((image,), tuple(found), path.name, reader) for (image, reader), found in marks.items()]


def render_points(sheets: Sequence[Sheet]) -> dict[str, str]:
    """One long table with the columns id, symbol, x and y; the id is the file name of the image."""
    text = io.StringIO(newline='')
    writer = csv.writer(text, lineterminator='\n')
    writer.writerow(('id', 'symbol', 'x', 'y'))
    writer.writerows(_lines(sheets))
    return {TABLE_NAME: text.getvalue()}


def _lines(sheets: Sequence[Sheet]) -> Iterator[tuple[str, str, str, str]]:
    for sheet in sheets:
        for mark in sheet.marks:
            yield plain_cell(sheet.names[0]), mark.name, repr(mark.x), repr(mark.y)
