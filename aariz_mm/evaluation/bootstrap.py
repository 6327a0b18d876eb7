"""Bootstrap over images, for what has no interval of its own: it is too narrow for fewer than some hundred images.

Scores have those of :mod:`.intervals` and :mod:`.stage_intervals`. All landmarks of an image are drawn together, for
they share its quality. Numpy alone.
"""

from __future__ import annotations

import numpy as np

__all__ = ['draw_images', 'percentile_interval']

_ENDS = (0.025, 0.975)
"""Quantiles of the repeats at which the 95 % intervals end."""


def draw_images(num_images: int, repeats: int = 2000, seed: int = 0) -> np.ndarray:
    """How often each image is in each resample: (repeats, B) int64, every row sums to B.

    Errors:
        ValueError: fewer than one image or repeat.
    """
    if num_images < 1 or repeats < 1:
        raise ValueError(f'expected at least 1 image and 1 repeat, got {num_images} and {repeats}')
    chosen = np.random.default_rng(seed).integers(num_images, size=(repeats, num_images))
    cells = chosen + num_images * np.arange(repeats)[:, None]
    return np.bincount(cells.ravel(), minlength=repeats * num_images).reshape(repeats, num_images)


def percentile_interval(repeats: np.ndarray) -> tuple[float, float]:
    """95 % interval of the repeats (R,); those that are not finite do not count, (NaN, NaN) where none is left."""
    finite = np.asarray(repeats, dtype=np.float64)
    finite = finite[np.isfinite(finite)]
    return tuple(np.quantile(finite, _ENDS).tolist()) if finite.size else (float('nan'), float('nan'))
