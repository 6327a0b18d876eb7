"""Changes between two placed radiographs, of landmarks and of measurements. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from aariz_mm.analysis import MEASUREMENTS, measure
from aariz_mm.uncertainty.conformal import interval_of_draws

from .changes import LandmarkChange, MeasurementChange
from .doubt import normal_reach, polar_ends, region_ratio
from .references import Reference

__all__ = ['Levels', 'Placed', 'landmark_changes', 'measurement_changes']


_ROUNDING_MM = 1e-9
_TAILS, _TAILS_TOGETHER = 1.05, 1.1
"""By how much real errors reach farther than normal ones with the same ellipses where a change is told from none, of
one landmark and of all together: the least that is right in 95 % of heads on every reference by landmarks, found on
held-out radiographs of ISBI 2015's ``train``; docs/concepts/superimposition.md has what others gave."""


@dataclass(frozen=True)
class Levels:
    """interval: of intervals. test: at which a change is told from none."""

    interval: float
    test: float


@dataclass(frozen=True)
class Placed:
    """A radiograph laid on the first.

    points_mm: (K, 2) in its own mm. drawn_mm: (N, K, 2), where they may lie. axes_mm: (K, 2) forward and up, in the
    axes of the first; drawn_axes_mm: (N, K, 2) of the draws, with the doubt of the move and of the axes.
    """

    label: str
    points_mm: np.ndarray
    drawn_mm: np.ndarray
    axes_mm: np.ndarray
    drawn_axes_mm: np.ndarray


def landmark_changes(
    before: Placed, after: Placed, symbols: Sequence[str], reference: Reference, levels: Levels
) -> list[LandmarkChange]:
    """Of every landmark."""
    changes = after.axes_mm - before.axes_mm
    drawn = after.drawn_axes_mm - before.drawn_axes_mm
    found = []
    for index, symbol in enumerate(symbols):
        names = dict(symbol=symbol, from_label=before.label, to_label=after.label)
        lost = [one.label for one in (before, after) if not np.isfinite(one.axes_mm[index]).all()]
        if lost:
            found.append(LandmarkChange(**names, reason=f'not marked at {", ".join(lost)}'))
        elif symbol == reference.at:
            found.append(_fixed(names, reference))
        else:
            reason = _role(symbol, reference)
            found.append(_one_change(names, changes[index], np.cov(drawn[:, index].T), levels, reason))
    return _judge_together(found, drawn - changes, levels.test)


def _judge_together(found: list[LandmarkChange], off_mm: np.ndarray, level: float) -> list[LandmarkChange]:
    """The same with the verdict on all: none is beyond what the farthest one of all reaches where nothing changed."""
    judged = [index for index, one in enumerate(found) if one.within_error is not None]
    if not judged:
        return found
    ratios = [region_ratio(off_mm[:, index], found[index].covariance_mm2, level) for index in judged]
    farthest = _TAILS_TOGETHER * float(np.quantile(np.max(ratios, axis=0), level))
    together = list(found)
    for index in judged:
        one = found[index]
        ratio = region_ratio(np.array([one.forward_mm, one.up_mm]), one.covariance_mm2, level)
        together[index] = replace(one, within_error_together=bool(ratio <= farthest))
    return together


def _fixed(names: dict, reference: Reference) -> LandmarkChange:
    none = dict.fromkeys(('forward_mm', 'up_mm', 'distance_mm', 'forward_low_mm', 'forward_high_mm', 'up_low_mm',
                          'up_high_mm', 'distance_low_mm', 'distance_high_mm'), 0.0)  # fmt: skip
    reason = f'{reference.at} is laid on itself by this reference: what it did cannot be told'
    return LandmarkChange(**names, **none, covariance_mm2=np.zeros((2, 2)), reason=reason)


def _role(symbol: str, reference: Reference) -> str:
    if symbol in (reference.along or ()):
        line = '-'.join(reference.along)
        return f'{line} is laid along itself by this reference: {symbol} can change along it alone'
    if symbol in reference.points:
        return f'{symbol} is one of the landmarks that are laid on themselves: its change is what the fit leaves over'
    return ''


def _one_change(names: dict, change: np.ndarray, covariance: np.ndarray, levels: Levels, reason: str) -> LandmarkChange:
    distance = float(np.hypot(*change))
    known = dict(
        forward_mm=float(change[0]),
        up_mm=float(change[1]),
        distance_mm=distance,
        direction_deg=float(np.degrees(np.arctan2(change[1], change[0]))) if distance > 0 else np.nan,
        covariance_mm2=covariance,
    )
    if not np.isfinite(covariance).all():
        doubt = 'the doubt of this landmark, or of one that the reference needs, is not known'
        return LandmarkChange(**names, **known, reason='; '.join(filter(None, [reason, doubt])))
    deviations = np.sqrt(np.diag(covariance))
    low, high = change - normal_reach(levels.interval) * deviations, change + normal_reach(levels.interval) * deviations
    reaches = np.abs(change) <= _TAILS * normal_reach(levels.test) * deviations + _ROUNDING_MM
    (near, far), (first, last) = polar_ends(change, covariance, levels.interval)
    return LandmarkChange(
        **names,
        **known,
        forward_low_mm=float(low[0]),
        forward_high_mm=float(high[0]),
        up_low_mm=float(low[1]),
        up_high_mm=float(high[1]),
        distance_low_mm=near,
        distance_high_mm=far,
        direction_low_deg=first,
        direction_high_deg=last,
        within_error=bool(region_ratio(change, covariance, levels.test) <= _TAILS),
        forward_within_error=bool(reaches[0]),
        up_within_error=bool(reaches[1]),
        reason=reason,
    )


def measurement_changes(
    before: Placed, after: Placed, symbols: Sequence[str], levels: Levels
) -> list[MeasurementChange]:
    """Of every measurement of :data:`aariz_mm.analysis.MEASUREMENTS`; superimposing does not touch them."""
    first, last = (measure(one.points_mm, symbols, 1.0) for one in (before, after))
    doubted = _doubted(before, after, symbols)
    keys = [key for key in doubted if np.isfinite(first[key].value) and np.isfinite(last[key].value)]
    drawn = [measure(one.drawn_mm, symbols, 1.0, keys) for one in (before, after)]
    found = []
    for key, one in MEASUREMENTS.items():
        ends = {}
        reasons = dict.fromkeys(f'{which.label}: {value.reason}' for which, value in
                                ((before, first[key]), (after, last[key])) if value.reason)  # fmt: skip
        if key in keys:
            ends = _ends(drawn[1][key].value - drawn[0][key].value, levels)
        elif not reasons:
            reasons = ['the doubt of its landmarks is not known']
        values = first[key].value, last[key].value
        change = MeasurementChange(key, one.name, one.unit, before.label, after.label, *values, values[1] - values[0])
        found.append(replace(change, **ends, reason='; '.join(reasons)))
    return found


def _doubted(before: Placed, after: Placed, symbols: Sequence[str]) -> list[str]:
    """Measurements of landmarks whose doubt is known on both radiographs."""
    there = np.isfinite(before.drawn_mm).all(axis=(0, 2)) & np.isfinite(after.drawn_mm).all(axis=(0, 2))
    known = {symbol for symbol, one in zip(symbols, there, strict=True) if one}
    return [key for key, one in MEASUREMENTS.items() if known.issuperset(one.landmarks)]


def _ends(drawn: np.ndarray, levels: Levels) -> dict:
    low, high = interval_of_draws(drawn, levels.interval)
    least, most = interval_of_draws(drawn, levels.test)
    known = np.isfinite([least, most]).all()
    return dict(low=float(low), high=float(high), within_error=bool(least <= 0 <= most) if known else None)
