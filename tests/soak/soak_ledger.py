"""What the server acknowledged, beside what is on the disk: nothing may be lost, changed, or there that nobody sent."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aariz_mm.annotations.writing import landmark_folder
from aariz_mm.review.planning import landmark_entries
from aariz_mm.review.schema import DATABASE
from aariz_mm.review.state import AnnotationState

__all__ = ['Kept', 'Key', 'Ledger', 'digest_of', 'find_left_over', 'find_lost', 'find_wrong_files', 'read_kept']

Key = tuple[int, str]
"""A case and a reader."""
Kept = dict[Key, dict[int, str]]
"""Digest of each version."""
_OF_ONNX_RUNTIME = '.ses'
"""51 bytes, which ONNX Runtime writes into the temporary folder whenever it is loaded."""


def digest_of(state: Mapping[str, Any]) -> str:
    """Of a state as JSON has it; the order of its keys does not matter."""
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()


class Ledger:
    """Saves as clients know them; any thread may write into it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.acknowledged: Kept = {}
        self.unanswered: dict[Key, set[str]] = {}
        self.faults: list[str] = []

    def acknowledge(self, key: Key, version: int, state: Mapping[str, Any]) -> None:
        """The server said that this is a version."""
        digest = digest_of(state)
        with self._lock:
            if self.acknowledged.setdefault(key, {}).setdefault(version, digest) != digest:
                self.faults.append(f'{key}: version {version} was acknowledged for two contents')

    def doubt(self, key: Key, state: Mapping[str, Any]) -> None:
        """It was sent, and nobody waited for the answer: it may be a version or none."""
        with self._lock:
            self.unanswered.setdefault(key, set()).add(digest_of(state))

    def last(self, key: Key) -> int:
        """The last version that was acknowledged, 0 for none."""
        with self._lock:
            return max(self.acknowledged.get(key, {}), default=0)

    def count(self) -> int:
        """Acknowledged versions of all."""
        with self._lock:
            return sum(map(len, self.acknowledged.values()))


def find_lost(acknowledged: Kept, unanswered: Mapping[Key, set[str]], kept: Kept) -> list[str]:
    """What is wrong with what was kept; nothing is expected."""
    wrong = []
    for key in sorted({*acknowledged, *kept}):
        said, there, doubted = acknowledged.get(key, {}), kept.get(key, {}), unanswered.get(key, set())
        wrong += [f'{key}: version {one} is lost' for one in said.keys() - there.keys()]
        wrong += [f'{key}: version {one} has another content' for one in said.keys() & there.keys()
                  if said[one] != there[one]]  # fmt: skip
        unknown = [one for one in there.keys() - said.keys() if there[one] not in doubted]
        wrong += [f'{key}: nobody sent version {one}' for one in unknown]
        if sorted(there) != list(range(1, len(there) + 1)):
            wrong.append(f'{key}: the versions {sorted(there)[:20]} have gaps')
    return wrong


def read_kept(home: Path) -> tuple[Kept, dict[Key, dict[str, Any]]]:
    """Digests of all versions in the database of a review that nobody serves, and the last state of each reader."""
    connection = sqlite3.connect(f'{(home / DATABASE).as_uri()}?mode=ro', uri=True)
    query = 'SELECT n, name, version, state FROM revisions JOIN readers ON reader = id ORDER BY version'
    kept: Kept = {}
    last = {}
    try:
        for n, reader, version, text in connection.execute(query):
            last[n, reader] = json.loads(text)
            kept.setdefault((n, reader), {})[version] = digest_of(last[n, reader])
    finally:
        connection.close()
    return kept, last


def find_wrong_files(home: Path, last: Mapping[Key, Mapping[str, Any]]) -> list[str]:
    """Files of the dataset that do not say what the last version does."""
    connection = sqlite3.connect(f'{(home / DATABASE).as_uri()}?mode=ro', uri=True)
    rows = connection.execute('SELECT n, split, image_id, width, height FROM cases').fetchall()
    connection.close()
    cases = {n: (split, image_id, (width, height)) for n, split, image_id, width, height in rows}
    wrong = []
    for (n, reader), state in last.items():
        split, image_id, size = cases[n]
        path = home / landmark_folder(Path(split), reader) / f'{image_id}.json'
        entries = landmark_entries(AnnotationState.from_kept(state), size)
        written = json.loads(path.read_text(encoding='utf-8'))['landmarks'] if path.is_file() else []
        if written != entries:
            wrong.append(f'{path.relative_to(home)} does not say what the last version of {reader} does')
    return wrong


def find_left_over(*folders: Path) -> list[str]:
    """Parts of files below folders, and all files of those that are named 'temporary'."""
    files = [(folder, path) for folder in folders for path in folder.rglob('*') if path.is_file()]
    return [f'left over: {path}' for folder, path in files if _is_left_over(path, folder.name == 'temporary')]


def _is_left_over(path: Path, is_temporary: bool) -> bool:
    return path.suffix in ('.part', '.tmp') or (is_temporary and path.name != _OF_ONNX_RUNTIME)
