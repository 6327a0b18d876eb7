"""Random numbers that follow from where a training stands, and not from what it has drawn before."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import numpy as np
import torch
from mmengine.device import get_device
from torch.utils.data import BatchSampler, DataLoader, get_worker_info

__all__ = ['Key', 'PlacedIndex', 'PlacedSampler', 'draw_by_place', 'number_of', 'own_numbers', 'seed_all']

Key = tuple[int, ...]
"""Where a training stands: its seed, the epoch, the process and a place in the epoch."""
_OF_STEPS, _OF_SAMPLES = 0, 1


def number_of(key: Key) -> int:
    """A seed of 64 bits that follows from a key; near keys give seeds that have nothing in common.

    Errors:
        ValueError: a negative number in the key.
    """
    return int(np.random.SeedSequence(key).generate_state(1, np.uint64)[0])


def seed_all(seed: int, epoch: int, rank: int, step: int) -> None:
    """Seed Python, NumPy and torch on all devices for one step: what the model and its loss draw."""
    number = number_of((seed, epoch, rank, step, _OF_STEPS))
    _seed_cpu(number)
    if get_device() != 'cpu':  # else torch would note for a GPU that may come, which takes longer than all the rest
        torch.manual_seed(number)


@contextmanager
def own_numbers(key: Key) -> Iterator[None]:
    """Let all that draws on the CPU within the block draw by a key; afterwards it goes on as if nothing had been."""
    kept = random.getstate(), np.random.get_state(), torch.default_generator.get_state()
    _seed_cpu(number_of(key))
    try:
        yield
    finally:
        random.setstate(kept[0])
        np.random.set_state(kept[1])
        torch.default_generator.set_state(kept[2])


def _seed_cpu(number: int) -> None:
    random.seed(number)
    np.random.seed([number & 0xFFFFFFFF, number >> 32])
    torch.default_generator.manual_seed(number)


class PlacedIndex(int):
    """Index of a sample, and the key of its place in the training."""

    key: Key

    def __new__(cls, index: int, key: Key):
        """An index with a key."""
        placed = super().__new__(cls, index)
        placed.key = key
        return placed

    def __reduce__(self):
        """For the way to a worker."""
        return PlacedIndex, (int(self), self.key)


class PlacedSampler:
    """The indices of a sampler, each with its place: seed, epoch, process, and how many came before it.

    Args:
        sampler: gives the order.
    Attributes:
        start: (seed, epoch, process) of the epoch that is drawn next. skipped: samples at its start that are left out.
    """

    def __init__(self, sampler: Any):
        self.sampler, self.start, self.skipped = sampler, (0, 0, 0), 0

    def __iter__(self) -> Iterator[PlacedIndex]:
        """The indices of one epoch."""
        start = self.start
        for place, index in islice(enumerate(self.sampler), self.skipped, None):
            yield PlacedIndex(index, (*start, place, _OF_SAMPLES))

    def __len__(self) -> int:
        """Samples of a whole epoch."""
        return len(self.sampler)


class _PlacedItems:
    """What torch takes the samples of a batch from: those of a dataset, each drawn by its place."""

    def __init__(self, dataset: Any):
        self.dataset = dataset

    def __call__(self, indices: Sequence[int]) -> list:
        return [self._one(index) for index in indices]

    def _one(self, index: int) -> Any:
        if not isinstance(index, PlacedIndex):
            return self.dataset[index]
        if get_worker_info() is not None:  # whose numbers nobody else needs
            _seed_cpu(number_of(index.key))
            return self.dataset[int(index)]
        with own_numbers(index.key):
            return self.dataset[int(index)]


def draw_by_place(loader: DataLoader) -> PlacedSampler | None:
    """Let a loader draw the augmentation of each sample by its place in the training.

    Then it is the same after a resumption, with any number of workers, and whatever was drawn elsewhere.

    Args:
        loader: changed in place, before it is used.
    Returns:
        Its sampler, which is told where the training stands before each epoch; None where the loader has batches of a
        kind of its own, or a dataset that takes no attributes, such as a list: it is left as it is.
    """
    batches = getattr(loader, 'batch_sampler', None)
    if type(batches) is not BatchSampler or batches.sampler is not loader.sampler:
        return None
    if not hasattr(loader.dataset, '__dict__') or hasattr(loader.dataset, '__getitems__'):
        return None
    loader.dataset.__getitems__ = _PlacedItems(loader.dataset)
    batches.sampler = PlacedSampler(loader.sampler)
    return batches.sampler
