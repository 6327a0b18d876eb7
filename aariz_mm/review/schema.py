"""The tables of the store, and connections to them."""

from __future__ import annotations

import secrets
import sqlite3
from pathlib import Path

from aariz_mm.database import open_database

__all__ = ['DATABASE', 'SCHEMA_VERSION', 'connect', 'home_id']

DATABASE = 'review.sqlite'
SCHEMA_VERSION = 1
"""It grows where a table changes."""
_TABLES = """
CREATE TABLE cases (
    n INTEGER PRIMARY KEY, case_id TEXT NOT NULL UNIQUE, image_id TEXT NOT NULL, image_key TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL, split TEXT NOT NULL, machine TEXT NOT NULL, table_pixel_size TEXT NOT NULL,
    listed INTEGER NOT NULL, width INTEGER, height INTEGER, sha256 TEXT, pixel_size_mm REAL,
    pixel_size_source TEXT NOT NULL DEFAULT '', magnification REAL, device TEXT NOT NULL DEFAULT '', look TEXT,
    failure TEXT, marked_sha256 TEXT, stamp TEXT, CHECK (n >= 0), CHECK (split IN ('train', 'valid', 'test'))
);
CREATE TABLE readings (
    n INTEGER NOT NULL REFERENCES cases, model TEXT NOT NULL, time TEXT NOT NULL, content TEXT NOT NULL,
    mean_error_px REAL, PRIMARY KEY (n, model)
);
CREATE TABLE readers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL UNIQUE);
CREATE TABLE revisions (
    n INTEGER NOT NULL REFERENCES cases, reader INTEGER NOT NULL REFERENCES readers, version INTEGER NOT NULL,
    time TEXT NOT NULL, action TEXT NOT NULL, status TEXT NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (n, reader, version), CHECK (version >= 1)
);
CREATE TABLE comments (
    id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER NOT NULL REFERENCES cases, reader TEXT NOT NULL,
    text TEXT NOT NULL, x REAL, y REAL, time TEXT NOT NULL, resolved_by TEXT, resolved_time TEXT
);
CREATE INDEX comments_of_case ON comments (n);
"""

_HOME_TABLE = 'CREATE TABLE IF NOT EXISTS home (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL)'
_ID_BYTES = 16


def home_id(connection: sqlite3.Connection) -> str:
    """A random name of the folder, always the same, by which a browser tells one review from another."""
    connection.execute(_HOME_TABLE)
    connection.execute('INSERT OR IGNORE INTO home VALUES (1, ?)', (secrets.token_hex(_ID_BYTES),))
    return connection.execute('SELECT id FROM home').fetchone()[0]


def connect(home: Path) -> sqlite3.Connection:
    """Open the database of a folder, and make it where there is none; see :func:`~aariz_mm.database.open_database`."""
    return open_database(home / DATABASE, _TABLES, SCHEMA_VERSION, 'the review page', 'give another --out-dir')
