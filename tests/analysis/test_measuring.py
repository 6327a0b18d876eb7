import math

import numpy as np
import pytest

from aariz_mm.analysis import MEASUREMENTS, measure
from aariz_mm.analysis.facing import BACK, LOWER_FRONT, UPPER_FRONT
from aariz_mm.analysis.measuring import NO_PIXEL_SIZE, SECTIONS
from aariz_mm.landmarks import SYMBOLS

NAN = float('nan')
TURN = np.array([[0.6, 0.8], [-0.8, 0.6]])
MIRROR = np.array([[-1.0, 0.0], [0.0, 1.0]])
MILLIMETRES = [key for key, measurement in MEASUREMENTS.items() if measurement.unit == 'mm']


def values(points_px, symbols, pixel_size_mm=0.5):
    return {key: found.value for key, found in measure(points_px, symbols, pixel_size_mm).items()}


@pytest.mark.parametrize(
    'matrix', [TURN, MIRROR, TURN @ MIRROR, -np.eye(2)], ids=['turned', 'mirrored', 'both', 'upside down']
)
def test_measure_does_not_change_with_a_rigid_motion(face, face_px, matrix):
    moved = face_px @ matrix + [310.0, -70.0]
    assert values(moved, list(face)) == pytest.approx(values(face_px, list(face)), abs=1e-9)


def test_measure_of_a_scaled_image_keeps_angles_and_ratios(face, face_px):
    before, after = values(face_px, list(face)), values(3 * face_px, list(face))
    assert after == pytest.approx({key: (3 if key in MILLIMETRES else 1) * value for key, value in before.items()})


def test_measure_of_a_resampled_image_keeps_millimetres(face, face_px):
    resampled = values(2 * face_px + 0.5, list(face), pixel_size_mm=0.25)
    assert resampled == pytest.approx(values(face_px, list(face), pixel_size_mm=0.5))


def test_measure_joins_landmarks_by_symbol_and_not_by_place(face, face_px):
    backwards = values(face_px[::-1], list(face)[::-1])
    assert backwards == pytest.approx(values(face_px, list(face)))


def test_measure_of_a_batch_is_that_of_each_image(face, face_px):
    batch = np.stack([face_px, face_px @ MIRROR + 500, face_px * [1.0, 1.1]])
    measured = measure(batch, list(face), [0.1, 0.2, 0.3])
    for row, pixel_size_mm in enumerate([0.1, 0.2, 0.3]):
        alone = measure(batch[row], list(face), pixel_size_mm)
        for key, found in measured.items():
            assert (found.value[row], found.reason[row]) == (pytest.approx(alone[key].value), alone[key].reason)


def test_measure_takes_one_pixel_size_for_a_batch(face, face_px):
    measured = measure(np.stack([face_px, face_px]), list(face), 0.5)
    assert measured['Co-A'].value.tolist() == [pytest.approx(values(face_px, list(face))['Co-A'])] * 2


def test_measure_of_one_image_gives_plain_values(face, face_px):
    found = measure(face_px, list(face), 0.5)['SNA']
    assert type(found.value) is float
    assert type(found.reason) is str
    assert found.measurement is MEASUREMENTS['SNA']


def test_measure_does_not_change_its_input(face, face_px):
    face_px[3] = NAN
    before = face_px.copy()
    measure(face_px, list(face), 0.5)
    np.testing.assert_array_equal(face_px, before)


@pytest.mark.parametrize('key', MEASUREMENTS)
def test_measure_says_which_landmark_is_missing(face, face_px, key):
    for lost in MEASUREMENTS[key].landmarks:
        without = np.where(np.array(list(face))[:, None] == lost, NAN, face_px)
        measured = measure(without, list(face), 0.5)
        assert math.isnan(measured[key].value)
        assert measured[key].reason == f'no {lost}'


@pytest.mark.parametrize('lost', SYMBOLS)
def test_measure_without_a_landmark_keeps_what_does_not_take_it(face, face_px, lost):
    kept = {symbol: point for symbol, point in face.items() if symbol != lost}
    whole = values(face_px, list(face))
    for key, found in measure(list(kept.values()), list(kept), 0.5).items():
        takes_it = lost in MEASUREMENTS[key].landmarks
        assert (found.reason != '') == takes_it
        assert takes_it or found.value == pytest.approx(whole[key])


@pytest.mark.parametrize('key', MEASUREMENTS)
def test_measure_takes_no_more_landmarks_than_it_declares(face, face_px, key):
    kept = {symbol: face[symbol] for symbol in {*MEASUREMENTS[key].landmarks, 'S', 'N', 'Me'}}
    assert values(list(kept.values()), list(kept))[key] == pytest.approx(values(face_px, list(face))[key])


@pytest.mark.parametrize('pixel_size_mm', [None, NAN])
def test_measure_without_a_pixel_size_lacks_millimetres_alone(face, face_px, pixel_size_mm):
    for key, found in measure(face_px, list(face), pixel_size_mm).items():
        assert found.reason == (NO_PIXEL_SIZE if key in MILLIMETRES else '')
        assert math.isnan(found.value) == (key in MILLIMETRES)


def test_measure_lacks_what_depends_on_the_side_where_it_cannot_be_told():
    measured = measure([[0, 0], [5, 60], [0, 120]], ['N', 'A', 'Pog'], 0.5)
    assert math.isnan(measured['convexity'].value)
    assert measured['convexity'].reason.startswith('the side that the face looks to is unknown; it takes one of S')


@pytest.mark.parametrize('group', [BACK, UPPER_FRONT, LOWER_FRONT])
def test_measure_needs_each_region_to_tell_the_side(face, group):
    kept = {symbol: point for symbol, point in face.items() if symbol not in group}
    measured = measure(list(kept.values()), list(kept), 0.5)
    given = {key for key, found in measured.items() if not found.reason}
    assert given.isdisjoint(key for key, measurement in MEASUREMENTS.items() if measurement.signed)


def test_measure_says_where_a_line_has_no_direction():
    found = measure([[7, 7], [7, 7], [9, 60]], ['S', 'N', 'A'])['SNA']
    assert math.isnan(found.value)
    assert found.reason == 'landmarks among S, N, A coincide'


def test_measure_takes_an_infinite_or_half_known_point_as_missing(face, face_px):
    face_px[list(face).index('A')] = (math.inf, 240)
    face_px[list(face).index('B')] = (258, NAN)
    measured = measure(face_px, list(face), 0.5)
    assert (measured['SNA'].reason, measured['ANB'].reason) == ('no A', 'no A, B')


def test_measure_of_no_image_is_empty(face):
    assert measure(np.zeros((0, 29, 2)), list(face), 0.5)['SNA'].value.shape == (0,)


def test_measure_takes_the_keys_it_is_asked_for(face, face_px):
    assert list(measure(face_px, list(face), keys=['ANB', 'SNA'])) == ['ANB', 'SNA']
    with pytest.raises(ValueError, match=r"unknown: \['XYZ'\]"):
        measure(face_px, list(face), keys=['SNA', 'XYZ'])


@pytest.mark.parametrize('shape', [(28, 2), (29, 3), (29,), (1, 1, 29, 2)])
def test_measure_rejects_another_shape(face, shape):
    with pytest.raises(ValueError, match=r'points_px: expected \(29, 2\) or \(B, 29, 2\), got'):
        measure(np.zeros(shape), list(face))


def test_measure_rejects_an_unknown_landmark():
    with pytest.raises(ValueError, match=r"unknown or missing: \['Xi'\]"):
        measure(np.zeros((2, 2)), ['S', 'Xi'])


@pytest.mark.parametrize('pixel_size_mm', [0.0, -0.1, math.inf])
def test_measure_rejects_a_pixel_size_that_is_not_positive(face, face_px, pixel_size_mm):
    with pytest.raises(ValueError, match='pixel_size_mm: expected positive mm per pixel'):
        measure(face_px, list(face), pixel_size_mm)


def test_measure_rejects_another_number_of_pixel_sizes(face, face_px):
    with pytest.raises(ValueError, match=r'pixel_size_mm: expected one number or shape \(1,\), got \(2,\)'):
        measure(face_px, list(face), [0.1, 0.1])


def test_every_measurement_says_what_it_is():
    for measurement in MEASUREMENTS.values():
        assert measurement.unit in ('deg', 'mm', '%')
        assert measurement.definition.endswith('.')
        assert all((measurement.name, measurement.sign, measurement.low, measurement.high))


def test_sections_have_their_titles_and_all_measurements():
    assert list(SECTIONS) == ['Jaws, front to back', 'Planes, growth and heights', 'Incisors', 'Skin profile']
    assert [one for section in SECTIONS.values() for one in section] == list(MEASUREMENTS.values())


@pytest.mark.filterwarnings('error')
def test_what_one_radiograph_lacks_the_others_of_its_batch_have(face, face_px):
    batch = np.stack([face_px, face_px, face_px, face_px])
    batch[1, list(face).index('A')] = NAN
    batch[2] = 7
    measured = measure(batch, list(face), [0.5, 0.5, 0.5, NAN])
    alone = values(face_px, list(face))
    for key, found in measured.items():
        assert found.value[0] == pytest.approx(alone[key]) and found.reason[0] == ''
        assert (found.reason[3] != '') == np.isnan(found.value[3]) == (key in MILLIMETRES)
    assert measured['SNA'].reason.tolist() == ['', 'no A', 'landmarks among S, N, A coincide', '']
    assert np.isnan(measured['SNA'].value).tolist() == [False, True, True, False]


def test_each_radiograph_of_a_batch_looks_its_own_way(face, face_px):
    batch = np.stack([face_px @ MIRROR, face_px, face_px @ MIRROR])
    for found in measure(batch, list(face), 0.5).values():
        np.testing.assert_allclose(found.value, found.value[1], atol=1e-9)


def test_points_may_be_lists_with_none_and_pixel_sizes_objects(face):
    points = [list(point) for point in face.values()]
    points[list(face).index('A')] = [None, None]
    measured = measure(points, list(face), np.array(0.5, dtype=object))
    assert measured['SNA'].reason == 'no A' and measured['Co-Gn'].value == pytest.approx(values(*split(face))['Co-Gn'])


def split(face):
    return np.array(list(face.values()), dtype=float), list(face)


def test_the_side_does_not_matter_to_what_has_no_sign():
    # One landmark at each of S, N, A: no jaw below, yet SNA is measured; so it is where the image lies at the left.
    assert measure([[-500, 0], [-400, 0], [-400, 60]], ['S', 'N', 'A'])['SNA'].value == pytest.approx(90)


def test_magnification_of_one_radiograph_is_a_number_and_of_many_an_array(face, face_px):
    assert measure(face_px, list(face), magnification=1.1)['SNA'].magnification == 1.1
    many = measure(np.stack([face_px] * 2), list(face), magnification=[1.1, NAN])['SNA'].magnification
    assert many[0] == 1.1 and math.isnan(many[1])
    assert math.isnan(measure(face_px, list(face))['SNA'].magnification)
