"""Replacements for the one function of a large module that every training calls."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ['REPLACEMENTS', 'draw_truncated_normal']

_FARTHEST = 3.0


def draw_truncated_normal(low: float, high: float, *settings: Any, size: Any = None, **others: Any) -> Any:
    """``scipy.stats.truncnorm.rvs`` by inversion, from ``np.random``: the same numbers without 1 s of imports.

    Args:
        low, high: bounds in standard deviations; beyond 3, where inversion is not as exact, scipy draws.
        size: shape of the result; other than a shape, and with more arguments, scipy draws.
    """
    if settings or others or not (isinstance(size, tuple) and size) or not -_FARTHEST <= low < high <= _FARTHEST:
        from scipy.stats import truncnorm

        return truncnorm.rvs(low, high, *settings, size=size, **others)
    import torch

    share = torch.from_numpy(np.asarray(np.random.uniform(size=size)))
    below_low, below_high = torch.special.ndtr(torch.tensor([low, high], dtype=torch.float64))
    return torch.special.ndtri(below_low + share * (below_high - below_low)).numpy()


REPLACEMENTS = {('scipy.stats', 'truncnorm'): dict(rvs=staticmethod(draw_truncated_normal))}
"""Members, by module and name, of the classes that stand for it."""
