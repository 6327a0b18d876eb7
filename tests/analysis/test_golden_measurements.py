"""Every measurement on a drawing whose answer is worked out beside it.

The faces look right; angles of the drawings go from the front (0) downwards (90), so that the back is 180 and up is
-90. Where a measurement needs to know which way the face looks, S and N (or others) are drawn as well.
"""

import math

import pytest

from aariz_mm.analysis import measure
from aariz_mm.analysis.dental import INCISORS, LIPS
from aariz_mm.analysis.skeletal import SAGITTAL, VERTICAL

MM = 0.5  # mm per pixel of every drawing


def at(origin, degrees, length):
    """The point at a distance from another in a direction: 0 to the front, 90 down."""
    return (
        origin[0] + length * math.cos(math.radians(degrees)),
        origin[1] + length * math.sin(math.radians(degrees)),
    )


def take(key, drawing):
    found = measure(list(drawing.values()), list(drawing), MM)[key]
    assert found.reason == ''
    return found.value


O = (0, 0)  # noqa: E741
N = (100, 0)
FH = {'Po': O, 'Or': (80, 0)}
HEAD = {'S': (-100, -80), 'N': (0, -80)}  # behind and above, for the side alone
AR = at(O, 116, 35)
GO = at(AR, 79, 50)
MOLARS = {'UMT': (0, 2), 'LMT': (0, -2)}  # their middle is (0, 0)
EDGES = {'UIT': (42, 3), 'LIT': (38, -3)}  # their middle is (40, 0), so the bisected plane is level

GOLDEN = [
    # N to S points to 180, N to A to 98: 82 between them.
    ('SNA', {'S': O, 'N': N, 'A': at(N, 98, 60)}, 82),
    ('SNB', {'S': O, 'N': N, 'B': at(N, 100, 100)}, 80),
    # 82 - 80; then 79 - 80, A behind N-B.
    ('ANB', {'S': O, 'N': N, 'A': at(N, 98, 60), 'B': at(N, 100, 100)}, 2),
    ('ANB', {'S': O, 'N': N, 'A': at(N, 101, 60), 'B': at(N, 100, 100)}, -1),
    # Or to Po points to 180, N to Pog to 92 (chin behind the perpendicular) or 87 (in front of it).
    ('facial_angle', {**FH, 'N': (90, -30), 'Pog': at((90, -30), 92, 120)}, 88),
    ('facial_angle', {**FH, 'N': (90, -30), 'Pog': at((90, -30), 87, 120)}, 93),
    # N to A leads to the front (85), A to Pog back again (95): A lies in front of N-Pog by a turn of 10.
    ('convexity', {'S': (-100, 0), 'N': O, 'A': at(O, 85, 60), 'Pog': at(at(O, 85, 60), 95, 60)}, 10),
    ('convexity', {'S': (-100, 0), 'N': O, 'A': at(O, 95, 60), 'Pog': at(at(O, 95, 60), 85, 60)}, -10),
    # The planes are level: A lies 3 px in front of B, 1.5 mm; then 4 px behind it.
    ('Wits', {**MOLARS, **EDGES, 'A': (40, -30), 'B': (37, 30)}, 1.5),
    ('Wits', {**MOLARS, **EDGES, 'A': (33, -30), 'B': (37, 30)}, -2),
    ('Wits_functional', {**MOLARS, 'UPM': (10, 3), 'LPM': (12, -3), 'A': (40, -30), 'B': (37, 30)}, 1.5),
    # 3-4-5 triangles: 100 px and 120 px.
    ('Co-A', {'Co': O, 'A': (60, 80)}, 50),
    ('Co-Gn', {'Co': O, 'Gn': (72, 96)}, 60),
    ('Co_difference', {'Co': O, 'A': (60, 80), 'Gn': (72, 96)}, 10),
    # Po to Or points to 0, S to Gn to 59.
    ('Y_axis', {**FH, 'S': (10, -20), 'Gn': at((10, -20), 59, 120)}, 59),
    # Po to Or points to 0, Go to Me to 25 (falls to the front); then to -3 (rises to the front).
    ('FMA', {**FH, 'Go': (0, 60), 'Me': at((0, 60), 25, 80)}, 25),
    ('FMA', {**FH, 'Go': (0, 60), 'Me': at((0, 60), -3, 80)}, -3),
    # S to N points to -7 (rises to the front), Go to Me to 25, Go to Gn to 23.
    ('SN-MP', {'S': O, 'N': at(O, -7, 70), 'Go': (0, 80), 'Me': at((0, 80), 25, 80)}, 32),
    ('SN-GoGn', {'S': O, 'N': at(O, -7, 70), 'Go': (0, 80), 'Gn': at((0, 80), 23, 85)}, 30),
    # From S: N at -7, Ar at 116. From Ar: S at 116 - 180 = -64, Go at 79. From Go: Ar at 79 - 180 = -101, Me at 25.
    ('saddle', {'S': O, 'N': at(O, -7, 70), 'Ar': AR}, 123),
    ('articular', {'S': O, 'Ar': AR, 'Go': GO}, 143),
    ('gonial', {'Ar': AR, 'Go': GO, 'Me': at(GO, 25, 80)}, 126),
    # 123 + 143 + 126, which is 360 + 32, the angle of SN (-7) and Go-Me (25).
    ('Bjork_sum', {'S': O, 'N': at(O, -7, 70), 'Ar': AR, 'Go': GO, 'Me': at(GO, 25, 80)}, 392),
    # 78 px behind, 120 px in front.
    ('Jarabak', {'S': O, 'Go': (0, 78), 'N': (60, 0), 'Me': (60, 120)}, 65),
    ('S-Go', {'S': O, 'Go': (0, 78)}, 39),
    ('N-Me', {'N': (60, 0), 'Me': (60, 120)}, 60),
    ('N-ANS', {'N': O, 'ANS': (30, 40)}, 25),
    ('ANS-Me', {'ANS': O, 'Me': (-36, 48)}, 30),
    # 120 - 54 = 66 px of 120 px.
    ('lower_face', {'N': O, 'ANS': (0, 54), 'Me': (0, 120)}, 55),
    # N to S points to 180, the upper incisor to 76.
    ('U1-SN', {'S': O, 'N': N, 'UIA': (90, 60), 'UIT': at((90, 60), 76, 25)}, 104),
    # The upper incisor points to 70, N to A to 92; then the incisor to 97, its edge tipped to the back.
    ('U1-NA_deg', {**HEAD, 'A': at(HEAD['N'], 92, 60), 'UIA': O, 'UIT': at(O, 70, 25)}, 22),
    ('U1-NA_deg', {**HEAD, 'A': at(HEAD['N'], 92, 60), 'UIA': O, 'UIT': at(O, 97, 25)}, -5),
    # N-A runs straight down at x = 0: 8 px in front of it, 2 px behind it.
    ('U1-NA_mm', {**HEAD, 'A': (0, -20), 'UIT': (8, 0)}, 4),
    ('U1-NA_mm', {**HEAD, 'A': (0, -20), 'UIT': (-2, 0)}, -1),
    # N to B points to 100, so B to N to -80; the lower incisor to -55, then to -90.
    ('L1-NB_deg', {**HEAD, 'B': at(HEAD['N'], 100, 100), 'LIA': O, 'LIT': at(O, -55, 25)}, 25),
    ('L1-NB_deg', {**HEAD, 'B': at(HEAD['N'], 100, 100), 'LIA': O, 'LIT': at(O, -90, 25)}, -10),
    ('L1-NB_mm', {**HEAD, 'B': (0, 10), 'LIT': (8, -5)}, 4),
    ('L1-NB_mm', {**HEAD, 'B': (0, 10), 'LIT': (-6, -5)}, -3),
    # Me to Go points to 25 + 180 = 205, the lower incisor to -65 (= 295), then to -60.
    ('IMPA', {'Go': O, 'Me': at(O, 25, 80), 'LIA': (70, 0), 'LIT': at((70, 0), -65, 25)}, 90),
    ('IMPA', {'Go': O, 'Me': at(O, 25, 80), 'LIA': (70, 0), 'LIT': at((70, 0), -60, 25)}, 95),
    # Po to Or points to 0, the lower incisor to -65: 65, which with FMA 25 and IMPA 90 makes 180.
    ('FMIA', {**FH, 'LIA': (70, 60), 'LIT': at((70, 60), -65, 25)}, 65),
    # From the lower incisor at -60 to the upper one at 70; both tipped to the back (-95 and 95) pass 180.
    ('interincisal', {**HEAD, 'UIA': O, 'UIT': at(O, 70, 25), 'LIA': (-5, 50), 'LIT': at((-5, 50), -60, 25)}, 130),
    ('interincisal', {**HEAD, 'UIA': O, 'UIT': at(O, 95, 25), 'LIA': (-5, 50), 'LIT': at((-5, 50), -95, 25)}, 190),
    # The bisected plane is level: UIT lies 4 px in front of LIT and 6 px lower; then 2 px behind and 4 px higher.
    ('overjet', {**MOLARS, **EDGES}, 2),
    ('overjet', {**MOLARS, 'UIT': (39, -2), 'LIT': (41, 2)}, -1),
    ('overbite', {**HEAD, **MOLARS, **EDGES}, 3),
    ('overbite', {**HEAD, **MOLARS, 'UIT': (39, -2), 'LIT': (41, 2)}, -2),
    ('overjet_FH', {**FH, 'UIT': (90, 66), 'LIT': (86, 60)}, 2),
    ('overbite_FH', {**FH, 'UIT': (90, 66), 'LIT': (86, 60)}, 3),
    ('overbite_FH', {**FH, 'UIT': (90, 58), 'LIT': (86, 60)}, -1),
    # The line runs straight down at x = 0: 8 px behind it, 2 px in front of it.
    ('E-line_upper', {**HEAD, 'Me': (-30, 90), 'Pn': O, 'Pog`': (0, 80), 'Ls': (-8, 30)}, -4),
    ('E-line_lower', {**HEAD, 'Me': (-30, 90), 'Pn': O, 'Pog`': (0, 80), 'Li': (2, 45)}, 1),
]


@pytest.mark.parametrize(('key', 'drawing', 'expected'), GOLDEN, ids=[f'{key}={value}' for key, _, value in GOLDEN])
def test_measurement_by_hand(key, drawing, expected):
    assert take(key, drawing) == pytest.approx(expected, abs=1e-9)


def test_every_classic_measurement_has_a_drawing():
    assert {key for key, _, _ in GOLDEN} == {one.key for one in (*SAGITTAL, *VERTICAL, *INCISORS, *LIPS)}


def test_a_tilted_occlusal_plane_turns_wits_and_overjet():
    # Molars at (0, 0), incisal edges around (40, 30): the plane falls by 3 in 4, its unit vector is (0.8, 0.6).
    drawing = {'UMT': O, 'LMT': O, 'UIT': (44, 33), 'LIT': (36, 27), 'A': (50, 0), 'B': (40, 10)}
    assert take('overjet', drawing) == pytest.approx(MM * (8 * 0.8 + 6 * 0.6))
    assert take('Wits', drawing) == pytest.approx(MM * (10 * 0.8 - 10 * 0.6))


def values(face):
    return {key: found.value for key, found in measure(list(face.values()), list(face), MM).items()}


def test_tweed_triangle_closes(face):
    found = values(face)
    assert found['FMA'] + found['FMIA'] + found['IMPA'] == pytest.approx(180)


def test_incisors_and_anb_make_half_a_turn(face):
    found = values(face)  # the quadrangle of N-A, N-B and the two incisors
    assert found['U1-NA_deg'] + found['L1-NB_deg'] + found['ANB'] + found['interincisal'] == pytest.approx(180)


def test_sum_of_bjork_is_a_turn_and_the_mandibular_plane(face):
    found = values(face)
    assert found['Bjork_sum'] == pytest.approx(360 + found['SN-MP'])


def test_facial_heights_agree_with_their_ratios(face):
    found = values(face)
    assert found['Jarabak'] == pytest.approx(100 * found['S-Go'] / found['N-Me'])
    assert found['lower_face'] == pytest.approx(100 * found['ANS-Me'] / found['N-Me'])
