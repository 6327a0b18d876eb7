"""Measurements of one face with whole-number coordinates, each worked out beside it from right-angled triangles."""

import math

import pytest

from aariz_mm.analysis import measure
from aariz_mm.analysis.incisor_positions import INCISOR_POSITIONS
from aariz_mm.analysis.planes import LENGTHS, PLANES
from aariz_mm.analysis.sagittal_indices import SAGITTAL_INDICES
from aariz_mm.analysis.soft_tissue import SOFT_TISSUE

MM = 0.5  # mm per pixel
WHOLE = {
    'Po': (0, 0), 'Or': (80, 0), 'S': (20, -10), 'N': (90, -20), 'A': (94, 60), 'B': (80, 110), 'Pog': (86, 140),
    'Me': (80, 150), 'Go': (10, 100), 'Ar': (0, 30), 'Co': (10, 15), 'ANS': (100, 50), 'PNS': (30, 40),
    'UMT': (50, 72), 'LMT': (50, 68), 'UIT': (104, 92), 'LIT': (96, 88), 'UIA': (90, 50), 'LIA': (78, 124),
    'N`': (96, -20), 'Pn': (130, 30), 'Sn': (110, 50), 'Ls': (115, 80), 'Li': (111, 100), 'Pog`': (100, 140),
}  # fmt: skip


def t(across, along):
    """Angle of a right-angled triangle, degrees."""
    return math.degrees(math.atan(across / along))


def root(number):
    return math.sqrt(number)


# Directions, from the front (0) downwards (90): S-N -t(1, 7), PNS-ANS t(1, 7), Go-Me (70, 50) t(5, 7), occlusal plane
# (50, 20) t(2, 5), N-A (4, 80) 90 - t(1, 20), N-B (-10, 130) 90 + t(1, 13), N-Pog (-4, 160) 90 + t(1, 40),
# A-B (-14, 50) 90 + t(7, 25), A-Pog (-8, 80) 90 + t(1, 10), LIA-LIT (18, -36) t(1, 2) - 90,
# UIA-UIT (14, 42) 90 - t(1, 3).
SNA = 90 - t(1, 7) + t(1, 20)
ANB = t(1, 20) + t(1, 13)
ANB_IND = -35.16 + 0.4 * SNA + 0.2 * (t(5, 7) + t(1, 7))
GOLDEN = {
    'FH-NA': 90 + t(1, 20),
    'A-Nperp': 4 * MM,
    'Pog-Nperp': -4 * MM,
    'A-NPog': (160 * 4 + 4 * 80) / root(25616) * MM,  # area of N-Pog and N-A, by the length of N-Pog
    'S-N-ANS': 90,  # (-70, 10) and (10, 70)
    'SN-Pog': 90 - t(1, 7) - t(1, 40),
    'Pog-NB': (10 * 160 - 130 * 4) / root(17000) * MM,
    'S-L': (70 * 66 - 10 * 150) / root(5000) * MM,
    'AB_plane': t(1, 40) - t(7, 25),
    'APDI': 90 - t(7, 25) + t(1, 7),  # 90 - t(1, 40), the A-B plane and t(1, 7)
    'Beta': 90 - t(7, 25) - t(70, 95),  # at B: A is t(7, 25) in front of upright, Co t(70, 95) behind it
    'ANB_Eastman': ANB + (81 - SNA) / 2,
    'ANB_ind': ANB_IND,
    'ANB_ind_difference': ANB - ANB_IND,
    'Co-ANS': root(90**2 + 35**2) * MM,
    'Co-Pog': root(76**2 + 125**2) * MM,
    'Harvold_difference': (root(76**2 + 125**2) - root(90**2 + 35**2)) * MM,
    'PP-SN': 2 * t(1, 7),
    'PP-FH': t(1, 7),
    'PP-MP': t(5, 7) - t(1, 7),
    'SN-OP': t(2, 5) + t(1, 7),
    'FH-OP': t(2, 5),
    'AB-MP': 90 + t(7, 25) - t(5, 7),
    'ODI': 90 + t(7, 25) - t(5, 7) + t(1, 7),
    'gonial_upper': t(1, 7) + t(2, 3),  # from Go: Ar t(1, 7) behind upright, N t(2, 3) in front of it
    'gonial_lower': 90 - t(2, 3) + t(5, 7),
    'S-N': root(5000) * MM,
    'S-Ar': root(20**2 + 40**2) * MM,
    'Ar-Go': root(5000) * MM,
    'Go-Me': root(7400) * MM,
    'FHI': 100 * 5000 / 7200,  # root(5000) by the distance 7200 / root(5000) of Me
    'lower_face_PP': 60,  # distances of Me and N: 7200 and 4800, by root(5000)
    'U1-PP': 90 + t(1, 7) + t(1, 3),
    'U1-Aperp': 10 * MM,
    'U1-APog': (8 * 32 + 80 * 10) / root(6464) * MM,
    'L1-APog_mm': (8 * 28 + 80 * 2) / root(6464) * MM,
    'L1-APog_deg': t(1, 2) - t(1, 10),
    'L1-OP': t(1, 2) - t(2, 5),
    'Holdaway_difference': (1860 - 1080) / root(17000) * MM,
    'soft_facial_angle': 90 + t(1, 40),
    'H_angle': t(1, 4) + t(1, 40),
    'Sn-H': (15 * 30 + 60 * 5) / root(3825) * MM,
    'Li-H': (15 * 20 - 60 * 4) / root(3825) * MM,
    'nose_prominence': 15 * MM,
    'chin_thickness': 14 * MM,
    'Z_angle': 90 - t(11, 40),  # Li protrudes more than Ls, whose angle is 90 - t(1, 4)
    'nasolabial_Pn': 135 - t(1, 6),
    'Ls-SnPog': (10 * 30 + 90 * 5) / root(8200) * MM,
    'Li-SnPog': (10 * 50 + 90 * 1) / root(8200) * MM,
}  # fmt: skip


@pytest.fixture
def found():
    return take(WHOLE)


def take(points):
    return {key: one.value for key, one in measure(list(points.values()), list(points), MM).items() if not one.reason}


@pytest.mark.parametrize('key', GOLDEN)
def test_measurement_of_the_whole_face_by_hand(found, key):
    assert found[key] == pytest.approx(GOLDEN[key], abs=1e-9)


def test_every_measurement_of_these_files_is_worked_out():
    assert set(GOLDEN) == {one.key for one in (*SAGITTAL_INDICES, *PLANES, *LENGTHS, *INCISOR_POSITIONS, *SOFT_TISSUE)}


def test_planes_add_up(found):
    assert found['PP-SN'] + found['PP-MP'] == pytest.approx(found['SN-MP'])
    assert found['PP-FH'] + found['PP-MP'] == pytest.approx(found['FMA'])
    assert found['SN-OP'] - found['FH-OP'] == pytest.approx(found['PP-SN'] - found['PP-FH'])


def test_indicators_of_kim_are_the_sums_of_their_parts(found):
    assert found['facial_angle'] + found['AB_plane'] + found['PP-FH'] == pytest.approx(found['APDI'])
    assert found['AB-MP'] + found['PP-FH'] == pytest.approx(found['ODI'])
    # Both hold A-B and the palatal plane: what is left is the mandibular plane.
    assert found['APDI'] + found['ODI'] == pytest.approx(180 - found['FMA'] + 2 * found['PP-FH'])


def test_parts_of_the_gonial_angle_make_it(found):
    assert found['gonial_upper'] + found['gonial_lower'] == pytest.approx(found['gonial'])


def test_perpendicular_and_angle_say_the_same_of_the_chin(found):
    assert math.tan(math.radians(found['facial_angle'] - 90)) == pytest.approx(found['Pog-Nperp'] / (160 * MM))


def test_signs_turn_where_the_anatomy_does():
    # B and Pog far in front, as in class III; the palate tilts up; the lips behind the line.
    turned = {'B': (110, 110), 'Pog': (120, 140), 'ANS': (100, 35), 'Pog`': (135, 140)}
    before, after = take(WHOLE), take(WHOLE | turned)
    for key in ('AB_plane', 'Pog-Nperp', 'U1-APog', 'PP-FH', 'Li-H', 'A-NPog'):
        assert before[key] * after[key] < 0, key
    assert after['APDI'] > before['APDI'] and after['Beta'] > before['Beta']


def test_z_angle_takes_the_lip_that_protrudes_more():
    assert take(WHOLE | {'Ls': (130, 80)})['Z_angle'] == pytest.approx(90 - t(30, 60))
    assert take(WHOLE | {'Li': (125, 100)})['Z_angle'] == pytest.approx(90 - t(25, 40))


def test_expected_anb_grows_with_sna_and_with_the_mandibular_plane(found):
    steep = take(WHOLE | {'Me': (80, 160)})
    assert steep['ANB_ind'] - found['ANB_ind'] == pytest.approx(0.2 * (steep['SN-MP'] - found['SN-MP']))
    assert found['ANB'] - found['ANB_ind'] == pytest.approx(found['ANB_ind_difference'])
