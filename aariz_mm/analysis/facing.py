"""Which way the face on a radiograph looks, by its anatomy. Numpy alone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from aariz_mm.geometry import cross

__all__ = ['BACK', 'LOWER_FRONT', 'UNKNOWN_SIDE', 'UPPER_FRONT', 'facing']

BACK = ('S', 'Ar', 'Co', 'Go', 'Po', 'R')
UPPER_FRONT = ('N', 'N`', 'Or')
LOWER_FRONT = ('A', 'ANS', 'B', 'Gn', 'LIT', 'Me', 'Pog', 'UIT')

UNKNOWN_SIDE = f'the side that the face looks to is unknown; it takes one of {", ".join(BACK)}, one of ' \
         f'{", ".join(UPPER_FRONT)} and one of {", ".join(LOWER_FRONT)}'  # fmt: skip


def facing(points: Mapping[str, np.ndarray]) -> np.ndarray:
    """1 where the face is that of a head looking right, -1 where it is a mirrored one; 0 where unknown.

    The way round from the back of the head over the brow to the jaw is clockwise in the one and anticlockwise in the
    other, however the image is turned. Every triangle of one landmark from each region has a vote, so that a stray
    landmark is outvoted.

    Args:
        points: symbol -> (B, 2), y down; NaN or left out where missing; not empty.
    Returns:
        (B,) float64.
    """
    missing = np.full_like(next(iter(points.values())), np.nan, dtype=np.float64)
    back, brow, jaw = (
        np.stack([points.get(symbol, missing) for symbol in region]) for region in (BACK, UPPER_FRONT, LOWER_FRONT)
    )
    back, brow = back[:, None, None], brow[None, :, None]
    votes = np.nan_to_num(np.sign(cross(brow - back, jaw - back)))
    return np.sign(votes.sum(axis=(0, 1, 2)))
