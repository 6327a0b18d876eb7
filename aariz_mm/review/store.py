"""All that the review page keeps: cases, readings, every saved state, comments; and the dataset made of them.

SQLite is the truth. A save is acknowledged once it is on the disk and the files of the dataset say the same.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from itertools import groupby
from pathlib import Path
from typing import Any

from aariz_mm.files import file_sha256
from aariz_mm.radiographs.images import image_size

from . import case_table, comment_table, reading_table, revision_table
from .dataset import HomeDataset, remove_parts
from .home import check_home
from .lock import HomeLock
from .records import CaseFile, CaseRow, Comment, NotThereError, ReadingSummary, Revision, RevisionInfo
from .schema import connect, home_id
from .state import AnnotationState

__all__ = ['ReviewStore']


class ReviewStore:
    """The store in a folder; any thread may call it. Times are UTC, ISO 8601.

    ``problems`` says which files of the dataset could not be brought up to date on opening. ``home_id`` is a random
    name that the folder keeps.

    Args:
        home: folder of all that is kept; made where it is not there. folder: of the radiographs, see
            :func:`~aariz_mm.review.home.check_home`.
    Errors:
        ValueError: a folder that may not be written to, one that another process reviews, or a database of a later
            version. OSError: it cannot be written.
    """

    def __init__(self, home: str | Path, folder: str | Path | None = None):
        self.home = check_home(Path(home), None if folder is None else Path(folder))
        self.home.mkdir(parents=True, exist_ok=True)
        self._mutex = threading.RLock()
        self._lock = HomeLock(self.home)
        try:
            self._connection = connect(self.home)
            self.home_id = home_id(self._connection)
            remove_parts(self.home)
            self._dataset = HomeDataset(self.home)
            self.problems = self._write_all()
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> ReviewStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the folder back; once more does nothing."""
        with self._mutex:
            self._connection.close()
            self._lock.release()

    # --- cases

    def set_cases(self, files: Sequence[CaseFile]) -> list[int]:
        """List these cases and no others; known ones keep their number and what was saved of them."""
        with self._writing() as connection:
            return case_table.add_cases(connection, files, only=True)

    def add_cases(self, files: Sequence[CaseFile]) -> list[int]:
        """List these cases as well."""
        with self._writing() as connection:
            return case_table.add_cases(connection, files, only=False)

    def cases(self) -> list[CaseRow]:
        """The listed cases, by number."""
        with self._reading() as connection:
            return case_table.list_rows(connection)

    def unlisted(self) -> list[str]:
        """Names of cases that somebody marked and that are listed no more."""
        with self._reading() as connection:
            return case_table.unlisted_marked(connection)

    def case(self, n: int) -> CaseRow:
        """One case; a NotThereError where there is none."""
        with self._reading() as connection:
            return case_table.get_case(connection, n)

    def set_facts(self, n: int, **facts: Any) -> None:
        """Keep what was found on opening: width, height, sha256, pixel_size_mm, pixel_size_source, magnification,
        device. Where the file has another content than before, its readings go."""
        with self._writing() as connection:
            case_table.put_facts(connection, n, facts)

    def set_failure(self, n: int, failure: str | None) -> None:
        """Keep why a case cannot be read; None, or a reading, takes that away again."""
        with self._writing() as connection:
            case_table.put_failure(connection, n, failure)

    def look(self, n: int) -> str | None:
        """How the radiograph looks (:func:`aariz_mm.adaptation.hashes.look_of`), None where it was not kept."""
        with self._reading() as connection:
            return case_table.look_of_case(connection, n)

    def set_look(self, n: int, look: str) -> None:
        """Keep how the radiograph looks."""
        with self._writing() as connection:
            case_table.put_look(connection, n, look)

    # --- readings

    def put_reading(self, n: int, model_sha: str, content: Mapping[str, Any]) -> None:
        """Keep what a model found, in the layout of results."""
        with self._writing() as connection:
            reading_table.put_reading(connection, n, model_sha, content, _now())

    def reading(self, n: int, model_sha: str) -> dict[str, Any] | None:
        """What a model found; None where it did not read the case."""
        with self._reading() as connection:
            return reading_table.get_reading(connection, n, model_sha)

    def readings(self, model_sha: str) -> dict[int, ReadingSummary]:
        """The doubt of every case that the model read."""
        with self._reading() as connection:
            return reading_table.summarize_readings(connection, model_sha)

    # --- revisions

    def save(self, n: int, reader: str, base_version: int, state: AnnotationState, action: str) -> Revision:
        """Save a reader's state as the version after ``base_version``, 0 for the first one.

        The revision is on the disk, and the files of the dataset say the same, when this returns. A save that is
        repeated word for word gets the revision that it made.

        Errors:
            ConflictError: another version was saved since; it has that one.
            NotThereError: no such case. ValueError: no name of a reader, or what cannot be a state of this radiograph.
            OSError: the files cannot be written; the state is kept, and the save may be repeated.
        """
        if type(base_version) is not int or base_version < 0:
            raise ValueError(f'base_version is {base_version!r}, expected the version that the change was made on')
        size = self._ready(n).size
        state = AnnotationState.from_plain(state.as_plain(), size)
        with self._mutex:
            with self._writing() as connection:
                revision = revision_table.add_revision(connection, n, reader, base_version, state, action, _now())
            self._dataset.write(self.case(n), revision_table.latest_revisions(self._connection, n))
        return revision

    def latest(self, n: int, reader: str) -> Revision | None:
        """A reader's last revision of a case, None where he has none."""
        with self._reading() as connection:
            return revision_table.latest_revision(connection, n, reader)

    def revision(self, n: int, reader: str, version: int) -> Revision:
        """A version; a NotThereError where there is none. To restore it is to save its state again."""
        with self._reading() as connection:
            return revision_table.get_revision(connection, n, reader, version)

    def history(self, n: int, reader: str) -> list[RevisionInfo]:
        """A reader's versions of a case, the last one first."""
        with self._reading() as connection:
            return revision_table.list_history(connection, n, reader)

    def annotations(self, n: int | None = None) -> list[RevisionInfo]:
        """The last revision of each reader, without its state, of one case or of all of them."""
        with self._reading() as connection:
            return revision_table.last_infos(connection, n)

    def readers_of(self, n: int) -> list[str]:
        """Readers who saved a state of a case."""
        return [one.reader for one in self.annotations(n)]

    def readers(self) -> list[str]:
        """All who ever saved anything."""
        with self._reading() as connection:
            return revision_table.list_readers(connection)

    def of_reader(self, reader: str) -> dict[int, Revision]:
        """A reader's last revision of every case that he saved."""
        with self._reading() as connection:
            found = revision_table.find_reader(connection, reader)
            revisions = [] if found is None else revision_table.latest_revisions(connection, reader=found[1])
        return {one.n: one for one in revisions}

    def finished(self, reader: str) -> list[int]:
        """Cases that a reader finished."""
        return [n for n, one in self.of_reader(reader).items() if one.state.status == 'finished']

    # --- comments

    def add_comment(self, n: int, reader: str, text: str, x: float | None = None, y: float | None = None) -> Comment:
        """Add a remark on a case, perhaps at a place."""
        with self._writing() as connection:
            return comment_table.add_comment(connection, n, reader, text, x, y, _now())

    def comments(self, n: int) -> list[Comment]:
        """Remarks on a case, the oldest first."""
        with self._reading() as connection:
            return comment_table.list_comments(connection, n)

    def open_comments(self) -> dict[int, int]:
        """Number of open remarks by case."""
        with self._reading() as connection:
            return comment_table.count_open_comments(connection)

    def resolve_comment(self, comment_id: int, reader: str) -> Comment:
        """Close a remark."""
        with self._writing() as connection:
            return comment_table.resolve_comment(connection, comment_id, reader, _now())

    # ---

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._mutex:
            try:
                yield self._connection
            except OverflowError:  # SQLite counts to 2 ** 63
                raise NotThereError('no such number; load the list again') from None

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of the block is on the disk after it, or nothing."""
        with self._reading() as connection:
            connection.execute('BEGIN IMMEDIATE')
            try:
                yield connection
                connection.execute('COMMIT')
            except BaseException:
                connection.execute('ROLLBACK')
                raise

    def _ready(self, n: int) -> CaseRow:
        """A case that can be saved: its size is known, and its file holds what was marked before.

        Errors:
            ValueError: the file holds another radiograph by now than when it was marked, or else opened or read.
        """
        case, facts = self.case(n), {}
        if case.size is None:
            facts = dict(zip(('width', 'height'), _size_of(case.path), strict=True))
        stamp = case_table.stamp_of(case.path)
        held = case.marked_sha256 or case.sha256
        sha256 = file_sha256(case.path) if stamp and stamp != case.stamp else held
        if held not in (None, sha256):
            raise ValueError(
                f'{case.case_id}: its file holds another radiograph than the one that was read, opened or marked; '
                'start the review again'
            )
        if facts or (stamp and stamp != case.stamp):
            with self._writing() as connection:
                case_table.put_facts(connection, n, facts)
                if stamp and sha256:
                    case_table.put_mark(connection, n, sha256, stamp)
        return self.case(n)

    def _write_all(self) -> list[str]:
        cases = {case.n: case for case in case_table.list_rows(self._connection, listed_only=False)}
        revisions = revision_table.latest_revisions(self._connection)
        groups = [(cases[n], list(of_case)) for n, of_case in groupby(revisions, key=lambda one: one.n)]
        return self._dataset.write_all(groups)


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec='milliseconds')


def _size_of(path: Path) -> tuple[int, int]:
    """The size of a radiograph; errors without the folders of this machine, which may name patients."""
    try:
        return image_size(path)
    except ValueError as error:
        raise ValueError(str(error).replace(str(path), path.name)) from error
