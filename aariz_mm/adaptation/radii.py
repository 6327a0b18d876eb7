"""Radii that hold for the readings of a site. Numpy alone."""

from __future__ import annotations

import numpy as np

from aariz_mm.uncertainty.conformal import pooled_quantiles

__all__ = ['FACTORS', 'radius_factors']

FACTORS = (0.5, 3.0)
"""The smallest and the largest factor: beyond it is no reader's way of reading."""
_LEVEL = 0.9
_POOL = 20.0
"""As how many radiographs of a landmark those of all its landmarks count."""
_STRENGTH = 0.5
"""As how many radiographs the radii that the calibration gives count."""


def radius_factors(ratios: np.ndarray) -> np.ndarray:
    """How much larger or smaller the radii of a site are than those of the calibration.

    Args:
        ratios: (B, K), distance to the site's reader over the radius of 90 %, of radiographs that the offsets were not
            learnt from; NaN where the reader has no landmark.
    Returns:
        (K,); 1 for a landmark that no radiograph has.
    Example: distances that are twice as large as the model's radii foresee, on 40 radiographs -> nearly 2
    """
    counts = np.isfinite(ratios).sum(axis=0)
    seen = counts > 0
    factors = np.ones(ratios.shape[1])
    quantiles = pooled_quantiles(ratios[:, seen], _LEVEL, _POOL)
    if np.isfinite(quantiles).all():
        share = counts[seen] / (counts[seen] + _STRENGTH)
        factors[seen] = np.maximum(quantiles, 1e-3) ** share
    return np.clip(factors, *FACTORS)
