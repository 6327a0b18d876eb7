"""From six probabilities to a CVM stage."""

from __future__ import annotations

import numpy as np

__all__ = ['DECISIONS', 'decide_stage']

DECISIONS = ('median', 'argmax', 'expected')


def decide_stage(probabilities: np.ndarray, decision: str) -> int:
    """Stage, 1 to 6, of probabilities (6,), as ``CVMHead`` decides.

    Args:
        decision: 'median' of the distribution, 'argmax', or the rounded 'expected' stage.
    Errors:
        ValueError: another decision.
    Example: (0, 0, .2, .5, .3, 0) by the median -> 4
    """
    if decision == 'argmax':
        return int(probabilities.argmax()) + 1
    if decision == 'median':
        return 1 + int((probabilities.cumsum()[:-1] < 0.5).sum())
    if decision == 'expected':
        expected = float(probabilities @ np.arange(1, len(probabilities) + 1))
        return int(np.clip(np.floor(expected + 0.5), 1, len(probabilities)))
    raise ValueError(f'decision {decision!r} is unknown; use one of {list(DECISIONS)}')
