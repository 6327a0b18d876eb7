"""The skin profile: Holdaway, Merrifield, Legan and Burstone. Numpy alone."""

from __future__ import annotations

import numpy as np

from .author_norms import HOLDAWAY, LEGAN_BURSTONE
from .definitions import DEGREES, MILLIMETRES, Points, define, forward
from .lines import along, angle_at, angle_between, distance, in_front, turn
from .norms import Norm

__all__ = ['SOFT_TISSUE']

_SKIN_N = 'N` where S-N crosses the skin, chin over the suprapogonion'


def _profile_angle(p: Points):
    """Merrifield's profile line touches the lip that protrudes more: that with the smaller angle."""
    upper, lower = (angle_between(-forward(p), p['Pog`'] - p[lip]) for lip in ('Ls', 'Li'))
    return np.minimum(upper, lower)


SOFT_TISSUE = (
    define(
        'soft_facial_angle', 'Soft-tissue facial angle', 'Lower inner (hind) angle of Po-Or and N`-Pog`.', DEGREES,
        'Po Or N` Pog`', lambda p: angle_between(-forward(p), p['Pog`'] - p['N`']),
        sign='above 90 where the chin lies in front of the perpendicular to Po-Or through N`',
        norms=(Norm(HOLDAWAY, 91, span=(84, 98), construction=_SKIN_N),),
        low='skin of the chin behind', high='skin of the chin in front',
    ),
    define(
        'H_angle', 'H angle', 'Angle of the H line Ls-Pog` and N`-Pog`.', DEGREES, 'Ls N` Pog`',
        lambda p: turn(p['N`'] - p['Pog`'], p['Ls'] - p['Pog`']), signed=True,
        sign='positive where Ls lies in front of N`-Pog`',
        norms=(Norm(HOLDAWAY, 10, span=(7, 15), construction=_SKIN_N),),
        low='upper lip behind by the H angle', high='upper lip in front by the H angle',
    ),
    define(
        'Sn-H', 'Sn to the H line', 'Distance of Sn from the H line Ls-Pog`.', MILLIMETRES, 'Sn Ls Pog`',
        lambda p: -in_front(p['Ls'], p['Pog`'], p['Sn']), signed=True, sign='positive where Sn lies behind the line',
        norms=(Norm(HOLDAWAY, 5, span=(3, 7)),), low='flat upper lip', high='curled upper lip',
    ),
    define(
        'Li-H', 'Lower lip to the H line', 'Distance of Li from the H line Ls-Pog`.', MILLIMETRES, 'Li Ls Pog`',
        lambda p: in_front(p['Ls'], p['Pog`'], p['Li']), signed=True, sign='positive in front',
        norms=(Norm(HOLDAWAY, 0, span=(-1, 1)),),
        low='lower lip behind the H line', high='lower lip in front of the H line',
    ),
    define(
        'nose_prominence', 'Nose prominence', 'From Ls to Pn along Po-Or.', MILLIMETRES, 'Po Or Pn Ls',
        lambda p: along(forward(p), p['Pn'] - p['Ls']), sign='positive where Pn lies in front',
        low='small nose', high='large nose',
    ),
    define(
        'chin_thickness', 'Soft-tissue chin thickness', 'Distance Pog-Pog`.', MILLIMETRES, 'Pog Pog`',
        lambda p: distance(p['Pog'], p['Pog`']), low='thin skin of the chin', high='thick skin of the chin',
    ),
    define(
        'Z_angle', 'Z angle', 'Lower inner (hind) angle of Po-Or and the line from Pog` to the lip, Ls or Li, that '
        'protrudes more.', DEGREES, 'Po Or Pog` Ls Li', _profile_angle,
        norms=(Norm('Merrifield 1966', 80, 9),), low='lips protrude', high='lips lie back',
    ),
    define(
        'nasolabial_Pn', 'Nasolabial angle, by Pn', 'Angle Pn-Sn-Ls, for want of the columella point.', DEGREES,
        'Pn Sn Ls', lambda p: angle_at(p['Sn'], p['Pn'], p['Ls']),
        low='acute nasolabial angle', high='obtuse nasolabial angle',
    ),
    define(
        'Ls-SnPog', 'Upper lip to Sn-Pog`', 'Distance of Ls from Sn-Pog`.', MILLIMETRES, 'Sn Pog` Ls',
        lambda p: in_front(p['Sn'], p['Pog`'], p['Ls']), signed=True, sign='positive in front',
        norms=(Norm(LEGAN_BURSTONE, 3, 1, sample='adults with a class I occlusion'),),
        low='upper lip behind by Sn-Pog`', high='upper lip in front by Sn-Pog`',
    ),
    define(
        'Li-SnPog', 'Lower lip to Sn-Pog`', 'Distance of Li from Sn-Pog`.', MILLIMETRES, 'Sn Pog` Li',
        lambda p: in_front(p['Sn'], p['Pog`'], p['Li']), signed=True, sign='positive in front',
        norms=(Norm(LEGAN_BURSTONE, 2, 1, sample='adults with a class I occlusion'),),
        low='lower lip behind by Sn-Pog`', high='lower lip in front by Sn-Pog`',
    ),
)  # fmt: skip
"""Profile of the skin beside its lines."""
