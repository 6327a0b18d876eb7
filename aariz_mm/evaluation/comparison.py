"""Two models on the same images, or two recipes with several trainings: which is better, by how much, is it chance?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .cases import Cases, LandmarkCases, StageCases
from .cvm import confusion_matrix, mean_absolute_error, quadratic_weighted_kappa
from .functional import success
from .protocol import match_images, protocol_differences
from .seeds import compare_recipes
from .sign_flips import sign_flip_test
from .stage_intervals import contributions

__all__ = ['Comparison', 'compare_cases', 'compare_means', 'compare_stage_scores', 'holm']

_SIGNIFICANCE = 0.05
_SDR_MM = 2.0
"""Threshold of the success rate that is compared; two millimetres are the customary clinical tolerance."""


@dataclass(frozen=True)
class Comparison:
    """One score of two models on ``num_images`` images, or of two recipes with several trainings.

    ``difference`` is ``second - first``, ``low`` and ``high`` its 95 % interval, ``p_value`` that of no difference:
    below 0.05 where the interval leaves 0 out, and nowhere else. NaN for too few images.
    ``identical``: both models have the same value on every image.
    ``trainings`` are those of the first and of the second; ``seed_sd`` is the SD between trainings of a recipe, None
    with one each, and then what another seed would change is in neither interval nor p-value.
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
    trainings: tuple[int, int] = (1, 1)
    seed_sd: float | None = None

    def better(self, p_value: float | None = None) -> str | None:
        """'first', 'second', or None where no difference is shown at 5 %; ``p_value`` replaces its own."""
        p_value = self.p_value if p_value is None else p_value
        if self.identical or not p_value < _SIGNIFICANCE:
            return None
        return 'second' if (self.difference < 0) == self.lower_is_better else 'first'


def compare_cases(
    first: Cases | Sequence[Cases], second: Cases | Sequence[Cases], repeats: int = 10000, seed: int = 0
) -> list[Comparison]:
    """``MRE_mm`` and ``SDR_2.0mm``, ``CVM_mae`` and ``CVM_qwk``, of what all tests have.

    Both sides are tested on the same images, so what makes an image hard for both cancels out. Landmarks count where
    they have a truth.
    Args:
        first, second: a test, or those of several trainings of one recipe.
        repeats, seed: of the sign flips.
    Errors:
        ValueError: the protocols differ, or the tests have neither landmarks nor stages in common.
    """
    sides = [[side] if isinstance(side, Cases) else list(side) for side in (first, second)]
    tests = [test for side in sides for test in side]
    for test in tests[1:]:
        _check_protocol(tests[0], test)
    found = []
    if all(test.landmarks is not None for test in tests):
        found += _compare_landmarks(*([test.landmarks for test in side] for side in sides), repeats, seed)
    if all(test.stages is not None for test in tests):
        found += _compare_stages(*([test.stages for test in side] for side in sides), repeats, seed)
    if not found:
        raise ValueError('the tests have neither landmarks nor stages in common; there is nothing to compare')
    return found


def compare_means(
    score: str, first: np.ndarray, second: np.ndarray, lower_is_better: bool, repeats: int = 10000, seed: int = 0
) -> Comparison:
    """Means over what is NaN in no training, with :mod:`.sign_flips`, or :mod:`.seeds` for several trainings.

    Args:
        first, second: (B,) or (B, K) of a model, (S, B, K) of S trainings of a recipe.
        repeats, seed: of the sign flips.
    Example: first 1, 2, second 1.5, 2.5 -> difference 0.5
    """
    first, second = _as_trainings(first), _as_trainings(second)
    counted = np.isfinite(first).all(axis=0) & np.isfinite(second).all(axis=0)
    counts = counted.sum(axis=1)
    sums = [np.where(counted, values, 0.0).sum(axis=2)[:, counts > 0] for values in (first, second)]
    counts = counts[counts > 0]
    if not len(counts):
        return Comparison(score, 0, *[float('nan')] * 6, lower_is_better, False, (len(first), len(second)))
    identical = len(first) == len(second) == 1 and bool((first == second)[0, counted].all())
    return _compare(score, *(one / counts.mean() for one in sums), counts / counts.mean(), lower_is_better, identical,
                    repeats, seed)  # fmt: skip


def compare_stage_scores(
    score: str,
    rate: Callable[[np.ndarray], np.ndarray],
    true: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    lower_is_better: bool,
    repeats: int = 10000,
    seed: int = 0,
) -> Comparison:
    """A score of the confusion matrix, by what each image contributes to it (:func:`.stage_intervals.contributions`).

    Args:
        rate: (..., 6, 6) counts -> (...).
        true: (B,), 1 to 6. first, second: (S, B), stages that S trainings predict.
    """
    identical = len(first) == len(second) == 1 and bool((first == second).all())
    values = [
        np.stack([contributions(rate, confusion_matrix(true, pred))[true - 1, pred - 1] for pred in side])
        for side in (first, second)
    ]
    return _compare(score, *values, np.ones(len(true)), lower_is_better, identical, repeats, seed)


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


def _check_protocol(first: Cases, second: Cases) -> None:
    differences = protocol_differences(first, second)
    if differences:
        rows = [f'{one.field}: {one.first} against {one.second}' for one in differences]
        raise ValueError('different protocols: ' + '; '.join(rows))


def _compare_landmarks(
    first: Sequence[LandmarkCases], second: Sequence[LandmarkCases], repeats: int, seed: int
) -> list[Comparison]:
    ids = first[0].img_ids
    sides = [np.stack([test.errors_mm()[match_images(ids, test.img_ids)] for test in side]) for side in (first, second)]
    rates = [100 * success(errors_mm, _SDR_MM) for errors_mm in sides]
    return [
        compare_means('MRE_mm', *sides, True, repeats, seed),
        compare_means(f'SDR_{_SDR_MM}mm', *rates, False, repeats, seed),
    ]


def _compare_stages(
    first: Sequence[StageCases], second: Sequence[StageCases], repeats: int, seed: int
) -> list[Comparison]:
    ids, true = first[0].img_ids, first[0].true
    sides = [np.stack([test.pred[match_images(ids, test.img_ids)] for test in side]) for side in (first, second)]
    return [
        compare_stage_scores('CVM_mae', mean_absolute_error, true, *sides, True, repeats, seed),
        compare_stage_scores('CVM_qwk', quadratic_weighted_kappa, true, *sides, False, repeats, seed),
    ]


def _as_trainings(values: np.ndarray) -> np.ndarray:
    """(S, B, K) of (B,), (B, K) or itself."""
    values = np.asarray(values, dtype=np.float64)
    values = values[:, None] if values.ndim == 1 else values
    return values[None] if values.ndim == 2 else values


def _compare(
    score: str,
    first: np.ndarray,
    second: np.ndarray,
    weights: np.ndarray,
    lower_is_better: bool,
    identical: bool,
    repeats: int,
    seed: int,
) -> Comparison:
    """Of (S, B) contributions, whose means are the scores, and (B,) weights of the images, with mean 1."""
    trainings, num_images = (len(first), len(second)), len(weights)
    values = float(first.mean()), float(second.mean())
    if trainings == (1, 1):
        p_value, low, high = sign_flip_test(second[0] - first[0], weights, repeats, seed)
        seed_sd = None
    else:
        found = compare_recipes(first, second, weights)
        p_value, low, high, seed_sd = found.p_value, found.low, found.high, found.seed_sd
    return Comparison(
        score, num_images, *values, values[1] - values[0], low, high, p_value, lower_is_better, identical, trainings,
        seed_sd,
    )  # fmt: skip
