"""Where norms come from: source, sample, age and magnification as arguments of ``Norm``. Nothing imported but Norm."""

from __future__ import annotations

import math

from .norms import Norm

__all__ = [
    'BJORK_BOYS',
    'BJORK_MEN',
    'CROSSING',
    'DOWNS',
    'JACOBSON',
    'JARABAK',
    'MCNAMARA',
    'RIEDEL',
    'STEINER',
    'TANGENT',
    'both_sexes',
]

RIEDEL = dict(source='Riedel 1952', sample='white North American adults with excellent occlusion')
DOWNS = dict(source='Downs 1948', sample='20 white North Americans of 12 to 17 years with excellent occlusion')
STEINER = dict(source='Steiner 1953', sample='no sample: what he took for an average American child')
JARABAK = 'Jarabak & Fizzell 1972'
BJORK_BOYS = dict(source='Björk 1947', sex='male', years=(12, 12), sample='322 Swedish boys')
BJORK_MEN = dict(source='Björk 1947', sex='male', years=(21, 23), sample='281 Swedish men')
JACOBSON = dict(source='Jacobson 1975', sample='25 women and 21 men of South Africa with excellent occlusion')
MCNAMARA = dict(
    source='McNamara 1984', years=(18, math.inf), magnification=1.08,
    sample='73 women and 38 men of Ann Arbor, untreated, with balanced faces',
)  # fmt: skip
"""His article says that lengths contain an enlargement of 8 per cent. Mean age of women 26, of men 30 years."""
CROSSING = 'Go where the tangents of ramus and lower border cross'
"""Gonion of Björk and Jarabak; limits of theirs that judge are customary with the Go of the outline, too."""
TANGENT = 'to the tangent of the lower border'
"""The mandibular plane of Downs and Tweed."""


def both_sexes(female: tuple[float, float], male: tuple[float, float], **source) -> tuple[Norm, Norm]:
    """Mean and SD of women and of men."""
    return Norm(mean=female[0], sd=female[1], sex='female', **source), Norm(
        mean=male[0], sd=male[1], sex='male', **source
    )
