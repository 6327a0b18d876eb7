"""Shares of mutants that tests killed, by part. The standard library alone."""

from __future__ import annotations

import collections
import math
from collections.abc import Iterable, Mapping, Sequence

from mutant_lists import Mutant
from mutant_scope import PARTS, part_of

__all__ = ['describe', 'killed_share', 'score_parts']

_KILLED = ('killed', 'timed out')


def killed_share(strata: Iterable[tuple[int, int, int]]) -> tuple[float, float]:
    """Share that is killed and half of its 95 % interval, of modules of which some mutants were drawn.

    Cochran, Sampling Techniques, 1977, ch. 5: the mean of a stratified sample, with its finite population correction.

    Args:
        strata: of each module the number of its mutants, of those tried, and of those killed. One that has mutants of
            which none was tried counts as none killed.
    Example: all of 8 tried and 6 killed -> (0.75, 0)
    """
    strata = [one for one in strata if one[0]]
    whole = sum(total for total, _, _ in strata)
    share, variance = 0.0, 0.0
    for total, tried, killed in strata:
        rate = killed / tried if tried else 0.0
        share += total / whole * rate
        if tried > 1:
            variance += (total / whole) ** 2 * (1 - tried / total) * rate * (1 - rate) / (tried - 1)
    return share, 1.96 * math.sqrt(variance)


def score_parts(totals: Mapping[str, int], outcomes: Mapping[str, Sequence[str]]) -> dict[str, dict[str, float]]:
    """Part -> numbers of mutants, tried and each outcome, share killed and half of its interval in per cent.

    Args:
        totals: module -> number of its mutants. outcomes: module -> what became of those tried.
    """
    scores = {}
    for part in PARTS:
        modules = [module for module in totals if part_of(module) == part and module in outcomes]
        if not modules:
            continue
        counts = collections.Counter(one for module in modules for one in outcomes[module])
        strata = [(totals[module], len(outcomes[module]), sum(one in _KILLED for one in outcomes[module]))
                  for module in modules]  # fmt: skip
        share, half = killed_share(strata)
        scores[part] = dict(
            mutants=sum(total for total, _, _ in strata),
            tried=sum(tried for _, tried, _ in strata),
            killed=counts['killed'],
            timed_out=counts['timed out'],
            survived=counts['survived'],
            killed_percent=round(100 * share, 1),
            interval_percent=round(100 * half, 1),
        )
    return scores


def describe(module: str, source: str, mutant: Mutant) -> str:
    """Example: 'aariz_mm/geometry.py:57 swap_op: `>` for `>=` in `return x >= 0`'"""
    line = source.count('\n', 0, mutant.start) + 1
    before = ' '.join(source[mutant.start : mutant.end].split())
    text = source.splitlines()[line - 1].strip()
    return f'{module}:{line} {mutant.operator}: `{mutant.replacement}` for `{before}` in `{text}`'
