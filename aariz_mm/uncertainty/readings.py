"""What a bundle found, as the uncertainty is made of it, and what is true of held-out radiographs. Numpy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from aariz_mm.geometry import fit_similarity
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.outlines.mean_shape import MEAN_SHAPE_MM

__all__ = ['HeldOut', 'Readings', 'face_frames', 'mm_per_px', 'one_reading', 'select_radiographs']


@dataclass(frozen=True)
class Readings:
    """What a bundle found on B radiographs.

    points_px: (B, K, 2), network-input pixels. scores: (B, K). spread_px: (B, K, 3), variances along x and y and
    covariance of the maps, px squared.
    """

    symbols: tuple[str, ...]
    points_px: np.ndarray
    scores: np.ndarray
    spread_px: np.ndarray


@dataclass(frozen=True)
class HeldOut:
    """Radiographs that the model which read them was not trained on.

    truth_px: (B, K, 2), network-input pixels, NaN where not marked. numbers: (B,), of the radiographs; its changed
    versions share that of a radiograph. parts: (B,), which bundle read each. kinds: (B,), what was done to the picture
    before, '' for nothing.
    """

    readings: Readings
    truth_px: np.ndarray
    numbers: np.ndarray
    parts: np.ndarray
    kinds: np.ndarray


def one_reading(found: Mapping[str, np.ndarray], symbols: Sequence[str]) -> Readings:
    """Of one radiograph.

    Args:
        found: outputs of a bundle for it, by name: ``points`` (K, 2), ``scores`` (K,), ``spread`` (K, 3).
    """
    points, scores, spread = (np.asarray(found[name], np.float64)[None] for name in ('points', 'scores', 'spread'))
    return Readings(tuple(symbols), points, scores, spread)


def select_radiographs(held_out: HeldOut, which: np.ndarray) -> HeldOut:
    """Some of the radiographs, by a mask or by numbers."""
    one = held_out.readings
    readings = replace(
        one,
        points_px=one.points_px[which],
        scores=one.scores[which],
        spread_px=one.spread_px[which],
    )
    others = (getattr(held_out, name)[which] for name in ('truth_px', 'numbers', 'parts', 'kinds'))
    return HeldOut(readings, *others)


def face_frames(points_px: np.ndarray, symbols: Sequence[str]) -> np.ndarray:
    """Matrices that turn and scale vectors in pixels to those of an upright face with S-N = 70 mm.

    Lengths in this frame do not depend on the resolution, nor on how large the face is in the picture.

    Args:
        points_px: (B, K, 2).
    Returns:
        (B, 2, 2), mm per pixel; NaN where the landmarks lie in one place or are no numbers.
    """
    mean = MEAN_SHAPE_MM[[SYMBOLS.index(symbol) for symbol in symbols]]
    frames = np.full((len(points_px), 2, 2), np.nan)
    for frame, points in zip(frames, points_px, strict=True):
        known = np.isfinite(points).all(axis=1)
        if known.sum() > 1 and np.ptp(points[known], axis=0).max() > 0:
            frame[:] = fit_similarity(points[known], mean[known])[:, :2]
    return frames


def mm_per_px(frames: np.ndarray) -> np.ndarray:
    """Scale (B,) of the matrices of :func:`face_frames`."""
    return np.hypot(frames[:, 0, 0], frames[:, 1, 0])
