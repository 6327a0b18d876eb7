"""Cross-validation inside one split. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def stratified_folds(classes: Sequence, num_folds: int, seed: int) -> np.ndarray:
    """The fold in which each image is held out: each class shuffled and dealt out in turn, like cards.

    Args:
        classes: (B,), one comparable label per image.
    Returns:
        (B,) int64, 0 to ``num_folds`` - 1. The folds, and each class over the folds, differ by at most one image.
    Errors:
        ValueError: fewer than two folds, or fewer images than folds.
    Example: classes a a a a b b, 2 folds -> each fold holds two a and one b
    """
    classes = np.asarray(classes)
    if not 2 <= num_folds <= len(classes):
        raise ValueError(f'num_folds={num_folds}: expected 2 to {len(classes)}, the number of images')
    rng = np.random.default_rng(seed)
    dealt = np.concatenate([rng.permutation(np.flatnonzero(classes == label)) for label in np.unique(classes)])
    folds = np.empty(len(classes), dtype=np.int64)
    folds[dealt] = np.arange(len(classes)) % num_folds
    return folds
