"""Agreement of cephalometric measurements and classes: the model with the truth, and one reader with the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..analysis import MEASUREMENTS, Classification, MeasuredValue, Measurement, Verdict, classify, measure
from ..analysis.definitions import DEGREES, MILLIMETRES, PER_CENT
from .agreement import Agreement, ClassAgreement, agreement, class_agreement
from .cases import LandmarkCases
from .options import MeasurementOptions

__all__ = [
    'TOLERANCES',
    'MeasurementAgreement',
    'PairedClass',
    'PairedMeasurement',
    'agreement_of_cases',
    'complete_tolerances',
    'measurement_agreement',
]

TOLERANCES = {DEGREES: 2.0, MILLIMETRES: 2.0, PER_CENT: 2.0}
"""Clinical tolerance by unit: two degrees and two millimetres are what the landmark challenges call acceptable."""


@dataclass(frozen=True)
class PairedMeasurement:
    """One measurement on B images, taken twice.

    ``first`` and ``second`` are (B,): the model and the truth, or reader one and reader two; NaN where either of them
    cannot be measured. ``summary`` is of ``first - second`` (for a Bland-Altman plot: mean of both against that).
    """

    measurement: Measurement
    first: np.ndarray
    second: np.ndarray
    tolerance: float
    summary: Agreement


@dataclass(frozen=True)
class PairedClass:
    """One classification on B images, made twice; labels (B,), '' where one of them is missing."""

    classification: Classification
    first: np.ndarray
    second: np.ndarray
    summary: ClassAgreement


@dataclass(frozen=True)
class MeasurementAgreement:
    """By key: the model against the truth, and, where two readers are known, reader one against reader two."""

    measurements: Mapping[str, PairedMeasurement]
    classes: Mapping[str, PairedClass]
    readers_measurements: Mapping[str, PairedMeasurement] | None
    readers_classes: Mapping[str, PairedClass] | None


def complete_tolerances(tolerances: Mapping[str, float] | None = None) -> dict[str, float]:
    """Tolerance of each measurement by its key.

    Args:
        tolerances: by unit or by measurement key (which wins); the rest as :data:`TOLERANCES`.
    Errors:
        ValueError: neither a unit nor a key, or a tolerance that is negative or no number.
    """
    tolerances = dict(tolerances or {})
    unknown = sorted(set(tolerances) - set(TOLERANCES) - set(MEASUREMENTS))
    if unknown:
        raise ValueError(f'tolerances of {unknown}: expected units {list(TOLERANCES)} or keys {list(MEASUREMENTS)}')
    wrong = {name: tolerance for name, tolerance in tolerances.items() if not tolerance >= 0}
    if wrong:
        raise ValueError(f'tolerances {wrong}: expected numbers >= 0')
    by_unit = TOLERANCES | tolerances
    return {key: tolerances.get(key, by_unit[measurement.unit]) for key, measurement in MEASUREMENTS.items()}


def measurement_agreement(
    pred_px: np.ndarray,
    gt_px: np.ndarray,
    readers_px: np.ndarray | None,
    symbols: Sequence[str],
    pixel_size_mm: np.ndarray,
    tolerances: Mapping[str, float] | None = None,
) -> MeasurementAgreement:
    """Every measurement and every classification of two sets of landmarks, pair by pair and in summary.

    Args:
        pred_px, gt_px: (B, K, 2), original pixels (x, y); NaN where missing.
        readers_px: (R, B, K, 2), what each reader marked; without exactly two readers, or None, there is no reference.
        symbols: K symbols of :mod:`aariz_mm.landmarks`.
        pixel_size_mm: (B,), NaN where unknown.
        tolerances: by unit ('deg', 'mm', '%') or by measurement key (which wins); the rest as :data:`TOLERANCES`.
    Returns:
        Measurements and classes that no image allows (too few landmarks) are left out of the mappings.
    Errors:
        ValueError: shapes that do not fit, a tolerance of something unknown, or as :func:`aariz_mm.analysis.measure`.
    """
    pred_px, gt_px = np.asarray(pred_px, dtype=np.float64), np.asarray(gt_px, dtype=np.float64)
    if pred_px.shape != gt_px.shape or pred_px.ndim != 3:
        raise ValueError(f'expected two arrays (B, K, 2), got {pred_px.shape} and {gt_px.shape}')
    tolerances = complete_tolerances(tolerances)
    measurements, classes = _compare(pred_px, gt_px, symbols, pixel_size_mm, tolerances)
    if readers_px is None or len(readers_px) != 2:
        return MeasurementAgreement(measurements, classes, None, None)
    readers_px = np.asarray(readers_px, dtype=np.float64)
    if readers_px.shape[1:] != gt_px.shape:
        raise ValueError(f'readers_px: expected (2, *{gt_px.shape}), got {readers_px.shape}')
    return MeasurementAgreement(
        measurements, classes, *_compare(readers_px[0], readers_px[1], symbols, pixel_size_mm, tolerances)
    )


def agreement_of_cases(cases: LandmarkCases, options: MeasurementOptions) -> MeasurementAgreement:
    """:func:`measurement_agreement` of the images of a test."""
    return measurement_agreement(
        cases.pred_px, cases.gt_px, cases.readers_px, cases.symbols, cases.pixel_size_mm, options.tolerances
    )


def _compare(first_px, second_px, symbols, pixel_size_mm, tolerances):
    """Both mappings of one pair of landmark sets."""
    first, second = (measure(points_px, symbols, pixel_size_mm) for points_px in (first_px, second_px))
    measurements = {key: _pair(first[key], second[key], tolerances[key]) for key in first}
    first_classes, second_classes = classify(first), classify(second)
    classes = {key: _pair_classes(first_classes[key], second_classes[key]) for key in first_classes}
    return (
        {key: pair for key, pair in measurements.items() if pair.summary.n},
        {key: pair for key, pair in classes.items() if pair.summary.n},
    )


def _pair(first: MeasuredValue, second: MeasuredValue, tolerance: float) -> PairedMeasurement:
    both = np.isfinite(first.value) & np.isfinite(second.value)
    values = [np.where(both, one.value, np.nan) for one in (first, second)]
    summary = agreement(*values, tolerance, angular=first.measurement.unit == DEGREES)
    return PairedMeasurement(first.measurement, *values, tolerance, summary)


def _pair_classes(first: Verdict, second: Verdict) -> PairedClass:
    both = (first.label != '') & (second.label != '')
    labels = [np.where(both, verdict.label, '') for verdict in (first, second)]
    rule = first.classification
    return PairedClass(rule, *labels, class_agreement(*labels, rule.classes))
