"""An SQLite database of ours: opened, made where there is none, and refused where it is another one."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

__all__ = ['open_database']

_BUSY_S = 20.0
_PRIVATE = 0o600


def open_database(
    path: Path, tables: str, version: int, what: str, cure: str, is_private: bool = False
) -> sqlite3.Connection:
    """A connection to the database at a path, which several threads may use, one at a time.

    What was written is on the disk after each transaction, and others may read meanwhile (a write-ahead log).

    Args:
        tables: statements that make them, in a database that is new. version: of the tables; it grows where one
            changes. what: the database is of, and cure: what to do, both for the errors. is_private: its owner alone
            may read it.
    Errors:
        ValueError: it was made by a later version, is of something else, is damaged, or cannot be opened.
    """
    connection = None
    try:
        connection = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        if is_private and path.stat().st_mode & 0o777 != _PRIVATE:
            os.chmod(path, _PRIVATE)  # its log gets the same
        _prepare(connection, path, tables, version, cure)
    except BaseException as error:
        if connection is not None:
            connection.close()
        if isinstance(error, sqlite3.OperationalError):  # locked, no rights, the disk is full
            raise ValueError(f'{path}: the database cannot be used ({error}); {cure}') from None
        if isinstance(error, OSError):
            raise ValueError(f'{path}: the database cannot be used ({error.strerror}); {cure}') from None
        if isinstance(error, sqlite3.DatabaseError):
            raise ValueError(
                f'{path}: no database of {what}, or a damaged one ({error}); move it away, or {cure}'
            ) from error
        raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, tables: str, version: int, cure: str) -> None:
    connection.execute('PRAGMA journal_mode = WAL')
    connection.execute('PRAGMA synchronous = FULL')
    connection.execute('PRAGMA foreign_keys = ON')
    found = connection.execute('PRAGMA user_version').fetchone()[0]
    if found > version:
        raise ValueError(
            f'{path} has version {found}, written by a later aariz_mm; this one reads up to {version}: update it, or '
            f'{cure}'
        )
    if found == 0:
        others = [row[0] for row in connection.execute('SELECT name FROM sqlite_master')]
        if others:
            raise ValueError(f'{path} is a database of something else ({others[:3]}); {cure}')
        connection.executescript(f'BEGIN IMMEDIATE;{tables}PRAGMA user_version = {version};COMMIT;')
