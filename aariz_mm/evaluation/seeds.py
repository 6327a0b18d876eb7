"""Is one way of training better than another? Both are trained with several seeds and tested on the same images.

Images and trainings are both drawn by chance: images are shared by all, trainings belong to their recipe. The variance
of the difference of the means has a part of each. This is the analysis of readers (here trainings) and cases (images)
of Obuchowski & Rockette, Commun Stat Simul Comput 1995; 24:285, with readers nested in the tests and the degrees of
freedom by Satterthwaite's rule (Hillis, Stat Med 2007; 26:596 and 2014; 33:330). Needs scipy when called.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aariz_mm.extras import require

from .intervals import MIN_IMAGES, student_quantile

__all__ = ['CrossedDifference', 'compare_recipes', 'sd_factor']


@dataclass(frozen=True)
class CrossedDifference:
    """Second less first: ``low`` and ``high`` of its 95 % interval, ``p_value`` of no difference.

    ``seed_sd`` is the SD between the scores of trainings of one recipe, as seen on these images; ``freedom`` the
    degrees of freedom of the t distribution.
    """

    difference: float
    low: float
    high: float
    p_value: float
    seed_sd: float
    freedom: float


def compare_recipes(first: np.ndarray, second: np.ndarray, weights: np.ndarray | None = None) -> CrossedDifference:
    """Difference of two recipes with several trainings each.

    Args:
        first, second: (S, B), what each of B images contributes to the score of each of S trainings; the mean over the
            images is the score. S may differ, and be 1 on one side, whose variance is then taken from the other.
        weights: (B,), above 0, how much each image counts, with mean 1; None is 1.
    Returns:
        NaN for all but the difference for fewer than :data:`.intervals.MIN_IMAGES` images.
    Errors:
        ValueError: the numbers of images differ, or neither side has two trainings.
    """
    if first.ndim != 2 or second.ndim != 2 or first.shape[1] != second.shape[1]:
        raise ValueError(f'expected two arrays (S, B) of the same images, got {first.shape} and {second.shape}')
    if max(len(first), len(second)) < 2:
        raise ValueError('one training on either side: their variance is not known, expected two or more')
    weights = np.ones(first.shape[1]) if weights is None else weights
    difference = float(second.mean() - first.mean())
    images, sides = first.shape[1], (first, second)
    if images < MIN_IMAGES or not (np.isfinite(first).all() and np.isfinite(second).all()):
        return CrossedDifference(difference, *[float('nan')] * 5)
    share, own = 1 / len(first) + 1 / len(second), len(first) + len(second) - 2
    of_seeds = sum(((one.mean(axis=1) - one.mean()) ** 2).sum() for one in sides) / own
    of_rest = sum((_rest(one, weights) ** 2).sum() for one in sides) / (own * (images - 1)) / images
    changes = second.mean(axis=0) - first.mean(axis=0) - difference * weights
    of_images = (changes**2).sum() / (images - 1) / images
    # Both hold the rest (training x image) once; neither component of variance is below 0.
    seeds_part, images_part = share * max(of_seeds, of_rest), max(of_images - share * of_rest, 0.0)
    variance = seeds_part + images_part
    if variance == 0:
        return CrossedDifference(difference, difference, difference, float(difference == 0), 0.0, float(own))
    freedom = variance**2 / (seeds_part**2 / own + images_part**2 / (images - 1))
    reach = student_quantile(freedom) * np.sqrt(variance)
    p_value = _two_sided(difference / np.sqrt(variance), freedom)
    return CrossedDifference(
        difference, float(difference - reach), float(difference + reach), p_value, float(np.sqrt(of_seeds)), freedom
    )


def sd_factor(freedom: float) -> float:
    """How many times larger the true SD between trainings may be than the one seen (97.5 %). Example: 4 -> 2.9"""
    require('scipy')
    from scipy.special import chdtri

    return float(np.sqrt(freedom / chdtri(freedom, 0.975)))


def _rest(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """(S, B), what neither the training nor the image explains."""
    scores = values.mean(axis=1, keepdims=True)
    return values - values.mean(axis=0) - (scores - scores.mean()) * weights


def _two_sided(t: float, freedom: float) -> float:
    from scipy.special import stdtr

    return float(2 * stdtr(freedom, -abs(t)))
