"""Who is who in a cohort: a CSV of files, patients, groups, times, ages and sexes, as spreadsheets write it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aariz_mm.analysis.norms import check_age
from aariz_mm.number_text import parse_decimal
from aariz_mm.sheets import find_columns, read_sex, read_sheet

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
_CURE = 'expected a header "file,patient,group,time,age,sex" (file is needed) and a line for each radiograph'
_LONGEST = 80


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
    table = read_sheet(path, 'table of cases', _CURE)
    header = table[0][1] if table else []
    places = find_columns(header, COLUMNS, path, _CURE)
    rows = tuple(_read_row(number, row, places, path) for number, row in table[1:])
    _check_files(rows, path)
    others = tuple(name for at, name in enumerate(header) if name and at not in places.values())
    return CaseTable(rows, frozenset(places), others)


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
    sex = read_sex(text)
    if sex is None:
        raise ValueError(f'{where}: sex {text!r}; expected female or male, f or m, or nothing')
    return sex


def _check_files(rows: tuple[CaseRow, ...], path: Path) -> None:
    lines: dict[str, int] = {}
    for row in rows:
        first = lines.setdefault(row.file, row.line)
        if first != row.line:
            raise ValueError(f'{path}: lines {first} and {row.line} name one file, {row.file!r}; keep one')
    if not rows:
        raise ValueError(f'{path}: no line below the header; {_CURE}')
