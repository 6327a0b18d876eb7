"""Measurements of the incisors and the lips. Numpy alone."""

from __future__ import annotations

from .definitions import DEGREES, MILLIMETRES, Points, define, forward, mandibular_plane, occlusal_plane
from .lines import across, along, angle_between, in_front, turn
from .norms import Norm

__all__ = ['INCISORS', 'LIPS']


def _upper_axis(p: Points):
    return p['UIT'] - p['UIA']


def _lower_axis(p: Points):
    return p['LIT'] - p['LIA']


def _lead(p: Points):
    """From the lower incisal edge to the upper one."""
    return p['UIT'] - p['LIT']


_TIPPED = dict(low='retroclined', high='proclined')
_PLACED = dict(low='edge behind', high='edge in front')
_IN_OCCLUSION = 'the bisected occlusal plane (through the middle of UMT and LMT and the middle of UIT and LIT)'

INCISORS = (
    define(
        'U1-SN', 'U1 to SN', 'Lower inner (hind) angle of S-N and the upper incisor UIA-UIT.', DEGREES, 'S N UIA UIT',
        lambda p: angle_between(p['S'] - p['N'], _upper_axis(p)), sign='grows as the edge tips to the front',
        norms=(Norm('Riedel 1952', 103.97, 5.75),), **_TIPPED,
    ),
    define(
        'U1-NA_deg', 'U1 to NA', 'Angle of the upper incisor UIA-UIT and N-A.', DEGREES, 'N A UIA UIT',
        lambda p: turn(_upper_axis(p), p['A'] - p['N']), signed=True,
        sign='positive where the edge tips to the front', norms=(Norm('Steiner 1953', 22),), **_TIPPED,
    ),
    define(
        'U1-NA_mm', 'U1 to NA', 'Distance of the edge UIT from N-A (Steiner took the foremost point of the crown).',
        MILLIMETRES, 'N A UIT', lambda p: in_front(p['N'], p['A'], p['UIT']), signed=True,
        sign='positive in front', norms=(Norm('Steiner 1953', 4),), **_PLACED,
    ),
    define(
        'L1-NB_deg', 'L1 to NB', 'Angle of the lower incisor LIA-LIT and N-B.', DEGREES, 'N B LIA LIT',
        lambda p: turn(p['N'] - p['B'], _lower_axis(p)), signed=True,
        sign='positive where the edge tips to the front', norms=(Norm('Steiner 1953', 25),), **_TIPPED,
    ),
    define(
        'L1-NB_mm', 'L1 to NB', 'Distance of the edge LIT from N-B (Steiner took the foremost point of the crown).',
        MILLIMETRES, 'N B LIT', lambda p: in_front(p['N'], p['B'], p['LIT']), signed=True,
        sign='positive in front', norms=(Norm('Steiner 1953', 4),), **_PLACED,
    ),
    define(
        'IMPA', 'IMPA', 'Upper inner (hind) angle of the mandibular plane Go-Me and the lower incisor LIA-LIT.',
        DEGREES, 'Go Me LIA LIT', lambda p: angle_between(-mandibular_plane(p), _lower_axis(p)),
        sign='grows as the edge tips to the front',
        norms=(Norm('Tweed 1946', 90, span=(85, 95)), Norm('Downs 1948', 91.4, 3.78)), **_TIPPED,
    ),
    define(
        'FMIA', 'FMIA', 'Upper front angle of Po-Or and the lower incisor LIA-LIT (180 less FMA less IMPA).', DEGREES,
        'Po Or LIA LIT', lambda p: angle_between(forward(p), _lower_axis(p)),
        sign='shrinks as the edge tips to the front', norms=(Norm('Tweed 1954', 65),),
        low='lower incisors proclined', high='lower incisors retroclined',
    ),
    define(
        'interincisal', 'Interincisal angle', 'Inner (hind) angle of the incisors UIA-UIT and LIA-LIT.', DEGREES,
        'UIA UIT LIA LIT', lambda p: turn(_lower_axis(p), _upper_axis(p)) % 360, signed=True,
        sign='0 to 360; above 180 where the incisors tip to the back',
        norms=(Norm('Downs 1948', 135.4, 5.76), Norm('Riedel 1952', 130.98, 9.24), Norm('Steiner 1953', 131)),
        low='incisors proclined', high='incisors upright',
    ),
    define(
        'overjet', 'Overjet', f'From LIT to UIT along {_IN_OCCLUSION}.', MILLIMETRES, 'UIT LIT UMT LMT',
        lambda p: along(occlusal_plane(p), _lead(p)), sign='positive where UIT lies in front',
        norms=(Norm('Ricketts 1981', 2.5, 2.5),), low='edge to edge or reversed', high='increased',
    ),
    define(
        'overbite', 'Overbite', f'From LIT to UIT across {_IN_OCCLUSION}.', MILLIMETRES, 'UIT LIT UMT LMT',
        lambda p: across(occlusal_plane(p), _lead(p)), signed=True, sign='positive where UIT lies lower (deep bite)',
        norms=(Norm('Ricketts 1981', 2.5, 2.0),), low='open', high='deep',
    ),
    define(
        'overjet_FH', 'Overjet along Po-Or', 'From LIT to UIT along Po-Or, for want of molars.', MILLIMETRES,
        'UIT LIT Po Or', lambda p: along(forward(p), _lead(p)), sign='positive where UIT lies in front',
        low='edge to edge or reversed', high='increased',
    ),
    define(
        'overbite_FH', 'Overbite across Po-Or', 'From LIT to UIT across Po-Or, for want of molars.', MILLIMETRES,
        'UIT LIT Po Or', lambda p: across(forward(p), _lead(p)), signed=True,
        sign='positive where UIT lies lower (deep bite)', low='open', high='deep',
    ),
)  # fmt: skip
"""Inclination and position of the incisors."""

LIPS = (
    define(
        'E-line_upper', 'Upper lip to the E-line', 'Distance of Ls from Pn-Pog`.', MILLIMETRES, 'Pn Pog` Ls',
        lambda p: in_front(p['Pn'], p['Pog`'], p['Ls']), signed=True, sign='positive in front',
        norms=(Norm('Ricketts 1957', -4),), low='lip behind', high='lip in front',
    ),
    define(
        'E-line_lower', 'Lower lip to the E-line', 'Distance of Li from Pn-Pog`.', MILLIMETRES, 'Pn Pog` Li',
        lambda p: in_front(p['Pn'], p['Pog`'], p['Li']), signed=True, sign='positive in front',
        norms=(Norm('Ricketts 1981 (at 9 years)', -2, 2),), low='lip behind', high='lip in front',
    ),
)  # fmt: skip
"""Lips beside the line of nose and chin."""
