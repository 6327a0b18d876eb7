"""Jaws from front to back by other lines than S-N and N: McNamara, Ricketts, Kim, Björk, Harvold. Numpy alone."""

from __future__ import annotations

from .author_norms import RICKETTS, bjork, downs, mcnamara
from .definitions import DEGREES, MILLIMETRES, Points, define, forward, mandibular_plane
from .lines import along, angle_at, angle_between, distance, in_front, turn
from .norms import Norm
from .planes import palatal_plane
from .sources import STEINER

__all__ = ['SAGITTAL_INDICES']

_BEHIND_IN_FRONT = 'positive in front'
_CLASS_II, _CLASS_III = 'tends to skeletal class II by', 'tends to skeletal class III by'


def _class_ii_low(name: str) -> dict[str, str]:
    return dict(low=f'{_CLASS_II} {name}', high=f'{_CLASS_III} {name}')


def _class_ii_high(name: str) -> dict[str, str]:
    return dict(low=f'{_CLASS_III} {name}', high=f'{_CLASS_II} {name}')


def _sna(p: Points):
    return angle_at(p['N'], p['S'], p['A'])


def _anb(p: Points):
    return _sna(p) - angle_at(p['N'], p['S'], p['B'])


def _individual_anb(p: Points):
    """Regression of Panagiotidis & Witt 1977."""
    return -35.16 + 0.4 * _sna(p) + 0.2 * turn(p['N'] - p['S'], mandibular_plane(p))


SAGITTAL_INDICES = (
    define(
        'FH-NA', 'Maxillary depth', 'Lower inner (hind) angle of Po-Or and N-A.', DEGREES, 'Po Or N A',
        lambda p: angle_between(-forward(p), p['A'] - p['N']),
        sign='above 90 where A lies in front of the perpendicular to Po-Or through N',
        norms=(Norm(RICKETTS, 90, 3, sample='white Americans of 9 years, constant with age'),),
        low='maxilla behind by maxillary depth', high='maxilla in front by maxillary depth',
    ),
    define(
        'A-Nperp', 'A to the nasion perpendicular', 'Distance of A from the perpendicular to Po-Or through N.',
        MILLIMETRES, 'Po Or N A', lambda p: along(forward(p), p['A'] - p['N']), sign=_BEHIND_IN_FRONT,
        norms=mcnamara((0.4, 2.3), (1.1, 2.7)),
        low='A behind the perpendicular', high='A in front of the perpendicular',
    ),
    define(
        'Pog-Nperp', 'Pog to the nasion perpendicular', 'Distance of Pog from the perpendicular to Po-Or through N.',
        MILLIMETRES, 'Po Or N Pog', lambda p: along(forward(p), p['Pog'] - p['N']), sign=_BEHIND_IN_FRONT,
        norms=mcnamara((-1.8, 4.5), (-0.3, 3.8)),
        low='chin behind the perpendicular', high='chin in front of the perpendicular',
    ),
    define(
        'A-NPog', 'Convexity at A', 'Distance of A from N-Pog.', MILLIMETRES, 'N A Pog',
        lambda p: in_front(p['N'], p['Pog'], p['A']), signed=True, sign=_BEHIND_IN_FRONT,
        norms=(Norm(RICKETTS, 2, 2, years=(8, 10), sample='white Americans of 9 years, less with age'),),
        low='A behind the facial plane', high='A in front of the facial plane',
    ),
    define(
        'S-N-ANS', 'Maxillary base prognathism', 'Angle S-N-ANS.', DEGREES, 'S N ANS',
        lambda p: angle_at(p['N'], p['S'], p['ANS']), norms=bjork((85.77, 3.85), (88.16, 4.18)),
        low='ANS far back', high='ANS far in front',
    ),
    define(
        'SN-Pog', 'Mandibular base prognathism', 'Angle S-N-Pog.', DEGREES, 'S N Pog',
        lambda p: angle_at(p['N'], p['S'], p['Pog']), norms=bjork((78.92, 3.63), (81.69, 4.43)),
        low='chin behind by S-N', high='chin in front by S-N',
    ),
    define(
        'Pog-NB', 'Pog to NB', 'Distance of Pog from N-B.', MILLIMETRES, 'N B Pog',
        lambda p: in_front(p['N'], p['B'], p['Pog']), signed=True, sign=_BEHIND_IN_FRONT,
        low='flat chin', high='prominent chin',
    ),
    define(
        'S-L', 'S to L', 'From S to the foot of Pog on S-N (Steiner\'s L).', MILLIMETRES, 'S N Pog',
        lambda p: along(p['N'] - p['S'], p['Pog'] - p['S']), sign='positive where the foot lies in front of S',
        norms=(Norm(mean=51, **STEINER),), low='L far back', high='L far in front',
    ),
    define(
        'AB_plane', 'A-B plane angle', 'Angle of A-B and the facial plane N-Pog.', DEGREES, 'A B N Pog',
        lambda p: turn(p['B'] - p['A'], p['Pog'] - p['N']), signed=True,
        sign='negative where A-B runs further back than N-Pog, as it mostly does',
        norms=(downs(-4.6, 3.67),),
        **_class_ii_low('the A-B plane'),
    ),
    define(
        'APDI', 'Anteroposterior dysplasia indicator', 'Facial angle, A-B plane angle and the angle of the palatal '
        'plane to Po-Or together, the last two with their signs.', DEGREES, 'A B ANS PNS Po Or N Pog',
        lambda p: angle_between(-forward(p), p['Pog'] - p['N']) + turn(p['B'] - p['A'], p['Pog'] - p['N'])
        + turn(forward(p), palatal_plane(p)), signed=True,
        norms=(Norm('Kim & Vietas 1978', 81.4, 3.79, sample='102 children with a normal occlusion'),),
        **_class_ii_low('APDI'),
    ),
    define(
        'Beta', 'Beta angle', 'Angle of A-B and the perpendicular from A to Co-B (90 less the angle A-B-Co).', DEGREES,
        'A B Co', lambda p: 90 - angle_at(p['B'], p['A'], p['Co']), sign='negative where A-B-Co is more than 90',
        norms=(Norm('Baik & Ververidou 2004', span=(27, 35), construction='to the centre of the condyle, not to Co'),),
        **_class_ii_low('the beta angle'),
    ),
    define(
        'ANB_Eastman', 'ANB, Eastman correction', 'ANB and half of what SNA is below 81 (Mills 1982).', DEGREES,
        'S N A B', lambda p: _anb(p) + (81 - _sna(p)) / 2, sign='as ANB', **_class_ii_high('the Eastman correction'),
    ),
    define(
        'ANB_ind', 'Individualised ANB', 'The ANB that a face of this SNA and SN-MP has at a normal occlusion: -35.16 '
        'and 0.4 SNA and 0.2 SN-MP (Panagiotidis & Witt 1977).', DEGREES, 'S N A Go Me', _individual_anb, signed=True,
        sign='as ANB', low='a low ANB is expected', high='a high ANB is expected',
    ),
    define(
        'ANB_ind_difference', 'ANB less individualised ANB', 'ANB less what is expected of it.', DEGREES,
        'S N A B Go Me', lambda p: _anb(p) - _individual_anb(p), signed=True,
        sign='positive where ANB is higher than expected', **_class_ii_high('the individualised ANB'),
    ),
    define(
        'Co-ANS', 'Maxillary unit length', 'Distance Co-ANS (Harvold took the point of the lower outline of the spine '
        'where it is 3 mm thick).', MILLIMETRES, 'Co ANS', lambda p: distance(p['Co'], p['ANS']),
        low='short maxillary unit', high='long maxillary unit',
    ),
    define(
        'Co-Pog', 'Mandibular unit length', 'Distance Co-Pog (Harvold took the point of the chin furthest from the '
        'joint).', MILLIMETRES, 'Co Pog', lambda p: distance(p['Co'], p['Pog']),
        low='short mandibular unit', high='long mandibular unit',
    ),
    define(
        'Harvold_difference', 'Harvold unit difference', 'Co-Pog less Co-ANS.', MILLIMETRES, 'Co Pog ANS',
        lambda p: distance(p['Co'], p['Pog']) - distance(p['Co'], p['ANS']),
        sign='positive where the mandible is the longer', **_class_ii_low("Harvold's units"),
    ),
)  # fmt: skip
"""Position of the jaws from front to back."""
