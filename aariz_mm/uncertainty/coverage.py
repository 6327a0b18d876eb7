"""Do radii and intervals hold on radiographs that neither the model nor its calibration has seen? Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from aariz_mm.analysis import measure
from aariz_mm.evaluation.certainty import area_under_curve
from aariz_mm.predictions import NORMAL_90

from .calibration import LEVELS, Calibration
from .conformal import interval_of_draws
from .estimating import Estimate, estimate
from .fitting import fit_calibration, offsets_mm
from .measurements import measurable
from .readings import HeldOut, face_frames, select_radiographs

__all__ = ['CURVE_LEVELS', 'Coverage', 'area_under_curve', 'check_coverage', 'nested_coverage', 'without_habit']

CURVE_LEVELS = tuple(np.round(np.arange(0.05, 1, 0.05), 2).tolist())
"""Levels of the curve of nominal against empirical coverage."""


@dataclass(frozen=True)
class Coverage:
    """What came true of B radiographs.

    errors_mm, expected_mm: (B, K), of a face with S-N = 70 mm. radii_mm: (B, K, L). in_ellipse: (B, K), of 90 %.
    widening: (B,), times the usual radius. is_warned: (B,), whether the radii come with a warning. measured: key ->
    (B,), whether the interval of 90 % holds the true value, NaN where it cannot be measured. widths: key -> (B,), of
    the intervals; those of mm are in network-input pixels.
    """

    symbols: tuple[str, ...]
    levels: tuple[float, ...]
    errors_mm: np.ndarray
    expected_mm: np.ndarray
    radii_mm: np.ndarray
    in_ellipse: np.ndarray
    widening: np.ndarray
    is_warned: np.ndarray
    measured: dict[str, np.ndarray]
    widths: dict[str, np.ndarray]

    def within(self, level: float) -> np.ndarray:
        """(B, K), 1 where the truth lies within the radius of a level, 0 where not, NaN where it is not marked."""
        inside = self.errors_mm <= self.radii_mm[..., self.levels.index(level)]
        return np.where(np.isfinite(self.errors_mm), inside, np.nan)


def check_coverage(calibration: Calibration, held_out: HeldOut, keys: Sequence[str] | None = None) -> Coverage:
    """Compare what a calibration says of radiographs with their truth.

    Args:
        keys: measurements to check; None takes all that the landmarks are enough for.
    """
    found, offsets = estimate(calibration, held_out.readings), offsets_mm(held_out)
    errors = np.linalg.norm(offsets, axis=-1)
    inverse = np.linalg.inv(found.covariances_mm)
    distances = np.einsum('bki,bkij,bkj->bk', offsets, inverse, offsets)
    keys = measurable(calibration.symbols) if keys is None else keys
    measured, widths = _measure(calibration, held_out, found, keys)
    return Coverage(
        calibration.symbols,
        calibration.levels,
        errors,
        found.expected_mm,
        found.radii_mm,
        np.where(np.isfinite(errors), distances <= NORMAL_90, np.nan),
        found.widening,
        found.is_beyond | (found.widening > calibration.usual_widening),
        measured,
        widths,
    )


def nested_coverage(held_out: HeldOut, levels: tuple[float, ...] = LEVELS) -> Coverage:
    """Coverage of each part by a calibration fitted to the other parts; radiographs in the order of their parts.

    Changed versions help to fit and are not checked.
    """
    found = []
    for part in np.unique(held_out.parts):
        own = held_out.parts == part
        calibration = fit_calibration(select_radiographs(held_out, ~own), levels=levels)
        found.append(check_coverage(calibration, select_radiographs(held_out, own & (held_out.kinds == ''))))
    return _joined(found)


def without_habit(held_out: HeldOut) -> HeldOut:
    """The same, less one vector of each landmark: the mean of truth less prediction in the frame of the face.

    It is what the readers of these radiographs mean by a landmark other than those that the model learnt from.
    """
    habit = np.nanmean(offsets_mm(held_out), axis=0)
    frames = face_frames(held_out.readings.points_px, held_out.readings.symbols)
    back = habit @ np.swapaxes(np.linalg.inv(frames), -1, -2)
    return replace(held_out, truth_px=held_out.truth_px - back)


def _measure(calibration: Calibration, held_out: HeldOut, found: Estimate, keys: Sequence[str]) -> tuple[dict, dict]:
    """Whether the interval of each measurement holds its true value, and how wide it is."""
    inside, widths = {}, {}
    if not keys:
        return inside, widths
    true = measure(held_out.truth_px, calibration.symbols, 1.0, keys)
    for index, points in enumerate(held_out.readings.points_px):
        offsets = found.expected_mm[index][:, None] * calibration.draws @ np.linalg.inv(found.frames[index]).T
        drawn = measure(points + offsets, calibration.symbols, 1.0, keys)
        ends = interval_of_draws(np.stack([one.value for one in drawn.values()], axis=1), 0.9)
        for key, low, high in zip(drawn, *ends, strict=True):
            value = true[key].value[index]
            inside.setdefault(key, []).append(float(low <= value <= high) if np.isfinite(value) else np.nan)
            widths.setdefault(key, []).append(high - low)
    return {key: np.array(one) for key, one in inside.items()}, {key: np.array(one) for key, one in widths.items()}


def _joined(parts: Sequence[Coverage]) -> Coverage:
    arrays = ('errors_mm', 'expected_mm', 'radii_mm', 'in_ellipse', 'widening', 'is_warned')
    first = parts[0]
    return Coverage(
        first.symbols,
        first.levels,
        **{name: np.concatenate([getattr(one, name) for one in parts]) for name in arrays},
        **{
            name: {key: np.concatenate([getattr(one, name)[key] for one in parts]) for key in getattr(first, name)}
            for name in ('measured', 'widths')
        },
    )
