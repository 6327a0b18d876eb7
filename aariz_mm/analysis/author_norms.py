"""Norms of authors whose samples several measurements share. Numpy alone."""

from __future__ import annotations

from .norms import Norm
from .sources import BJORK_BOYS, BJORK_MEN, DOWNS, JARABAK, MCNAMARA, both_sexes

__all__ = ['EASTMAN', 'HOLDAWAY', 'JARABAK', 'LEGAN_BURSTONE', 'RICKETTS', 'bjork', 'downs', 'mcnamara']

EASTMAN, HOLDAWAY = 'Mitchell 2013 (Eastman standard)', 'Holdaway 1983'
LEGAN_BURSTONE, RICKETTS = 'Legan & Burstone 1980', 'Ricketts 1981'


def downs(mean: float, sd: float) -> Norm:
    """Mean and SD of Downs' sample."""
    return Norm(mean=mean, sd=sd, **DOWNS)


def mcnamara(female: tuple[float, float], male: tuple[float, float], construction: str = '') -> tuple[Norm, Norm]:
    """Mean and SD of McNamara's women and men, on films 8 per cent larger than life."""
    return both_sexes(female, male, construction=construction, **MCNAMARA)


def bjork(boys: tuple[float, float], men: tuple[float, float]) -> tuple[Norm, Norm]:
    """Mean and SD of Björk's men and of his boys of 12 years."""
    return Norm(mean=men[0], sd=men[1], **BJORK_MEN), Norm(mean=boys[0], sd=boys[1], **BJORK_BOYS)
