"""The table of comments; the caller holds the connection."""

from __future__ import annotations

import math
import sqlite3

from .case_table import get_case
from .names import check_reader_name
from .records import Comment, NotThereError

__all__ = ['add_comment', 'count_open_comments', 'list_comments', 'resolve_comment']

_MOST_LETTERS = 4000
_FARTHEST_PX = 1e6
_SELECT = 'SELECT id, n, reader, text, x, y, time, resolved_by, resolved_time FROM comments'


def add_comment(
    connection: sqlite3.Connection, n: int, reader: str, text: str, x: float | None, y: float | None, time: str
) -> Comment:
    """Add a remark, perhaps at a place.

    Errors:
        NotThereError: no such case. ValueError: no name of a reader, no text, or no place.
    """
    get_case(connection, n)
    name, text = check_reader_name(reader), _check_text(text)
    if (x is None) != (y is None) or not all(value is None or _is_place(value) for value in (x, y)):
        raise ValueError(f'comment at ({x!r}, {y!r}): expected two numbers, pixels, or null and null')
    cursor = connection.execute(
        'INSERT INTO comments (n, reader, text, x, y, time) VALUES (?, ?, ?, ?, ?, ?)', (n, name, text, x, y, time)
    )
    return _get_comment(connection, cursor.lastrowid)


def list_comments(connection: sqlite3.Connection, n: int) -> list[Comment]:
    """Remarks on a case, the oldest first."""
    rows = connection.execute(f'{_SELECT} WHERE n = ? ORDER BY id', (n,))
    return [Comment(**row) for row in rows]


def count_open_comments(connection: sqlite3.Connection) -> dict[int, int]:
    """Number of open remarks by case, of those that have any."""
    rows = connection.execute('SELECT n, COUNT(*) AS count FROM comments WHERE resolved_by IS NULL GROUP BY n')
    return {row['n']: row['count'] for row in rows}


def resolve_comment(connection: sqlite3.Connection, comment_id: int, reader: str, time: str) -> Comment:
    """Close a remark; one that is closed stays as it is.

    Errors:
        NotThereError: no such remark. ValueError: no name of a reader.
    """
    connection.execute(
        'UPDATE comments SET resolved_by = ?, resolved_time = ? WHERE id = ? AND resolved_by IS NULL',
        (check_reader_name(reader), time, comment_id),
    )
    return _get_comment(connection, comment_id)


def _get_comment(connection: sqlite3.Connection, comment_id: int) -> Comment:
    row = connection.execute(f'{_SELECT} WHERE id = ?', (comment_id,)).fetchone()
    if row is None:
        raise NotThereError(f'there is no comment {comment_id}; load the comments again')
    return Comment(**row)


def _check_text(text: object) -> str:
    if not isinstance(text, str) or not 1 <= len(text.strip()) <= _MOST_LETTERS:
        raise ValueError(f'comment: expected a text of 1 to {_MOST_LETTERS} letters')
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f'comment: {error}; type the text again') from None
    return text.strip()


def _is_place(value: object) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and abs(value) <= _FARTHEST_PX
    )
