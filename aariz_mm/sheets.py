"""Tables as spreadsheets write them: the rows of a CSV in any usual encoding, and its columns by their names."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from aariz_mm.files import check_file

__all__ = ['find_columns', 'read_sex', 'read_sheet']

_ENCODINGS = ('utf-8-sig', 'cp949')
_CLOSE = 0.8
"""Likeness of spelling, 0 to 1, from which a column is asked about."""
_SEXES = {
    **dict.fromkeys(('f', 'female', 'w', 'woman', 'girl', '여', '여자', '여성'), 'female'),
    **dict.fromkeys(('m', 'male', 'man', 'boy', '남', '남자', '남성'), 'male'),
}


def read_sheet(path: str | Path, what: str, cure: str) -> list[tuple[int, list[str]]]:
    """The lines of a CSV that are not blank, each with its number; the first is the header.

    UTF-8 with or without its mark, UTF-16 and the Korean Excel's own encoding are taken; commas, semicolons or tabs
    part the columns. Cells are without blanks around them and the quote mark that says text; Hangul is composed.

    Args:
        what: the table is, and cure: what is expected, both for the errors.
    Errors:
        FileNotFoundError: no such file. ValueError: no text, no CSV, or a line with more cells than the header.
    """
    path = check_file(path, what, cure)
    text = _decode(path)
    separator = max(',;\t', key=text.partition('\n')[0].count)
    lines = csv.reader(io.StringIO(text, newline=''), delimiter=separator, skipinitialspace=True)
    try:
        table = [(lines.line_num, [_plain(cell) for cell in row]) for row in lines]
    except csv.Error as error:
        raise ValueError(f'{path}: no CSV ({error}); {cure}') from error
    table = [(number, row) for number, row in table if any(row)]
    for number, row in table[1:]:
        _check_length(number, row, table[0][1], path)
    return table


def find_columns(
    header: list[str], columns: Mapping[str, Sequence[str]], path: str | Path, cure: str
) -> dict[str, int]:
    """Column -> its place in a header; those that are not there are left out.

    Args:
        columns: column -> the names that it may have, in lower case with _ for blanks; of 'file' the first one counts,
            as a table may have a name and an id beside it.
    Errors:
        ValueError: a column twice, no 'file', or one that seems to be misspelt.
    """
    plain = [cell.lower().replace(' ', '_') for cell in header]
    places: dict[str, int] = {}
    for column, names in columns.items():
        found = [index for index, cell in enumerate(plain) if cell in names]
        if column == 'file':
            found = sorted(found, key=lambda index: names.index(plain[index]))[:1]
        if len(found) > 1:
            raise ValueError(f'{path}: two columns are the {column}: {[header[index] for index in found]}; keep one')
        if found:
            places[column] = found[0]
    if 'file' not in places:
        raise ValueError(f'{path}: no column of files in the header {header}; {cure}')
    _check_spelling(header, places, columns, path)
    return places


def read_sex(text: str) -> str | None:
    """'female' or 'male' of a cell, such as 'F', 'girl' or '남'; None for another word."""
    return _SEXES.get(text.casefold())


def _check_spelling(
    header: list[str], places: dict[str, int], columns: Mapping[str, Sequence[str]], path: str | Path
) -> None:
    """Check that no column seems to be meant for one that is missing: without patients, p is another."""
    for at, cell in enumerate(header):
        plain = cell.lower().replace(' ', '_')
        for column, names in columns.items():
            if column not in places and at not in places.values() and get_close_matches(plain, names, 1, _CLOSE):
                raise ValueError(f'{path}: column {cell!r}: is it "{column}"? Rename it, or take it away')


def _check_length(line: int, row: list[str], header: list[str], path: Path) -> None:
    if any(row[len(header) :]):
        raise ValueError(
            f'{path}: line {line} has {len(row)} cells, the header {len(header)}; put texts with commas in quotation '
            'marks, and write decimals with a point, or part columns by semicolons'
        )


def _decode(path: Path) -> str:
    data = path.read_bytes()
    encodings = ('utf-16',) if data[:2] in (b'\xff\xfe', b'\xfe\xff') else _ENCODINGS
    texts = (_decoded(data, encoding) for encoding in encodings)
    text = next((one for one in texts if one is not None), None)
    if text is None:
        raise ValueError(f'{path}: neither UTF-8 nor Korean text; save it again as CSV UTF-8')
    return text


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plain(cell: str) -> str:
    return unicodedata.normalize('NFC', cell).strip().removeprefix("'")
