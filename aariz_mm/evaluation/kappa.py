"""Kappa of two raters (Cohen) and of several (Fleiss), with 95 % intervals.

Sources: Cohen, Psychol Bull 1968; 70:213-220; Fleiss, Cohen & Everitt, Psychol Bull 1969; 72:323-327 (the standard
error); Fleiss, Psychol Bull 1971; 76:378-382. Intervals need statsmodels, of the extra ``statistics``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aariz_mm.arrays import divide
from aariz_mm.extras import require

from .bootstrap import draw_images, percentile_interval

__all__ = ['class_distances', 'fleiss_kappa', 'kappa_interval', 'weighted_kappa']

_NAN = float('nan')
_Z95 = 1.96
_WEIGHTS = {1: 'linear', 2: 'quadratic'}


def weighted_kappa(confusion: np.ndarray, power: int) -> np.ndarray:
    """Cohen's kappa of classes in their order: (..., C, C) counts -> (...).

    1 is agreement, 0 what chance gives with the same margins (any constant prediction). NaN where truth and prediction
    are one and the same class throughout, since chance agrees too.

    Args:
        power: of the distance between classes; 1 weighs it linearly, 2 squared.
    Example: squared; truth 1 1 2 2, prediction 1 2 2 2 -> 0.5
    """
    weights = class_distances(confusion.shape[-1]) ** power
    by_chance = confusion.sum(axis=-1)[..., :, None] * confusion.sum(axis=-2)[..., None, :]
    observed = (confusion * weights).sum(axis=(-2, -1)) * confusion.sum(axis=(-2, -1))
    return 1 - divide(observed, (by_chance * weights).sum(axis=(-2, -1)))


def kappa_interval(confusion: np.ndarray, power: int) -> tuple[float, float]:
    """95 % interval of :func:`weighted_kappa` by its asymptotic standard error on the scale of Fisher's z.

    There it holds what it promises on few cases, too, and ends within -1 and 1.

    Where every pair is equal that error is 0, which says too much. Then the low end is the kappa that is left if as
    many pairs were one class apart as the Wilson interval of "none of n" allows.

    Args:
        confusion: (C, C) counts.
    Returns:
        (NaN, NaN) where kappa is undefined.
    Errors:
        ImportError: statsmodels is missing.
    """
    kappa = float(weighted_kappa(confusion, power))
    if not np.isfinite(kappa):
        return _NAN, _NAN
    if np.trace(confusion) == confusion.sum():
        return _low_of_equal(confusion, power), 1.0
    require('statsmodels')
    from statsmodels.stats.inter_rater import cohens_kappa

    error = float(cohens_kappa(confusion, wt=_WEIGHTS[power]).std_kappa)
    if abs(kappa) >= 1:  # Fisher's z has no end there
        return -1.0, min(1.0, kappa + _Z95 * error)
    z, half = np.arctanh(kappa), _Z95 * error / (1 - kappa**2)
    return float(np.tanh(z - half)), float(np.tanh(z + half))


def fleiss_kappa(labels: np.ndarray, classes: Sequence[str], repeats: int = 1000, seed: int = 0) -> dict[str, float]:
    """Kappa of several raters by Fleiss, classes without an order; targets that somebody did not rate do not count.

    The interval is a bootstrap over targets.

    Args:
        labels: (B, R), '' where missing, R >= 2.
    Returns:
        ``n`` targets, ``kappa``, ``low``, ``high``; NaN where undefined.
    Errors:
        ValueError: a label that is no class, or fewer than two raters.
    """
    labels = np.asarray(labels, dtype=object)
    if labels.ndim != 2 or labels.shape[1] < 2 or not np.isin(labels, [*classes, '']).all():
        raise ValueError(f'labels: expected (targets, 2 raters or more) of {list(classes)}, got shape {labels.shape}')
    rated = labels[(labels != '').all(axis=1)]
    if not len(rated):
        return dict(n=0, kappa=_NAN, low=_NAN, high=_NAN)
    counts = np.stack([(rated == one).sum(axis=1) for one in classes], axis=1)
    draws = draw_images(len(counts), repeats, seed)
    (kappa,) = _fleiss(counts, np.ones((1, len(counts))))
    low, high = percentile_interval(_fleiss(counts, draws))
    return dict(n=len(rated), kappa=float(kappa), low=low, high=high)


def class_distances(num_classes: int) -> np.ndarray:
    """How far classes are apart in their order, (C, C): 0 on the diagonal, 1 beside it."""
    classes = np.arange(num_classes)
    return np.abs(classes[:, None] - classes)


def _fleiss(counts: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """Fleiss' kappa (R,) of draws (R, B), how often each target is in it, of the ratings of each class (B, C)."""
    raters = int(counts[0].sum())
    equal_pairs = draws @ (counts * (counts - 1)).sum(axis=1)
    shares = draws @ counts / (draws.sum(axis=1, keepdims=True) * raters)
    agreed = equal_pairs / (draws.sum(axis=1) * raters * (raters - 1))
    by_chance = (shares**2).sum(axis=1)
    with np.errstate(all='ignore'):  # one class throughout is 0 / 0
        return (agreed - by_chance) / (1 - by_chance)


def _low_of_equal(confusion: np.ndarray, power: int) -> float:
    n = confusion.sum()
    apart = _Z95**2 / (n + _Z95**2)  # Wilson's upper end of 0 of n
    margins = confusion.sum(axis=1)[:, None] * confusion.sum(axis=0) / n**2
    by_chance = (margins * class_distances(len(confusion)) ** power).sum()
    return float(max(-1.0, 1 - apart / by_chance))
