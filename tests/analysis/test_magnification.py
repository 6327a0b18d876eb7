"""Lengths are compared with a norm at the norm's magnification, and the sentence says how."""

import numpy as np
import pytest

from aariz_mm.analysis import MEASUREMENTS, classify, interpret, measure
from aariz_mm.analysis.definitions import MILLIMETRES
from aariz_mm.analysis.interpretation import deviation, grade

CO_GN = MEASUREMENTS['Co-Gn']
NAN = float('nan')


@pytest.mark.parametrize(
    ('value', 'magnification', 'sds'),
    [
        (120.2 / 1.08, 1.0, 0.0),  # the head itself, of a woman at the mean
        (120.2, 1.08, 0.0),  # a film as the norm's
        (120.2 * 1.1 / 1.08, 1.1, 0.0),  # a film that enlarges more
        (120.2 / 1.08, None, -1.68),  # unknown: as it is, and the sentence says so
        (120.2 / 1.08, NAN, -1.68),
    ],
)
def test_a_length_is_compared_at_the_magnification_of_the_norm(value, magnification, sds):
    assert deviation(CO_GN, value, 'female', 26, magnification) == pytest.approx(sds, abs=0.005)


@pytest.mark.parametrize(
    ('magnification', 'told'),
    [(1.0, 'within 120.2 ± 5.3 (McNamara 1984; compared at 1.08)'),
     (None, 'below 120.2 ± 5.3 (McNamara 1984; magnification unknown, taken as 1.08): short mandible')],
)  # fmt: skip
def test_the_sentence_says_how_it_was_compared(magnification, told):
    assert interpret(CO_GN, 111.3, 'female', 26, magnification) == told


def test_a_norm_that_states_no_magnification_is_said_to_be_uncorrected():
    for magnification in (None, 1.0, 1.1):
        meaning = interpret(MEASUREMENTS['N-Me'], 110.0, magnification=magnification)
        assert meaning.endswith('(Jarabak & Fizzell 1972; not corrected: magnification of the norm not stated)')


def test_angles_and_ratios_know_no_magnification():
    for key, value in (('SNA', 78.0), ('Jarabak', 64.0), ('lower_face', 60.0)):
        assert interpret(MEASUREMENTS[key], value, magnification=1.0) == interpret(MEASUREMENTS[key], value)


def test_every_norm_in_millimetres_says_or_is_told_uncorrected():
    for one in MEASUREMENTS.values():
        assert all(norm.magnification is None for norm in one.norms) or one.unit == MILLIMETRES
    assert {norm.magnification for key in ('Co-A', 'Co-Gn', 'Co_difference', 'ANS-Me')
            for norm in MEASUREMENTS[key].norms} == {1.08}  # fmt: skip


def test_measure_keeps_values_and_carries_the_magnification():
    points, symbols = np.array([[[0, 0], [0, 500.0]]] * 2), ('Co', 'Gn')
    plain = measure(points, symbols, 0.2, ['Co-Gn'])['Co-Gn']
    known = measure(points, symbols, 0.2, ['Co-Gn'], magnification=np.array([1.0, NAN]))['Co-Gn']
    assert known.value.tolist() == plain.value.tolist() == [100, 100]
    assert np.isnan(plain.magnification).all() and known.magnification[0] == 1 and np.isnan(known.magnification[1])


def test_each_radiograph_of_a_batch_has_its_own():
    found = grade(CO_GN, np.array([111.3, 111.3, 120.2]), 'female', 26, np.array([1.0, NAN, 1.08]))
    assert found.tolist() == [1, 0, 1]


def test_one_radiograph_is_classified_with_its_magnification(face, face_px):
    measured = measure(face_px, list(face), 0.5, magnification=1.0)
    assert classify(measured)['skeletal_class'].label == classify(measure(face_px, list(face), 0.5))[
        'skeletal_class'].label  # fmt: skip


@pytest.mark.parametrize('magnification', [0, -1.08, 3, float('inf'), [1.0, 1.1, 1.2]])
def test_a_magnification_that_no_radiograph_has_is_refused(magnification):
    with pytest.raises(ValueError, match='magnification'):
        measure([[0, 0], [0, 500.0]], ('Co', 'Gn'), 0.2, magnification=magnification)
