"""Several bundles that read together: means of their outputs, with what they differ in added to the spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from .bundle import Bundle, BundleInfo

__all__ = ['BundleEnsemble', 'combine_errors', 'combine_spreads']

_SAME = ('kind', 'symbols', 'input_size', 'fit_size', 'percentiles', 'decision')


class BundleEnsemble:
    """Bundles of one kind that read as one :class:`~aariz_mm.reading.bundle.Bundle`.

    Args:
        members: bundles that find the same landmarks in a picture of the same size.
    Errors:
        ValueError: fewer than two, or they differ in what they read.
    """

    def __init__(self, members: Sequence[Bundle]):
        if len(members) < 2:
            raise ValueError(f'an ensemble of {len(members)} bundles; give at least two')
        first = members[0]
        for member in members[1:]:
            odd = [name for name in _SAME if getattr(member.info, name) != getattr(first.info, name)]
            if odd:
                raise ValueError(
                    f'{member.path} and {first.path} differ in {", ".join(odd)} and cannot read together; join bundles '
                    'of the same config'
                )
        self.members = tuple(members)

    @property
    def path(self) -> Path:
        """That of the first member."""
        return self.members[0].path

    @property
    def info(self) -> BundleInfo:
        """What the first member says of itself, but for its calibration and scores, which are not the ensemble's."""
        return replace(self.members[0].info, calibration=None, scores=None)

    @property
    def models(self) -> tuple[str, ...]:
        """Those of all members."""
        return tuple(model for member in self.members for model in member.models)

    @property
    def files(self) -> tuple[str, ...]:
        """Those of all members."""
        return tuple(file for member in self.members for file in member.files)

    def run(self, pictures: np.ndarray) -> dict[str, np.ndarray]:
        """As :meth:`~aariz_mm.reading.bundle.Bundle.run`; outputs that not all members have are left out."""
        found = [member.run(pictures) for member in self.members]
        shared = [name for name in found[0] if all(name in one for one in found)]
        joined = {name: np.mean([one[name] for one in found], axis=0) for name in shared}
        if {'points', 'spread'} <= joined.keys():
            points, spreads = (np.stack([one[name] for one in found]) for name in ('points', 'spread'))
            joined['spread'] = combine_spreads(points, spreads)
        if {'points', 'errors'} <= joined.keys():
            points, errors = (np.stack([one[name] for one in found]) for name in ('points', 'errors'))
            joined['errors'] = combine_errors(points, errors)
        return joined


def combine_errors(points: np.ndarray, errors: np.ndarray) -> np.ndarray:
    """Errors (B, K) to expect of the mean of several predictions, in quadrature with what they differ by along an axis.

    Args:
        points: (M, B, K, 2). errors: (M, B, K).
    Example: two predictions 4 px apart along x, each of error 1 -> sqrt(1 + 2)
    """
    off = points - points.mean(axis=0)
    return np.sqrt((errors**2 + (off**2).sum(axis=-1) / 2).mean(axis=0))


def combine_spreads(points: np.ndarray, spreads: np.ndarray) -> np.ndarray:
    """Spread of the mean of several predictions: their mean spread, and what the predictions differ by.

    Args:
        points: (M, B, K, 2). spreads: (M, B, K, 3), variances along x and y, and covariance.
    Returns:
        (B, K, 3).
    Example: two predictions 2 px apart along x, each of variance 1 -> a variance of 1 + 1 along x
    """
    off = points - points.mean(axis=0)
    between = np.stack([off[..., 0] ** 2, off[..., 1] ** 2, off[..., 0] * off[..., 1]], axis=-1)
    return (spreads + between).mean(axis=0)
