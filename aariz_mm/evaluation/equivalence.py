"""Whether a model may stand in for a reader: equivalence of means (TOST) and interchangeability, with stated margins.

Sources: Schuirmann, J Pharmacokinet Biopharm 1987; 15:657-680 (two one-sided tests); Obuchowski, Stat Med 2001;
20:2845-2863, and Obuchowski, Subhas & Schoenhagen, Acad Radiol 2014; 21:1483-1489 (individual equivalence index).
The tests need statsmodels, of the extra ``statistics``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from aariz_mm.arrays import nan_mean
from aariz_mm.extras import require

from .intervals import mean_interval

__all__ = ['Equivalence', 'Interchangeability', 'equivalence_test', 'interchangeability', 'pair_disagreement']

_NAN = float('nan')
_ALPHA = 0.05


@dataclass(frozen=True)
class Equivalence:
    """Two one-sided t tests of ``n`` pairs: whether the mean difference lies between -margin and +margin.

    ``low`` and ``high`` are the 90 % interval, which lies within the margins where ``p`` < 0.05.
    """

    n: int
    difference: float
    low: float
    high: float
    margin: float
    p: float

    @property
    def equivalent(self) -> bool:
        """Whether the means are shown to be equivalent, p < 0.05; False says that it is not shown, nothing more."""
        return self.p < _ALPHA


@dataclass(frozen=True)
class Interchangeability:
    """What replacing one reader by the model does to the disagreement of two readings, on ``n`` images.

    ``readers`` is the mean disagreement of two readers, ``model`` that of the model with a reader, ``index`` the second
    less the first, the individual equivalence index, with its 95 % interval over images. ``margin`` is by
    how much the disagreement may rise; NaN where none is stated.
    """

    n: int
    readers: float
    model: float
    index: float
    low: float
    high: float
    margin: float

    @property
    def interchangeable(self) -> bool:
        """Whether the rise is shown to be below the margin: the whole interval is."""
        return self.high < self.margin


def equivalence_test(differences: np.ndarray, margin: float) -> Equivalence:
    """TOST of paired differences (B,), first less second; NaN does not count.

    Args:
        margin: in the unit of the differences, positive; to be chosen before the data are seen.
    Errors:
        ValueError: not one-dimensional, or no such margin. ImportError: statsmodels is missing.
    """
    if np.ndim(differences) != 1 or not 0 < margin < np.inf:
        raise ValueError(f'expected differences (B,) and a margin > 0, got {np.shape(differences)} and {margin!r}')
    known = np.asarray(differences, dtype=np.float64)
    known = known[np.isfinite(known)]
    if known.size < 2:
        return Equivalence(int(known.size), float(known.mean()) if known.size else _NAN, _NAN, _NAN, margin, _NAN)
    mean = float(known.mean())
    if np.ptp(known) == 0:  # no spread: no t
        return Equivalence(known.size, mean, mean, mean, margin, 0.0 if abs(mean) < margin else 1.0)
    require('statsmodels')
    from statsmodels.stats.weightstats import DescrStatsW, ttost_paired

    p_value = float(ttost_paired(known, np.zeros_like(known), -margin, margin)[0])
    low, high = DescrStatsW(known).tconfint_mean(alpha=2 * _ALPHA)
    return Equivalence(known.size, mean, float(low), float(high), margin, p_value)


def pair_disagreement(readings: np.ndarray) -> np.ndarray:
    """Mean distance of two readings over all pairs of readers: (R, B, ..., D) points -> (B, ...), R >= 2.

    NaN where a reader has no reading.
    Example: of readers at 0, 3 and 6 -> 4
    """
    readings = np.asarray(readings, dtype=np.float64)
    pairs = [np.linalg.norm(one - other, axis=-1) for one, other in combinations(readings, 2)]
    return np.mean(pairs, axis=0)


def interchangeability(readers: np.ndarray, model: np.ndarray, margin: float = _NAN) -> Interchangeability:
    """Mean distance of the model to a reader less that of two readers, over what all of them have.

    Where the model reads as just another reader does, the index is about 0; the distance is what Obuchowski's index is
    of when it is not squared, so that it is in mm or degrees.

    Args:
        readers: (R, B, ..., D), R >= 2; points have D = 2 coordinates, numbers D = 1; NaN where missing.
        model: (B, ..., D).
        margin: by how much the mean disagreement may rise, in the same unit; NaN states none.
    Errors:
        ValueError: fewer than two readers, or shapes that do not fit.
    """
    readers, model = np.asarray(readers, dtype=np.float64), np.asarray(model, dtype=np.float64)
    if readers.ndim < 3 or len(readers) < 2 or readers.shape[1:] != model.shape:
        raise ValueError(f'expected readers (2 or more, *{model.shape}), got {readers.shape}')
    among = pair_disagreement(readers)
    with_model = np.mean(np.linalg.norm(readers - model, axis=-1), axis=0)
    rise = with_model - among
    counted = np.isfinite(rise)
    among, with_model = (np.where(counted, values, np.nan) for values in (among, with_model))
    n = int(counted.reshape(len(counted), -1).any(axis=1).sum())
    means = (float(nan_mean(values)) for values in (among, with_model, rise))
    return Interchangeability(n, *means, *mean_interval(rise), margin)
