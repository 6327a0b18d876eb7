"""What the page gets besides cases: the review itself, measurements, profiles, imports, errors."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

__all__ = [
    'AnalysisTitle',
    'AnalysisView',
    'ClassLine',
    'ErrorBody',
    'GainView',
    'Imported',
    'Info',
    'LandmarkText',
    'Measured',
    'MeasurementLine',
    'MisfitLine',
    'ModelView',
    'MovedLandmark',
    'NextCase',
    'NextCases',
    'ProfileLine',
    'ProfileView',
]


class ErrorBody(BaseModel):
    """What went wrong, and what to do about it."""

    error: str


class MeasurementLine(BaseModel):
    """A measurement, or why there is none."""

    key: str
    section: str
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


class ModelView(BaseModel):
    """The model that reads."""

    name: str
    sha256: str
    calibrated: bool


class ProfileLine(BaseModel):
    """A profile that can be applied, learnt from n radiographs."""

    reader: str
    n: int


class MisfitLine(BaseModel):
    """What of an import did not fit."""

    kind: str
    what: str
    where: str
    detail: str


class Imported(BaseModel):
    """Names of the cases with a new revision, of these the ones whose reader had landmarks before, those where nothing
    is new, and what did not fit."""

    imported: list[str]
    changed: list[str]
    unchanged: list[str]
    landmarks: int
    misfits: list[MisfitLine]


class MovedLandmark(BaseModel):
    """By how much a profile moves a landmark, mm of an upright face that looks right with S-N = 70 mm."""

    symbol: str
    radiographs: int
    moved: bool
    offset_mm: list[float]
    radius_factor: float


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
    landmarks: list[MovedLandmark]
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
    home_id: str
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
