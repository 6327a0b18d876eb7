"""Measurements of the jaws and the cranial base. Numpy alone."""

from __future__ import annotations

from .definitions import (
    DEGREES,
    MILLIMETRES,
    PER_CENT,
    define,
    forward,
    functional_plane,
    mandibular_plane,
    occlusal_plane,
)
from .lines import along, angle_at, angle_between, distance, turn
from .norms import Norm
from .sources import (
    BJORK_BOYS,
    BJORK_MEN,
    CROSSING,
    DOWNS,
    JACOBSON,
    JARABAK,
    MCNAMARA,
    RIEDEL,
    STEINER,
    TANGENT,
    both_sexes,
)

__all__ = ['SAGITTAL', 'VERTICAL']

# Jacobson drew the functional plane through premolars and molars. Of the premolars, Aariz has the second ones alone,
# some 7 mm from the molars: a millimetre at a cusp tip turns that plane by 8 degrees. On 140 training images of Aariz
# (their squeezed sides restored by 0.75, 0.83 or 0.95) the Wits value on it goes along with ANB at r = 0.48 to 0.65, on
# the bisected plane at r = 0.69 to 0.82, and where ANB is 2, it is -3 mm on the one and 0 to 2 mm on the other, which
# is no further from his means. So the bisected plane carries the name. His norm judges the functional plane alone; the
# bisected one is judged by customary limits, the range of means that Thayer (1990) found reported.
_JACOBSON = ((-0.10, 1.77), (-1.17, 1.9))
_WITS = dict(sign='positive where A lies in front of B')


def _saddle(p):
    return angle_at(p['S'], p['N'], p['Ar'])


def _articular(p):
    return angle_at(p['Ar'], p['S'], p['Go'])


def _gonial(p):
    return angle_at(p['Go'], p['Ar'], p['Me'])


SAGITTAL = (
    define(
        'SNA', 'SNA', 'Angle S-N-A.', DEGREES, 'S N A', lambda p: angle_at(p['N'], p['S'], p['A']),
        norms=(Norm(mean=82.01, sd=3.89, **RIEDEL), Norm(mean=82, **STEINER)),
        low='maxilla behind', high='maxilla in front',
    ),
    define(
        'SNB', 'SNB', 'Angle S-N-B.', DEGREES, 'S N B', lambda p: angle_at(p['N'], p['S'], p['B']),
        norms=(Norm(mean=79.97, sd=3.69, **RIEDEL), Norm(mean=80, **STEINER)),
        low='mandible behind', high='mandible in front',
    ),
    define(
        'ANB', 'ANB', 'SNA less SNB.', DEGREES, 'S N A B',
        lambda p: angle_at(p['N'], p['S'], p['A']) - angle_at(p['N'], p['S'], p['B']),
        sign='positive where A lies in front of N-B',
        norms=(Norm(mean=2, span=(0, 4), customary=True, **STEINER), Norm(mean=2.04, sd=1.81, **RIEDEL)),
        low='tends to skeletal class III by ANB', high='tends to skeletal class II by ANB',
    ),
    define(
        'facial_angle', 'Facial angle', 'Lower inner (hind) angle of Po-Or and N-Pog.', DEGREES, 'Po Or N Pog',
        lambda p: angle_between(-forward(p), p['Pog'] - p['N']),
        sign='above 90 where the chin lies in front of the perpendicular to Po-Or through N',
        norms=(Norm(mean=87.8, sd=3.57, **DOWNS),), low='chin behind', high='chin in front',
    ),
    define(
        'convexity', 'Angle of convexity', '180 less the angle N-A-Pog.', DEGREES, 'N A Pog',
        lambda p: turn(p['A'] - p['N'], p['Pog'] - p['A']), signed=True,
        sign='positive where A lies in front of N-Pog',
        norms=(Norm(mean=0.0, sd=5.09, **DOWNS),), low='concave profile', high='convex profile',
    ),
    define(
        'Wits', 'Wits appraisal', 'From the foot of B to that of A on the bisected occlusal plane (through the middle '
        'of the tips UMT and LMT and the middle of UIT and LIT).', MILLIMETRES, 'A B UMT LMT UIT LIT',
        lambda p: along(occlusal_plane(p), p['A'] - p['B']),
        norms=(
            Norm('Thayer 1990', span=(-2, 3), customary=True, sample='means that were reported until then'),
            *both_sexes(*_JACOBSON, construction='on the functional occlusal plane', **JACOBSON),
        ),
        low='tends to skeletal class III by Wits', high='tends to skeletal class II by Wits', **_WITS,
    ),
    define(
        'Wits_functional', 'Wits appraisal (functional)', 'From the foot of B to that of A on the functional occlusal '
        'plane (through the middle of UMT and LMT and the middle of UPM and LPM).', MILLIMETRES, 'A B UMT LMT UPM LPM',
        lambda p: along(functional_plane(p), p['A'] - p['B']), norms=both_sexes(*_JACOBSON, **JACOBSON),
        low='tends to skeletal class III by Wits on the functional plane',
        high='tends to skeletal class II by Wits on the functional plane', **_WITS,
    ),
    define(
        'Co-A', 'Midface length', 'Distance Co-A.', MILLIMETRES, 'Co A', lambda p: distance(p['Co'], p['A']),
        norms=both_sexes((91.0, 4.3), (99.8, 6.0), **MCNAMARA), low='short midface', high='long midface',
    ),
    define(
        'Co-Gn', 'Mandibular length', 'Distance Co-Gn.', MILLIMETRES, 'Co Gn', lambda p: distance(p['Co'], p['Gn']),
        norms=both_sexes((120.2, 5.3), (134.3, 6.8), **MCNAMARA), low='short mandible', high='long mandible',
    ),
    define(
        'Co_difference', 'Maxillomandibular difference', 'Co-Gn less Co-A.', MILLIMETRES, 'Co Gn A',
        lambda p: distance(p['Co'], p['Gn']) - distance(p['Co'], p['A']),
        sign='positive where the mandible is the longer',
        norms=both_sexes((29.2, 3.3), (34.5, 4.0), **MCNAMARA),
        low='mandible short beside the midface', high='mandible long beside the midface',
    ),
)  # fmt: skip
"""Position and length of the jaws from front to back."""

VERTICAL = (
    define(
        'Y_axis', 'Y-axis', 'Lower front angle of Po-Or and S-Gn.', DEGREES, 'Po Or S Gn',
        lambda p: angle_between(forward(p), p['Gn'] - p['S']),
        norms=(Norm(mean=59.4, sd=3.82, **DOWNS),), low='chin grows forwards', high='chin grows downwards',
    ),
    define(
        'FMA', 'FMA', 'Po-Or to the mandibular plane Go-Me.', DEGREES, 'Po Or Go Me',
        lambda p: turn(forward(p), mandibular_plane(p)), signed=True,
        sign='positive where the planes open to the front',
        norms=(
            Norm('Tweed 1954', 25, span=(20, 30), customary=True),
            Norm(mean=21.9, sd=3.24, construction=TANGENT, **DOWNS),
        ),
        low='mandibular plane flat to Po-Or', high='mandibular plane steep to Po-Or',
    ),
    define(
        'SN-MP', 'SN to Go-Me', 'S-N to the mandibular plane Go-Me.', DEGREES, 'S N Go Me',
        lambda p: turn(p['N'] - p['S'], mandibular_plane(p)), signed=True,
        sign='positive where the planes open to the front',
        norms=(Norm(f'{JARABAK}, the sum of Björk less 360', 36, 6, customary=True),),
        low='mandibular plane flat to S-N', high='mandibular plane steep to S-N',
    ),
    define(
        'SN-GoGn', 'SN to Go-Gn', 'S-N to the mandibular plane Go-Gn.', DEGREES, 'S N Go Gn',
        lambda p: turn(p['N'] - p['S'], p['Gn'] - p['Go']), signed=True,
        sign='positive where the planes open to the front',
        norms=(Norm(mean=31.71, sd=5.19, **RIEDEL), Norm(mean=32, **STEINER)),
        low='mandibular plane Go-Gn flat to S-N', high='mandibular plane Go-Gn steep to S-N',
    ),
    define(
        'saddle', 'Saddle angle', 'Angle N-S-Ar.', DEGREES, 'N S Ar', _saddle,
        norms=(Norm(JARABAK, 123, 5), Norm(mean=123.06, sd=5.33, **BJORK_MEN), Norm(mean=122.9, sd=4.85, **BJORK_BOYS)),
        low='joint in front', high='joint behind',
    ),
    define(
        'articular', 'Articular angle', 'Angle S-Ar-Go.', DEGREES, 'S Ar Go', _articular,
        norms=(
            Norm(JARABAK, 143, 6, customary=True),
            Norm(mean=143.27, sd=6.91, construction=CROSSING, **BJORK_MEN),
            Norm(mean=142.96, sd=6.21, construction=CROSSING, **BJORK_BOYS),
        ),
        low='mandible set forwards by the joint', high='mandible set backwards by the joint',
    ),
    define(
        'gonial', 'Gonial angle', 'Angle Ar-Go-Me.', DEGREES, 'Ar Go Me', _gonial,
        norms=(Norm(JARABAK, 130, 7, customary=True),), low='mandible grows forwards', high='mandible grows downwards',
    ),
    define(
        'Bjork_sum', 'Sum of Björk', 'Saddle, articular and gonial angle together (360 + SN-MP).', DEGREES,
        'N S Ar Go Me', lambda p: _saddle(p) + _articular(p) + _gonial(p),
        norms=(Norm(JARABAK, 396, 6, customary=True),), low='mandible turns forwards', high='mandible turns backwards',
    ),
    define(
        'Jarabak', 'Jarabak ratio', '100 S-Go / N-Me.', PER_CENT, 'S Go N Me',
        lambda p: 100 * distance(p['S'], p['Go']) / distance(p['N'], p['Me']),
        norms=(Norm('Siriwat & Jarabak 1985', span=(59, 63), customary=True), Norm(JARABAK, span=(62, 65))),
        low='hyperdivergent by this ratio', high='hypodivergent by this ratio',
    ),
    define(
        'S-Go', 'Posterior facial height', 'Distance S-Go.', MILLIMETRES, 'S Go',
        lambda p: distance(p['S'], p['Go']), norms=(Norm(JARABAK, span=(70, 85), customary=True),),
        low='short behind', high='long behind',
    ),
    define(
        'N-Me', 'Anterior facial height', 'Distance N-Me.', MILLIMETRES, 'N Me', lambda p: distance(p['N'], p['Me']),
        norms=(Norm(JARABAK, span=(105, 120)),), low='short in front', high='long in front',
    ),
    define(
        'N-ANS', 'Upper facial height', 'Distance N-ANS.', MILLIMETRES, 'N ANS',
        lambda p: distance(p['N'], p['ANS']), low='short upper face', high='long upper face',
    ),
    define(
        'ANS-Me', 'Lower facial height', 'Distance ANS-Me.', MILLIMETRES, 'ANS Me',
        lambda p: distance(p['ANS'], p['Me']),
        norms=both_sexes((66.7, 4.1), (74.6, 5.0), **MCNAMARA),
        low='short lower face', high='long lower face',
    ),
    define(
        'lower_face', 'Lower to total facial height', '100 ANS-Me / N-Me.', PER_CENT, 'N ANS Me',
        lambda p: 100 * distance(p['ANS'], p['Me']) / distance(p['N'], p['Me']),
        norms=(Norm('Mitchell 2013 (Eastman standard)', 55, span=(53, 57), customary=True),),
        low='lower face short beside the whole', high='lower face long beside the whole',
    ),
)  # fmt: skip
"""Divergence, growth and facial heights."""
