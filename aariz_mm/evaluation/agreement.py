"""How well two ways of measuring or of classifying the same things agree, with 95 % intervals.

Sources: Bland & Altman, Lancet 1986; 327:307-310, and Stat Methods Med Res 1999; 8:135-160 (bias, limits of agreement
and their intervals); ICC and kappa: :mod:`.icc` and :mod:`.kappa`. Shares are fractions of 1. Intervals need SciPy and
statsmodels, of the extra ``statistics``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .icc import icc_2_1, icc_2_1_interval
from .intervals import mean_interval, proportion_interval
from .kappa import class_distances, kappa_interval, weighted_kappa

__all__ = [
    'Agreement',
    'ClassAgreement',
    'agreement',
    'class_agreement',
    'class_distances',
    'count_pairs',
    'differences',
    'icc_2_1',
    'weighted_kappa',
]

_Z95 = 1.96
_NAN = float('nan')
_UNKNOWN = (_NAN, _NAN)


@dataclass(frozen=True)
class Agreement:
    """Agreement of ``n`` pairs of values, in their unit.

    ``bias`` and ``sd`` (divisor n - 1) are of first less second; ``loa_low`` and ``loa_high``, the limits of agreement,
    are bias ± 1.96 SD. ``mae`` is the mean absolute difference, ``icc`` the ICC(2,1), ``within`` the share of pairs no
    further apart than the tolerance. Each has the ends of its 95 % interval as (low, high). NaN where n is too small.
    """

    n: int
    bias: float
    sd: float
    mae: float
    loa_low: float
    loa_high: float
    bias_interval: tuple[float, float]
    loa_low_interval: tuple[float, float]
    loa_high_interval: tuple[float, float]
    icc: float
    within: float
    mae_interval: tuple[float, float] = _UNKNOWN
    icc_interval: tuple[float, float] = _UNKNOWN
    within_interval: tuple[float, float] = _UNKNOWN


@dataclass(frozen=True)
class ClassAgreement:
    """Agreement of ``n`` pairs of classes: share of equal ones and Cohen's kappa, linearly weighted.

    ``confusion`` counts (C, C), row: second (the truth), column: first. Kappa is NaN where it is undefined: no pair, or
    one and the same class everywhere. Both have the ends of their 95 % interval, of the share by Agresti & Coull.
    """

    n: int
    accuracy: float
    kappa: float
    confusion: np.ndarray
    accuracy_interval: tuple[float, float] = _UNKNOWN
    kappa_interval: tuple[float, float] = _UNKNOWN


def differences(first: np.ndarray, second: np.ndarray, angular: bool = False) -> np.ndarray:
    """First less second, NaN where either is.

    Args:
        first, second: (B,).
        angular: degrees, of which a full turn is none: the result lies from -180 to below 180.
    Errors:
        ValueError: shapes differ.
    Example: angular, 359 and 1 -> -2
    """
    first, second = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if first.shape != second.shape or first.ndim != 1:
        raise ValueError(f'expected two arrays (B,), got {first.shape} and {second.shape}')
    apart = first - second
    return (apart + 180) % 360 - 180 if angular else apart


def agreement(first: np.ndarray, second: np.ndarray, tolerance: float, angular: bool = False) -> Agreement:
    """Bland-Altman statistics, ICC(2,1) and the share within a tolerance; pairs with a NaN do not count.

    The intervals take the standard errors of Bland & Altman 1999, SD / sqrt(n) of the bias and
    SD sqrt(1 / n + 1.96² / (2 (n - 1))) of the limits, times 1.96 (large n). That of the ICC is by McGraw & Wong, that
    of the share by Agresti & Coull.

    Args:
        first, second: (B,), NaN where missing.
        tolerance: in the same unit, not negative.
        angular: as for :func:`differences`.
    Errors:
        ValueError: shapes differ, or the tolerance is negative or no number.
    Example: 1, 2, 3 and 1, 3, 5 -> bias -1, SD 1, limits -2.96 and 0.96
    """
    if not tolerance >= 0:
        raise ValueError(f'tolerance={tolerance!r}: expected a number >= 0')
    apart = differences(first, second, angular)
    there = np.isfinite(apart)
    apart, first = apart[there], np.asarray(first, dtype=np.float64)[there]
    n = len(apart)
    bias = float(apart.mean()) if n else _NAN
    sd = float(apart.std(ddof=1)) if n > 1 else _NAN
    low, high = bias - _Z95 * sd, bias + _Z95 * sd
    half_bias = _Z95 * sd / np.sqrt(n) if n else _NAN
    half_limit = _Z95 * sd * np.sqrt(1 / n + _Z95**2 / (2 * (n - 1))) if n > 1 else _NAN
    ratings = np.stack([first, first - apart], axis=1)
    near = np.abs(apart) <= tolerance
    return Agreement(
        n, bias, sd, float(np.abs(apart).mean()) if n else _NAN, low, high, _around(bias, half_bias),
        _around(low, half_limit), _around(high, half_limit), icc_2_1(ratings), float(near.mean()) if n else _NAN,
        mean_interval(np.abs(apart)), icc_2_1_interval(ratings),
        proportion_interval(int(near.sum()), n),
    )  # fmt: skip


def class_agreement(first: Sequence[str], second: Sequence[str], classes: Sequence[str]) -> ClassAgreement:
    """Accuracy and linearly weighted kappa of two classifications; pairs with a '' do not count.

    Args:
        first, second: (B,) labels, '' where unknown; ``second`` is the truth where there is one.
        classes: labels in their order.
    Errors:
        ValueError: lengths differ, or a label that is no class.
    """
    index = {label: place for place, label in enumerate(classes)}
    unknown = sorted({*first, *second} - {*classes, ''})
    if unknown or len(first) != len(second):
        raise ValueError(
            f'expected two equally long lists of labels of {list(classes)}, got {len(first)} and {len(second)}, '
            f'unknown: {unknown}'
        )
    pairs = [(index[one], index[other]) for one, other in zip(first, second, strict=True) if one and other]
    if not pairs:
        return ClassAgreement(0, _NAN, _NAN, np.zeros((len(classes), len(classes)), dtype=np.int64))
    ones, others = np.array(pairs).T
    confusion = count_pairs(others, ones, len(classes))
    equal = ones == others
    return ClassAgreement(
        len(pairs), float(equal.mean()), float(weighted_kappa(confusion, 1)), confusion,
        proportion_interval(int(equal.sum()), len(pairs)), kappa_interval(confusion, 1),
    )  # fmt: skip


def count_pairs(true_index: np.ndarray, pred_index: np.ndarray, num_classes: int) -> np.ndarray:
    """Confusion matrix (C, C) int64 of classes (B,), whole numbers from 0; row: true, column: predicted."""
    cells = np.bincount(np.asarray(true_index) * num_classes + pred_index, minlength=num_classes**2)
    return cells.reshape(num_classes, num_classes)


def _around(centre: float, half: float) -> tuple[float, float]:
    return float(centre - half), float(centre + half)
