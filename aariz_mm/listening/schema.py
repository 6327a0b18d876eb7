"""The tables of a spool. They hold no name, number or UID of a patient: instances are known by hashes."""

from __future__ import annotations

import sqlite3

from aariz_mm.database import open_database

from .folder import SpoolFolder

__all__ = ['SCHEMA_VERSION', 'connect']

SCHEMA_VERSION = 1
"""It grows where a table changes."""
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
    """Open the database of a spool, and make it where there is none; see :func:`~aariz_mm.database.open_database`."""
    return open_database(folder.database, _TABLES, SCHEMA_VERSION, 'a spool', 'give another --spool', is_private=True)
