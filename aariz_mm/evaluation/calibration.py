"""Do the probabilities of stages mean what they say? Errors of calibration beside those of a perfect head. Numpy alone.

A binned error is above 0 even where every probability is right: a bin of six crops never has exactly its share of right
answers. So each error stands beside what a perfect head would have on the same probabilities, by drawing the truth from
them (Vaicenavicius et al., AISTATS 2019, call it consistency resampling), and a debiased one beside that.
"""

from __future__ import annotations

import numpy as np

from ..landmarks import CVM_STAGES
from .bootstrap import percentile_interval

__all__ = [
    'calibration_scores',
    'check_probabilities',
    'classwise_calibration_error',
    'debiased_calibration_error',
    'expected_calibration_error',
]

_NUM_STAGES = len(CVM_STAGES)
_BINS = 15
_STAGES = np.arange(1, _NUM_STAGES + 1)
_EQUAL_TO_ONE = 1e-3


def expected_calibration_error(
    probabilities: np.ndarray, pred_stages: np.ndarray, true_stages: np.ndarray, bins: int = _BINS
) -> float:
    """Mean distance between how sure a prediction is and how often it is right (Guo et al., ICML 2017).

    Args:
        probabilities: (B, 6), rows sum to 1; how sure is the probability of the predicted stage.
        pred_stages, true_stages: (B,), 1 to 6.
        bins: number of equal bins of [0, 1].
    Errors:
        ValueError: the shapes differ, or a row is no distribution.
    Example: two predictions given 0.8 and 0.8, one of them right -> 0.3
    """
    probabilities, pred, true = check_probabilities(probabilities, pred_stages, true_stages)
    sure = probabilities[np.arange(pred.size), pred]
    return float(_binned_errors(sure, (pred == true)[None], bins)[0])


def classwise_calibration_error(probabilities: np.ndarray, true_stages: np.ndarray, bins: int = _BINS) -> float:
    """Mean over the stages of the same between a stage's probability and its share (Kull et al., NeurIPS 2019).

    Unlike the error of the predicted stage it also sees probabilities that are wrong on the other five.
    """
    probabilities, _, true = check_probabilities(probabilities, true_stages, true_stages)
    return float(_classwise_errors(probabilities, true[None], bins)[0])


def debiased_calibration_error(
    probabilities: np.ndarray, pred_stages: np.ndarray, true_stages: np.ndarray, bins: int = _BINS
) -> float:
    """Root of the debiased squared calibration error (Kumar, Liang & Ma, NeurIPS 2019), in bins of equally many.

    From the squared distance of each bin is taken what chance alone adds, ``r (1 - r) / (n - 1)``, r the share of right
    answers of its n. So a perfect head has 0 on average before the root; a sum below 0 counts as 0.
    """
    probabilities, pred, true = check_probabilities(probabilities, pred_stages, true_stages)
    sure, right = probabilities[np.arange(pred.size), pred], pred == true
    order = np.argsort(sure, kind='stable')
    parts = [part for part in np.array_split(order, max(1, min(bins, pred.size // 2))) if len(part) > 1]
    squares = [
        len(part) * ((sure[part].mean() - right[part].mean()) ** 2 - right[part].var() / (len(part) - 1))
        for part in parts
    ]
    return float(np.sqrt(max(0.0, sum(squares) / pred.size))) if parts else float('nan')


def calibration_scores(
    probabilities: np.ndarray, pred_stages: np.ndarray, true_stages: np.ndarray, repeats: int = 1000, seed: int = 0
) -> dict[str, float]:
    """All that a test says of the probabilities.

    Args:
        repeats, seed: of the draws of a perfect head; 0 repeats leave its values out.
    Returns:
        ``ece``, ``ece_debiased`` and ``classwise_ece``; ``ece_expected``, what a perfect head with these probabilities
        has on average, ``ece_expected_low`` and ``ece_expected_high`` (95 % of its draws), and the same of
        ``classwise_ece``. An error within its band says nothing against the probabilities.
    """
    probabilities, pred, _ = check_probabilities(probabilities, pred_stages, true_stages)
    scores = dict(
        ece=expected_calibration_error(probabilities, pred_stages, true_stages),
        ece_debiased=debiased_calibration_error(probabilities, pred_stages, true_stages),
        classwise_ece=classwise_calibration_error(probabilities, true_stages),
    )
    if not repeats:
        return scores
    drawn = _draw_truth(probabilities, repeats, seed)
    sure = probabilities[np.arange(pred.size), pred]
    return (
        scores
        | _band('ece_expected', _binned_errors(sure, drawn == pred, _BINS))
        | _band('classwise_ece_expected', _classwise_errors(probabilities, drawn, _BINS))
    )


def check_probabilities(
    probabilities: np.ndarray, pred_stages: np.ndarray, true_stages: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Probabilities (B, 6) as float64, and both stages as indices from 0.

    Errors:
        ValueError: the shapes differ, or a row is no distribution.
    """
    probabilities = np.asarray(probabilities, dtype=np.float64)
    pred, true = (np.asarray(stages) for stages in (pred_stages, true_stages))
    strange = [stages for stages in (pred, true) if not np.isin(stages, _STAGES).all()]
    if strange:
        raise ValueError(f'stages: expected whole numbers 1 to 6, got {strange[0][:3].tolist()} …')
    pred, true = (stages.astype(np.int64) - 1 for stages in (pred, true))
    if probabilities.shape != (pred.size, _NUM_STAGES) or true.size != pred.size:
        raise ValueError(f'probabilities: expected ({true.size}, {_NUM_STAGES}), got {probabilities.shape}')
    if not (np.abs(probabilities.sum(axis=1) - 1) < _EQUAL_TO_ONE).all() or (probabilities < 0).any():
        raise ValueError('probabilities: a row is negative, not finite or does not sum to 1; give a softmax, no logits')
    return probabilities, pred, true


def _binned_errors(sure: np.ndarray, right: np.ndarray, bins: int) -> np.ndarray:
    """Errors (R,) of R truths of the same n predictions: sure (n,), right (R, n)."""
    in_bin = np.clip(np.ceil(sure * bins).astype(int) - 1, 0, bins - 1)
    gaps = (sure - right) @ np.eye(bins)[in_bin]
    return np.abs(gaps).sum(axis=1) / max(sure.size, 1)


def _classwise_errors(probabilities: np.ndarray, true: np.ndarray, bins: int) -> np.ndarray:
    """Errors (R,) of truths (R, n), indices from 0."""
    of_stage = [_binned_errors(column, true == stage, bins) for stage, column in enumerate(probabilities.T)]
    return np.mean(of_stage, axis=0)


def _draw_truth(probabilities: np.ndarray, repeats: int, seed: int) -> np.ndarray:
    """Truths (repeats, n), indices from 0, that the probabilities describe perfectly."""
    ends = probabilities.cumsum(axis=1) / probabilities.sum(axis=1, keepdims=True)
    chance = np.random.default_rng(seed).random((repeats, len(probabilities)))
    return (chance[..., None] > ends[:, :-1]).sum(axis=-1)


def _band(name: str, errors: np.ndarray) -> dict[str, float]:
    low, high = percentile_interval(errors)
    return {name: float(errors.mean()), f'{name}_low': low, f'{name}_high': high}
