"""Planes to each other, parts of the gonial angle, lengths of the cranial base and the mandible. Numpy alone."""

from __future__ import annotations

import numpy as np

from .author_norms import EASTMAN, JARABAK, downs
from .definitions import (
    DEGREES,
    MILLIMETRES,
    PER_CENT,
    Points,
    define,
    forward,
    mandibular_plane,
    occlusal_plane,
)
from .lines import across, angle_at, distance, turn
from .norms import Norm
from .sources import CROSSING, STEINER

__all__ = ['LENGTHS', 'PLANES', 'palatal_plane']


def palatal_plane(points: Points) -> np.ndarray:
    """PNS to ANS: (B, 2), to the front."""
    return points['ANS'] - points['PNS']


def _from_palate(p: Points, symbol: str):
    """Distance of a point from the palatal plane."""
    return np.abs(across(palatal_plane(p), p[symbol] - p['ANS']))


def _ab_to_mandible(p: Points):
    return turn(mandibular_plane(p), p['B'] - p['A'])


_OPEN = 'positive where the planes open to the front'
_DOWN = 'positive where the front lies lower'
_BISECTED = 'the bisected occlusal plane (through the middle of UMT and LMT and the middle of UIT and LIT)'

PLANES = (
    define(
        'PP-SN', 'Palatal plane to SN', 'S-N to the palatal plane PNS-ANS.', DEGREES, 'S N PNS ANS',
        lambda p: turn(p['N'] - p['S'], palatal_plane(p)), signed=True, sign=_DOWN,
        low='palatal plane tilted up to S-N', high='palatal plane tilted down to S-N',
    ),
    define(
        'PP-FH', 'Palatal plane to FH', 'Po-Or to the palatal plane PNS-ANS.', DEGREES, 'Po Or PNS ANS',
        lambda p: turn(forward(p), palatal_plane(p)), signed=True, sign=_DOWN,
        low='palatal plane tilted up to Po-Or', high='palatal plane tilted down to Po-Or',
    ),
    define(
        'PP-MP', 'Maxillary-mandibular planes angle (MMPA)', 'Palatal plane PNS-ANS to the mandibular plane Go-Me.',
        DEGREES, 'PNS ANS Go Me', lambda p: turn(palatal_plane(p), mandibular_plane(p)), signed=True, sign=_OPEN,
        norms=(Norm(EASTMAN, 27, 4),), low='planes close together', high='planes wide apart',
    ),
    define(
        'SN-OP', 'Occlusal plane to SN', f'S-N to {_BISECTED}.', DEGREES, 'S N UMT LMT UIT LIT',
        lambda p: turn(p['N'] - p['S'], occlusal_plane(p)), signed=True, sign=_DOWN,
        norms=(Norm(mean=14, **STEINER, construction='plane through molars and premolars, not the incisors'),),
        low='occlusal plane flat to S-N', high='occlusal plane steep to S-N',
    ),
    define(
        'FH-OP', 'Occlusal plane to FH', f'Po-Or to {_BISECTED}.', DEGREES, 'Po Or UMT LMT UIT LIT',
        lambda p: turn(forward(p), occlusal_plane(p)), signed=True, sign=_DOWN,
        norms=(downs(9.3, 3.83),),
        low='occlusal plane flat to Po-Or', high='occlusal plane steep to Po-Or',
    ),
    define(
        'AB-MP', 'A-B to the mandibular plane', 'Upper inner (hind) angle of A-B and the mandibular plane Go-Me.',
        DEGREES, 'A B Go Me', _ab_to_mandible, signed=True, sign='grows as A lies further in front of B',
        low='small angle of A-B and mandible', high='large angle of A-B and mandible',
    ),
    define(
        'ODI', 'Overbite depth indicator', 'A-B to the mandibular plane and the angle of the palatal plane to Po-Or '
        'together, the latter with its sign.', DEGREES, 'A B Go Me ANS PNS Po Or',
        lambda p: _ab_to_mandible(p) + turn(forward(p), palatal_plane(p)), signed=True,
        norms=(Norm('Kim 1974', 74.5, 6.07, sample='normal occlusion'),),
        low='tends to open bite by ODI', high='tends to deep bite by ODI',
    ),
    define(
        'gonial_upper', 'Upper gonial angle', 'Angle Ar-Go-N.', DEGREES, 'Ar Go N',
        lambda p: angle_at(p['Go'], p['Ar'], p['N']),
        norms=(Norm(JARABAK, span=(52, 55), customary=True),),
        low='ramus upright', high='ramus slants, chin grows forwards',
    ),
    define(
        'gonial_lower', 'Lower gonial angle', 'Angle N-Go-Me.', DEGREES, 'N Go Me',
        lambda p: angle_at(p['Go'], p['N'], p['Me']),
        norms=(Norm(JARABAK, span=(70, 75), customary=True),),
        low='body flat', high='body steep, chin grows downwards',
    ),
)  # fmt: skip
"""Angles of planes."""

LENGTHS = (
    define(
        'S-N', 'Anterior cranial base', 'Distance S-N.', MILLIMETRES, 'S N', lambda p: distance(p['S'], p['N']),
        norms=(Norm(JARABAK, 71, 3),), low='short anterior cranial base', high='long anterior cranial base',
    ),
    define(
        'S-Ar', 'Posterior cranial base', 'Distance S-Ar.', MILLIMETRES, 'S Ar', lambda p: distance(p['S'], p['Ar']),
        norms=(Norm(JARABAK, 32, 3),), low='short posterior cranial base', high='long posterior cranial base',
    ),
    define(
        'Ar-Go', 'Ramus height', 'Distance Ar-Go.', MILLIMETRES, 'Ar Go', lambda p: distance(p['Ar'], p['Go']),
        norms=(Norm(JARABAK, 44, 5, construction=CROSSING),), low='short ramus', high='long ramus',
    ),
    define(
        'Go-Me', 'Mandibular body', 'Distance Go-Me.', MILLIMETRES, 'Go Me', lambda p: distance(p['Go'], p['Me']),
        norms=(Norm(JARABAK, 71, 5, construction=CROSSING),), low='short mandibular body', high='long mandibular body',
    ),
    define(
        'FHI', 'Facial height index', '100 Ar-Go / the distance of Me from the palatal plane PNS-ANS.', PER_CENT,
        'Ar Go Me PNS ANS', lambda p: 100 * distance(p['Ar'], p['Go']) / _from_palate(p, 'Me'),
        norms=(Norm('Horn 1992', 69, construction='Ar to the mandibular plane along the hind border of the ramus'),),
        low='face high in front', high='face high behind',
    ),
    define(
        'lower_face_PP', 'Lower facial height, across the palatal plane', '100 times the distance of Me from the '
        'palatal plane PNS-ANS / those of N and Me together.', PER_CENT, 'N Me PNS ANS',
        lambda p: 100 * _from_palate(p, 'Me') / (_from_palate(p, 'Me') + _from_palate(p, 'N')),
        norms=(Norm(EASTMAN, 55, 2),),
        low='lower face short across the palatal plane', high='lower face long across the palatal plane',
    ),
)  # fmt: skip
"""Lengths of the cranial base and the mandible, and heights across the palatal plane."""
