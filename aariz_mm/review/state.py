"""What a reader says of one radiograph: where landmarks are, which are not visible, the pixel size and the stage.

Plain data of a page comes in, is checked, and goes out again; what is wrong is a ValueError that says what and where.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from aariz_mm.landmarks import BY_SYMBOL, CVM_STAGES
from aariz_mm.number_text import short_repr

__all__ = ['BY', 'ENVELOPE', 'STATUSES', 'AnnotationState', 'Mark']

BY = ('model', 'reader', 'import')
"""Who put a landmark where it is: the model, the reader who moved or placed it, or a file that was imported."""
STATUSES = ('draft', 'finished')
ENVELOPE = ('action', 'base_version', 'file', 'reader', 'time', 'version')
"""What may stand beside a state in a message, and is none of it."""
_KEYS = ('status', 'landmarks', 'pixel_size_mm', 'pixel_size_source', 'ruler', 'stage')
_MARK_KEYS = ('x', 'y', 'by', 'visible', 'confirmed')
_FARTHEST_PX = 1e6
_PIXEL_SIZES_MM = (0.001, 10.0)
_MOST_SOURCE = 200
_MOST_RULER = 16
_MOST_IN_ONE_PLACE = 2


@dataclass(frozen=True)
class Mark:
    """A landmark: x, y in pixels of the stored radiograph, None where one that is not visible has no place.

    by: who put it there, of :data:`BY`. visible: False where the reader cannot see it. confirmed: whether he looked at
    it and left it.
    """

    x: float | None
    y: float | None
    by: str = 'reader'
    visible: bool = True
    confirmed: bool = False

    @property
    def is_his(self) -> bool:
        """Whether a person placed, moved, imported or confirmed it, and did not merely leave the model's."""
        return self.by != 'model' or self.confirmed


@dataclass(frozen=True)
class AnnotationState:
    """A reader's complete state of one radiograph.

    landmarks: by symbol. status: of :data:`STATUSES`. pixel_size_mm: as the reader knows it, None where he said
    nothing; pixel_size_source: how he knows; ruler: the two points and the length that he measured it by, as the page
    keeps them. stage: CVM stage 1 to 6, or None.
    """

    landmarks: Mapping[str, Mark] = field(default_factory=dict)
    status: str = 'draft'
    pixel_size_mm: float | None = None
    pixel_size_source: str = ''
    ruler: Any = None
    stage: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, 'landmarks', MappingProxyType(dict(self.landmarks)))

    @classmethod
    def from_plain(cls, content: Any, image_size: tuple[int, int] | None = None) -> AnnotationState:
        """A state from JSON.

        Args:
            content: object with ``status``, ``landmarks`` and perhaps the other fields; what :data:`ENVELOPE` names is
                passed over.
            image_size: (w, h) of the radiograph; landmarks lie at most its size outside of it.
        Errors:
            ValueError: anything else.
        """
        if not isinstance(content, Mapping):
            raise ValueError(f'annotation: {_kind(content)}, expected an object with {list(_KEYS)}')
        unknown = sorted(str(key) for key in set(content) - {*_KEYS, *ENVELOPE})
        if unknown:
            raise ValueError(f'annotation: unknown fields {short_repr(unknown)}, expected {list(_KEYS)}')
        landmarks = _read_landmarks(content.get('landmarks', {}), image_size)
        _check_apart(landmarks)
        return cls(
            landmarks,
            _choice(content.get('status', 'draft'), STATUSES, 'status'),
            _pixel_size(content.get('pixel_size_mm')),
            _text(content.get('pixel_size_source'), 'pixel_size_source'),
            _ruler(content.get('ruler')),
            _stage(content.get('stage')),
        )

    @classmethod
    def from_kept(cls, content: Mapping[str, Any]) -> AnnotationState:
        """A state from what :meth:`as_plain` gave once, which is not checked again."""
        marks = {symbol: Mark(**mark) for symbol, mark in content['landmarks'].items()}
        return cls(**{**content, 'landmarks': marks})

    def as_plain(self) -> dict[str, Any]:
        """The state as JSON has it; :meth:`from_plain` reads it."""
        return dict(
            status=self.status,
            landmarks={
                symbol: {key: getattr(mark, key) for key in _MARK_KEYS} for symbol, mark in self.landmarks.items()
            },
            pixel_size_mm=self.pixel_size_mm,
            pixel_size_source=self.pixel_size_source,
            ruler=self.ruler,
            stage=self.stage,
        )


def _read_landmarks(content: Any, image_size: tuple[int, int] | None) -> dict[str, Mark]:
    if not isinstance(content, Mapping):
        raise ValueError(f'landmarks: {_kind(content)}, expected an object of symbol to mark')
    return {symbol: _read_mark(symbol, mark, image_size) for symbol, mark in content.items()}


def _read_mark(symbol: Any, content: Any, image_size: tuple[int, int] | None) -> Mark:
    if symbol not in BY_SYMBOL:
        raise ValueError(f'landmarks: {short_repr(symbol)} is no landmark, expected one of {list(BY_SYMBOL)}')
    if not isinstance(content, Mapping):
        raise ValueError(f'landmark {symbol}: {_kind(content)}, expected an object with {list(_MARK_KEYS)}')
    unknown = sorted(str(key) for key in set(content) - set(_MARK_KEYS))
    if unknown:
        raise ValueError(f'landmark {symbol}: unknown fields {short_repr(unknown)}, expected {list(_MARK_KEYS)}')
    visible = _flag(content.get('visible', True), f'landmark {symbol}: visible')
    x, y = content.get('x'), content.get('y')
    if visible or x is not None or y is not None:
        for name, value, size in zip('xy', (x, y), image_size or (None, None), strict=True):
            low, high = (-_FARTHEST_PX, _FARTHEST_PX) if size is None else (-size, 2 * size)
            if not _is_number(value) or not low <= value <= high:
                raise ValueError(
                    f'landmark {symbol}: {name} is {short_repr(value)}, expected a number from {low:g} to {high:g} px'
                )
        x, y = float(x), float(y)
    by = _choice(content.get('by', 'reader'), BY, f'landmark {symbol}: by')
    return Mark(x, y, by, visible, _flag(content.get('confirmed', False), f'landmark {symbol}: confirmed'))


def _check_apart(landmarks: Mapping[str, Mark]) -> None:
    """Three landmarks in one place are a program's mistake, which training refuses."""
    places: dict[tuple[float | None, float | None], list[str]] = {}
    for symbol, mark in landmarks.items():
        if mark.visible and mark.is_his:
            places.setdefault((mark.x, mark.y), []).append(symbol)
    for place, symbols in places.items():
        if len(symbols) > _MOST_IN_ONE_PLACE:
            raise ValueError(f'landmarks {symbols} are in one place, {place}; move them apart')


def _choice(value: Any, choices: tuple[str, ...], name: str) -> str:
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f'{name} is {short_repr(value)}, expected one of {list(choices)}')
    return value


def _flag(value: Any, name: str) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f'{name} is {short_repr(value)}, expected true or false')
    return value


def _pixel_size(value: Any) -> float | None:
    if value is None:
        return None
    low, high = _PIXEL_SIZES_MM
    if not _is_number(value) or not low <= value <= high:
        raise ValueError(f'pixel_size_mm is {short_repr(value)}, expected {low:g} to {high:g} mm per pixel, or null')
    return float(value)


def _text(value: Any, name: str) -> str:
    if value is None:
        return ''
    if not isinstance(value, str) or len(value) > _MOST_SOURCE or not value.isprintable():
        raise ValueError(f'{name} is {short_repr(value)}, expected a text of at most {_MOST_SOURCE} letters')
    return value


def _ruler(value: Any) -> Any:
    """The ruler as it came: few numbers in objects or lists, or None."""
    counter = [0]

    def copied(one: Any, depth: int) -> Any:
        counter[0] += 1
        if counter[0] > 2 * _MOST_RULER or depth > 3:
            raise ValueError('ruler: too many values, expected two points and a length')
        if one is None or isinstance(one, bool):
            return one
        if _is_number(one) and abs(one) <= _FARTHEST_PX:
            return one
        if isinstance(one, Mapping) and all(isinstance(key, str) and len(key) <= 20 and key.isascii() for key in one):
            return {key: copied(item, depth + 1) for key, item in one.items()}
        if isinstance(one, list | tuple):
            return [copied(item, depth + 1) for item in one]
        raise ValueError(f'ruler: {short_repr(one)}, expected the numbers of two points and a length')

    if value is not None and not isinstance(value, Mapping | list | tuple):
        raise ValueError(f'ruler is {short_repr(value)}, expected an object with two points and a length, or null')
    return copied(value, 0)


def _stage(value: Any) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 1 <= value <= len(CVM_STAGES):
        raise ValueError(f'stage is {short_repr(value)}, expected a whole number from 1 to {len(CVM_STAGES)}, or null')
    return value


def _is_number(value: Any) -> bool:
    """Whether it is a finite number; a whole number may have any size."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float('inf')


def _kind(value: Any) -> str:
    return 'missing' if value is None else f'a {type(value).__name__}'
