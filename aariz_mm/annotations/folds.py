"""Cross-validation inside one split. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ['FoldSelection', 'stratified_folds']


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


@dataclass(frozen=True)
class FoldSelection:
    """Which images of a split a dataset holds.

    Args:
        fold: 0 to ``num_folds`` - 1; None is the whole split.
        num_folds, seed: of :func:`stratified_folds`.
        part: 'valid' is the fold itself, 'train' all the others.
    Errors:
        ValueError: an unknown part, or no such fold.
    """

    fold: int | None
    num_folds: int
    seed: int
    part: str

    def __post_init__(self):
        if self.part not in ('train', 'valid'):
            raise ValueError(f"fold_part={self.part!r} is unknown; use 'train' or 'valid'")
        if self.fold is not None and self.fold not in range(self.num_folds):
            raise ValueError(f'fold={self.fold!r}: expected None or 0 to {self.num_folds - 1}')

    def choose(self, items: Sequence, classes: Sequence, part: str | None = None) -> list:
        """Those of B items that belong to the part (default: the selection's own), in order.

        Args:
            classes: (B,), one comparable label per item, to stratify by.
        """
        if self.fold is None:
            return list(items)
        folds = stratified_folds(classes, self.num_folds, self.seed)
        held_out = (part or self.part) == 'valid'
        return [item for item, fold in zip(items, folds, strict=True) if (fold == self.fold) == held_out]

    def protocol(self) -> dict[str, Any]:
        """The settings as a dataset states them; empty for the whole split."""
        if self.fold is None:
            return {}
        return dict(fold=self.fold, num_folds=self.num_folds, fold_seed=self.seed, fold_part=self.part)
