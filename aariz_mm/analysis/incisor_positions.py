"""Incisors beside the palatal plane, A-Pog, the occlusal plane and the chin. Numpy alone."""

from __future__ import annotations

from .author_norms import EASTMAN, RICKETTS, downs, mcnamara
from .definitions import DEGREES, MILLIMETRES, define, forward, occlusal_plane
from .lines import along, angle_between, in_front, turn
from .norms import Norm
from .planes import palatal_plane

__all__ = ['INCISOR_POSITIONS']

_NINE = 'white Americans of 9 years, constant with age'

INCISOR_POSITIONS = (
    define(
        'U1-PP', 'U1 to the palatal plane', 'Lower inner (hind) angle of PNS-ANS and the upper incisor UIA-UIT.',
        DEGREES, 'PNS ANS UIA UIT', lambda p: angle_between(-palatal_plane(p), p['UIT'] - p['UIA']),
        sign='grows as the edge tips to the front', norms=(Norm(EASTMAN, 109, 6),),
        low='upper incisor retroclined to the palatal plane', high='upper incisor proclined to the palatal plane',
    ),
    define(
        'U1-Aperp', 'U1 to the perpendicular through A', 'Distance of the edge UIT from the perpendicular to Po-Or '
        'through A.', MILLIMETRES, 'Po Or A UIT', lambda p: along(forward(p), p['UIT'] - p['A']),
        sign='positive in front',
        norms=mcnamara((5.4, 1.7), (5.3, 2.0), 'from the front of the crown, not from its edge'),
        low='upper edge behind by the perpendicular', high='upper edge in front by the perpendicular',
    ),
    define(
        'U1-APog', 'U1 to A-Pog', 'Distance of the edge UIT from A-Pog.', MILLIMETRES, 'A Pog UIT',
        lambda p: in_front(p['A'], p['Pog'], p['UIT']), signed=True, sign='positive in front',
        norms=(downs(2.7, 1.8),), low='upper edge behind by A-Pog', high='upper edge in front by A-Pog',
    ),
    define(
        'L1-APog_mm', 'L1 to A-Pog', 'Distance of the edge LIT from A-Pog.', MILLIMETRES, 'A Pog LIT',
        lambda p: in_front(p['A'], p['Pog'], p['LIT']), signed=True, sign='positive in front',
        norms=(Norm(RICKETTS, 1, 2, sample=_NINE), *mcnamara((2.7, 1.7), (2.3, 2.1))),
        low='lower edge behind by A-Pog', high='lower edge in front by A-Pog',
    ),
    define(
        'L1-APog_deg', 'L1 to A-Pog', 'Angle of the lower incisor LIA-LIT and A-Pog.', DEGREES, 'A Pog LIA LIT',
        lambda p: turn(p['A'] - p['Pog'], p['LIT'] - p['LIA']), signed=True,
        sign='positive where the edge tips to the front', norms=(Norm(RICKETTS, 22, 4, sample=_NINE),),
        low='lower incisor retroclined to A-Pog', high='lower incisor proclined to A-Pog',
    ),
    define(
        'L1-OP', 'L1 to the occlusal plane', 'Lower inner (hind) angle of the bisected occlusal plane (through the '
        'middle of UMT and LMT and the middle of UIT and LIT) and the lower incisor LIA-LIT, less 90.', DEGREES,
        'UMT LMT UIT LIT LIA', lambda p: angle_between(-occlusal_plane(p), p['LIT'] - p['LIA']) - 90,
        sign='grows as the edge tips to the front', norms=(downs(14.5, 3.48),),
        low='lower incisor retroclined to the occlusal plane', high='lower incisor proclined to the occlusal plane',
    ),
    define(
        'Holdaway_difference', 'L1-NB less Pog-NB', 'Distance of the edge LIT from N-B less that of Pog; 0 is '
        "Holdaway's ratio of 1 to 1.", MILLIMETRES, 'N B LIT Pog',
        lambda p: in_front(p['N'], p['B'], p['LIT']) - in_front(p['N'], p['B'], p['Pog']), signed=True,
        sign='positive where the edge lies further in front than the chin',
        low='chin in front of the edge', high='edge in front of the chin',
    ),
)  # fmt: skip
"""Inclination and position of the incisors by lines that the classic sagittal ones do not use."""
