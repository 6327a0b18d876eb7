"""The table of readings, what a model found; the caller holds the connection."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from aariz_mm.files import as_plain
from aariz_mm.reading.content import mean_expected_error_px

from .case_table import get_case
from .records import ReadingSummary

__all__ = ['get_reading', 'put_reading', 'summarize_readings']


def put_reading(connection: sqlite3.Connection, n: int, model: str, content: Mapping[str, Any], time: str) -> None:
    """Keep a reading in the layout of results; one of the same model is replaced."""
    get_case(connection, n)
    text = json.dumps(as_plain(content), ensure_ascii=True)
    connection.execute(
        'INSERT OR REPLACE INTO readings (n, model, time, content, mean_error_px) VALUES (?, ?, ?, ?, ?)',
        (n, model, time, text, mean_expected_error_px(content)),
    )
    connection.execute('UPDATE cases SET failure = NULL WHERE n = ?', (n,))


def get_reading(connection: sqlite3.Connection, n: int, model: str) -> dict[str, Any] | None:
    """The reading of a case, None where there is none."""
    row = connection.execute('SELECT content FROM readings WHERE n = ? AND model = ?', (n, model)).fetchone()
    return None if row is None else json.loads(row['content'])


def summarize_readings(connection: sqlite3.Connection, model: str) -> dict[int, ReadingSummary]:
    """The doubt of every case that the model has read."""
    rows = connection.execute(
        'SELECT n, mean_error_px, height, pixel_size_mm FROM readings JOIN cases USING (n) WHERE model = ?', (model,)
    )
    return {row['n']: _summary(row['mean_error_px'], row['height'], row['pixel_size_mm']) for row in rows}


def _summary(error_px: float | None, height: int | None, pixel_size_mm: float | None) -> ReadingSummary:
    if error_px is None:
        return ReadingSummary(None, None, None)
    in_mm = None if pixel_size_mm is None else error_px * pixel_size_mm
    return ReadingSummary(error_px, in_mm, None if not height else 1000 * error_px / height)
