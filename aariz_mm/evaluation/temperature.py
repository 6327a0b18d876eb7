"""One number that makes the probabilities of stages flatter or sharper, fitted on held-out answers. Numpy alone.

Temperature scaling: Guo et al., On Calibration of Modern Neural Networks, ICML 2017.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .calibration import check_probabilities

__all__ = [
    'FEWEST_IMAGES',
    'FORMAT',
    'TemperatureFit',
    'fit_temperature',
    'nested_tempering',
    'report_temperature',
    'temper',
]

FORMAT = 'aariz_mm temperature 1'
"""First line of the file."""
FEWEST_IMAGES = 60
"""Ten for each stage; a temperature of fewer is chance."""
_LEAST = 1e-7  # files of cases keep six decimals
_RANGE = (0.1, 10.0)
_STEPS = 60


@dataclass(frozen=True)
class TemperatureFit:
    """A temperature of ``images`` held-out answers, and their mean negative log-likelihood before and after."""

    temperature: float
    images: int
    nll_before: float
    nll_after: float


def temper(probabilities: np.ndarray, temperature: float) -> np.ndarray:
    """Probabilities (..., 6) of the same logits over a temperature: above 1 flatter, below 1 sharper, 1 as they are.

    The order of the stages stays.
    Errors:
        ValueError: the temperature is no positive number.
    Example: (0.8, 0.2) at 2 -> (2/3, 1/3)
    """
    if not (np.isfinite(temperature) and temperature > 0):
        raise ValueError(f'temperature {temperature!r}: expected a positive number')
    if temperature == 1:
        return probabilities
    logits = np.log(np.maximum(np.asarray(probabilities, dtype=np.float64), np.finfo(np.float64).tiny)) / temperature
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def fit_temperature(probabilities: np.ndarray, true_stages: np.ndarray) -> TemperatureFit:
    """The temperature under which the truth is most probable; from 0.1 to 10.

    Args:
        probabilities: (B, 6) of images that the model which gave them was not trained on. true_stages: (B,), 1 to 6.
    Errors:
        ValueError: no distributions, or fewer than :data:`FEWEST_IMAGES`.
    """
    probabilities, _, true = check_probabilities(probabilities, true_stages, true_stages)
    if true.size < FEWEST_IMAGES:
        raise ValueError(f'{true.size} images with a stage; give {FEWEST_IMAGES} or more, as all folds of a training')
    logits = np.log(np.maximum(probabilities, _LEAST))
    low, high = 1 / _RANGE[1], 1 / _RANGE[0]
    for _ in range(_STEPS):  # the likelihood is concave in 1 / T, so its slope changes its sign once
        middle = np.sqrt(low * high)
        low, high = (middle, high) if _slope(logits, true, middle) < 0 else (low, middle)
    temperature = float(1 / np.sqrt(low * high))
    before, after = (_nll(temper(np.exp(logits), one), true) for one in (1.0, temperature))
    return TemperatureFit(temperature, int(true.size), before, after)


def nested_tempering(probabilities: np.ndarray, true_stages: np.ndarray, parts: int = 5, seed: int = 0) -> np.ndarray:
    """Probabilities (B, 6), each tempered by what the other parts say, so that their errors are those of new images."""
    probabilities, _, true = check_probabilities(probabilities, true_stages, true_stages)
    part = np.random.default_rng(seed).permutation(true.size) % parts
    tempered = np.empty_like(probabilities)
    for number in range(parts):
        fit = fit_temperature(probabilities[part != number], np.asarray(true_stages)[part != number])
        tempered[part == number] = temper(probabilities[part == number], fit.temperature)
    return tempered


def report_temperature(fit: TemperatureFit, before: dict[str, float], nested: dict[str, float]) -> str:
    """The fit in words; ``before`` and ``nested`` are of :func:`~.calibration.calibration_scores`."""
    lines = [
        f'temperature {fit.temperature:.3f} of {fit.images} held-out answers: the probabilities are too '
        f'{"flat" if fit.temperature < 1 else "sharp"}; negative log-likelihood {fit.nll_before:.4f} -> '
        f'{fit.nll_after:.4f}'
    ]
    for name, title in (('ece', 'calibration error'), ('classwise_ece', 'the same by stage')):
        lines.append(
            f'{title}: {before[name]:.3f}, tempered by the other parts {nested[name]:.3f}; a perfect head has '
            f'{nested[f"{name}_expected"]:.3f} ({nested[f"{name}_expected_low"]:.3f} to '
            f'{nested[f"{name}_expected_high"]:.3f})'
        )
    return '\n'.join(lines)


def _slope(logits: np.ndarray, true: np.ndarray, inverse: float) -> float:
    """Derivative of the mean negative log-likelihood by the inverse temperature."""
    tempered = temper(np.exp(logits), 1 / inverse)
    return float(((tempered * logits).sum(axis=1) - logits[np.arange(true.size), true]).mean())


def _nll(probabilities: np.ndarray, true: np.ndarray) -> float:
    chosen = probabilities[np.arange(true.size), true]
    return float(-np.log(np.maximum(chosen / probabilities.sum(axis=1), _LEAST)).mean())
