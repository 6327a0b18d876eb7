"""Scores of CVM stages, all from the 6 x 6 confusion matrix. Numpy alone.

Shares (accuracy, recall, within one stage, calibration error) are fractions of 1.
"""

from __future__ import annotations

import numpy as np

from aariz_mm.arrays import divide, nan_mean

from ..landmarks import CVM_STAGES
from .agreement import class_distances, count_pairs, weighted_kappa
from .calibration import calibration_scores, expected_calibration_error
from .intervals import proportion_interval
from .stage_intervals import score_interval

__all__ = [
    'NUM_STAGES',
    'accuracy',
    'confusion_matrix',
    'cvm_scores',
    'expected_calibration_error',
    'f1_macro',
    'mean_absolute_error',
    'quadratic_weighted_kappa',
    'recall',
    'stage_score_intervals',
    'stages_without_images',
    'within_one',
]

NUM_STAGES = len(CVM_STAGES)


def confusion_matrix(true_stages: np.ndarray, pred_stages: np.ndarray) -> np.ndarray:
    """Counts (6, 6) int64; row: true stage, column: predicted stage, S1 first.

    Args:
        true_stages, pred_stages: (B,), whole numbers 1 to 6.
    Errors:
        ValueError: shapes differ, or a stage is not 1 to 6.
    """
    true_index, pred_index = _as_indices('true_stages', true_stages), _as_indices('pred_stages', pred_stages)
    if true_index.shape != pred_index.shape:
        raise ValueError(f'expected as many predicted as true stages, got {true_index.size} and {pred_index.size}')
    return count_pairs(true_index, pred_index, NUM_STAGES)


def accuracy(confusion: np.ndarray) -> np.ndarray:
    """Share of right stages: (..., 6, 6) counts -> (...)."""
    return np.trace(confusion, axis1=-2, axis2=-1) / _total(confusion)


def mean_absolute_error(confusion: np.ndarray) -> np.ndarray:
    """Mean error in stages: (..., 6, 6) counts -> (...)."""
    return (confusion * class_distances(NUM_STAGES)).sum(axis=(-2, -1)) / _total(confusion)


def within_one(confusion: np.ndarray) -> np.ndarray:
    """Share of images at most one stage off: (..., 6, 6) counts -> (...)."""
    return (confusion * (class_distances(NUM_STAGES) <= 1)).sum(axis=(-2, -1)) / _total(confusion)


def recall(confusion: np.ndarray) -> np.ndarray:
    """Share of the images of each stage that are given it: (..., 6, 6) counts -> (..., 6); NaN without images."""
    return divide(np.diagonal(confusion, axis1=-2, axis2=-1), confusion.sum(axis=-1))


def f1_macro(confusion: np.ndarray) -> np.ndarray:
    """Unweighted mean of the stages' F1: (..., 6, 6) counts -> (...).

    A stage that is neither true nor predicted anywhere has no F1 and is left out; one that is predicted but never
    true (or true but never predicted) counts as 0, as in scikit-learn.
    """
    hits = np.diagonal(confusion, axis1=-2, axis2=-1)
    return nan_mean(divide(2 * hits, confusion.sum(axis=-1) + confusion.sum(axis=-2)), axis=-1)


def quadratic_weighted_kappa(confusion: np.ndarray) -> np.ndarray:
    """Cohen's kappa with squared distances, :func:`.agreement.weighted_kappa`: (..., 6, 6) counts -> (...).

    Example: truth 1 1 2 2, prediction 1 2 2 2 -> 0.5
    """
    return weighted_kappa(confusion, 2)


_SCORES = dict(
    accuracy=accuracy,
    f1_macro=f1_macro,
    qwk=quadratic_weighted_kappa,
    mae=mean_absolute_error,
    within_1=within_one,
)
_SMOOTHED = dict(f1_macro=(1.0, 'share'), qwk=(0.15, 'kappa'), mae=(0.15, 'distance'))
"""Images added to each stage for the interval, as few as let it hold in simulations, and its scale. F1 takes all stages
alike, rare ones too, and needs more."""


def stage_score_intervals(confusion: np.ndarray) -> dict[str, tuple[float, float]]:
    """95 % intervals of accuracy, macro F1, kappa, mean error and within one stage, by the keys of their scores.

    Shares have :func:`.intervals.proportion_interval`, the others :func:`.stage_intervals.score_interval`.
    Macro F1 has none (NaN) where a stage has no image, for it is then the mean of fewer stages than that of other
    patients would be.
    """
    images = int(confusion.sum())
    shares = {'accuracy': np.trace(confusion), 'within_1': (confusion * (class_distances(NUM_STAGES) <= 1)).sum()}
    found = {name: proportion_interval(int(hits), images) for name, hits in shares.items()}
    found |= {name: score_interval(_SCORES[name], confusion, *how) for name, how in _SMOOTHED.items()}
    return found | ({'f1_macro': (float('nan'), float('nan'))} if stages_without_images(confusion) else {})


def stages_without_images(confusion: np.ndarray) -> list[str]:
    """Names of the stages that no image has. Example: of truths 1, 2, 4, 5, 6 -> ['S3']"""
    return [f'S{index + 1}' for index in np.flatnonzero(confusion.sum(axis=1) == 0)]


def cvm_scores(
    true_stages: np.ndarray,
    pred_stages: np.ndarray,
    probabilities: np.ndarray | None = None,
    majority_stage: int | None = None,
    repeats: int = 1000,
    seed: int = 0,
) -> dict[str, float]:
    """All scores of CVM staging, beside those of always predicting one stage.

    Args:
        true_stages, pred_stages: (B,), 1 to 6, B >= 1.
        probabilities: (B, 6), for ``CVM_ece`` and so on, which are left out without them.
        majority_stage: most frequent stage of the training images; None takes that of ``true_stages``.
        repeats, seed: of what is drawn at random; 0 repeats leave all intervals out.
    Returns:
        ``CVM_accuracy CVM_f1_macro CVM_qwk CVM_mae CVM_within_1``, each with ``_low`` and ``_high`` (95 %) and as
        ``CVM_majority_*``; ``CVM_majority_stage``; ``CVM_recall/S1`` …, with their intervals; ``CVM_num_images``; of
        the probabilities ``CVM_ece CVM_ece_debiased CVM_classwise_ece``, with what a perfect head would have
        (``CVM_ece_expected``, ``CVM_ece_expected_low``, ``_high``, see :func:`.calibration.calibration_scores`).
    Errors:
        ValueError: no images, or as :func:`confusion_matrix` and :func:`expected_calibration_error`.
    Example: always 5 on the Aariz test set -> accuracy 0.460, mae 0.753, within_1 0.887, qwk 0
    """
    confusion = confusion_matrix(true_stages, pred_stages)
    if not confusion.sum():
        raise ValueError('no image has a CVM stage; there is nothing to score')
    counts = confusion.sum(axis=1)
    majority_stage = int(counts.argmax()) + 1 if majority_stage is None else majority_stage
    if majority_stage not in range(1, NUM_STAGES + 1):
        raise ValueError(f'majority_stage={majority_stage!r}: expected a stage, 1 to {NUM_STAGES}')
    constant = confusion_matrix(true_stages, np.full(np.size(true_stages), majority_stage))
    scores = {f'CVM_{name}': float(score(confusion)) for name, score in _SCORES.items()}
    if probabilities is not None:
        of_chances = calibration_scores(probabilities, pred_stages, true_stages, repeats, seed)
        scores |= {f'CVM_{name}': value for name, value in of_chances.items()}
    for name, (low, high) in (stage_score_intervals(confusion) if repeats else {}).items():
        scores |= {f'CVM_{name}_low': low, f'CVM_{name}_high': high}
    scores['CVM_majority_stage'] = majority_stage
    scores |= {f'CVM_majority_{name}': float(score(constant)) for name, score in _SCORES.items()}
    for index, share in enumerate(recall(confusion)):
        scores[f'CVM_recall/S{index + 1}'] = float(share)
        if repeats:
            low, high = proportion_interval(int(confusion[index, index]), int(counts[index]))
            scores |= {f'CVM_recall/S{index + 1}_low': low, f'CVM_recall/S{index + 1}_high': high}
    return scores | {'CVM_num_images': int(confusion.sum())}


def _as_indices(name: str, stages: np.ndarray) -> np.ndarray:
    stages = np.asarray(stages)
    strange = stages[~np.isin(stages, np.arange(1, NUM_STAGES + 1))]
    if strange.size or stages.ndim != 1:
        raise ValueError(
            f'{name}: expected (B,) whole numbers 1 to 6, got shape {stages.shape} with {strange[:3].tolist()}; '
            'leave images without a stage out'
        )
    return stages.astype(np.int64) - 1


def _total(confusion: np.ndarray) -> np.ndarray:
    return confusion.sum(axis=(-2, -1))
