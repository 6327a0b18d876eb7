"""Who is who in a cohort: a CSV of files, patients, groups, times, ages and sexes, as spreadsheets write it."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from aariz_mm.analysis.norms import check_age
from aariz_mm.files import check_file
from aariz_mm.number_text import parse_decimal

__all__ = ['COLUMNS', 'CaseRow', 'CaseTable', 'read_case_table']

COLUMNS = dict(
    file=('file', 'file_name', 'filename', 'image', 'result', 'name', 'ceph_id', 'id', '파일', '파일명'),
    patient=('patient', 'patient_id', 'subject', '환자', '환자번호'),
    group=('group', 'arm', 'treatment', '군', '그룹', '집단'),
    time=('time', 'timepoint', 'visit', '시점', '시기'),
    age=('age', 'age_years', '나이', '연령'),
    sex=('sex', 'gender', '성별'),
)
"""Columns and the names that a header may have for them, whatever their case; others are left out."""
_SEXES = {
    **dict.fromkeys(('f', 'female', 'w', 'woman', 'girl', '여', '여자', '여성'), 'female'),
    **dict.fromkeys(('m', 'male', 'man', 'boy', '남', '남자', '남성'), 'male'),
}
_CURE = 'expected a header "file,patient,group,time,age,sex" (file is needed) and a line for each radiograph'
_ENCODINGS = ('utf-8-sig', 'cp949')
_LONGEST = 80
_CLOSE = 0.8
"""Likeness of spelling, 0 to 1, from which a column is asked about."""


@dataclass(frozen=True)
class CaseRow:
    """A line of the table: '' and None where it says nothing; ``age`` in years, ``sex`` 'female' or 'male'."""

    line: int
    file: str
    patient: str = ''
    group: str = ''
    time: str = ''
    age: float | None = None
    sex: str | None = None


@dataclass(frozen=True)
class CaseTable:
    """All lines, which of :data:`COLUMNS` the header has, and what else it has, which is not read."""

    rows: tuple[CaseRow, ...]
    columns: frozenset[str]
    others: tuple[str, ...] = ()


def read_case_table(path: str | Path) -> CaseTable:
    """Read a CSV of cases.

    UTF-8 with or without its mark, UTF-16 and the Korean Excel's own encoding are taken; commas, semicolons or tabs
    part the columns, with a decimal comma but for the first.
    Errors:
        FileNotFoundError: no such file.
        ValueError: no such columns, one that seems to be misspelt, a file named twice, more cells than the header has,
            or an age or sex that is none; with the line.
    """
    path = check_file(path, 'table of cases', _CURE)
    text = _decode(path)
    separator = max(',;\t', key=text.partition('\n')[0].count)
    lines = csv.reader(io.StringIO(text, newline=''), delimiter=separator, skipinitialspace=True)
    try:
        table = [(lines.line_num, [_plain(cell) for cell in row]) for row in lines]
    except csv.Error as error:
        raise ValueError(f'{path}: no CSV ({error}); {_CURE}') from error
    table = [(number, row) for number, row in table if any(row)]
    header = table[0][1] if table else []
    places = _find_columns(header, path)
    _check_spelling(header, places, path)
    for number, row in table[1:]:
        _check_length(number, row, header, path)
    rows = tuple(_read_row(number, row, places, path) for number, row in table[1:])
    _check_files(rows, path)
    others = tuple(name for at, name in enumerate(header) if name and at not in places.values())
    return CaseTable(rows, frozenset(places), others)


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
    """A cell without what spreadsheets put about it; Hangul in its usual, composed form."""
    return unicodedata.normalize('NFC', cell).strip().removeprefix("'")


def _find_columns(header: list[str], path: Path) -> dict[str, int]:
    plain = [cell.lower().replace(' ', '_') for cell in header]
    places: dict[str, int] = {}
    for column, names in COLUMNS.items():
        found = [index for index, cell in enumerate(plain) if cell in names]
        if column == 'file':  # a table may have a name and an id beside the file
            found = sorted(found, key=lambda index: names.index(plain[index]))[:1]
        if len(found) > 1:
            raise ValueError(f'{path}: two columns are the {column}: {[header[index] for index in found]}; keep one')
        if found:
            places[column] = found[0]
    if 'file' not in places:
        raise ValueError(f'{path}: no column of files in the header {header}; {_CURE}')
    return places


def _check_spelling(header: list[str], places: dict[str, int], path: Path) -> None:
    """Check that no column seems to be meant for one that is missing: without patients, p is another."""
    for at, cell in enumerate(header):
        plain = cell.lower().replace(' ', '_')
        for column, names in COLUMNS.items():
            if column not in places and at not in places.values() and get_close_matches(plain, names, 1, _CLOSE):
                raise ValueError(f'{path}: column {cell!r}: is it "{column}"? Rename it, or take it away')


def _check_length(line: int, row: list[str], header: list[str], path: Path) -> None:
    if any(row[len(header) :]):
        raise ValueError(
            f'{path}: line {line} has {len(row)} cells, the header {len(header)}; put texts with commas in quotation '
            'marks, and write decimals with a point, or part columns by semicolons'
        )


def _read_row(line: int, row: list[str], places: dict[str, int], path: Path) -> CaseRow:
    cells = {name: row[place] if place < len(row) else '' for name, place in places.items()}
    where = f'{path}: line {line}'
    if not cells['file']:
        raise ValueError(f'{where} names no file; {_CURE}')
    for name, cell in cells.items():
        if len(cell) > _LONGEST and name != 'file':
            raise ValueError(f'{where}: a {name} of {len(cell)} letters; expected at most {_LONGEST}')
    age, sex = cells.pop('age', ''), cells.pop('sex', '')
    return CaseRow(line, **cells, age=_as_age(age, where), sex=_as_sex(sex, where))


def _as_age(text: str, where: str) -> float | None:
    if not text:
        return None
    try:
        age = parse_decimal(text)
        check_age(age)
    except ValueError:
        raise ValueError(f'{where}: age {text!r}; expected years, such as 12.5, or nothing') from None
    return age


def _as_sex(text: str, where: str) -> str | None:
    if not text:
        return None
    if text.casefold() not in _SEXES:
        raise ValueError(f'{where}: sex {text!r}; expected female or male, f or m, or nothing')
    return _SEXES[text.casefold()]


def _check_files(rows: tuple[CaseRow, ...], path: Path) -> None:
    lines: dict[str, int] = {}
    for row in rows:
        first = lines.setdefault(row.file, row.line)
        if first != row.line:
            raise ValueError(f'{path}: lines {first} and {row.line} name one file, {row.file!r}; keep one')
    if not rows:
        raise ValueError(f'{path}: no line below the header; {_CURE}')
