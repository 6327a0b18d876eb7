"""Norms of authors whose samples several measurements share. Numpy alone."""

from __future__ import annotations

import math
from functools import partial

from .norms import Norm

__all__ = ['EASTMAN', 'HOLDAWAY', 'JARABAK', 'LEGAN_BURSTONE', 'RICKETTS', 'bjork', 'downs', 'mcnamara']

EASTMAN, HOLDAWAY = 'Eastman standard, Mills 1982', 'Holdaway 1983'
JARABAK, LEGAN_BURSTONE, RICKETTS = 'Jarabak & Fizzell 1972', 'Legan & Burstone 1980', 'Ricketts 1981'

downs = partial(Norm, 'Downs 1948', sample='20 white North Americans of 12 to 17 years with excellent occlusion')
"""``downs(mean, sd)``"""
_ANN_ARBOR = partial(
    Norm,
    'McNamara 1984',
    years=(18, math.inf),
    sample='73 women and 38 men of Ann Arbor, untreated, with balanced faces',
    magnification=1.08,
)
_MALE = partial(Norm, 'Björk 1947', sex='male')


def mcnamara(female: tuple[float, float], male: tuple[float, float], construction: str = '') -> tuple[Norm, Norm]:
    """Mean and SD of McNamara's women and men, on films 8 per cent larger than life."""
    return (
        _ANN_ARBOR(*female, sex='female', construction=construction),
        _ANN_ARBOR(*male, sex='male', construction=construction),
    )


def bjork(boys: tuple[float, float], men: tuple[float, float]) -> tuple[Norm, Norm]:
    """Mean and SD of Björk's conscripts and of his schoolboys."""
    return (
        _MALE(*men, years=(21, 23), sample='281 Swedish men'),
        _MALE(*boys, years=(12, 12), sample='322 Swedish boys'),
    )
