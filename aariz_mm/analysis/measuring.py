"""From landmarks to measurements. Numpy alone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..landmarks import SYMBOLS, select_symbols
from .definitions import MILLIMETRES, Measurement, Points
from .dental import INCISORS, LIPS
from .facing import UNKNOWN_SIDE, facing
from .incisor_positions import INCISOR_POSITIONS
from .norms import check_magnification
from .planes import LENGTHS, PLANES
from .sagittal_indices import SAGITTAL_INDICES
from .skeletal import SAGITTAL, VERTICAL
from .soft_tissue import SOFT_TISSUE

__all__ = ['MEASUREMENTS', 'NO_PIXEL_SIZE', 'SECTIONS', 'MeasuredValue', 'measure']

SECTIONS: dict[str, tuple[Measurement, ...]] = {
    'Jaws, front to back': (*SAGITTAL, *SAGITTAL_INDICES),
    'Planes, growth and heights': (*VERTICAL, *PLANES, *LENGTHS),
    'Incisors': (*INCISORS, *INCISOR_POSITIONS),
    'Skin profile': (*LIPS, *SOFT_TISSUE),
}
"""Measurements by what they are of; tables keep this order."""
MEASUREMENTS: dict[str, Measurement] = {one.key: one for section in SECTIONS.values() for one in section}
"""Every measurement by its key."""
NO_PIXEL_SIZE = 'no pixel size: give it (--pixel-size), or the distance of the marks of an imaged ruler (--ruler-mm)'
"""Why millimetres are missing."""


@dataclass(frozen=True)
class MeasuredValue:
    """A measurement taken: of one radiograph (a float and a str) or of B radiographs (arrays (B,)).

    ``value`` is in the measurement's unit, NaN where missing; ``reason`` says why it is missing, '' where it is not.
    ``magnification`` is how many times larger than life millimetres are; None or NaN where unknown.
    """

    measurement: Measurement
    value: float | np.ndarray
    reason: str | np.ndarray
    magnification: float | np.ndarray | None = None


def measure(
    points_px: np.ndarray,
    symbols: Sequence[str],
    pixel_size_mm: float | np.ndarray | None = None,
    keys: Iterable[str] | None = None,
    magnification: float | np.ndarray | None = None,
) -> dict[str, MeasuredValue]:
    """Every cephalometric measurement of one radiograph or of many.

    Signs follow the anatomy: an image that is turned, shifted or mirrored gives the same values, and a scaled one the
    same angles and ratios.

    Args:
        points_px: (K, 2) or (B, K, 2), original pixels (x, y), y down; NaN where missing.
        symbols: K distinct symbols of :mod:`aariz_mm.landmarks`, any order.
        pixel_size_mm: mm per pixel, one number or (B,); None or NaN where unknown.
        keys: keys of :data:`MEASUREMENTS` to take; None takes all.
        magnification: how many times larger than life the millimetres of ``pixel_size_mm`` are, one number or (B,): 1
            where they are of the head itself, as by a ruler in its middle plane; None or NaN where unknown. Values stay
            as they are; comparison with norms takes it into account.
    Returns:
        key -> :class:`MeasuredValue`. What cannot be measured is there, too, as NaN with its reason. Inputs are not
        modified.
    Errors:
        ValueError: a wrong shape, an unknown or repeated symbol or key, a pixel size that is not positive, or a
            magnification that no radiograph has.
    Example: ``measure([[60, 85], [155, 60], [170, 125]], ('S', 'N', 'A'))['SNA'].value`` -> 88.3 (rounded)
    """
    points_px = np.asarray(points_px, dtype=np.float64)
    symbols = select_symbols(symbols)
    if points_px.ndim not in (2, 3) or points_px.shape[-2:] != (len(symbols), 2):
        raise ValueError(f'points_px: expected ({len(symbols)}, 2) or (B, {len(symbols)}, 2), got {points_px.shape}')
    single = points_px.ndim == 2
    points, faced = _face_right(points_px[None] if single else points_px, symbols)
    scale, factor = _pixel_sizes(pixel_size_mm, len(faced)), check_magnification(magnification, len(faced))
    there = {symbol: np.isfinite(place).all(axis=-1) for symbol, place in points.items()}
    lacking = {symbol for symbol, found in there.items() if not found.all()}
    no_reason, measured = np.full(len(faced), '', dtype=object), {}
    with np.errstate(divide='ignore', invalid='ignore'):
        for measurement in _select(keys):
            value, reason = _take(measurement, points, there, lacking, scale, faced, no_reason)
            measured[measurement.key] = MeasuredValue(
                measurement,
                *((float(value[0]), reason[0], float(factor[0])) if single else (value, reason.copy(), factor)),
            )
    return measured


def _select(keys: Iterable[str] | None) -> list[Measurement]:
    keys = list(MEASUREMENTS if keys is None else keys)
    unknown = [key for key in keys if key not in MEASUREMENTS]
    if unknown or len(set(keys)) != len(keys):
        raise ValueError(f'keys={keys}: expected distinct ones of {list(MEASUREMENTS)}, unknown: {unknown}')
    return [MEASUREMENTS[key] for key in keys]


def _face_right(points_px: np.ndarray, symbols: Sequence[str]) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Points by symbol (all 29, (B, 2), NaN where missing), mirrored where the face looks left, and :func:`facing`."""
    finite = np.where(np.isfinite(points_px).all(axis=-1, keepdims=True), points_px, np.nan)
    points = {symbol: np.full((len(points_px), 2), np.nan) for symbol in SYMBOLS}
    points |= {symbol: finite[:, index] for index, symbol in enumerate(symbols)}
    faced = facing(points)
    mirror = np.stack([np.where(faced < 0, -1.0, 1.0), np.ones(len(faced))], axis=-1)
    return {symbol: place * mirror for symbol, place in points.items()}, faced


def _pixel_sizes(pixel_size_mm: float | np.ndarray | None, count: int) -> np.ndarray:
    """(B,), NaN where unknown."""
    scale = np.asarray(np.nan if pixel_size_mm is None else pixel_size_mm, dtype=np.float64)
    if scale.shape not in ((), (count,)):
        raise ValueError(f'pixel_size_mm: expected one number or shape ({count},), got {scale.shape}')
    if (scale <= 0).any() or np.isinf(scale).any():
        raise ValueError(f'pixel_size_mm: expected positive mm per pixel, got {scale.tolist()}')
    return np.broadcast_to(scale, (count,))


def _take(
    measurement: Measurement,
    points: Points,
    there: Mapping[str, np.ndarray],
    lacking: set[str],
    scale: np.ndarray,
    faced: np.ndarray,
    no_reason: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Values and reasons, (B,) each.

    Args:
        there: (B,) by symbol, whether the landmark is there. lacking: those that are not there in some radiograph.
        no_reason: (B,) of '', which is given back where each radiograph has a value.
    """
    value = measurement.formula(points)
    scaled = value * scale if measurement.unit == MILLIMETRES else value
    is_sided = not measurement.signed or faced.all()
    if is_sided and lacking.isdisjoint(measurement.landmarks) and _all_finite(scaled):
        return scaled, no_reason
    reason = no_reason.copy()
    # The last reason written is kept: a missing landmark comes before all others.
    reason[~np.isfinite(value)] = f'landmarks among {", ".join(measurement.landmarks)} coincide'
    if measurement.signed:
        reason[faced == 0] = UNKNOWN_SIDE
    if measurement.unit == MILLIMETRES:
        reason[np.isnan(scale)] = NO_PIXEL_SIZE
    all_there = np.logical_and.reduce([there[symbol] for symbol in measurement.landmarks])
    for index in np.flatnonzero(~all_there):
        lost = [symbol for symbol in measurement.landmarks if not there[symbol][index]]
        reason[index] = f'no {", ".join(lost)}'
    return np.where(reason == '', scaled, np.nan), reason


def _all_finite(values: np.ndarray) -> bool:
    """Whether each of (B,) is a number; of a single one NumPy takes 3 us to say so, and there are 87 of them."""
    return math.isfinite(values[0]) if len(values) == 1 else bool(np.isfinite(values).all())
