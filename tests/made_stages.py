"""CVM heads whose probabilities are right, or off by a known temperature."""

from __future__ import annotations

import numpy as np


def make_head(count, seed=0, temperature=1.0):
    """Probabilities, predictions and truth of a head that is perfect at temperature 1."""
    rng = np.random.default_rng(seed)
    logits = -0.5 * (np.arange(6) - rng.uniform(1, 5, (count, 1))) ** 2
    true = 1 + (rng.random(count)[:, None] > softmax(logits).cumsum(axis=1)[:, :-1]).sum(axis=1)
    probabilities = softmax(logits / temperature)
    return probabilities, probabilities.argmax(axis=1) + 1, true


def softmax(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
