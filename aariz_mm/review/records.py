"""What the store gives out: cases, readings in short, revisions and comments."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .state import AnnotationState

__all__ = [
    'CaseFile',
    'CaseRow',
    'Comment',
    'ConflictError',
    'NotThereError',
    'ReadingSummary',
    'Revision',
    'RevisionInfo',
]


class NotThereError(LookupError):
    """A case, revision or comment that the store does not have."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class CaseFile:
    """A radiograph to be reviewed: its unique name, its file, and where it belongs in a dataset.

    split, machine, pixel_size: of a dataset in the Aariz layout, as its table writes them; of plain folders those that
    stand here.
    """

    case_id: str
    path: Path
    split: str = 'train'
    machine: str = 'unknown'
    pixel_size: str = ''


@dataclass(frozen=True)
class CaseRow:
    """A case as the store has it.

    n: its number. image_id: name of its files in the dataset. width, height, sha256, pixel_size_mm, pixel_size_source,
    magnification, device: found when it was opened, None or '' before. failure: why it cannot be read, or None.
    table_pixel_size: of the table of the dataset that it came from, '' without. marked_sha256, stamp: what the file
    held when it was marked, and its size and time, None before.
    """

    n: int
    case_id: str
    image_id: str
    path: Path
    split: str
    machine: str
    table_pixel_size: str
    width: int | None
    height: int | None
    sha256: str | None
    pixel_size_mm: float | None
    pixel_size_source: str
    magnification: float | None
    device: str
    failure: str | None
    marked_sha256: str | None = None
    stamp: str | None = None

    @property
    def size(self) -> tuple[int, int] | None:
        """(w, h), None before it was opened."""
        return None if self.width is None or self.height is None else (self.width, self.height)


@dataclass(frozen=True)
class ReadingSummary:
    """The doubt of a reading, for the order of a list.

    mean_error_px: mean expected error over its landmarks, None without. doubt_mm: the same in mm, None without pixel
    size. doubt_px: the same in thousandths of the height of the radiograph.
    """

    mean_error_px: float | None
    doubt_mm: float | None
    doubt_px: float | None


@dataclass(frozen=True)
class RevisionInfo:
    """A revision without its state; time is UTC, ISO 8601."""

    n: int
    reader: str
    version: int
    time: str
    action: str
    status: str


@dataclass(frozen=True)
class Revision:
    """A reader's saved state of a case, versions 1, 2, … of each reader and case."""

    n: int
    reader: str
    version: int
    time: str
    action: str
    state: AnnotationState

    def as_plain(self) -> dict[str, Any]:
        """As the page gets it: the state with version, reader, time and action beside it."""
        who = dict(version=self.version, reader=self.reader, time=self.time, action=self.action)
        return {**self.state.as_plain(), **who}


@dataclass(frozen=True)
class Comment:
    """A remark on a case, perhaps at a place (x, y) of the radiograph; resolved_by is None while it is open."""

    id: int
    n: int
    reader: str
    text: str
    x: float | None
    y: float | None
    time: str
    resolved_by: str | None = None
    resolved_time: str | None = None


class ConflictError(Exception):
    """A save on an old version; ``current`` is the revision that is there, None where there is none yet."""

    def __init__(self, base_version: int, current: Revision | None):
        self.base_version, self.current = base_version, current
        there = 'none is there yet' if current is None else f'version {current.version} of {current.time} is there'
        super().__init__(f'saved on version {base_version}, but {there}; take it over or save on top of it')
