"""Mean error as a product of a landmark's own and of what the features say. Numpy alone.

A gamma regression with a logarithmic link (McCullagh & Nelder, Generalized Linear Models, 1989, chapter 8), shrunk.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ['ErrorModel', 'fit_error_model']

_STEPS = 50
_LEAST_MM = 1e-3


@dataclass(frozen=True)
class ErrorModel:
    """``exp(base + features @ slopes)``: base (K,), log mm; slopes (F,) of standardised features."""

    base: np.ndarray
    slopes: np.ndarray

    def expect(self, features: np.ndarray) -> np.ndarray:
        """Mean error (B, K), mm, of standardised features (B, K, F)."""
        return np.exp(self.base + features @ self.slopes)


def fit_error_model(
    features: np.ndarray, errors_mm: np.ndarray, weights: np.ndarray, shrink: float = 20.0, pull: float = 5.0
) -> ErrorModel:
    """Fit to errors of held-out radiographs.

    Args:
        features: (B, K, F), standardised. errors_mm: (B, K), NaN where unknown. weights: (B,).
        shrink: of the slopes towards 0, pull: of the landmarks' bases towards their mean; both count as so many errors.
    """
    count, size = features.shape[-2:]
    known = np.isfinite(errors_mm) & np.isfinite(features).all(axis=-1)
    own = np.broadcast_to(np.eye(count), (*errors_mm.shape, count))[known]
    design = np.column_stack([np.ones(known.sum()), own, features[known]])
    errors, weight = np.maximum(errors_mm[known], _LEAST_MM), np.broadcast_to(weights[:, None], known.shape)[known]
    penalty = np.diag(np.r_[0.0, np.full(count, pull), np.full(size, shrink)])
    found = np.r_[np.log(np.average(errors, weights=weight)), np.zeros(count + size)]
    normal = (design * weight[:, None]).T @ design + penalty
    for _ in range(_STEPS):
        linear = design @ found
        change = np.clip(errors / np.exp(linear) - 1, -1, 5)  # a far outlier does not throw the step
        found = np.linalg.solve(normal, design.T @ (weight * (linear + change)))
    return ErrorModel(found[0] + found[1 : count + 1], found[count + 1 :])
