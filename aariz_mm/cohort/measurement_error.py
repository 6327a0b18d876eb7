"""How much of what a cohort shows is error of the model that read it, from the intervals of its measurements.

An observed value is the true one plus an error. What differs from radiograph to radiograph is already in the SD, the
interval of a mean and every test; it makes groups look more alike in units of SD. What all have in common, a convention
of the readers that the model learnt from, is in no SD: it moves means, and leaves differences of groups that one model
read as they are.

The intervals say where a reader would put the value, so that their width holds the error of readers, too. What is made
of it is therefore an upper bound of the model's own error, a lower bound of the reliability, and an upper bound of an
effect without error. Where a study measured its own error, by repeated readings, that takes its place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .samples import Sample

__all__ = ['ErrorShare', 'error_share']

_LEAST_FREEDOM = 5
_NAN = math.nan


@dataclass(frozen=True)
class ErrorShare:
    """Of a measurement: the SD of the error and what share of the variance within groups is not error.

    ``known`` of ``n`` values have an interval, ``error_sd`` is of these. ``shift`` is by how much, on average, the
    calibration says that the truth lies higher. ``reliability`` is 1 - error variance / variance within groups, from 0
    to 1, with the 95 % interval that the latter alone gives. ``detectable`` is 1.96 sqrt(2) times the error's SD: the
    change of one patient that is more than error with 95 %. NaN where nothing is known.
    """

    n: int
    known: int
    error_sd: float = _NAN
    shift: float = _NAN
    within_sd: float = _NAN
    reliability: float = _NAN
    low: float = _NAN
    high: float = _NAN
    detectable: float = _NAN


def error_share(samples: Sequence[Sample]) -> ErrorShare:
    """Of the samples of all groups and times of a measurement.

    Example: values with an SD of 2 within groups and errors with an SD of 1 -> reliability 0.75
    """
    n, known = sum(one.n for one in samples), sum(one.known_errors for one in samples)
    freedom = sum(one.n - 1 for one in samples if one.n > 1)
    if not known:
        return ErrorShare(n, 0)
    errors = np.concatenate([one.error_variances for one in samples])
    variance = float(np.nanmean(errors))
    shift = float(np.nanmean(np.concatenate([one.shifts for one in samples])))
    found = ErrorShare(n, known, math.sqrt(variance), shift, detectable=1.96 * math.sqrt(2 * variance))
    spread = sum((one.n - 1) * one.sd**2 for one in samples if one.n > 1) / freedom if freedom else 0.0
    if freedom < _LEAST_FREEDOM or spread <= 0:
        return found
    return ErrorShare(n, known, found.error_sd, shift, math.sqrt(spread), *_reliability(variance, spread, freedom),
                      found.detectable)  # fmt: skip


def _reliability(error: float, spread: float, freedom: int) -> tuple[float, float, float]:
    """Its value and its interval: the true variance lies within freedom times the observed over quantiles of chi²."""
    from scipy.special import chdtri

    ends = [spread * freedom / float(chdtri(freedom, tail)) for tail in (0.025, 0.975)]
    return tuple(min(1.0, max(0.0, 1 - error / one)) for one in (spread, *ends))
