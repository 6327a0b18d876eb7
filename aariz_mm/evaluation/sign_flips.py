"""Is a difference between two models on the same images more than chance? Sign flips, and the interval they give.

If neither model is better, an image's difference might as well have the other sign. How often flipped differences are
as large as the one that was seen is the p-value; the interval holds the differences that it does not reject at 5 %, so
that interval and p-value say the same. Numpy alone.

Sources: Fisher, The Design of Experiments, 1935, ch. 3 (sign flips). Lancaster, J Am Stat Assoc 1961; 56:223 (mid-p:
equally large ones count half). Good, Permutation, Parametric and Bootstrap Tests of Hypotheses, 2005, ch. 3 (interval).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .intervals import MIN_IMAGES

__all__ = ['sign_flip_test']

_LEVEL = 0.05
_ROUNDING = 1e-9
_HALVINGS = 30
_CHUNK = 1000


def sign_flip_test(
    changes: np.ndarray, weights: np.ndarray | None = None, repeats: int = 10000, seed: int = 0
) -> tuple[float, float, float]:
    """p-value of "no difference" and 95 % interval of the difference ``sum(changes) / sum(weights)``.

    Args:
        changes: (B,), second less first model on each image, summed over its landmarks.
        weights: (B,), number of these; None is 1. An image of weight 0 does not count.
        repeats, seed: number of random flips, and their seed; all flips are taken where there are not more.
    Returns:
        (p, low, high); (1, 0, 0) where nothing changed, NaN for fewer than :data:`.intervals.MIN_IMAGES` images, or
        where a change is not finite.
    """
    changes = np.asarray(changes, dtype=np.float64)
    weights = np.ones(len(changes)) if weights is None else np.asarray(weights, dtype=np.float64)
    changes, weights = changes[weights > 0], weights[weights > 0]
    if len(changes) and not changes.any():
        return 1.0, 0.0, 0.0
    if len(changes) < MIN_IMAGES or not np.isfinite(changes).all():
        return float('nan'), float('nan'), float('nan')
    flipped = _flip(np.stack([changes, weights], axis=1), repeats, seed)
    flipped_changes, flipped_weights = np.ascontiguousarray(flipped.T)
    count, size, change, weight = len(flipped), np.abs(changes).sum(), changes.sum(), weights.sum()

    def p_value(difference: float) -> float:
        seen = abs(change - difference * weight)
        larger = np.abs(flipped_changes - difference * flipped_weights) - seen
        close = _ROUNDING * (size + abs(difference) * weight)
        above, equal_or_above = np.count_nonzero(larger > close), np.count_nonzero(larger >= -close)
        return above / count + (equal_or_above - above) / count / 2

    middle, reach = change / weight, size / weight
    p_none = p_value(0.0)
    low, high = (_end(p_value, middle, side * reach, p_none >= _LEVEL) for side in (-1, 1))
    return p_none, low, high


def _end(p_value: Callable[[float], float], middle: float, reach: float, none_fits: bool) -> float:
    """Farthest difference on the side of ``reach`` that is not rejected; 0 is on the side that its own p-value says."""
    inside, outside = middle, middle + reach
    while p_value(outside) >= _LEVEL:
        outside += outside - middle
    if (outside < 0 < middle) or (middle < 0 < outside):
        inside, outside = (0.0, outside) if none_fits else (middle, 0.0)
    for _ in range(_HALVINGS):
        between = (inside + outside) / 2
        inside, outside = (between, outside) if p_value(between) >= _LEVEL else (inside, between)
    return float(inside)


def _flip(values: np.ndarray, repeats: int, seed: int) -> np.ndarray:
    """Sums of (B, 2) values with random signs, or with all that there are: (R, 2)."""
    count = len(values)
    if count < 63 and 2**count <= repeats:
        return _signs(np.arange(2**count)[:, None] >> np.arange(count) & 1) @ values
    rng = np.random.default_rng(seed)
    rows = (min(_CHUNK, repeats - start) for start in range(0, repeats, _CHUNK))
    return np.concatenate([_signs(rng.integers(2, size=(row, count), dtype=np.int8)) @ values for row in rows])


def _signs(bits: np.ndarray) -> np.ndarray:
    return 1.0 - 2.0 * bits
