"""Does a model know which of its landmarks are off? Expected errors beside those that came true. Numpy alone.

Ranking: the area under the ROC curve (Hanley & McNeil, Radiology 1982) and under the risk-coverage curve (El-Yaniv &
Wiener, JMLR 2010; Geifman & El-Yaniv, NeurIPS 2017). Size: the mean expected error of equal groups beside their mean
error, as reliability diagrams of regression have it (Levi et al., Sensors 2022).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .bootstrap import draw_images, percentile_interval

__all__ = [
    'AUROC_LIMITS_MM',
    'HEIGHT_SHARE',
    'REFERENCE_MM',
    'area_under_curve',
    'area_under_risk_coverage',
    'auroc_key',
    'certainty_scores',
    'expected_against_observed',
    'risk_coverage',
    'score_of_error',
    'score_of_share',
]

REFERENCE_MM = 2.0
"""Expected error of a score of one half: what counts as found in the ISBI challenges."""
AUROC_LIMITS_MM = (2.0, 4.0)
"""Errors beyond them are to be told from the others."""
HEIGHT_SHARE = 0.01
"""Of a picture's height, for :data:`REFERENCE_MM`."""
_CHUNK = 100


def score_of_error(expected_mm: np.ndarray | float) -> np.ndarray:
    """Score of a landmark whose expected error is known: ``1 / (1 + e / 2 mm)``; any shape, NaN stays NaN.

    It falls with the expected error from 1 (none) towards 0 and is one half at 2 mm. It is no probability: it says the
    expected error on a scale from 0 to 1, as MMPose has its scores, whose usual limit of 0.3 is 4.7 mm here.

    Example: 0, 2 and 6 mm -> 1, 0.5 and 0.25
    """
    return 1 / (1 + np.asarray(expected_mm, dtype=np.float64) / REFERENCE_MM)


def score_of_share(errors_px: np.ndarray, height_px: float) -> np.ndarray:
    """The same where no pixel size is known: 1 % of the picture's height stands for 2 mm of a cephalogram of 20 cm."""
    return 1 / (1 + np.asarray(errors_px, dtype=np.float64) / (HEIGHT_SHARE * height_px))


def auroc_key(limit_mm: float) -> str:
    """Name of an AUROC. Example: 2 -> 'AUROC_2.0mm'"""
    return f'AUROC_{float(limit_mm)}mm'


def area_under_curve(scores: np.ndarray, is_positive: np.ndarray) -> float:
    """Probability that a positive has the higher score, ties for half; NaN where one kind is missing.

    Example: scores 1 2 3 4, positive 0 1 0 1 -> 3 of 4 pairs, 0.75
    """
    scores, is_positive = np.ravel(scores), np.ravel(is_positive).astype(bool)
    if not scores.size:
        return float('nan')
    return float(_weighted_areas(scores, is_positive, np.ones((1, scores.size)))[0])


def risk_coverage(expected: np.ndarray, errors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean error (risk) of the surest share (coverage) of landmarks, for each share; NaN in either does not count.

    Landmarks of one expected error come together: their order says nothing.

    Returns:
        coverage, rising to 1, and risk, both (n,), one for each different expected error.
    Example: expected 1 2 2, errors 1 2 6 -> coverage 1/3, 1 and risk 1, 3
    """
    expected, errors = _known(expected, errors)
    values, order = np.unique(expected, return_inverse=True)
    counts = np.bincount(order, minlength=len(values)).cumsum()
    sums = np.bincount(order, weights=errors, minlength=len(values)).cumsum()
    return counts / max(len(errors), 1), sums / np.maximum(counts, 1)


def area_under_risk_coverage(expected: np.ndarray, errors: np.ndarray) -> float:
    """Mean of the risk over all coverages: as low as the mean error is for scores that tell nothing; NaN without any.

    Example: expected 1 2 3 4, errors 1 2 3 4 -> (1 + 1.5 + 2 + 2.5) / 4 = 1.75, against a mean error of 2.5
    """
    coverage, risk = risk_coverage(expected, errors)
    return float(risk @ np.diff(coverage, prepend=0)) if len(risk) else float('nan')


def expected_against_observed(
    expected: np.ndarray, errors: np.ndarray, groups: int = 10
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean expected and mean observed error, and the number of landmarks, of equal groups from sure to unsure.

    Example: expected 1 1 3 3, errors 0 2 2 2, two groups -> expected 1 3, observed 1 2, numbers 2 2
    """
    expected, errors = _known(expected, errors)
    order = np.argsort(expected, kind='stable')
    parts = [part for part in np.array_split(order, min(groups, max(len(order), 1))) if len(part)]
    means = [(expected[part].mean(), errors[part].mean(), len(part)) for part in parts]
    return tuple(np.array(column) for column in zip(*means, strict=True)) if means else (np.empty(0),) * 3


def certainty_scores(
    expected_mm: np.ndarray | None,
    errors_mm: np.ndarray,
    limits_mm: Sequence[float] = AUROC_LIMITS_MM,
    repeats: int = 2000,
    seed: int = 0,
) -> dict[str, float]:
    """All that a test says of expected errors.

    Args:
        expected_mm, errors_mm: (B, K), NaN where unknown; None where the model tells none.
        limits_mm: of the AUROC. repeats, seed: of the bootstrap over images; 0 repeats leave the intervals out.
    Returns:
        ``expected_error_mm``, the mean beside ``MRE_mm`` of the same landmarks; ``AUROC_2.0mm`` … with ``_low`` and
        ``_high`` (95 %); ``AURC_mm`` and ``AURC_best_mm``, that of expected errors that are the errors. Empty where no
        landmark has both.
    """
    if expected_mm is None or not (np.isfinite(expected_mm) & np.isfinite(errors_mm)).any():
        return {}
    expected, errors = _known(expected_mm, errors_mm)
    scores = {'expected_error_mm': float(expected.mean())}
    for limit in limits_mm:
        key = auroc_key(limit)
        scores[key] = area_under_curve(expected, errors > limit)
        if repeats:
            ends = _auroc_interval(expected_mm, errors_mm, limit, repeats, seed)
            scores |= dict(zip((f'{key}_low', f'{key}_high'), ends, strict=True))
    return scores | {
        'AURC_mm': area_under_risk_coverage(expected, errors),
        'AURC_best_mm': area_under_risk_coverage(errors, errors),
    }


def _known(expected: np.ndarray, errors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    expected, errors = (np.asarray(values, dtype=np.float64) for values in (expected, errors))
    if expected.shape != errors.shape:
        raise ValueError(f'expected errors {expected.shape}, errors {errors.shape}: expected one for each')
    known = np.isfinite(expected) & np.isfinite(errors)
    return expected[known], errors[known]


def _auroc_interval(
    expected_mm: np.ndarray, errors_mm: np.ndarray, limit_mm: float, repeats: int, seed: int
) -> tuple[float, float]:
    """95 % interval over images drawn with replacement, all landmarks of an image together."""
    known = np.isfinite(expected_mm) & np.isfinite(errors_mm)
    image = np.nonzero(known)[0]
    draws = draw_images(len(errors_mm), repeats, seed)
    parts = [
        _weighted_areas(expected_mm[known], errors_mm[known] > limit_mm, draws[start : start + _CHUNK, image])
        for start in range(0, repeats, _CHUNK)
    ]
    return percentile_interval(np.concatenate(parts))


def _weighted_areas(scores: np.ndarray, is_positive: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Area for each row of weights (R, n) of scores (n,); NaN where one kind has no weight."""
    order = np.argsort(scores, kind='stable')
    starts = np.flatnonzero(np.diff(scores[order], prepend=np.nan) != 0)
    of_kind = [np.add.reduceat(weights[:, order] * (is_positive[order] == kind), starts, axis=1) for kind in (0, 1)]
    below = of_kind[0].cumsum(axis=1) - of_kind[0] / 2
    pairs = of_kind[0].sum(axis=1) * of_kind[1].sum(axis=1)
    found = (below * of_kind[1]).sum(axis=1)
    return np.divide(found, pairs, out=np.full(len(weights), np.nan), where=pairs > 0)
