"""Norms of authors whose samples several measurements share. Numpy alone."""

from __future__ import annotations

from functools import partial

from .norms import Norm

__all__ = ['BJORK', 'DOWNS', 'EASTMAN', 'HOLDAWAY', 'JARABAK', 'LEGAN_BURSTONE', 'RICKETTS', 'bjork', 'mcnamara']

BJORK, DOWNS, EASTMAN, HOLDAWAY = 'Björk 1947', 'Downs 1948', 'Eastman standard, Mills 1982', 'Holdaway 1983'
JARABAK, LEGAN_BURSTONE, RICKETTS = 'Jarabak & Fizzell 1972', 'Legan & Burstone 1980', 'Ricketts 1981'

_ANN_ARBOR = partial(
    Norm, 'McNamara 1984', years=(18, 99), sample='Ann Arbor, adults with a good face and occlusion', magnification=1.08
)


def mcnamara(female: tuple[float, float], male: tuple[float, float], construction: str = '') -> tuple[Norm, Norm]:
    """Mean and SD of McNamara's women and men, on films 8 per cent larger than life."""
    return tuple(
        _ANN_ARBOR(*values, sex=sex, construction=construction)
        for sex, values in (('female', female), ('male', male))
    )  # fmt: skip


def bjork(boys: tuple[float, float], men: tuple[float, float]) -> tuple[Norm, Norm]:
    """Mean and SD of Björk's schoolboys of 12 years and of his conscripts."""
    return (
        Norm(BJORK, *boys, sex='male', years=(11, 13), sample='Swedish boys of 12 years'),
        Norm(BJORK, *men, sex='male', years=(18, 99), sample='Swedish conscripts'),
    )
