"""Whose a radiograph is that was no DICOM file: a table of the clinic, checked as DICOM and a PACS need it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePath

from aariz_mm.sheets import find_columns, read_sex, read_sheet

from .identifiers import is_uid

__all__ = ['COLUMNS', 'Patient', 'choose_patients', 'read_patients']

COLUMNS = dict(
    file=('file', 'file_name', 'filename', 'image', 'name', '파일', '파일명'),
    patient_id=('patient_id', 'patient', 'patientid', '환자번호', '환자'),
    patient_name=('patient_name', 'patientname', '환자명', '성명', '이름'),
    birth_date=('birth_date', 'birthdate', 'date_of_birth', 'dob', '생년월일'),
    sex=('sex', 'gender', '성별'),
    accession_number=('accession_number', 'accession', '접수번호'),
    study_uid=('study_uid', 'study_instance_uid', 'studyinstanceuid'),
    study_date=('study_date', 'studydate', 'date', '촬영일', '검사일'),
)
"""Columns of a table and the names that a header may have for them, whatever their case; others are left out."""
_CURE = (
    'expected a header "file,patient_id,patient_name,birth_date,sex,accession_number,study_uid,study_date" (the first '
    'two are needed) and a line for each radiograph'
)
_LENGTHS, _LONGEST = dict(patient_id=64, accession_number=16), 1000
_NAME_LENGTH, _NAME_PARTS, _NAME_FORMS = 64, 5, 3
_OTHER = ('o', 'other', '기타')
_DATE = re.compile(r'(\d{4})[-./]?(\d{1,2})[-./]?(\d{1,2})\.?')
_OF_A_PATIENT = ('patient_name', 'birth_date', 'sex')


@dataclass(frozen=True)
class Patient:
    """A line of the table, as DICOM writes it: dates as '20120131', ``sex`` 'F', 'M' or 'O'; '' where none is told."""

    line: int
    file: str
    patient_id: str
    patient_name: str = ''
    birth_date: str = ''
    sex: str = ''
    accession_number: str = ''
    study_uid: str = ''
    study_date: str = ''

    @property
    def study(self) -> str:
        """What its study is known by: the UID, or the accession number; '' where neither is told."""
        return self.study_uid or self.accession_number


def read_patients(path: str | Path) -> tuple[Patient, ...]:
    """Read a CSV of radiographs and their patients, as :func:`~aariz_mm.sheets.read_sheet` takes it.

    Errors:
        FileNotFoundError: no such file.
        ValueError: no such columns, a file twice, one that cannot be written in DICOM, or a patient or a study that two
            lines tell apart; with the line.
    """
    table = read_sheet(path, 'table of patients', _CURE)
    places = find_columns(table[0][1] if table else [], COLUMNS, path, _CURE)
    if 'patient_id' not in places:
        raise ValueError(f'{path}: no column patient_id, by which an archive files; {_CURE}')
    patients = tuple(_read_row(number, row, places, path) for number, row in table[1:])
    if not patients:
        raise ValueError(f'{path}: no line below the header; {_CURE}')
    _check_agreement(patients, path)
    return patients


def choose_patients(patients: Sequence[Patient], radiographs: Sequence[Path], table: str | Path) -> list[Patient]:
    """The line of each radiograph: by its path or the end of it, with or without the ending of the file's name.

    Errors:
        ValueError: a radiograph without a line or with two, or two radiographs with one line.
    """
    by_path: dict[tuple[str, ...], list[Patient]] = {}
    for one in patients:
        by_path.setdefault(_parts(one.file), []).append(one)
    taken: dict[int, Path] = {}
    chosen = []
    for radiograph in radiographs:
        found = _lines_of(radiograph, by_path)
        if len(found) != 1:
            lines = ' and '.join(str(one.line) for one in found)
            what = f'lines {lines} both name {radiograph}; keep one' if found else f'no line names {radiograph}; add it'
            raise ValueError(f'{table}: {what}')
        line = found[0].line
        other = taken.setdefault(line, radiograph)
        if other is not radiograph:
            raise ValueError(
                f'{table}: line {line} names two radiographs, {other} and {radiograph}; name them with their folders, '
                'each in a line of its own'
            )
        chosen.append(found[0])
    return chosen


def _lines_of(radiograph: Path, by_path: Mapping[tuple[str, ...], Sequence[Patient]]) -> list[Patient]:
    """Those that name the longest end of a path, with or without the ending of the file's name."""
    parts = _parts(str(radiograph))
    for start in range(len(parts)):
        ends = dict.fromkeys((parts[start:], (*parts[start:-1], PurePath(parts[-1]).stem)))
        found = [one for end in ends for one in by_path.get(end, ())]
        if found:
            return sorted(found, key=lambda one: one.line)
    return []


def _parts(path: str) -> tuple[str, ...]:
    plain = unicodedata.normalize('NFC', path).replace('\\', '/')
    return tuple(part for part in plain.split('/') if part not in ('', '.'))


def _read_row(line: int, row: list[str], places: dict[str, int], path: str | Path) -> Patient:
    cells = {name: row[place] if place < len(row) else '' for name, place in places.items()}
    where = f'{path}: line {line}'
    for needed in ('file', 'patient_id'):
        if not cells[needed]:
            raise ValueError(f'{where} has no {needed}; {_CURE}')
    for name, cell in cells.items():
        if name != 'file' and any(letter < ' ' or letter in '\\\x7f' for letter in cell):
            raise ValueError(f'{where}: {name} has a backslash or a control character, which DICOM cannot write')
        most = _LENGTHS.get(name, _LONGEST)
        if len(cell) > most:
            raise ValueError(f'{where}: {name} has {len(cell)} letters, expected at most {most}')
    _check_name(cells.get('patient_name', ''), where)
    if cells.get('study_uid') and not is_uid(cells['study_uid']):
        raise ValueError(f'{where}: study_uid {cells["study_uid"][:70]!r} is no UID, such as 1.2.840.99.1; or leave it')
    for name in ('birth_date', 'study_date'):
        cells[name] = _as_date(cells.get(name, ''), f'{where}: {name}')
    cells['sex'] = _as_sex(cells.get('sex', ''), where)
    return Patient(line, **cells)


def _check_name(name: str, where: str) -> None:
    """A name has parts, family name first, that ^ parts, in up to three ways to write it that = parts (PS3.5 6.2)."""
    forms = name.split('=')
    if len(forms) > _NAME_FORMS or any(form.count('^') >= _NAME_PARTS or len(form) > _NAME_LENGTH for form in forms):
        raise ValueError(
            f'{where}: patient_name is no name of DICOM; expected FAMILY^GIVEN of at most {_NAME_LENGTH} letters, such '
            'as Kim^Minsu'
        )


def _as_date(text: str, where: str) -> str:
    if not text:
        return ''
    found = _DATE.fullmatch(text.replace(' ', ''))
    try:
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or not date(1850, 1, 1) <= day <= datetime.now().date():
        raise ValueError(f'{where} {text[:20]!r}: expected a day that has been, such as 2012-01-31, or nothing')
    return f'{day:%Y%m%d}'


def _as_sex(text: str, where: str) -> str:
    letters = dict(female='F', male='M')
    if text and read_sex(text) is None and text.casefold() not in _OTHER:
        raise ValueError(f'{where}: sex {text[:20]!r}; expected F, M, O or nothing')
    return letters.get(read_sex(text) or '', 'O') if text else ''


def _check_agreement(patients: Sequence[Patient], path: str | Path) -> None:
    """One file is of one line, one number of one patient, one study of one patient and day."""
    files: dict[tuple[str, ...], Patient] = {}
    numbers: dict[str, Patient] = {}
    studies: dict[str, Patient] = {}
    for one in patients:
        other = files.setdefault(_parts(one.file), one)
        if other is not one:
            raise ValueError(f'{path}: lines {other.line} and {one.line} name one file; keep one')
        other = numbers.setdefault(one.patient_id, one)
        differing = [name for name in _OF_A_PATIENT if getattr(one, name) != getattr(other, name)]
        if differing:
            raise ValueError(
                f'{path}: lines {other.line} and {one.line} have one patient_id, but not one {differing[0]}; correct it'
            )
        other = studies.setdefault(one.study, one) if one.study else one
        differing = [name for name in ('patient_id', 'study_date') if getattr(one, name) != getattr(other, name)]
        if differing:
            raise ValueError(
                f'{path}: lines {other.line} and {one.line} are of one study, but not of one {differing[0]}; correct it'
            )
