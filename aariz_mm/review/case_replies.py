"""What the page gets of cases: the list, one case, its picture, what readers saved and said of it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from .bodies import MarkBody
from .replies import ErrorBody

__all__ = [
    'AnnotationView',
    'CaseLine',
    'CaseList',
    'CaseView',
    'CommentView',
    'ConflictView',
    'Ellipse',
    'FoundLandmark',
    'ImageView',
    'Progress',
    'ReaderState',
    'ReadingView',
    'RefusedFile',
    'RevisionLine',
    'SavedView',
    'Size',
    'StageView',
    'Uploaded',
]


class SavedView(BaseModel):
    """A revision that was saved, and its file below the folder of the review."""

    version: int
    time: str
    file: str


class AnnotationView(BaseModel):
    """A revision of a reader, or the landmarks that a dataset came with (``source`` 'dataset', version 0)."""

    version: int
    time: str | None
    action: str = ''
    reader: str = ''
    source: Literal['review', 'dataset'] = 'review'
    status: Literal['draft', 'finished']
    landmarks: dict[str, MarkBody]
    pixel_size_mm: float | None = None
    pixel_size_source: str = ''
    ruler: Any = None
    stage: int | None = None


class ConflictView(ErrorBody):
    """A save on an old version, and the revision that is there."""

    current: AnnotationView | None


class RevisionLine(BaseModel):
    """A line of the history."""

    version: int
    time: str
    action: str
    status: str


class ReaderState(BaseModel):
    """How far a reader is with a case."""

    reader: str
    version: int
    status: str
    time: str | None
    source: Literal['review', 'dataset'] = 'review'


class CaseLine(BaseModel):
    """A case in the list."""

    n: int
    id: str
    state: Literal['waiting', 'read', 'failed']
    failure: str | None
    doubt_mm: float | None
    doubt_px: float | None
    status: Literal['draft', 'finished'] | None
    version: int
    readers: list[str]
    width: int | None
    height: int | None
    pixel_size_mm: float | None
    comments: int


class Progress(BaseModel):
    """How far the model is."""

    done: int
    total: int


class CaseList(BaseModel):
    """All cases, those first that the model doubts most."""

    cases: list[CaseLine]
    reading: Progress


class Ellipse(BaseModel):
    """Holds the truth in nine of ten radiographs; px, degrees from x towards y."""

    semi_major: float
    semi_minor: float
    angle_deg: float


class FoundLandmark(BaseModel):
    """A landmark of the model."""

    symbol: str
    x: float
    y: float
    score: float | None
    expected_error_px: float | None
    ellipse_px: Ellipse | None


class StageView(BaseModel):
    """The CVM stage of the model."""

    stage: int
    title: str
    probabilities: dict[str, float]
    expected_stage: float | None


class ReadingView(BaseModel):
    """What the model found, perhaps moved by a profile."""

    landmarks: list[FoundLandmark]
    warnings: list[str]
    cvm: StageView | None
    turn: str
    profile: str


class CaseView(BaseModel):
    """One case."""

    n: int
    id: str
    width: int | None
    height: int | None
    sha256: str | None = Field(description='of the file, so that edits kept for another picture are told apart')
    bits: int | None
    pixel_size_mm: float | None
    pixel_size_source: str
    magnification: float | None
    sex: str | None
    age: float | None
    state: Literal['waiting', 'read', 'failed']
    failure: str | None
    reading: ReadingView | None
    annotation: AnnotationView | None


class Size(BaseModel):
    """Of a level of the pyramid."""

    width: int
    height: int


class ImageView(BaseModel):
    """The radiograph as tiles; values from low to high are shown from black to white."""

    width: int
    height: int
    bits: Literal[8, 16]
    tile: int
    levels: list[Size]
    low: int
    high: int
    invert: bool


class CommentView(BaseModel):
    """A remark that was made."""

    id: int
    n: int
    reader: str
    text: str
    x: float | None
    y: float | None
    time: str
    resolved_by: str | None
    resolved_time: str | None


class RefusedFile(BaseModel):
    """A file that was not taken."""

    name: str
    reason: str


class Uploaded(BaseModel):
    """Numbers of the new cases, and what was refused."""

    added: list[int]
    refused: list[RefusedFile]
