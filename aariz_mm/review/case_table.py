"""The table of cases; the caller holds the connection."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from aariz_mm.files import file_sha256

from .names import file_safe, name_key, unused_name
from .records import CaseFile, CaseRow, NotThereError

__all__ = [
    'add_cases',
    'get_case',
    'list_rows',
    'look_of_case',
    'put_facts',
    'put_failure',
    'put_look',
    'put_mark',
    'stamp_of',
    'unlisted_marked',
]

_COLUMNS = (
    'n', 'case_id', 'image_id', 'path', 'split', 'machine', 'table_pixel_size', 'width', 'height', 'sha256',
    'pixel_size_mm', 'pixel_size_source', 'magnification', 'device', 'failure', 'marked_sha256', 'stamp',
)  # fmt: skip
_SELECT = f'SELECT {", ".join(_COLUMNS)} FROM cases'  # nosec B608 - names of this file
_INSERT = (
    'INSERT INTO cases (n, case_id, image_id, image_key, path, split, machine, table_pixel_size, listed) '
    'VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)'
)
_FACTS = ('width', 'height', 'sha256', 'pixel_size_mm', 'pixel_size_source', 'magnification', 'device')


def add_cases(connection: sqlite3.Connection, files: Sequence[CaseFile], only: bool) -> list[int]:
    """Numbers of the cases; known ones keep theirs, and what is new gets the next ones in the order given.

    A case is known by its path, or, where its file was moved, by its name and what the file holds; one that was marked
    also by what it holds alone, so that a new name of the file loses nothing.
    Args:
        only: whether all other cases are listed no more; their revisions stay.
    """
    files = [replace(file, path=Path(os.path.abspath(file.path))) for file in files]
    if only:
        connection.execute('UPDATE cases SET listed = 0')
    rows = list_rows(connection, listed_only=False)
    keys = {row[0] for row in connection.execute('SELECT image_key FROM cases')}
    there = _match(rows, files, only)
    used = {name_key(row.case_id) for row in rows}
    numbers, following = [], max((row.n for row in rows), default=-1) + 1
    for file in files:
        if file.path in there:
            _list_again(connection, there[file.path], file)
            numbers.append(there[file.path].n)
            continue
        case_id, image_id = unused_name(file.case_id, used), unused_name(file_safe(file.case_id), keys)
        used.add(name_key(case_id))
        keys.add(name_key(image_id))
        values = (following, case_id, image_id, name_key(image_id), str(file.path), file.split, file.machine)
        connection.execute(_INSERT, (*values, file.pixel_size))
        numbers.append(following)
        following += 1
    return numbers


def _match(rows: Sequence[CaseRow], files: Sequence[CaseFile], only: bool) -> dict[Path, CaseRow]:
    """The case of each file that has one: what was marked first, since nobody's marks may be lost."""
    paths = {file.path for file in files} if only else {row.path for row in rows}
    found: dict[Path, CaseRow] = {}
    marked = [row for row in rows if row.marked_sha256 is not None]
    _match_names(marked, files, paths, found)
    if only:
        _match_contents(marked, files, found)
    _match_names([row for row in rows if row.marked_sha256 is None], files, paths, found)
    return found


def _match_names(
    rows: Sequence[CaseRow], files: Sequence[CaseFile], paths: set[Path], found: dict[Path, CaseRow]
) -> None:
    """Add those of the same path, the last one first, or of the same name where the file of the case is gone."""
    for file in files:
        at_path = [row for row in reversed(rows) if row.path == file.path]
        moved = [row for row in rows if row.case_id == file.case_id and row.path not in paths]
        taken = {row.n for row in found.values()}
        same = (row for row in [*at_path, *moved] if row.n not in taken and _is_same(row, file))
        row = None if file.path in found else next(same, None)
        if row is not None:
            found[file.path] = row


def _match_contents(marked: Sequence[CaseRow], files: Sequence[CaseFile], found: dict[Path, CaseRow]) -> None:
    """Add those whose file has another name by now; files are read where a marked case lacks one alone."""
    taken = {row.n for row in found.values()}
    left = {row.marked_sha256: row for row in marked if row.n not in taken}
    for file in files:
        if left and file.path not in found and file.path.is_file():
            row = left.pop(file_sha256(file.path), None)
            if row is not None:
                found[file.path] = row


def unlisted_marked(connection: sqlite3.Connection) -> list[str]:
    """Names of cases that somebody marked and that are listed no more."""
    query = 'SELECT case_id FROM cases WHERE NOT listed AND n IN (SELECT n FROM revisions) ORDER BY n'
    return [row['case_id'] for row in connection.execute(query)]


def _is_same(there: CaseRow, file: CaseFile) -> bool:
    """Whether a file holds the radiograph of a case; a patient must not get the landmarks of another one."""
    stamp = stamp_of(file.path)
    if there.path == file.path and (not stamp or there.stamp in (None, stamp)):
        return True
    held = there.marked_sha256 or there.sha256
    if held is None and there.path.is_file():
        held = file_sha256(there.path)
    return held is None or held == file_sha256(file.path)


def _list_again(connection: sqlite3.Connection, there: CaseRow, file: CaseFile) -> None:
    stamp = there.stamp and (stamp_of(file.path) or there.stamp)
    connection.execute(
        'UPDATE cases SET path = ?, machine = ?, table_pixel_size = ?, stamp = ?, listed = 1 WHERE n = ?',
        (str(file.path), file.machine, file.pixel_size, stamp, there.n),
    )


def stamp_of(path: Path) -> str:
    """Size and time of a file, by which a change of it is seen without reading it; '' where it is not there."""
    try:
        found = path.stat()
    except OSError:
        return ''
    return f'{found.st_size}:{found.st_mtime_ns}'


def put_mark(connection: sqlite3.Connection, n: int, sha256: str, stamp: str) -> None:
    """Keep what the file of a case holds when it is marked."""
    connection.execute('UPDATE cases SET marked_sha256 = ?, stamp = ? WHERE n = ?', (sha256, stamp, n))


def list_rows(connection: sqlite3.Connection, listed_only: bool = True) -> list[CaseRow]:
    """The cases by number."""
    where = ' WHERE listed' if listed_only else ''
    return [_row(row) for row in connection.execute(f'{_SELECT}{where} ORDER BY n')]


def get_case(connection: sqlite3.Connection, n: int) -> CaseRow:
    """One case.

    Errors:
        NotThereError: no such number.
    """
    row = connection.execute(f'{_SELECT} WHERE n = ?', (n,)).fetchone()
    if row is None:
        raise NotThereError(f'there is no case {n}; load the list again')
    return _row(row)


def put_facts(connection: sqlite3.Connection, n: int, facts: dict[str, Any]) -> None:
    """Keep what was found when a case was opened; readings of another content of its file go.

    Errors:
        ValueError: an unknown fact.
    """
    unknown = sorted(set(facts) - set(_FACTS))
    if unknown:
        raise ValueError(f'facts {unknown} are unknown; use {list(_FACTS)}')
    before = get_case(connection, n).sha256
    if facts.get('sha256') and before and facts['sha256'] != before:
        connection.execute('DELETE FROM readings WHERE n = ?', (n,))
        connection.execute('UPDATE cases SET look = NULL WHERE n = ?', (n,))
    texts = {key: '' for key in ('pixel_size_source', 'device') if key in facts and facts[key] is None}
    values = {**facts, **texts}
    if values:
        columns = ', '.join(f'{key} = ?' for key in values)
        update = f'UPDATE cases SET {columns} WHERE n = ?'  # nosec B608 - names of _FACTS
        connection.execute(update, (*values.values(), n))


def put_failure(connection: sqlite3.Connection, n: int, failure: str | None) -> None:
    """Keep why a case cannot be read."""
    connection.execute('UPDATE cases SET failure = ? WHERE n = ?', (failure, get_case(connection, n).n))


def look_of_case(connection: sqlite3.Connection, n: int) -> str | None:
    """How a radiograph looks, as :func:`aariz_mm.adaptation.hashes.look_of` says it; None where not yet known."""
    row = connection.execute('SELECT look FROM cases WHERE n = ?', (n,)).fetchone()
    return None if row is None else row['look']


def put_look(connection: sqlite3.Connection, n: int, look: str) -> None:
    """Keep how a radiograph looks."""
    connection.execute('UPDATE cases SET look = ? WHERE n = ?', (look, n))


def _row(row: sqlite3.Row) -> CaseRow:
    values = dict(row)
    return CaseRow(**{**values, 'path': Path(values['path'])})
