"""What was received, read and sent: states that outlive the process, one step at a time.

``received`` → ``read`` → ``sent``; ``other`` is no lateral cephalogram, ``failed`` could not be read or sent.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .folder import SpoolFolder, sync_folder
from .schema import connect

__all__ = ['STATES', 'Instance', 'SpoolStore', 'cause_of']

STATES = ('received', 'read', 'sent', 'other', 'failed')
_ALL = 'n, bytes, caller, received, state, changed, reason, starts, refusals, next_try, is_kept'


@dataclass(frozen=True)
class Instance:
    """A received instance. Times are seconds since 1970; ``reason`` says why it is ``other`` or ``failed``.

    starts: how often reading began. refusals: of the peer. is_kept: whether its file is still there.
    """

    n: int
    bytes: int
    caller: str
    received: float
    state: str
    changed: float
    reason: str
    starts: int
    refusals: int
    next_try: float
    is_kept: int


class SpoolStore:
    """The store in a folder; any thread may call it, and a second process may look and retry.

    Args:
        folder: prepared, see :meth:`~aariz_mm.listening.folder.SpoolFolder.prepare`.
    Errors:
        ValueError: as :func:`~aariz_mm.listening.schema.connect`.
    """

    def __init__(self, folder: SpoolFolder):
        self.folder = folder
        self._mutex = threading.RLock()
        self._connection = connect(folder)

    def close(self) -> None:
        """Close the database; once more does nothing."""
        with self._mutex:
            self._connection.close()

    def clean(self) -> int:
        """Remove the files that an interruption left behind; returns how many. The listener alone may call it."""
        with self._mutex:
            rows = self._connection.execute('SELECT n FROM instances WHERE is_kept = 1')
            return self.folder.remove_strays({row[0] for row in rows})

    # --- receiving

    def add(self, part: Path, uid_sha256: str, sha256: str, size: int, caller: str) -> tuple[int, str]:
        """Keep what came in, a file that is on the disk; the part goes.

        Returns:
            Its number, and 'new', 'known' where the same bytes were received before, or 'differs' where other bytes
            were received under the same UID; of these nothing is kept.
        Errors:
            OSError, sqlite3.Error: it can't be kept.
        """
        with self._writing() as connection:
            found = connection.execute('SELECT n, sha256 FROM instances WHERE uid_sha256 = ?', (uid_sha256,)).fetchone()
            if found is not None:
                part.unlink(missing_ok=True)
                return found['n'], 'known' if found['sha256'] == sha256 else 'differs'
            now = time.time()
            n = connection.execute(
                'INSERT INTO instances (uid_sha256, sha256, bytes, caller, received, changed) '
                'VALUES (?, ?, ?, ?, ?, ?)',
                (uid_sha256, sha256, size, caller, now, now),
            ).lastrowid
            self.folder.take_in(part, n)
        return n, 'new'

    # --- reading

    def start_reading(self, most_starts: int, busy: Sequence[int] = ()) -> int | None:
        """The next instance to read, None where there is none; those that were started before come last.

        One that was started ``most_starts`` times and never finished is failed.
        Args:
            busy: numbers that are being read.
        """
        with self._writing() as connection:
            idle = f"state = 'received' AND n NOT IN ({','.join('?' * len(busy))})"
            # Of what is not our own text there are question marks alone.
            fail = f"UPDATE instances SET state = 'failed', changed = ?, reason = ? WHERE starts >= ? AND {idle}"  # nosec
            connection.execute(
                fail,
                (time.time(), f'the program ended {most_starts} times while this was read', most_starts, *busy),
            )
            query = f'SELECT n FROM instances WHERE {idle} ORDER BY starts, n LIMIT 1'  # nosec B608
            row = connection.execute(query, busy).fetchone()
            if row is not None:
                connection.execute('UPDATE instances SET starts = starts + 1 WHERE n = ?', (row[0],))
        return None if row is None else row[0]

    def stop_reading(self, n: int) -> None:
        """Take a start back that was none of its fault, such as one for which the disk had no room."""
        with self._writing() as connection:
            connection.execute('UPDATE instances SET starts = MAX(starts - 1, 0) WHERE n = ?', (n,))

    def finish_reading(self, n: int, state: str, reason: str = '', kinds: Sequence[str] = ()) -> None:
        """Keep what became of it: ``read`` with answers of these kinds, on the disk; ``other``; ``failed``."""
        with self._writing() as connection:
            _set_state(connection, n, state, reason)
            connection.executemany(
                'INSERT OR IGNORE INTO answers (n, kind) VALUES (?, ?)', [(n, kind) for kind in kinds]
            )

    # --- sending

    def to_send(self, now: float, limit: int = 20) -> list[tuple[Instance, list[str]]]:
        """Instances whose turn it is, the oldest first, with the kinds of their answers that were not sent."""
        with self._mutex:
            rows = self._select("state = 'read' AND next_try <= ? ORDER BY n LIMIT ?", now, limit)
            return [(row, self.unsent(row.n)) for row in rows]

    def unsent(self, n: int) -> list[str]:
        """Kinds of the answers to an instance that were not sent."""
        with self._mutex:
            rows = self._connection.execute('SELECT kind FROM answers WHERE n = ? AND is_sent = 0 ORDER BY rowid', (n,))
            return [row[0] for row in rows]

    def mark_sent(self, n: int, kind: str) -> bool:
        """Keep that the peer has an answer; whether it was the last one of the instance."""
        with self._writing() as connection:
            connection.execute('UPDATE answers SET is_sent = 1 WHERE n = ? AND kind = ?', (n, kind))
            is_done = connection.execute('SELECT 1 FROM answers WHERE n = ? AND is_sent = 0', (n,)).fetchone() is None
            if is_done:
                _set_state(connection, n, 'sent', '')
        return is_done

    def put_off(self, n: int, until: float, reason: str, is_refusal: bool = False) -> None:
        """Send it later."""
        with self._writing() as connection:
            connection.execute(
                'UPDATE instances SET next_try = ?, reason = ?, refusals = refusals + ? WHERE n = ?',
                (until, reason, int(is_refusal), n),
            )

    def read_again(self, n: int) -> None:
        """Make its answers anew, where one of them is gone from the disk."""
        with self._writing() as connection:
            connection.execute('DELETE FROM answers WHERE n = ? AND is_sent = 0', (n,))
            _set_state(connection, n, 'received', '')

    def fail(self, n: int, reason: str) -> None:
        """Give it up until somebody retries."""
        with self._writing() as connection:
            _set_state(connection, n, 'failed', reason)

    def give_up(self, before: float, reason: str) -> list[int]:
        """Fail what was read before a time and not sent since; returns the numbers."""
        with self._writing() as connection:
            late = connection.execute(
                "SELECT n FROM instances WHERE state = 'read' AND changed < ?", (before,)
            ).fetchall()
            for row in late:
                _set_state(connection, row[0], 'failed', reason)
        return [row[0] for row in late]

    # --- keeping and looking

    def retry(self) -> int:
        """Read or send again what failed, and send at once what waits; returns how many."""
        with self._writing() as connection:
            connection.execute("UPDATE instances SET next_try = 0 WHERE state = 'read'")
            found = connection.execute(
                'UPDATE instances SET state = CASE WHEN EXISTS (SELECT 1 FROM answers WHERE answers.n = instances.n) '
                "THEN 'read' ELSE 'received' END, reason = '', starts = 0, refusals = 0, next_try = 0, changed = ? "
                "WHERE state = 'failed' AND is_kept = 1",
                (time.time(),),
            )
        return found.rowcount

    def prune(self, before: float) -> int:
        """Remove the files of what was sent, or was no cephalogram, before a time; hashes stay. Returns how many."""
        with self._mutex:
            rows = self._select("state IN ('sent', 'other') AND is_kept = 1 AND changed < ?", before)
            for row in rows:  # the files first, so that none is forgotten
                self.folder.remove(row.n)
            if rows:
                sync_folder(self.folder.instance(0).parent)
                with self._writing() as connection:
                    connection.executemany('UPDATE instances SET is_kept = 0 WHERE n = ?', [(row.n,) for row in rows])
        return len(rows)

    def counts(self) -> dict[str, int]:
        """How many instances are in each state."""
        with self._mutex:
            found = dict(
                tuple(row) for row in self._connection.execute('SELECT state, COUNT(*) FROM instances GROUP BY state')
            )
        return {state: found.get(state, 0) for state in STATES}

    def instance(self, n: int) -> Instance:
        """One instance; a KeyError where there is none."""
        with self._mutex:
            rows = self._select('n = ?', n)
        if not rows:
            raise KeyError(n)
        return rows[0]

    def unfinished(self) -> list[Instance]:
        """All that was not sent, by number."""
        with self._mutex:
            return self._select("state != 'sent' ORDER BY n")

    def _select(self, where: str, *values: object) -> list[Instance]:
        query = f'SELECT {_ALL} FROM instances WHERE {where}'  # nosec B608 - texts of this file
        rows = self._connection.execute(query, values)
        return [Instance(**dict(row)) for row in rows]

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of the block is on the disk after it, or nothing."""
        with self._mutex:
            self._connection.execute('BEGIN IMMEDIATE')
            try:
                yield self._connection
                self._connection.execute('COMMIT')
            except BaseException:
                with contextlib.suppress(sqlite3.Error):  # SQLite has done so where the disk is full
                    self._connection.execute('ROLLBACK')
                raise


def cause_of(error: OSError | sqlite3.Error) -> str:
    """Why a spool cannot be written, without a path: 'No space left on device', 'database or disk is full'."""
    text = error.strerror if isinstance(error, OSError) else str(error)
    return text or type(error).__name__


def _set_state(connection: sqlite3.Connection, n: int, state: str, reason: str) -> None:
    connection.execute(
        'UPDATE instances SET state = ?, reason = ?, changed = ? WHERE n = ?', (state, reason, time.time(), n)
    )
