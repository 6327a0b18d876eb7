"""Growth curves: a measurement by age, for each sex, with the interval of the mean and the range of patients.

A natural cubic spline with three knots (Harrell, Regression Modeling Strategies, 2nd ed. 2015, ch. 2), by least
squares with robust standard errors (HC3: MacKinnon & White, J Econom 1985; 29:305) where each patient has one
radiograph, and by a mixed model with a random intercept of each patient (Laird & Ware, Biometrics 1982; 38:963; REML)
where patients have several. Age is known without error, so that error of the measurement widens the curves and does not
bend them: no slope is attenuated. Needs SciPy and statsmodels.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from functools import partial

import numpy as np

from .loading import Cohort
from .records import CaseRecord

__all__ = ['LEAST_PATIENTS', 'LEAST_YEARS', 'Growth', 'GrowthCurve', 'fit_growth', 'spline_basis']

LEAST_PATIENTS, LEAST_YEARS = 20, 2.0
"""Of a sex, with fewer patients or a shorter span of ages no curve is drawn."""
_KNOTS = (0.1, 0.5, 0.9)
_POINTS = 41
_TERMS = 3
_NAN = math.nan


@dataclass(frozen=True)
class GrowthCurve:
    """Of a sex: mean at ``ages`` (P,) in years, all within those of its radiographs; none where ``reason`` says why.

    ``low`` and ``high`` (P,): 95 % interval of the mean; ``least`` and ``most`` (P,): between them lie 95 % of patients
    as measured. ``points`` (n, 2): age and value of each radiograph. ``patient_sd`` is the SD between patients of one
    age, of a mixed model alone; ``residual_sd`` that of what is left, ``error_sd`` how much of it is error of the
    measurement. ``rate`` is the mean change a year over the whole span.
    """

    sex: str
    points: np.ndarray
    patients: int
    ages: np.ndarray
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray
    least: np.ndarray
    most: np.ndarray
    model: str = ''
    patient_sd: float = _NAN
    residual_sd: float = _NAN
    error_sd: float = _NAN
    rate: float = _NAN
    reason: str = ''


@dataclass(frozen=True)
class Growth:
    """Curves of both sexes of a measurement, and p of the same curve for both (Wald's F), NaN where one is missing."""

    key: str
    curves: tuple[GrowthCurve, ...]
    p_sexes: float = _NAN
    freedom: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class _Fit:
    coefficients: np.ndarray
    covariance: np.ndarray
    freedom: int
    residual: float
    between: float
    model: str


def spline_basis(ages: np.ndarray, knots: np.ndarray) -> np.ndarray:
    """1, age, and Harrell's restricted cubic term of three knots: (n,) -> (n, 3); straight beyond the outer knots.

    Example: before the first knot the last term is 0
    """
    first, middle, last = knots

    def cube(knot: float) -> np.ndarray:
        return np.maximum(ages - knot, 0) ** 3

    bent = (cube(first) - cube(middle) * (last - first) / (last - middle)
            + cube(last) * (middle - first) / (last - middle)) / (last - first) ** 2  # fmt: skip
    return np.column_stack([np.ones_like(ages), ages - middle, bent])


def fit_growth(cohort: Cohort, key: str) -> Growth:
    """The curves of a measurement, over all groups and times."""
    records = [one for one in cohort.records if _is_usable(one, key)]
    ages = np.array([one.age for one in records], dtype=float)
    knots = np.quantile(ages, _KNOTS) if len(ages) else np.zeros(3)
    fits, curves = {}, []
    for sex in ('female', 'male'):
        own = [one for one in records if one.sex == sex]
        reason = _why_none(own, knots)
        if not reason:
            fits[sex], reason = _fit(own, key, knots)
        curves.append(_none(sex, own, key, reason) if reason else _curve(sex, own, key, fits[sex], knots))
    return Growth(key, tuple(curves), *_compare(*(fits.get(sex) for sex in ('female', 'male'))))


def _is_usable(one: CaseRecord, key: str) -> bool:
    return one.age is not None and one.sex is not None and key in one.values and not one.values[key].reason


def _why_none(records: list[CaseRecord], knots: np.ndarray) -> str:
    patients, ages = len({one.patient for one in records}), [one.age for one in records]
    if patients < LEAST_PATIENTS:
        return f'{patients} patients with age and sex, at least {LEAST_PATIENTS} are needed'
    if max(ages) - min(ages) < LEAST_YEARS:
        return f'ages span {max(ages) - min(ages):.1f} years, at least {LEAST_YEARS:g} are needed'
    if len(set(ages)) < _TERMS + 2 or np.min(np.diff(knots)) <= 0:
        return 'too few different ages'
    return ''


def _values(records: list[CaseRecord], key: str) -> tuple[np.ndarray, np.ndarray]:
    return np.array([one.age for one in records]), np.array([one.values[key].value for one in records])


def _fit(records: list[CaseRecord], key: str, knots: np.ndarray) -> tuple[_Fit | None, str]:
    ages, values = _values(records, key)
    if np.ptp(values) <= 1e-9 * max(1.0, float(np.abs(values).max())):
        return None, 'all values are equal'
    design, patients = spline_basis(ages, knots), [one.patient for one in records]
    if len(set(patients)) == len(patients):
        return _by_least_squares(values, design), ''
    return _by_mixed_model(values, design, np.unique(patients, return_inverse=True)[1])


def _by_least_squares(values: np.ndarray, design: np.ndarray) -> _Fit:
    import statsmodels.api as sm

    found = sm.OLS(values, design).fit(cov_type='HC3')
    return _Fit(found.params, found.cov_params(), int(found.df_resid), float(found.scale), 0.0,
                'least squares, robust standard errors')  # fmt: skip


def _by_mixed_model(values: np.ndarray, design: np.ndarray, patients: np.ndarray) -> tuple[_Fit | None, str]:
    import statsmodels.api as sm

    with warnings.catch_warnings():
        warnings.simplefilter('ignore')  # what matters of them is asked below
        try:
            found = sm.MixedLM(values, design, groups=patients).fit(reml=True)
        except (np.linalg.LinAlgError, ValueError):
            return None, 'the mixed model cannot be fitted'
        fixed = np.asarray(found.cov_params())[:_TERMS, :_TERMS]
    if not found.converged or not np.isfinite(fixed).all():
        return None, 'the mixed model does not converge'
    between = float(np.squeeze(np.asarray(found.cov_re)))
    return _Fit(np.asarray(found.fe_params), fixed, int(patients.max() + 1) - _TERMS, float(found.scale), between,
                'mixed model, random intercept of each patient'), ''  # fmt: skip


def _curve(sex: str, records: list[CaseRecord], key: str, fit: _Fit, knots: np.ndarray) -> GrowthCurve:
    from scipy.special import stdtrit

    own_ages, values = _values(records, key)
    ages = np.linspace(own_ages.min(), own_ages.max(), _POINTS)
    basis, t = spline_basis(ages, knots), float(stdtrit(fit.freedom, 0.975))
    mean = basis @ fit.coefficients
    variance = np.einsum('ij,jk,ik->i', basis, fit.covariance, basis)
    reach, wide = t * np.sqrt(variance), t * np.sqrt(variance + fit.residual + fit.between)
    errors = [one.values[key].error_variance for one in records]
    known = [one for one in errors if math.isfinite(one)]
    return GrowthCurve(
        sex, np.column_stack([own_ages, values]), len({one.patient for one in records}), ages, mean, mean - reach,
        mean + reach, mean - wide, mean + wide, fit.model, math.sqrt(fit.between) if fit.between else _NAN,
        math.sqrt(fit.residual), math.sqrt(np.mean(known)) if known else _NAN,
        float((mean[-1] - mean[0]) / (ages[-1] - ages[0])),
    )  # fmt: skip


def _none(sex: str, records: list[CaseRecord], key: str, reason: str) -> GrowthCurve:
    nothing = partial(np.empty, 0)
    points = np.column_stack(_values(records, key)) if records else np.empty((0, 2))
    patients = len({one.patient for one in records})
    return GrowthCurve(sex, points, patients, *(nothing() for _ in range(6)), reason=reason)


def _compare(first: _Fit | None, second: _Fit | None) -> tuple[float, tuple[int, int]]:
    """p that both sexes have one curve, and the degrees of freedom of its F."""
    if first is None or second is None:
        return _NAN, (0, 0)
    from scipy.stats import f

    apart, freedom = first.coefficients - second.coefficients, first.freedom + second.freedom
    wald = float(apart @ np.linalg.solve(first.covariance + second.covariance, apart)) / _TERMS
    return float(f.sf(wald, _TERMS, freedom)), (_TERMS, freedom)
