"""95 % intervals of scores of a 6 x 6 confusion matrix that are no plain shares: macro F1, kappa, mean error.

Drawing images again, as a bootstrap does, loses the rare stages and takes a stage of three right answers for certain.
Here a little of the errors of all stages is added to each stage, and the standard error of the score comes from its
influence function (the delta method). How often the interval holds the true score is measured by
``tests/trust/measure_intervals.py``.

Sources: Hampel, J Am Stat Assoc 1974; 69:383 (influence function). Agresti & Coull, Am Stat 1998; 52:119 (adding a
little). Takahashi et al., Appl Intell 2022; 52:4961 (delta method of macro F1). Needs scipy when called.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..landmarks import CVM_STAGES
from .intervals import MIN_IMAGES, student_quantile

__all__ = ['SCALES', 'contributions', 'influence', 'score_interval', 'smooth']

_STAGES = len(CVM_STAGES)
_STEP = 1e-6
"""Share of one image by which a table is changed to see how the score follows."""
_LEAST_OFF = np.array([0.02, 0.02, 0.02, 0.05, 0.3, 0.3, 0.3, 0.05, 0.02, 0.02, 0.02])
"""What is added to the number of predictions that are -5 to 5 stages off, so that none is impossible."""
_EDGE = 1e-6


def _distance_ends(value: float, half: float) -> tuple[float, float]:
    root = np.sqrt(value)
    return max(0.0, root - half / (2 * root)) ** 2, (root + half / (2 * root)) ** 2


def _kappa_ends(value: float, half: float) -> tuple[float, float]:
    value = min(value, 1 - _EDGE)
    reach = half / (1 - value**2)
    return _loss_ends(value, half) if reach > 1 else tuple(np.tanh(np.arctanh(value) + reach * np.array([-1, 1])))


def _share_ends(value: float, half: float) -> tuple[float, float]:
    value = min(max(value, _EDGE), 1 - _EDGE)
    centre, reach = np.log(value / (1 - value)), half / (value * (1 - value))
    return _loss_ends(value, half) if reach > 2 else tuple(1 / (1 + np.exp(-centre - reach * np.array([-1, 1]))))


def _loss_ends(value: float, half: float) -> tuple[float, float]:
    """Of a score with so few errors that its own scale runs to its end: that of what is missing to 1."""
    low, high = _distance_ends(1 - value, half)
    return max(-1.0, 1 - high), 1 - low


SCALES = dict(distance=_distance_ends, kappa=_kappa_ends, share=_share_ends)
"""Name -> ends of an interval, from the score and its half width, on the scale where the score spreads evenly: the root
of a mean error, Fisher's z of a kappa, the logit of a share."""


def score_interval(
    score: Callable[[np.ndarray], np.ndarray], confusion: np.ndarray, added: float, scale: str
) -> tuple[float, float]:
    """95 % interval of ``score`` of a confusion matrix; it holds the score itself.

    Args:
        score: (..., 6, 6) counts -> (...).
        confusion: (6, 6) counts, row: true stage.
        added: images added to each stage.
        scale: of :data:`SCALES`.
    Returns:
        (low, high); NaN for fewer than :data:`.intervals.MIN_IMAGES` images, or where the score is undefined.
    """
    total, own = confusion.sum(), float(score(confusion.astype(np.float64)))
    if total < MIN_IMAGES or not np.isfinite(own):
        return float('nan'), float('nan')
    table = smooth(confusion, added)
    value, slopes = influence(score, table)
    shares = table / table.sum()
    spread = np.sqrt((shares * (slopes - (shares * slopes).sum()) ** 2).sum() / total)
    low, high = SCALES[scale](value, student_quantile(total - 1) * spread)
    return float(min(low, own)), float(max(high, own))


def smooth(confusion: np.ndarray, added: float) -> np.ndarray:
    """``confusion`` (6, 6) with ``added`` images more in each row, spread over the columns as errors of all stages are.

    What would lie beyond S1 or S6 falls on these.
    """
    off = np.arange(_STAGES) - np.arange(_STAGES)[:, None]
    counts = np.bincount((off + _STAGES - 1).ravel(), weights=confusion.ravel(), minlength=2 * _STAGES - 1)
    shares = (counts + _LEAST_OFF) / (counts + _LEAST_OFF).sum()
    rows = np.zeros((_STAGES, _STAGES))
    for stage in range(_STAGES):
        columns = np.clip(stage + np.arange(1 - _STAGES, _STAGES), 0, _STAGES - 1)
        np.add.at(rows[stage], columns, shares)
    return confusion + added * rows


def influence(score: Callable[[np.ndarray], np.ndarray], confusion: np.ndarray) -> tuple[float, np.ndarray]:
    """The score, and how much an image of each cell changes it: (6, 6), whose mean over the images is 0.

    Of few images it makes less than there is of how much a score varies; :func:`contributions` is the careful one.
    """
    shares = np.asarray(confusion, dtype=np.float64) / np.sum(confusion)
    one_more = np.eye(_STAGES**2).reshape(-1, _STAGES, _STAGES)
    value = float(score(shares))
    slopes = (score((1 - _STEP) * shares + _STEP * one_more) - value) / _STEP
    slopes = slopes.reshape(_STAGES, _STAGES)
    return value, slopes - (shares * slopes).sum()


def contributions(score: Callable[[np.ndarray], np.ndarray], confusion: np.ndarray) -> np.ndarray:
    """What an image of each cell contributes to the score, (6, 6); the mean over the images is the score.

    The pseudo-values of the jackknife (Quenouille, Biometrika 1956; 43:353), moved to that mean: how much the score
    changes where an image is left out. NaN in cells without an image.
    Example: of the mean error, the distance of the cell from the diagonal
    """
    counts, total = np.asarray(confusion, dtype=np.float64), float(np.sum(confusion))
    left_out = counts - np.eye(_STAGES**2).reshape(-1, _STAGES, _STAGES)
    changes = np.full(_STAGES**2, np.nan)
    there = counts.ravel() > 0
    value = float(score(counts))
    changes[there] = (total - 1) * (value - score(left_out[there]))
    changes = changes.reshape(_STAGES, _STAGES)
    return value + changes - (np.nan_to_num(changes) * counts).sum() / total
