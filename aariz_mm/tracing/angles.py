"""The angles of a tracing: arcs that open as wide as the measured values say, and the lines that they take.

Values are those of :func:`aariz_mm.analysis.measure`; nothing is measured here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from aariz_mm.analysis import MEASUREMENTS, measure
from aariz_mm.outlines.beziers import line

from .lines import crossing, direction, extended, heading_deg, turn_deg, unit_vectors
from .planes import plane_ends
from .shapes import Arc, Label, Path, Shape

__all__ = ['ANGLES', 'angle_shapes', 'measured_angles']

_BEYOND_MM = 5.0
_FARTHEST_MM = 75.0
"""Distance of a crossing from the landmarks beyond which its arc is left out: it would lie beside the head."""


@dataclass(frozen=True)
class _AtPoint:
    """An angle at a landmark, between the rays to two others."""

    key: str
    vertex: str
    rays: tuple[str, str]
    radius_mm: float


@dataclass(frozen=True)
class _OfPlanes:
    """An angle of two planes, drawn at the back of the second between it and a parallel of the first."""

    key: str
    planes: tuple[str, str]
    radius_mm: float


@dataclass(frozen=True)
class _OfTooth:
    """An angle at the crossing of a tooth's axis with a plane, between its back half and the tooth's tip or apex."""

    key: str
    plane: str
    tip: str
    apex: str
    radius_mm: float


_AT_N = (
    _AtPoint('SNA', 'N', ('S', 'A'), 24.0),
    _AtPoint('SNB', 'N', ('S', 'B'), 32.0),
    _AtPoint('ANB', 'N', ('A', 'B'), 50.0),
)
_PLANES = (_OfPlanes('FMA', ('FH', 'MP'), 24.0), _OfPlanes('SN-MP', ('SN', 'MP'), 34.0))
_TEETH = (
    _OfTooth('U1-SN', 'SN', 'UIT', 'UIA', 13.0),
    _OfTooth('U1-PP', 'PP', 'UIT', 'UIA', 9.0),
    _OfTooth('IMPA', 'MP', 'LIT', 'LIA', 12.0),
)
_INTERINCISAL, _INTERINCISAL_MM = 'interincisal', 9.0
ANGLES: tuple[str, ...] = (*(one.key for one in (*_AT_N, *_PLANES, *_TEETH)), _INTERINCISAL)
"""Keys of the measurements that have an arc."""


def measured_angles(points_px: np.ndarray, symbols: tuple[str, ...]) -> dict[str, float]:
    """The value of each angle that can be measured, degrees."""
    taken = measure(points_px, symbols, keys=ANGLES)
    return {key: float(one.value) for key, one in taken.items() if np.isfinite(one.value)}


def angle_shapes(at: Mapping[str, np.ndarray], values: Mapping[str, float], px_per_mm: float) -> Iterator[Shape]:
    """Lines, arcs and values of the angles that are measured.

    Args:
        at: symbol -> (2,) px. values: of :func:`measured_angles` on the same landmarks.
    """
    drawn = [one for one in _AT_N if one.key in values]
    for symbol in dict.fromkeys(ray for one in drawn for ray in one.rays if ray != 'S'):
        yield Path(line(at['N'], extended(at['N'], at[symbol], _BEYOND_MM * px_per_mm)[1]), 'axis', f'N-{symbol}')
    for one in drawn:
        first, second = (direction(at[one.vertex], at[ray]) for ray in one.rays)
        yield from _arc(one.key, at[one.vertex], one.radius_mm * px_per_mm, first, second, values[one.key])
    for one in _PLANES:
        if one.key in values:
            yield from _of_planes(at, one, values[one.key], px_per_mm)
    yield from _axes(at, values, px_per_mm)
    for one in _TEETH:
        if one.key in values:
            yield from _of_tooth(at, one, values[one.key], px_per_mm)
    if _INTERINCISAL in values:
        yield from _interincisal(at, values[_INTERINCISAL], px_per_mm)


def _of_planes(at: Mapping[str, np.ndarray], one: _OfPlanes, value: float, px_per_mm: float) -> Iterator[Shape]:
    ends, ends2 = (plane_ends(at, plane) for plane in one.planes)
    if ends is None or ends2 is None:
        return
    corner, radius = ends2[0], one.radius_mm * px_per_mm
    first, second = direction(*ends), direction(*ends2)
    yield Path(line(corner, corner + (radius + _BEYOND_MM * px_per_mm) * first), 'helper', f'{one.planes[0]} at Go')
    yield from _arc(one.key, corner, radius, first, second, value)


def _of_tooth(at: Mapping[str, np.ndarray], one: _OfTooth, value: float, px_per_mm: float) -> Iterator[Shape]:
    corner = _crossed(at, one, px_per_mm)
    if corner is not None:
        back, front = plane_ends(at, one.plane)
        radius = one.radius_mm * px_per_mm
        yield from _arc(one.key, corner, radius, direction(front, back), direction(at[one.apex], at[one.tip]), value)


def _interincisal(at: Mapping[str, np.ndarray], value: float, px_per_mm: float) -> Iterator[Shape]:
    corner = _between_incisors(at, px_per_mm)
    if corner is not None:
        rays = direction(at['UIT'], at['UIA']), direction(at['LIT'], at['LIA'])
        yield from _arc(_INTERINCISAL, corner, _INTERINCISAL_MM * px_per_mm, *rays, value)


def _axes(at: Mapping[str, np.ndarray], values: Mapping[str, float], px_per_mm: float) -> Iterator[Path]:
    """The axis of each incisor, as far as the corners of its angles and a little beyond."""
    between = _between_incisors(at, px_per_mm) if _INTERINCISAL in values else None
    for name, tip, apex in (('upper incisor', 'UIT', 'UIA'), ('lower incisor', 'LIT', 'LIA')):
        corners = [_crossed(at, one, px_per_mm) for one in _TEETH if one.key in values and one.tip == tip]
        corners = [corner for corner in (*corners, between) if corner is not None]
        if corners:
            along, margin = direction(at[apex], at[tip]), _BEYOND_MM * px_per_mm
            reaches = [float((point - at[apex]) @ along) for point in (at[apex], at[tip], *corners)]
            ends = (min(reaches) - margin, max(reaches) + margin)
            yield Path(line(*(at[apex] + reach * along for reach in ends)), 'axis', name)


def _crossed(at: Mapping[str, np.ndarray], one: _OfTooth, px_per_mm: float) -> np.ndarray | None:
    """Where the axis of a tooth crosses a plane; None where that is beside the head."""
    ends, axis = plane_ends(at, one.plane), direction(at[one.apex], at[one.tip])
    if ends is None or axis is None:
        return None
    return _near(crossing(at[one.apex], axis, ends[0], direction(*ends)), at[one.apex], px_per_mm)


def _between_incisors(at: Mapping[str, np.ndarray], px_per_mm: float) -> np.ndarray | None:
    upper, lower = direction(at['UIT'], at['UIA']), direction(at['LIT'], at['LIA'])
    if upper is None or lower is None:
        return None
    return _near(crossing(at['UIT'], upper, at['LIT'], lower), at['UIT'], px_per_mm)


def _near(corner: np.ndarray | None, point: np.ndarray, px_per_mm: float) -> np.ndarray | None:
    return corner if corner is not None and np.hypot(*(corner - point)) < _FARTHEST_MM * px_per_mm else None


def _arc(
    key: str, corner: np.ndarray, radius: float, first: np.ndarray | None, second: np.ndarray | None, value: float
) -> Iterator[Shape]:
    """An arc between two rays, the long way round where the value says so, and its value in the middle of it."""
    if first is None or second is None:
        return
    sweep = turn_deg(first, second)
    if abs(value) > 180:
        sweep -= np.copysign(360.0, sweep)
    start = heading_deg(first)
    yield Arc(corner, radius, start, sweep, key)
    middle = unit_vectors(np.array([start + sweep / 2]))[0]
    yield Label(corner + radius * middle, f'{_short_name(key)} {value:.1f}°', middle, 'angle', key)


def _short_name(key: str) -> str:
    return MEASUREMENTS[key].name.split(' ')[0] if key == _INTERINCISAL else key
