"""The tables of readers and of their revisions; the caller holds the connection and the transaction."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from .names import check_reader_name, name_key
from .records import ConflictError, NotThereError, Revision, RevisionInfo
from .state import AnnotationState

__all__ = [
    'add_revision',
    'check_action',
    'find_reader',
    'get_revision',
    'last_infos',
    'latest_revision',
    'latest_revisions',
    'list_history',
    'list_readers',
]

_INFO = 'SELECT n, name AS reader, version, time, action, status FROM revisions JOIN readers ON reader = id'
_SELECT = _INFO.replace('status', 'status, state')
_LAST = (
    'version = (SELECT MAX(version) FROM revisions AS later WHERE later.n = revisions.n '
    'AND later.reader = revisions.reader)'
)
_MOST_ACTION = 120


def find_reader(connection: sqlite3.Connection, name: str, add: bool = False) -> tuple[int, str] | None:
    """Number and name, as first spelt, of a reader; None where he never saved anything.

    Args:
        add: whether to add one that is not there.
    Errors:
        ValueError: no name of a reader.
    """
    plain = check_reader_name(name)
    row = connection.execute('SELECT id, name FROM readers WHERE key = ?', (name_key(plain),)).fetchone()
    if row is None and add:
        cursor = connection.execute('INSERT INTO readers (name, key) VALUES (?, ?)', (plain, name_key(plain)))
        return cursor.lastrowid, plain
    return None if row is None else (row['id'], row['name'])


def list_readers(connection: sqlite3.Connection) -> list[str]:
    """Names of all who ever saved anything, in alphabetical order."""
    return sorted((row['name'] for row in connection.execute('SELECT name FROM readers')), key=name_key)


def add_revision(
    connection: sqlite3.Connection,
    n: int,
    reader: str,
    base_version: int,
    state: AnnotationState,
    action: str,
    time: str,
) -> Revision:
    """Add the next version of a reader's state.

    A save that is repeated, since its answer was lost, gets the revision that it made the first time.
    Errors:
        ConflictError: ``base_version`` is not the last version.
        ValueError: no name of a reader, or no action.
    """
    number, name = find_reader(connection, reader, add=True)
    current = latest_revision(connection, n, name)
    last = 0 if current is None else current.version
    action = check_action(action)
    if base_version != last:
        same = current is not None and (current.state, current.action) == (state, action)
        if same and base_version == last - 1:
            return current
        raise ConflictError(base_version, current)
    text = json.dumps(state.as_plain(), allow_nan=False)
    connection.execute(
        'INSERT INTO revisions (n, reader, version, time, action, status, state) VALUES (?, ?, ?, ?, ?, ?, ?)',
        (n, number, last + 1, time, action, state.status, text),
    )
    return Revision(n, name, last + 1, time, action, state)


def check_action(action: object) -> str:
    """What was done, in few words, as the history shows it.

    Errors:
        ValueError: no text, or too long.
    """
    if not isinstance(action, str) or len(action) > _MOST_ACTION or not action.isprintable():
        raise ValueError(f'action {str(action)[:60]!r}: expected a text of at most {_MOST_ACTION} letters')
    return action


def latest_revision(connection: sqlite3.Connection, n: int, reader: str) -> Revision | None:
    """The last revision of a reader, None where he has none."""
    found = find_reader(connection, reader)
    if found is None:
        return None
    query = f'{_SELECT} WHERE n = ? AND reader = ? ORDER BY version DESC LIMIT 1'
    row = connection.execute(query, (n, found[0])).fetchone()
    return None if row is None else _revision(row)


def get_revision(connection: sqlite3.Connection, n: int, reader: str, version: int) -> Revision:
    """One version.

    Errors:
        NotThereError: there is none.
    """
    found = find_reader(connection, reader)
    query = f'{_SELECT} WHERE n = ? AND reader = ? AND version = ?'
    row = None if found is None else connection.execute(query, (n, found[0], version)).fetchone()
    if row is None:
        raise NotThereError(f'case {n} has no version {version} of {reader!r}; load its history again')
    return _revision(row)


def list_history(connection: sqlite3.Connection, n: int, reader: str) -> list[RevisionInfo]:
    """All versions of a reader, the last one first."""
    found = find_reader(connection, reader)
    if found is None:
        return []
    query = f'{_INFO} WHERE n = ? AND reader = ? ORDER BY version DESC'
    return [_info(row) for row in connection.execute(query, (n, found[0]))]


def last_infos(connection: sqlite3.Connection, n: int | None = None) -> list[RevisionInfo]:
    """The last revision of each reader, without its state, of one case or of all."""
    return [_info(row) for row in _select_last(connection, _INFO, n=n)]


def latest_revisions(connection: sqlite3.Connection, n: int | None = None, reader: str | None = None) -> list[Revision]:
    """The last revision of each reader, or of one, of one case or of all."""
    return [_revision(row) for row in _select_last(connection, _SELECT, n=n, name=reader)]


def _select_last(connection: sqlite3.Connection, select: str, **wanted: Any) -> sqlite3.Cursor:
    wanted = {column: value for column, value in wanted.items() if value is not None}
    where = ''.join(f'{column} = ? AND ' for column in wanted)
    return connection.execute(f'{select} WHERE {where}{_LAST} ORDER BY n, name', tuple(wanted.values()))


def _revision(row: sqlite3.Row) -> Revision:
    state = AnnotationState.from_kept(json.loads(row['state']))
    return Revision(row['n'], row['reader'], row['version'], row['time'], row['action'], state)


def _info(row: sqlite3.Row) -> RevisionInfo:
    return RevisionInfo(row['n'], row['reader'], row['version'], row['time'], row['action'], row['status'])
