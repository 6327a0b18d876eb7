"""Two models on the same images: which is better, by how much, and whether that is more than chance. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aariz_mm.arrays import nan_mean

from .bootstrap import draw_images, percentile_interval, resampled_means, success, two_sided_p
from .cases import Cases, LandmarkCases, StageCases
from .cvm import NUM_STAGES, confusion_matrix, mean_absolute_error, quadratic_weighted_kappa
from .protocol import match_images, protocol_differences

__all__ = ['Comparison', 'compare_cases', 'compare_means', 'holm']

_SIGNIFICANCE = 0.05
_SDR_MM = 2.0
"""Threshold of the success rate that is compared; two millimetres are the customary clinical tolerance."""


@dataclass(frozen=True)
class Comparison:
    """One score of two models on ``num_images`` images.

    ``difference`` is ``second - first``, ``low`` and ``high`` its 95 % interval, ``p_value`` that of no difference.
    ``identical``: both models have the same value on every image.
    """

    score: str
    num_images: int
    first: float
    second: float
    difference: float
    low: float
    high: float
    p_value: float
    lower_is_better: bool
    identical: bool

    def better(self, p_value: float | None = None) -> str | None:
        """'first', 'second', or None where no difference is shown at 5 %; ``p_value`` replaces its own."""
        p_value = self.p_value if p_value is None else p_value
        if self.identical or not p_value < _SIGNIFICANCE:
            return None
        return 'second' if (self.difference < 0) == self.lower_is_better else 'first'


def compare_cases(first: Cases, second: Cases, repeats: int = 10000, seed: int = 0) -> list[Comparison]:
    """``MRE_mm`` and ``SDR_2.0mm``, ``CVM_mae`` and ``CVM_qwk``, of what both tests have, by a paired bootstrap.

    Images are drawn with replacement, each with both models' predictions, so what makes an image hard for both cancels
    out. Landmarks count where they have a truth.
    Args:
        repeats, seed: of the bootstrap.
    Errors:
        ValueError: the protocols differ, or the tests have neither landmarks nor stages in common.
    """
    differences = protocol_differences(first, second)
    if differences:
        rows = [f'{one.field}: {one.first} against {one.second}' for one in differences]
        raise ValueError('different protocols: ' + '; '.join(rows))
    found = []
    if first.landmarks is not None and second.landmarks is not None:
        found += _compare_landmarks(first.landmarks, second.landmarks, repeats, seed)
    if first.stages is not None and second.stages is not None:
        found += _compare_stages(first.stages, second.stages, repeats, seed)
    if not found:
        raise ValueError('the tests have neither landmarks nor stages in common; there is nothing to compare')
    return found


def compare_means(
    score: str, first: np.ndarray, second: np.ndarray, draws: np.ndarray, lower_is_better: bool
) -> Comparison:
    """Means of two arrays (B, K) or (B,) over what is in neither NaN; ``draws`` is of :func:`.bootstrap.draw_images`.

    Example: first 1, 2, second 1.5, 2.5 -> difference 0.5, low 0.5, high 0.5
    """
    both = np.isfinite(first) & np.isfinite(second)
    first, second = np.where(both, first, np.nan), np.where(both, second, np.nan)
    changes = second - first
    values = nan_mean(first), nan_mean(second)
    return _compare(
        score, len(first), *values, resampled_means(changes, draws), lower_is_better, not np.nan_to_num(changes).any()
    )


def holm(p_values: Sequence[float]) -> list[float]:
    """p-values corrected for their number by Holm's step-down method (Scandinavian Journal of Statistics 6:65, 1979).

    NaN stays and does not count.
    Example: 0.01, 0.04, 0.03 -> 0.03, 0.06, 0.06
    """
    corrected, least = list(p_values), 0.0
    known = [index for index in np.argsort(p_values, kind='stable').tolist() if np.isfinite(p_values[index])]
    for rank, index in enumerate(known):
        least = max(least, min(1.0, (len(known) - rank) * p_values[index]))
        corrected[index] = float(least)
    return corrected


def _compare_landmarks(first: LandmarkCases, second: LandmarkCases, repeats: int, seed: int) -> list[Comparison]:
    first_mm, second_mm = first.errors_mm(), second.errors_mm()[match_images(first.img_ids, second.img_ids)]
    draws = draw_images(len(first_mm), repeats, seed)
    rates = success(first_mm, _SDR_MM), success(second_mm, _SDR_MM)
    return [
        compare_means('MRE_mm', first_mm, second_mm, draws, lower_is_better=True),
        compare_means(f'SDR_{_SDR_MM}mm', *rates, draws, lower_is_better=False),
    ]


def _compare_stages(first: StageCases, second: StageCases, repeats: int, seed: int) -> list[Comparison]:
    second_pred = second.pred[match_images(first.img_ids, second.img_ids)]
    draws = draw_images(len(first.true), repeats, seed)
    tables = [_confusions(first.true, pred, draws) for pred in (first.pred, second_pred)]
    whole = [confusion_matrix(first.true, pred) for pred in (first.pred, second_pred)]
    same = bool((first.pred == second_pred).all())
    found = []
    for name, rate, lower_is_better in (
        ('CVM_mae', mean_absolute_error, True),
        ('CVM_qwk', quadratic_weighted_kappa, False),
    ):
        values = [float(rate(table)) for table in whole]
        changes = rate(tables[1]) - rate(tables[0])
        found.append(_compare(name, len(first.true), *values, changes, lower_is_better, same))
    return found


def _confusions(true: np.ndarray, pred: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """Confusion matrix of each resample: (B,), (B,), (R, B) -> (R, 6, 6)."""
    cells = np.eye(NUM_STAGES**2)[(true - 1) * NUM_STAGES + pred - 1]
    return (draws.astype(np.float64) @ cells).reshape(-1, NUM_STAGES, NUM_STAGES)


def _compare(
    score: str,
    num_images: int,
    first: float,
    second: float,
    changes: np.ndarray,
    lower_is_better: bool,
    identical: bool,
) -> Comparison:
    low, high = percentile_interval(changes)
    return Comparison(
        score,
        num_images,
        float(first),
        float(second),
        float(second - first),
        low,
        high,
        two_sided_p(changes),
        lower_is_better,
        bool(identical),
    )
