"""What the page sends and gets: every body of the HTTP interface, checked on its way in."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from aariz_mm.analysis import NAMED_ANALYSES
from aariz_mm.landmarks import SYMBOLS

__all__ = [
    'NAME_SCHEMA',
    'AnnotationBody',
    'CaseList',
    'CaseView',
    'CommentBody',
    'CommentView',
    'ConflictView',
    'ErrorBody',
    'ImageView',
    'Info',
    'LandmarkText',
    'MarkBody',
    'MeasureBody',
    'Measured',
    'NextCase',
    'NextCases',
    'ProfileView',
    'ReaderBody',
    'ReaderState',
    'RevisionLine',
    'SavedView',
    'Uploaded',
]


def _as_whole(value: Any) -> Any:
    """JSON has one kind of number: 3.0 is a whole one."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


_WHOLE = BeforeValidator(_as_whole)
Symbol = Literal[SYMBOLS]
AnalysisKey = Literal[tuple(NAMED_ANALYSES)]
Pixel = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
Millimetres = Annotated[float, Field(ge=0.001, le=10, allow_inf_nan=False)]
NAME_SCHEMA = dict(pattern=r'^[A-Za-z0-9]{3,7}([ ._-][A-Za-z0-9]{1,9}){0,4}$')
"""For those who try what is described; letters of any language are taken."""
Name = Annotated[str, Field(min_length=1, max_length=60, json_schema_extra=NAME_SCHEMA)]


_NUMBER, _NOTHING = dict(type='number'), dict(type='null')
_PLACE = dict(properties=dict(x=_NUMBER, y=_NUMBER), required=['x', 'y'])
_NO_PLACE = dict(properties=dict(x=_NOTHING, y=_NOTHING))


class _Body(BaseModel):
    """Nothing unknown, no text for a number."""

    model_config = ConfigDict(extra='forbid', strict=True)


class ErrorBody(BaseModel):
    """What went wrong, and what to do about it."""

    error: str


class MarkBody(_Body):
    """A landmark of a reader; x and y in pixels of the stored radiograph, null where one not visible has no place."""

    model_config = ConfigDict(json_schema_extra=dict(anyOf=[
        _PLACE,
        dict(properties={**_NO_PLACE['properties'], 'visible': dict(const=False)}, required=['visible']),
    ]))  # fmt: skip

    x: Pixel | None = None
    y: Pixel | None = None
    by: Literal['model', 'reader', 'import'] = 'reader'
    visible: bool = True
    confirmed: bool = False


class AnnotationBody(_Body):
    """A reader's whole state of a case, saved on top of a version; 0 where there is none yet."""

    base_version: Annotated[int, Field(ge=0, le=1_000_000_000), _WHOLE]
    status: Literal['draft', 'finished'] = 'draft'
    landmarks: dict[Symbol, MarkBody] = {}
    pixel_size_mm: Millimetres | None = None
    pixel_size_source: Annotated[str, Field(max_length=200)] | None = None
    ruler: dict[str, Any] | list[Any] | None = None
    stage: Annotated[int, Field(ge=1, le=6), _WHOLE] | None = None
    action: Annotated[str, Field(max_length=200)] = ''


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


class MeasureBody(_Body):
    """Landmarks to measure; ``n`` names the case, so that intervals of the model hold where nothing was moved."""

    landmarks: dict[Symbol, Annotated[list[Pixel], Field(min_length=2, max_length=2)]]
    n: Annotated[int, Field(ge=0, le=2**31 - 1), _WHOLE] | None = None
    profile: Annotated[str, Field(max_length=60)] | None = None
    pixel_size_mm: Millimetres | None = None
    magnification: Annotated[float, Field(ge=0.5, le=2)] | None = None
    sex: Literal['female', 'male', 'f', 'm'] | None = None
    age: Annotated[float, Field(ge=0, lt=130)] | None = None
    analyses: Annotated[list[AnalysisKey], Field(max_length=len(NAMED_ANALYSES))] = []
    tracing: bool = False
    width: Annotated[int, Field(ge=1, le=100_000), _WHOLE] | None = None
    height: Annotated[int, Field(ge=1, le=100_000), _WHOLE] | None = None


class MeasurementLine(BaseModel):
    """A measurement, or why there is none."""

    key: str
    name: str
    value: float | None
    unit: str
    low: float | None
    high: float | None
    level: float | None
    norm: str
    deviation_sd: float | None
    meaning: str
    reason: str


class ClassLine(BaseModel):
    """What a rule says."""

    key: str
    name: str
    label: str
    reason: str
    votes: dict[str, str]


class AnalysisView(BaseModel):
    """A named analysis as a table."""

    key: str
    title: str
    columns: list[str]
    rows: list[list[str]]
    notes: list[list[str]]


class Measured(BaseModel):
    """All that follows from the landmarks."""

    measurements: list[MeasurementLine]
    classes: list[ClassLine]
    analyses: list[AnalysisView]
    tracing: dict[str, Any] | None


class CommentBody(_Body):
    """A remark on a case, perhaps at a place."""

    model_config = ConfigDict(json_schema_extra=dict(anyOf=[_PLACE, _NO_PLACE]))

    reader: Name
    text: Annotated[str, Field(min_length=1, max_length=4000)]
    x: Pixel | None = None
    y: Pixel | None = None


class ReaderBody(_Body):
    """Who it is."""

    reader: Name


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


class ModelView(BaseModel):
    """The model that reads."""

    name: str
    sha256: str
    calibrated: bool


class ProfileLine(BaseModel):
    """A profile that can be applied, learnt from n radiographs."""

    reader: str
    n: int


class NextCase(BaseModel):
    """A case to correct; the expected error is the mean one of its landmarks, mm of a face with S-N = 70 mm."""

    n: int
    expected_error_mm: float


class NextCases(BaseModel):
    """Cases to correct, the most useful first, and how many could not be chosen from."""

    cases: list[NextCase]
    not_chosen_from: int


class GainView(BaseModel):
    """What a profile gains, mm of a face with S-N = 70 mm, with its interval of 95 %."""

    before_mm: float | None
    after_mm: float | None
    gain_mm: float | None
    low_mm: float | None
    high_mm: float | None


class ProfileView(BaseModel):
    """A reader's profile: landmarks that it moves, what it gains, and why it is not to be used yet."""

    reader: str
    n: int
    created: str
    gain: GainView
    moved: list[str]
    usable: bool
    reason: str
    file: str
    left_out: list[list[str]]
    far_off: list[str]


class AnalysisTitle(BaseModel):
    """A named analysis that can be asked for."""

    key: str
    title: str


class Info(BaseModel):
    """What the page needs to begin."""

    version: str
    folder: str
    symbols: list[str]
    all_symbols: list[str]
    model: ModelView | None
    blind: bool
    readers: list[str]
    default_reader: str
    profiles: list[ProfileLine]
    analyses: list[AnalysisTitle]
    not_for_diagnosis: str


class LandmarkText(BaseModel):
    """What a landmark is."""

    symbol: str
    title: str
    definition: str
    how: str
    picture: str
    confused_with: list[str]
