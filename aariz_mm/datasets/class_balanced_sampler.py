"""Sampling that evens out the CVM stages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from mmengine.dataset import DefaultSampler
from mmpose.registry import DATA_SAMPLERS

__all__ = ['ClassBalancedSampler', 'balanced_indices', 'class_quotas']


@DATA_SAMPLERS.register_module()
class ClassBalancedSampler(DefaultSampler):
    """An epoch of as many images as the dataset has, in which stage c has a share near ``n_c ** (1 - power)``.

    Images of a rare stage come several times, some of a frequent one not at all in this epoch but in another. Images
    without a stage keep their natural share. MMEngine sets the epoch, and all ranks share one seed.

    Args:
        dataset: data infos have ``cvm_stage``, a number or None.
        power: 0 takes every image once (a plain shuffle), 1 makes the stages equally frequent.
        seed, round_up: as in :class:`DefaultSampler`.
    Errors:
        ValueError: ``power`` is not 0 to 1.
    """

    def __init__(self, dataset, power: float = 0.5, seed: int | None = None, round_up: bool = True):
        super().__init__(dataset, shuffle=True, seed=seed, round_up=round_up)
        if not 0 <= power <= 1:
            raise ValueError(f'ClassBalancedSampler: power must lie in [0, 1], got {power}')
        self.power = power
        self.stages = [dataset.get_data_info(index)['cvm_stage'] for index in range(len(dataset))]

    def __iter__(self) -> Iterator[int]:
        """Indices of this rank in this epoch."""
        indices = balanced_indices(self.stages, self.power, np.random.default_rng((self.seed, self.epoch)))
        if self.round_up:
            indices = np.resize(indices, self.total_size)
        return iter(indices[self.rank : self.total_size : self.world_size].tolist())


def class_quotas(counts: Sequence[int], total: int, power: float) -> np.ndarray:
    """How many of ``total`` draws each class gets: ``counts ** (1 - power)`` scaled, largest remainders rounded up.

    Example: counts 90 and 10, 100 draws -> power 0: 90, 10; power 0.5: 75, 25; power 1: 50, 50
    """
    shares = np.asarray(counts, dtype=np.float64) ** (1 - power)
    exact = total * shares / shares.sum()
    quotas = np.floor(exact + 1e-9).astype(np.int64)
    rest = total - quotas.sum()
    quotas[np.argsort(quotas - exact, kind='stable')[:rest]] += 1
    return quotas


def balanced_indices(classes: Sequence, power: float, rng: np.random.Generator) -> np.ndarray:
    """One shuffled epoch, (B,) indices of B images; no image of a class comes twice more often than another of it.

    Args:
        classes: (B,) labels; None is a class that keeps its share.
    """
    unknown = np.array([label is None for label in classes])
    members = [np.flatnonzero(unknown)] if unknown.any() else []
    known = sorted({label for label in classes if label is not None})
    members += [np.array([index for index, label in enumerate(classes) if label == wanted]) for wanted in known]
    quotas = [int(unknown.sum())] if unknown.any() else []
    if known:
        counts = [len(indices) for indices in members[-len(known) :]]
        quotas += class_quotas(counts, int((~unknown).sum()), power).tolist()
    drawn = [_draw(indices, quota, rng) for indices, quota in zip(members, quotas, strict=True)]
    return rng.permutation(np.concatenate(drawn))


def _draw(indices: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """``count`` of the indices: all of them as often as they fit, and a random choice for the rest."""
    return np.concatenate([np.tile(indices, count // len(indices)), rng.permutation(indices)[: count % len(indices)]])
