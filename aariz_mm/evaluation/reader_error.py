"""Method error of two readings of the same radiographs: what orthodontic studies report.

Sources: Dahlberg, Statistical Methods for Medical and Biological Students, 1940 (the error); Houston, Am J Orthod 1983;
83:382-390 (random and systematic error, p < 0.1); Bland & Altman, Stat Methods Med Res 1999; 8:135-160 (repeatability).
The tests need SciPy, of the extra ``statistics``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aariz_mm.extras import require

from .intervals import mean_interval

__all__ = ['HOUSTON_P', 'MethodError', 'dahlberg_error', 'method_error', 'repeatability_coefficient', 'within_sd']

HOUSTON_P = 0.1
"""Below this p of a paired t test Houston speaks of a systematic error, so that a small one is not missed."""

_NAN = float('nan')
_REPEATABILITY = 1.96 * np.sqrt(2)  # 2.77


@dataclass(frozen=True)
class MethodError:
    """Of ``n`` pairs, in their unit: the systematic error, first less second, and the random one.

    ``bias`` with its 95 % interval by t; ``t`` and ``p`` of the paired t test; ``dahlberg`` is sqrt(sum d² / 2n), with
    the bias in it, and its 95 % interval is that of the mean of d² / 2
    (:func:`.intervals.mean_interval`), rooted; ``sem`` is SD of d / sqrt(2), without the bias;
    ``repeatability`` is 1.96 sqrt(2) times the SD within radiographs (2.77 Sw), which of two readings is Dahlberg's
    error. NaN where n is too small.
    """

    n: int
    bias: float
    bias_low: float
    bias_high: float
    t: float
    p: float
    dahlberg: float
    dahlberg_low: float
    dahlberg_high: float
    sem: float
    repeatability: float

    @property
    def systematic(self) -> bool:
        """Whether the bias is a systematic error by Houston, p < 0.1."""
        return self.p < HOUSTON_P


def dahlberg_error(differences: np.ndarray) -> float:
    """sqrt(sum d² / 2n) of differences of any shape; NaN does not count.

    Example: 1, -1, 2 -> 1
    """
    known = _known(differences)
    return float(np.sqrt((known**2).sum() / (2 * known.size))) if known.size else _NAN


def within_sd(readings: np.ndarray) -> float:
    """SD within radiographs of repeated readings (B, R), from the mean of their variances.

    Of two readings it is Dahlberg's error. Rows with a NaN do not count.
    Errors:
        ValueError: not two-dimensional, or fewer than two readings.
    Example: (1, 2, 3) -> 1; (0, 1), (1, 0), (0, 2) -> 1
    """
    readings = np.asarray(readings, dtype=np.float64)
    if readings.ndim != 2 or readings.shape[1] < 2:
        raise ValueError(f'readings: expected (radiographs, 2 or more), got shape {readings.shape}')
    known = readings[np.isfinite(readings).all(axis=1)]
    return float(np.sqrt(known.var(axis=1, ddof=1).mean())) if len(known) else _NAN


def repeatability_coefficient(readings: np.ndarray) -> float:
    """2.77 times :func:`within_sd`: two readings lie no further apart on 95 % of radiographs.

    Errors:
        ValueError: as :func:`within_sd`.
    """
    return float(_REPEATABILITY * within_sd(readings))


def method_error(differences: np.ndarray) -> MethodError:
    """Systematic and random error from the differences (B,) of two readings, first less second; NaN does not count.

    Errors:
        ValueError: not one-dimensional. ImportError: SciPy is missing.
    """
    if np.ndim(differences) != 1:
        raise ValueError(f'differences: expected (B,), got shape {np.shape(differences)}')
    known = _known(differences)
    bias = float(known.mean()) if known.size else _NAN
    sd = float(known.std(ddof=1)) if known.size > 1 else _NAN
    low, high, t, p = _paired_t(bias, sd, known.size)
    error = dahlberg_error(known)
    ends = mean_interval(known**2 / 2)
    return MethodError(
        int(known.size), bias, low, high, t, p, error, *(float(np.sqrt(end)) for end in ends), sd / float(np.sqrt(2)),
        float(_REPEATABILITY * error),
    )  # fmt: skip


def _paired_t(bias: float, sd: float, n: int) -> tuple[float, float, float, float]:
    """95 % interval of the mean difference, t and two-sided p; differences that are all alike have p 0, or 1 if 0."""
    if n < 2:
        return _NAN, _NAN, _NAN, _NAN
    require('scipy')
    from scipy.stats import t as student

    error = sd / np.sqrt(n)
    half = float(student.ppf(0.975, n - 1) * error)
    if error == 0:
        return bias, bias, (_NAN if bias == 0 else float(np.copysign(np.inf, bias))), float(bias == 0)
    t = bias / error
    return bias - half, bias + half, float(t), float(2 * student.sf(abs(t), n - 1))


def _known(values: np.ndarray) -> np.ndarray:
    values = np.asarray(values, dtype=np.float64)
    return values[np.isfinite(values)]
