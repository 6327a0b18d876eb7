"""What the page sends: every body of the HTTP interface, checked on its way in."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from aariz_mm.analysis import NAMED_ANALYSES
from aariz_mm.landmarks import SYMBOLS

__all__ = [
    'NAME_SCHEMA',
    'AnalysisKey',
    'AnnotationBody',
    'CommentBody',
    'MarkBody',
    'MeasureBody',
    'Millimetres',
    'Name',
    'Pixel',
    'ReaderBody',
    'Symbol',
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


class CommentBody(_Body):
    """A remark on a case, perhaps at a place."""

    model_config = ConfigDict(json_schema_extra=dict(anyOf=[_PLACE, _NO_PLACE]))

    reader: Name
    text: Annotated[str, Field(min_length=1, max_length=4000, pattern=r'\S')]
    x: Pixel | None = None
    y: Pixel | None = None


class ReaderBody(_Body):
    """Who it is."""

    reader: Name
