"""Where an image shows its face, learnt from the dataset itself: pixels of thumbnails against landmarks.

Ridge regression on all other images (leave one out by the hat matrix) says from a thumbnail of 32 x 32 pixels where the
landmarks are: on ISBI 2015 within 4 mm, where two patients are 9 mm apart. That tells whose landmarks these are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from aariz_mm.landmarks import SYMBOLS

from .cases import Case, main_readers
from .findings import WARNING, Finding

__all__ = ['FEWEST_IMAGES', 'check_content', 'exchange_gains']

FEWEST_IMAGES = 40
_SIDE = 32
_RIDGE = 0.1
_SHRINKAGE = 0.1
_PIXEL_SHARE = 0.002
"""Inaccuracy of marks as a share of the image's side: about half a mm."""
_HELD = 0.9
_DIRECTIONS = 6
"""Of all landmarks together, the most varied: some dozens of images do not tell more."""
_ROUNDS = 4
_GAIN = 20.0
"""Twice the log of how much likelier two images become once they exchange their landmarks. Of ISBI 2015 (train) at
most 12; of two exchanged patients 34 or more in 95 of 100."""


def check_content(cases: Sequence[Case]) -> Iterator[Finding]:
    """Pairs of images of which each one's landmarks fit the other's pixels better; needs 40 images."""
    own = [case for case in cases if case.is_readable and case.readers_px]
    points = np.array([case.mean_points_px(main_readers(case.readers_px)) for case in own]).reshape(-1, len(SYMBOLS), 2)
    known = np.isfinite(points).all(axis=2)
    held = known.mean(axis=0) >= _HELD if len(own) else np.zeros(len(SYMBOLS), bool)
    complete = np.flatnonzero(known[:, held].all(axis=1)) if held.any() else np.array([], int)
    if len(complete) < FEWEST_IMAGES:
        return
    sizes = np.array([own[i].scan.size_px for i in complete], float)
    gains = exchange_gains([own[i].scan.thumbnail for i in complete], points[complete][:, held], sizes)
    for i, j in _best_pairs(gains):
        first, second = own[complete[i]], own[complete[j]]
        yield Finding(
            WARNING, 'labels-exchanged', f'{first.ceph_id} and {second.ceph_id}: the landmarks of each fit the pixels '
            'of the other better than its own, by all readers',
            'see whether their annotations were exchanged, or one of them is that of another image',
            (first.ceph_id, second.ceph_id), (*first.files, *second.files), first.marks(first.readers_px),
        )  # fmt: skip


def exchange_gains(thumbnails: Sequence[np.ndarray], points_px: np.ndarray, sizes_px: np.ndarray) -> np.ndarray:
    """How much better two images fit their landmarks once these are exchanged.

    Args:
        thumbnails: B squares, whatever their side. points_px: (B, K, 2), all known. sizes_px: (B, 2), (w, h).
    Returns:
        (B, B) twice the logarithm of the likelihood ratio; -inf on the diagonal.
    """
    places = (points_px / sizes_px[:, None]).reshape(len(points_px), -1)
    shown = _predict(_features(thumbnails), places)
    ways = np.linalg.svd(places - places.mean(axis=0), full_matrices=False)[2][:_DIRECTIONS].T
    shown = shown @ ways
    precision = _precision(places @ ways - shown)
    # Landmarks of image j on the pixels of image i keep their pixels, so their share of the sides changes.
    costs = np.empty((len(places), len(places)))
    for i, size in enumerate(sizes_px):
        row = (points_px / size).reshape(len(places), -1) @ ways - shown[i]
        costs[i] = np.einsum('jk,kl,jl->j', row, precision, row, optimize=True)
    gains = np.diag(costs)[:, None] + np.diag(costs)[None] - costs - costs.T
    np.fill_diagonal(gains, -np.inf)
    return gains


def _features(thumbnails: Sequence[np.ndarray]) -> np.ndarray:
    small = [cv2.resize(one, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).ravel() for one in thumbnails]
    pixels = np.array(small, float)
    spread = pixels.std(axis=1, keepdims=True)
    return (pixels - pixels.mean(axis=1, keepdims=True)) / np.where(spread > 0, spread, 1.0)


def _predict(features: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Each image's places (B, D) by the pixels of all others."""
    centred = features - features.mean(axis=0)
    kernel = centred @ centred.T
    kernel /= max(np.trace(kernel) / len(kernel), 1e-12)
    hat = kernel @ np.linalg.inv(kernel + _RIDGE * np.eye(len(kernel))) + 1 / len(kernel)
    return places - (places - hat @ places) / (1 - np.diag(hat))[:, None]


def _precision(errors: np.ndarray) -> np.ndarray:
    weights = np.ones(len(errors))
    for _ in range(_ROUNDS):
        covariance = (errors * weights[:, None]).T @ errors / weights.sum()
        own = np.diag(np.diag(covariance))
        shrunk = (1 - _SHRINKAGE) * covariance + _SHRINKAGE * own + _PIXEL_SHARE**2 * np.eye(len(own))
        precision = np.linalg.inv(shrunk)
        distances = np.einsum('bi,ij,bj->b', errors, precision, errors, optimize=True)
        weights = np.minimum(1.0, np.median(distances) / np.maximum(distances, 1e-12))
    return precision


def _best_pairs(gains: np.ndarray) -> Iterator[tuple[int, int]]:
    """Pairs that gain enough, each the best partner of the other."""
    best = gains.argmax(axis=1)
    for i, j in enumerate(best):
        if i < j and best[j] == i and gains[i, j] > _GAIN:
            yield i, int(j)
