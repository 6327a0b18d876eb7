"""The tables of a spool. They hold no name, number or UID of a patient: instances are known by hashes."""

from __future__ import annotations

import os
import sqlite3

from .folder import SpoolFolder

__all__ = ['SCHEMA_VERSION', 'connect']

SCHEMA_VERSION = 1
"""It grows where a table changes."""
_BUSY_S = 20.0
_TABLES = """
CREATE TABLE instances (
    n INTEGER PRIMARY KEY AUTOINCREMENT, uid_sha256 TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
    caller TEXT NOT NULL, received REAL NOT NULL, state TEXT NOT NULL DEFAULT 'received', changed REAL NOT NULL,
    reason TEXT NOT NULL DEFAULT '', starts INTEGER NOT NULL DEFAULT 0, refusals INTEGER NOT NULL DEFAULT 0,
    next_try REAL NOT NULL DEFAULT 0, is_kept INTEGER NOT NULL DEFAULT 1,
    CHECK (state IN ('received', 'read', 'sent', 'other', 'failed'))
);
CREATE INDEX instances_by_state ON instances (state, next_try);
CREATE TABLE answers (
    n INTEGER NOT NULL REFERENCES instances, kind TEXT NOT NULL, is_sent INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (n, kind)
);
"""


def connect(folder: SpoolFolder) -> sqlite3.Connection:
    """Open the database of a spool, and make it where there is none.

    The connection may be used by several threads, one at a time.
    Errors:
        ValueError: it was made by a later version, or is no such database.
    """
    path = folder.database
    connection = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    try:
        os.chmod(path, 0o600)  # its journal gets the same
        _prepare(connection, folder)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise ValueError(f'{path}: no database of a spool, or a damaged one ({error}); move the folder away') from error
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, folder: SpoolFolder) -> None:
    connection.execute('PRAGMA journal_mode = WAL')
    connection.execute('PRAGMA synchronous = FULL')
    connection.execute('PRAGMA foreign_keys = ON')
    version = connection.execute('PRAGMA user_version').fetchone()[0]
    if version > SCHEMA_VERSION:
        raise ValueError(
            f'{folder.database} has version {version}, written by a later aariz_mm; this one reads up to '
            f'{SCHEMA_VERSION}: update it, or give another --spool'
        )
    if version == 0:
        connection.executescript(f'BEGIN IMMEDIATE;{_TABLES}PRAGMA user_version = {SCHEMA_VERSION};COMMIT;')
