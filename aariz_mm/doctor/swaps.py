"""Two landmarks whose labels a reader swapped: each lies where another reader has the other one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from aariz_mm.landmarks import SYMBOLS

from .cases import Case
from .findings import WARNING, Finding

__all__ = ['check_swaps', 'swapped']


def check_swaps(cases: Sequence[Case]) -> Iterator[Finding]:
    """Every pair of landmarks that two readers have swapped, with the images where they do."""
    readers = sorted(set().union(*(case.readers_px for case in cases)))
    for first, second in combinations(readers, 2):
        both = [case for case in cases if first in case.readers_px and second in case.readers_px]
        if both:
            yield from _compare(first, second, both)


def swapped(first_px: np.ndarray, second_px: np.ndarray) -> np.ndarray:
    """Which pairs of K landmarks are swapped between two readers.

    Args:
        first_px, second_px: (B, K, 2), NaN where not marked.
    Returns:
        (B, K, K) bool, symmetric: both points lie nearer than a third of the way from one landmark to the other to the
        wrong one, and further than two thirds from the right one.
    """
    apart = np.linalg.norm(first_px[:, :, None] - second_px[:, None], axis=-1)
    between = np.linalg.norm(second_px[:, :, None] - second_px[:, None], axis=-1)
    near_other = apart < between / 3
    far_from_own = np.diagonal(apart, axis1=1, axis2=2)[:, :, None] > between * 2 / 3
    one = near_other & far_from_own
    return one & one.swapaxes(1, 2)


def _compare(first: str, second: str, cases: Sequence[Case]) -> Iterator[Finding]:
    points = np.array([[case.readers_px[first], case.readers_px[second]] for case in cases])
    found = swapped(points[:, 0], points[:, 1])
    for i, j in zip(*np.nonzero(np.triu(found.any(axis=0))), strict=True):
        ids = tuple(case.ceph_id for case, hit in zip(cases, found[:, i, j], strict=True) if hit)
        pair = f'{SYMBOLS[i]} and {SYMBOLS[j]}'
        yield Finding(
            WARNING, 'landmarks-swapped',
            f'{first} and {second}: {pair} are swapped in {len(ids)} of {len(cases)} images',
            'see which reader is right; the config corrects the other in memory: '
            f"swapped=[dict(landmarks=('{SYMBOLS[i]}', '{SYMBOLS[j]}'), ids=[...])]", ids,
        )  # fmt: skip
