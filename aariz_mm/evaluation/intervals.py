"""95 % intervals of scores over images, for any new set of patients of the same kind. Needs scipy when called.

All landmarks of an image share its quality, so an image counts as one observation with several landmarks (a cluster).
How often each interval holds the true score is measured by ``tests/trust/measure_intervals.py``. There is none of the
SD: a few large errors make it, and on 16 images nothing tells how many there are among others.

Sources: Cochran, Sampling Techniques, 1977, ch. 6 and 9 (variance of a ratio, of clusters). Wilson, J Am Stat Assoc
1927; 22:209. Dean & Pagano, J Surv Stat Methodol 2015; 3:484, and Franco et al., same journal 2019; 7:334 (Wilson's
interval of a clustered share with its effective sample size). Agresti & Coull, Am Stat 1998; 52:119. Woodruff, J Am
Stat Assoc 1952; 47:635 (quantiles).
"""

from __future__ import annotations

import numpy as np

from aariz_mm.extras import require

__all__ = [
    'MIN_IMAGES', 'landmark_mean_intervals', 'mean_interval', 'median_interval', 'proportion_interval',
    'rate_interval', 'student_quantile', 'too_few',
]  # fmt: skip

MIN_IMAGES = 6
"""With fewer images no interval holds what it promises, so none is given."""

_UPPER = 0.975
_LEAST_DESIGN_EFFECT = 0.5
"""A smaller one is chance: landmarks of one image are not that much unlike each other."""
_NONE = (float('nan'), float('nan'))


def too_few(num_images: int) -> str:
    """Why there is no interval, '' where there is one.

    Example: 4 -> '4 images are too few for an interval (6 needed)'
    """
    if num_images >= MIN_IMAGES:
        return ''
    return f'{num_images} image{"s are" if num_images != 1 else " is"} too few for an interval ({MIN_IMAGES} needed)'


def mean_interval(values: np.ndarray) -> tuple[float, float]:
    """95 % interval of the mean of ``values`` (B,) or (B, K), rows being images; in the unit of the values.

    Student's t with the standard error of a mean of clusters. Where no value is negative, on a logarithmic scale, which
    holds for skewed errors; the interval is then not symmetric about the mean.
    Args:
        values: NaN does not count; an image without a value is none.
    Returns:
        (low, high); NaN for fewer than :data:`MIN_IMAGES` images.
    Errors:
        ValueError: neither (B,) nor (B, K), or an infinite value.
    """
    sums, counts = _per_image(values)
    if len(sums) < MIN_IMAGES:
        return _NONE
    mean, error = _mean_and_error(sums, counts)
    reach = student_quantile(len(sums) - 1) * error
    if mean > 0 and not (np.asarray(values) < 0).any():
        return float(mean * np.exp(-reach / mean)), float(mean * np.exp(reach / mean))
    return float(mean - reach), float(mean + reach)


def landmark_mean_intervals(errors_mm: np.ndarray) -> np.ndarray:
    """:func:`mean_interval` of each landmark: (B, K) -> (K, 2), low and high."""
    return np.array([mean_interval(column) for column in np.asarray(errors_mm, dtype=np.float64).T]).reshape(-1, 2)


def rate_interval(success: np.ndarray) -> tuple[float, float]:
    """95 % interval of a share of landmarks, of which all of an image belong together.

    Wilson's interval with the effective number of landmarks (their number over the design effect) and Student's t for
    the images. It has a width where all succeed, too.
    Args:
        success: (B,) or (B, K) of 0 and 1 (or bool); NaN does not count.
    Returns:
        (low, high), from 0 to 1; NaN for fewer than :data:`MIN_IMAGES` images.
    Errors:
        ValueError: neither (B,) nor (B, K), or a value that is neither 0 nor 1.
    Example: ``rate_interval(np.where(np.isnan(errors_mm), np.nan, errors_mm <= 2))`` is that of the SDR at 2 mm
    """
    success = np.asarray(success, dtype=np.float64)
    if not np.isin(success[~np.isnan(success)], (0, 1)).all():
        raise ValueError('success: expected 0, 1 and NaN alone')
    hits, counts = _per_image(success)
    if len(hits) < MIN_IMAGES:
        return _NONE
    share, error = _mean_and_error(hits, counts)
    total = counts.sum()
    by_chance = share * (1 - share) / total
    effect = max(error**2 / by_chance, _LEAST_DESIGN_EFFECT) if by_chance else 1.0
    return _wilson(share, total / effect, student_quantile(len(hits) - 1))


def proportion_interval(hits: int, n: int) -> tuple[float, float]:
    """95 % interval of ``hits`` of ``n`` images, from 0 to 1; (NaN, NaN) of none.

    That of Agresti and Coull: Wilson's, widened where it holds too seldom (near 0 and 1, where with 16 images Wilson's
    may hold in 85 of 100 tests; this one in 92 or more).
    Errors:
        ValueError: not 0 <= hits <= n.
    Example: 8 of 10 -> 0.48 to 0.95
    """
    if not 0 <= hits <= n:
        raise ValueError(f'expected 0 <= hits <= n, got {hits} and {n}')
    if not n:
        return _NONE
    square = _normal() ** 2
    share = (hits + square / 2) / (n + square)
    half = np.sqrt(square * share * (1 - share) / (n + square))
    return float(max(0.0, share - half)), float(min(1.0, share + half))


def median_interval(values: np.ndarray) -> tuple[float, float]:
    """95 % interval of the median of all values (B,) or (B, K): the quantiles at the ends of the interval of one half.

    Args, Returns, Errors: as :func:`mean_interval`.
    """
    values = np.asarray(values, dtype=np.float64)
    if len(_per_image(values)[0]) < MIN_IMAGES:
        return _NONE
    known = values[~np.isnan(values)]
    below = np.where(np.isnan(values), np.nan, values <= np.median(known))
    return tuple(np.quantile(known, rate_interval(below)).tolist())


def student_quantile(freedom: float) -> float:
    """97.5 % quantile of Student's t. Example: 15 -> 2.131"""
    require('scipy')
    from scipy.special import stdtrit

    return float(stdtrit(freedom, _UPPER))


def _per_image(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sum and number of the values of each image that has any."""
    values = np.asarray(values, dtype=np.float64)
    if values.ndim not in (1, 2):
        raise ValueError(f'values: expected (B,) or (B, K), got {values.shape}')
    if np.isinf(values).any():
        raise ValueError('values: infinite')
    values = values[:, None] if values.ndim == 1 else values
    counts = (~np.isnan(values)).sum(axis=1)
    return np.nansum(values, axis=1)[counts > 0], counts[counts > 0]


def _mean_and_error(sums: np.ndarray, counts: np.ndarray) -> tuple[float, float]:
    """Mean of all values and its standard error, images being drawn: of a ratio of sums, by linearisation."""
    mean = sums.sum() / counts.sum()
    apart = (sums - mean * counts) / counts.mean()
    return mean, np.sqrt((apart**2).sum() / (len(sums) - 1) / len(sums))


def _wilson(share: float, n: float, quantile: float) -> tuple[float, float]:
    square = quantile**2 / n
    centre, half = share + square / 2, np.sqrt(square * share * (1 - share) + square**2 / 4)
    return float(max(0.0, (centre - half) / (1 + square))), float(min(1.0, (centre + half) / (1 + square)))


def _normal() -> float:
    require('scipy')
    from scipy.special import ndtri

    return float(ndtri(_UPPER))
