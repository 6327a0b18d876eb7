"""The human line beside a model's error: how far readers are apart, and how far each is from their mean.

A model is scored against the mean of the readers, so its error may be compared with the second, never with the first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..number_text import fixed, with_interval
from .equivalence import pair_disagreement
from .intervals import mean_interval

__all__ = ['READERS_APART', 'READER_TO_MEAN', 'HumanLine', 'describe_human_line', 'human_line', 'reader_to_mean']

READERS_APART, READER_TO_MEAN = 'readers apart', 'reader to mean'
"""Headings of the two lines in tables."""


@dataclass(frozen=True)
class HumanLine:
    """Distances of R readers on B images: ``apart`` between two of them, ``to_mean`` of one from the mean of all.

    Both (B, K), means over pairs and over readers, NaN where a reader has not marked the landmark.
    """

    apart: np.ndarray
    to_mean: np.ndarray


def human_line(readers: np.ndarray) -> HumanLine | None:
    """Both lines of what readers marked: (R, B, K, 2), in mm or in pixels; None for fewer than two readers.

    Example: two readers 2 mm apart -> apart 2, to_mean 1
    """
    readers = np.asarray(readers, dtype=np.float64)
    return None if len(readers) < 2 else HumanLine(pair_disagreement(readers), reader_to_mean(readers))


def reader_to_mean(readers: np.ndarray) -> np.ndarray:
    """Mean distance of a reader from the mean of all of them: (R, B, ..., D) -> (B, ...)."""
    readers = np.asarray(readers, dtype=np.float64)
    return np.linalg.norm(readers - readers.mean(axis=0), axis=-1).mean(axis=0)


def describe_human_line(line: HumanLine, unit: str = 'mm', who: str = 'The readers of whom the truth is made') -> str:
    """Both lines in a sentence; '' where nothing is known.

    Example: 'The readers … lie 2.37 mm (2.30 to 2.45) apart, and each of them 1.19 mm (1.15 to 1.22) from …'
    """
    values = [(float(np.nanmean(one)), *mean_interval(one)) if np.isfinite(one).any() else None
              for one in (line.apart, line.to_mean)]  # fmt: skip
    if None in values:
        return ''
    apart, to_mean = (with_interval(f'{fixed(value)} {unit}', low, high) for value, low, high in values)
    return (
        f'{who} lie {apart} apart, and each of them {to_mean} from their mean. '
        "With the second a model's distance from that mean may be compared, not with the first."
    )
