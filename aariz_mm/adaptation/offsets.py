"""How far a reader's landmarks lie from a model's, told from few radiographs. Numpy alone.

Empirical Bayes with an adaptive prior (Stephens, Biostatistics 2017, "False discovery rates: a new deal"): offsets of
all landmarks come from a mixture of zero and of normal distributions of many sizes, whose shares the landmarks
themselves tell. So a landmark of which a reader has the model's idea stays, and one that lies 5 mm apart is moved in
full. Each mean is that of a t distribution (Lange et al., JASA 1989), so that one gross mistake counts little.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ['SiteOffsets', 'estimate_offsets']

_SIZES_MM = np.array([0, 0.25, 0.35, 0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8])
"""Of the distributions that offsets come from, the first one being no offset at all."""
_SHARES = np.r_[3.0, np.zeros(len(_SIZES_MM) - 1)] + 1 / len(_SIZES_MM)
"""What is thought of their shares beforehand, in landmarks."""
_DEGREES = 4.0
"""Of freedom of the t distribution."""
_STRENGTH = 8.0
"""As how many radiographs the spread that the calibration knows counts."""
_DOUBT = 40.0
"""A single radiograph tells convention from error badly, and errors of its landmarks hang together: the variance of a
mean of n radiographs is taken 1 + 40 / n^3 times as large."""
_STAYS = 0.85
"""A landmark is left as it is where it is that probable that the reader has the model's idea of it."""
_STEPS, _STILL = 60, 1e-4
_TINY = 1e-9 * np.eye(2)


@dataclass(frozen=True)
class SiteOffsets:
    """Of K landmarks: offsets_mm (K, 2), reader less model, zero where is_moved (K,) is False; counts (K,), radiographs
    that have it; weights (B, K), 0 to 1.5, of each radiograph: small where it is a gross mistake, 0 where missing."""

    offsets_mm: np.ndarray
    is_moved: np.ndarray
    counts: np.ndarray
    weights: np.ndarray


def estimate_offsets(differences_mm: np.ndarray, spread_mm2: np.ndarray) -> SiteOffsets:
    """What is constant in the differences between a reader and a model.

    Args:
        differences_mm: (B, K, 2), reader less model in the frame of
            :func:`~aariz_mm.adaptation.frames.site_frames`; NaN where the reader has no landmark.
        spread_mm2: (K, 2, 2), covariance of the model's errors, as its calibration knows it.
    Example: 40 radiographs that all differ by (2, 0) mm -> nearly (2, 0)
    """
    known = np.isfinite(differences_mm).all(axis=-1)
    counts = known.sum(axis=0)
    centers, weights = _robust_means(differences_mm, known, spread_mm2)
    variances = _variances_of_means(
        np.where(known[..., None], differences_mm - centers, 0), weights, counts, spread_mm2
    )
    sizes = spread_mm2 / (np.trace(spread_mm2, axis1=1, axis2=2) / 2)[:, None, None]
    priors = _SIZES_MM[:, None, None] ** 2 * sizes[:, None]  # (K, S, 2, 2): readers differ where models err
    sums = variances[:, None] + priors
    shares = _fit_shares(_density(centers, sums), counts > 0)
    shrunk = np.einsum('ks,ksij->kij', shares, priors @ np.linalg.inv(sums))
    means = np.einsum('kij,kj->ki', shrunk, centers)
    is_moved = (counts > 0) & (shares[:, 0] < _STAYS)
    return SiteOffsets(np.where(is_moved[:, None], means, 0.0), is_moved, counts, weights)


def _robust_means(values: np.ndarray, known: np.ndarray, spread: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Means (K, 2) of a t distribution, and the weights (B, K) by which they are means."""
    filled = np.where(known[..., None], values, 0.0)
    inverse = np.linalg.inv(spread)
    centers = np.array([np.median(one[there], axis=0) if there.any() else (0, 0)
                        for one, there in zip(np.moveaxis(values, 1, 0), known.T, strict=True)])  # fmt: skip
    weights = known.astype(float)
    for _ in range(_STEPS):
        off = filled - centers
        distances = np.einsum('bki,bki->bk', np.einsum('bki,kij->bkj', off, inverse), off)
        weights = np.where(known, (_DEGREES + 2) / (_DEGREES + distances), 0.0)
        moved = np.einsum('bk,bki->ki', weights, filled) / np.maximum(weights.sum(axis=0), 1e-9)[:, None]
        if np.abs(moved - centers).max() < _STILL:
            break
        centers = moved
    return centers, weights


def _variances_of_means(off: np.ndarray, weights: np.ndarray, counts: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Covariances (K, 2, 2) of the means: of what these radiographs and the calibration know together."""
    scatter = np.einsum('bki,bkj->kij', np.minimum(weights, 1.0)[..., None] * off, off)
    own = (_STRENGTH * spread + scatter) / (_STRENGTH + np.maximum(counts - 1, 0))[:, None, None]
    number = np.maximum(counts, 1)
    return own * ((1 + _DOUBT / number**3) / number)[:, None, None] + _TINY


def _density(points: np.ndarray, covariances: np.ndarray) -> np.ndarray:
    """Of normal distributions about zero, (K, S, 2, 2), at points (K, 2), but for a constant: (K, S)."""
    distances = np.einsum('ksi,ki->ks', np.einsum('ksij,kj->ksi', np.linalg.inv(covariances), points), points)
    logs = -0.5 * (distances + np.log(np.linalg.det(covariances)))
    return np.exp(logs - logs.max(axis=1, keepdims=True))


def _fit_shares(density: np.ndarray, is_seen: np.ndarray) -> np.ndarray:
    """The share (K, S) that each size has in each landmark, with the shares over all landmarks fitted."""
    mixture = _SHARES / _SHARES.sum()
    for _ in range(_STEPS):
        of_each = mixture * density[is_seen]
        of_each /= of_each.sum(axis=1, keepdims=True)
        before, mixture = mixture, of_each.sum(axis=0) + _SHARES
        mixture /= mixture.sum()
        if np.abs(mixture - before).max() < _STILL:
            break
    shares = mixture * density
    return shares / shares.sum(axis=1, keepdims=True)
