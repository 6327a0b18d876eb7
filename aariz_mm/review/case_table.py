"""The table of cases; the caller holds the connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .names import file_safe, name_key, unused_name
from .records import CaseFile, CaseRow, NotThereError

__all__ = ['add_cases', 'get_case', 'list_rows', 'look_of_case', 'put_facts', 'put_failure', 'put_look']

_COLUMNS = (
    'n', 'case_id', 'image_id', 'path', 'split', 'machine', 'table_pixel_size', 'width', 'height', 'sha256',
    'pixel_size_mm', 'pixel_size_source', 'magnification', 'device', 'failure',
)  # fmt: skip
_SELECT = f'SELECT {", ".join(_COLUMNS)} FROM cases'
_FACTS = ('width', 'height', 'sha256', 'pixel_size_mm', 'pixel_size_source', 'magnification', 'device')


def add_cases(connection: sqlite3.Connection, files: Sequence[CaseFile], only: bool) -> list[int]:
    """Numbers of the cases; known ones keep theirs, and what is new gets the next ones in the order given.

    Args:
        only: whether all other cases are listed no more; their revisions stay.
    """
    known = {row['case_id']: row['n'] for row in connection.execute('SELECT case_id, n FROM cases')}
    keys = {row[0] for row in connection.execute('SELECT image_key FROM cases')}
    following = max(known.values(), default=-1) + 1
    if only:
        connection.execute('UPDATE cases SET listed = 0')
    numbers = []
    for file in files:
        if file.case_id in known:
            connection.execute(
                'UPDATE cases SET path = ?, machine = ?, table_pixel_size = ?, listed = 1 WHERE n = ?',
                (str(file.path), file.machine, file.pixel_size, known[file.case_id]),
            )
        else:
            image_id = unused_name(file_safe(file.case_id), keys)
            keys.add(name_key(image_id))
            known[file.case_id] = following
            connection.execute(
                'INSERT INTO cases (n, case_id, image_id, image_key, path, split, machine, table_pixel_size, listed) '
                'VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)',
                (
                    following, file.case_id, image_id, name_key(image_id), str(file.path), file.split, file.machine,
                    file.pixel_size,
                ),
            )  # fmt: skip
            following += 1
        numbers.append(known[file.case_id])
    return numbers


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
        connection.execute(f'UPDATE cases SET {columns} WHERE n = ?', (*values.values(), n))


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
