"""Norms of cephalometric measurements. Numpy alone.

A norm describes the sample of its source (mostly white North Americans and Europeans with a good occlusion), not what
is right for a patient.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ['SEXES', 'Norm', 'check_sex', 'select_norm']

SEXES = ('female', 'male')


@dataclass(frozen=True)
class Norm:
    """Mean ± SD as its source states them.

    ``sd`` is None where the source gives none; ``span`` is the (low, high) of a source that states a range. ``sex`` is
    None where the norm is for both; ``years`` are the (first, last) of age it holds for, None where the source does not
    limit it. ``sample`` names population and number. ``construction`` says how the source measured, where that differs
    from how it is measured here; '' where it does not. ``magnification`` is that of the source's radiographs (1.08 is 8
    per cent larger than life), None where the source does not state it; it matters for lengths alone.
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

    @property
    def interval(self) -> tuple[float, float] | None:
        """What counts as normal: the stated range, else mean ± SD; None where the source has neither."""
        if self.span is not None or self.mean is None or self.sd is None:
            return self.span
        return self.mean - self.sd, self.mean + self.sd

    def __str__(self) -> str:
        """Example: '82.0 ± 3.9 (Riedel 1952)'"""
        mean = [] if self.mean is None else [f'{self.mean:.1f}' + ('' if self.sd is None else f' ± {self.sd:.1f}')]
        span = [] if self.span is None else [f'{self.span[0]:g} to {self.span[1]:g}']
        return f'{", ".join(mean + span)} ({self.source})'


def check_sex(sex: str | None) -> None:
    """Refuse what is neither None nor one of :data:`SEXES`."""
    if sex is not None and sex not in SEXES:
        raise ValueError(f'sex={sex!r}: expected None or one of {list(SEXES)}')


def select_norm(norms: Sequence[Norm], sex: str | None = None) -> Norm | None:
    """The first norm with an interval that holds for the sex; None where there is none.

    Errors:
        ValueError: unknown sex.
    """
    check_sex(sex)
    return next((norm for norm in norms if norm.interval is not None and norm.sex in (None, sex)), None)
