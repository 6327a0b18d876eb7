"""Norms of cephalometric measurements. Numpy alone.

A norm describes the sample of its source (mostly white North Americans and Europeans with a good occlusion), not what
is right for a patient. Of the norms of a measurement one judges: the first with a range that was measured as it is
measured here and holds for sex and age. The others are shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

__all__ = [
    'SEXES',
    'Norm',
    'at_magnification_of',
    'check_age',
    'check_magnification',
    'check_sex',
    'judging_norms',
    'select_norm',
    'years_text',
]

SEXES = ('female', 'male')
_MOST_CHOSEN = 4096
_CHOSEN: dict[tuple, tuple[Sequence[Norm], Norm | None]] = {}
"""Norms that were chosen before, by the identity of those to choose from, sex and age."""


@dataclass(frozen=True)
class Norm:
    """Mean ± SD as its source states them.

    ``sd`` is None where the source gives none; ``span`` is the (low, high) of a source that states a range. ``sex`` is
    None where the norm is for both; ``years`` are the (first, last) of age it holds for, None where the source does not
    limit it. ``sample`` names population and number. ``construction`` says how the source measured, where that differs
    from how it is measured here; '' where it does not. ``magnification`` is that of the source's radiographs (1.08 is 8
    per cent larger than life), None where the source does not state it; it matters for lengths alone. ``customary``
    says that these limits are in use for the measurement as it is taken here, though the source does not state them or
    measured otherwise.
    """

    source: str
    mean: float | None = None
    sd: float | None = None
    span: tuple[float, float] | None = None
    sex: str | None = None
    years: tuple[float, float] | None = None
    sample: str = ''
    construction: str = ''
    magnification: float | None = None
    customary: bool = False

    @cached_property
    def interval(self) -> tuple[float, float] | None:
        """What counts as normal: the stated range, else mean ± SD; None where the source has neither."""
        if self.span is not None or self.mean is None or self.sd is None:
            return self.span
        return self.mean - self.sd, self.mean + self.sd

    @cached_property
    def can_judge(self) -> bool:
        """Whether values may be judged by it: it has a range, and its source measured as it is done here."""
        return self.interval is not None and not self.construction

    def holds_at(self, age: float | None) -> bool:
        """Whether it holds at an age in years; at an unknown one every norm does."""
        return self.years is None or age is None or self.years[0] <= age <= self.years[1]

    @cached_property
    def figures(self) -> str:
        """Example: '82.0 ± 3.9'; '25.0, customary 20 to 30'"""
        mean = [] if self.mean is None else [f'{self.mean:.1f}' + ('' if self.sd is None else f' ± {self.sd:.1f}')]
        span = [] if self.span is None else [f'{self.span[0]:g} to {self.span[1]:g}']
        *first, last = [*mean, *span]
        return ', '.join([*first, ('customary ' if self.customary else '') + last])

    def text(self, *notes: str) -> str:
        """Figures, source and notes.

        Example: '120.2 ± 5.3 (McNamara 1984; compared at 1.08)'
        """
        return f'{self.figures} ({"; ".join([self.source, *filter(None, notes)])})'

    def __str__(self) -> str:
        """Example: '82.0 ± 3.9 (Riedel 1952)'"""
        return self.text()


def years_text(years: tuple[float, float]) -> str:
    """Ages in words.

    Example: (18, inf) -> 'from 18 years'; (8, 10) -> '8 to 10 years'; (12, 12) -> '12 years'
    """
    first, last = years
    if math.isinf(last):
        return f'from {first:g} years'
    return f'{first:g} years' if first == last else f'{first:g} to {last:g} years'


def check_sex(sex: str | None) -> None:
    """Refuse what is neither None nor one of :data:`SEXES`."""
    if sex is not None and sex not in SEXES:
        raise ValueError(f'sex={sex!r}: expected None or one of {list(SEXES)}')


def check_age(age: float | None) -> None:
    """Refuse what is neither None nor an age in years."""
    if age is not None and not 0 <= age < 130:
        raise ValueError(f'age={age!r}: expected None or years, such as 12.5')


def check_magnification(magnification: float | np.ndarray | None, count: int = 1) -> np.ndarray:
    """Magnifications as (B,), NaN where unknown.

    Args:
        magnification: one number, (B,), or None. count: B.
    Errors:
        ValueError: another shape, or none that a radiograph can have (0.5 to 2).
    """
    if magnification is None:
        return np.full(count, np.nan)
    if type(magnification) is float and (math.isnan(magnification) or 0.5 <= magnification <= 2):  # as most are
        return np.full(count, magnification)
    factor = np.asarray(magnification, dtype=np.float64)
    if factor.shape not in ((), (count,)):
        raise ValueError(f'magnification: expected one number or shape ({count},), got {factor.shape}')
    if (~np.isnan(factor) & ~((factor >= 0.5) & (factor <= 2))).any():
        raise ValueError(
            f'magnification={factor.tolist()}: expected how many times larger than life the millimetres are, such as '
            '1.08; 1 for those of the head itself; None where it is unknown'
        )
    return np.broadcast_to(factor, (count,))


def select_norm(norms: Sequence[Norm], sex: str | None = None, age: float | None = None) -> Norm | None:
    """The norm that judges: the first that can and holds for sex and age; None where there is none.

    Args:
        sex: None takes norms for both alone. age: in years; None takes norms for any years.
    Errors:
        ValueError: unknown sex, or an age that is none.
    """
    check_sex(sex)
    check_age(age)
    # The norms of a measurement are one tuple for good, and a radiograph asks for each several times.
    key = id(norms), sex, age
    known = _CHOSEN.get(key)
    if known is not None and known[0] is norms:
        return known[1]
    found = next((norm for norm in norms if norm.can_judge and norm.sex in (None, sex) and norm.holds_at(age)), None)
    if isinstance(norms, tuple):
        if len(_CHOSEN) >= _MOST_CHOSEN:
            _CHOSEN.clear()
        _CHOSEN[key] = norms, found
    return found


def judging_norms(norms: Sequence[Norm], sex: str | None = None, age: float | None = None) -> tuple[Norm, ...]:
    """The norm that judges; where the sex is unknown and counts, those of both; none where there is none."""
    one = select_norm(norms, sex, age)
    if one is not None or sex is not None:
        return () if one is None else (one,)
    both = tuple(select_norm(norms, each, age) for each in SEXES)
    return () if None in both else both


def at_magnification_of(norm: Norm, value: np.ndarray, magnification: np.ndarray) -> np.ndarray:
    """Lengths as they are on the radiographs of a norm; as they are where one of the magnifications is unknown.

    Args:
        value: (B,), mm. magnification: (B,), that is contained in them, NaN where unknown.
    Example: 111.3 mm of the head itself (1.0) beside a norm at 1.08 -> 120.2
    """
    if norm.magnification is None:
        return value
    return value * np.where(np.isnan(magnification), 1.0, norm.magnification / magnification)
