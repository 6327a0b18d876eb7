"""Measurements of the incisors and the lips. Numpy alone."""

from __future__ import annotations

from .definitions import DEGREES, MILLIMETRES, Points, define, forward, mandibular_plane, occlusal_plane
from .lines import across, along, angle_between, in_front, turn
from .norms import Norm
from .sources import DOWNS, RIEDEL, STEINER, TANGENT

__all__ = ['INCISORS', 'LIPS']


def _upper_axis(p: Points):
    return p['UIT'] - p['UIA']


def _lower_axis(p: Points):
    return p['LIT'] - p['LIA']


def _lead(p: Points):
    """From the lower incisal edge to the upper one."""
    return p['UIT'] - p['LIT']


def _tipped(plane: str) -> dict[str, str]:
    """Low and high: rules by other planes may say otherwise of the same tooth."""
    return dict(low=f'retroclined to {plane}', high=f'proclined to {plane}')


def _placed(line: str) -> dict[str, str]:
    return dict(low=f'edge far back from {line}', high=f'edge far in front of {line}')


_RICKETTS_OVERJET, _RICKETTS_OVERBITE = (dict(source='Ricketts 1981', mean=2.5, sd=sd) for sd in (2.5, 2.0))
_ALONG_OCCLUSAL = 'along or across the occlusal plane'
_IN_OCCLUSION = 'the bisected occlusal plane (through the middle of UMT and LMT and the middle of UIT and LIT)'

INCISORS = (
    define(
        'U1-SN', 'U1 to SN', 'Lower inner (hind) angle of S-N and the upper incisor UIA-UIT.', DEGREES, 'S N UIA UIT',
        lambda p: angle_between(p['S'] - p['N'], _upper_axis(p)), sign='grows as the edge tips to the front',
        norms=(Norm(mean=103.97, sd=5.75, **RIEDEL),), **_tipped('S-N'),
    ),
    define(
        'U1-NA_deg', 'U1 to NA', 'Angle of the upper incisor UIA-UIT and N-A.', DEGREES, 'N A UIA UIT',
        lambda p: turn(_upper_axis(p), p['A'] - p['N']), signed=True,
        sign='positive where the edge tips to the front', norms=(Norm(mean=22, **STEINER),), **_tipped('N-A'),
    ),
    define(
        'U1-NA_mm', 'U1 to NA', 'Distance of the edge UIT from N-A (Steiner took the foremost point of the crown).',
        MILLIMETRES, 'N A UIT', lambda p: in_front(p['N'], p['A'], p['UIT']), signed=True,
        sign='positive in front', norms=(Norm(mean=4, **STEINER),), **_placed('N-A'),
    ),
    define(
        'L1-NB_deg', 'L1 to NB', 'Angle of the lower incisor LIA-LIT and N-B.', DEGREES, 'N B LIA LIT',
        lambda p: turn(p['N'] - p['B'], _lower_axis(p)), signed=True,
        sign='positive where the edge tips to the front', norms=(Norm(mean=25, **STEINER),), **_tipped('N-B'),
    ),
    define(
        'L1-NB_mm', 'L1 to NB', 'Distance of the edge LIT from N-B (Steiner took the foremost point of the crown).',
        MILLIMETRES, 'N B LIT', lambda p: in_front(p['N'], p['B'], p['LIT']), signed=True,
        sign='positive in front', norms=(Norm(mean=4, **STEINER),), **_placed('N-B'),
    ),
    define(
        'IMPA', 'IMPA', 'Upper inner (hind) angle of the mandibular plane Go-Me and the lower incisor LIA-LIT.',
        DEGREES, 'Go Me LIA LIT', lambda p: angle_between(-mandibular_plane(p), _lower_axis(p)),
        sign='grows as the edge tips to the front',
        norms=(
            Norm('Tweed 1946', 90, span=(85, 95), customary=True),
            Norm(mean=91.4, sd=3.78, construction=TANGENT, **DOWNS),
        ),
        **_tipped('the mandibular plane'),
    ),
    define(
        'FMIA', 'FMIA', 'Upper front angle of Po-Or and the lower incisor LIA-LIT (180 less FMA less IMPA).', DEGREES,
        'Po Or LIA LIT', lambda p: angle_between(forward(p), _lower_axis(p)),
        sign='shrinks as the edge tips to the front', norms=(Norm('Tweed 1954', 65, span=(60, 70), customary=True),),
        low='proclined to Po-Or', high='retroclined to Po-Or',
    ),
    define(
        'interincisal', 'Interincisal angle', 'Inner (hind) angle of the incisors UIA-UIT and LIA-LIT.', DEGREES,
        'UIA UIT LIA LIT', lambda p: turn(_lower_axis(p), _upper_axis(p)) % 360, signed=True,
        sign='0 to 360; above 180 where the incisors tip to the back',
        norms=(
            Norm(mean=130.98, sd=9.24, **RIEDEL), Norm(mean=135.4, sd=5.76, **DOWNS), Norm(mean=131, **STEINER)
        ),
        low='incisors proclined to each other', high='incisors upright to each other',
    ),
    define(
        'overjet', 'Overjet', f'From LIT to UIT along {_IN_OCCLUSION}.', MILLIMETRES, 'UIT LIT UMT LMT',
        lambda p: along(occlusal_plane(p), _lead(p)), sign='positive where UIT lies in front',
        norms=(Norm(**_RICKETTS_OVERJET),), low='edge to edge or reversed', high='increased overjet',
    ),
    define(
        'overbite', 'Overbite', f'From LIT to UIT across {_IN_OCCLUSION}.', MILLIMETRES, 'UIT LIT UMT LMT',
        lambda p: across(occlusal_plane(p), _lead(p)), signed=True, sign='positive where UIT lies lower (deep bite)',
        norms=(Norm(**_RICKETTS_OVERBITE),), low='open bite', high='deep bite',
    ),
    define(
        'overjet_FH', 'Overjet along Po-Or', 'From LIT to UIT along Po-Or, for want of molars.', MILLIMETRES,
        'UIT LIT Po Or', lambda p: along(forward(p), _lead(p)), sign='positive where UIT lies in front',
        norms=(Norm(construction=_ALONG_OCCLUSAL, **_RICKETTS_OVERJET),),
        low='edge to edge or reversed along Po-Or', high='increased overjet along Po-Or',
    ),
    define(
        'overbite_FH', 'Overbite across Po-Or', 'From LIT to UIT across Po-Or, for want of molars.', MILLIMETRES,
        'UIT LIT Po Or', lambda p: across(forward(p), _lead(p)), signed=True,
        sign='positive where UIT lies lower (deep bite)',
        norms=(Norm(construction=_ALONG_OCCLUSAL, **_RICKETTS_OVERBITE),),
        low='open bite across Po-Or', high='deep bite across Po-Or',
    ),
)  # fmt: skip
"""Inclination and position of the incisors."""

LIPS = (
    define(
        'E-line_upper', 'Upper lip to the E-line', 'Distance of Ls from Pn-Pog`.', MILLIMETRES, 'Pn Pog` Ls',
        lambda p: in_front(p['Pn'], p['Pog`'], p['Ls']), signed=True, sign='positive in front',
        norms=(Norm('Ricketts 1957', -4),), low='upper lip far back', high='upper lip far in front',
    ),
    define(
        'E-line_lower', 'Lower lip to the E-line', 'Distance of Li from Pn-Pog`.', MILLIMETRES, 'Pn Pog` Li',
        lambda p: in_front(p['Pn'], p['Pog`'], p['Li']), signed=True, sign='positive in front',
        norms=(Norm('Ricketts 1981', -2, 2, years=(8, 10)), Norm('Ricketts 1957', -2)),
        low='lower lip far back', high='lower lip far in front',
    ),
)  # fmt: skip
"""Lips beside the line of nose and chin."""
