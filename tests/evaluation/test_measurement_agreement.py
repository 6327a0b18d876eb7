import numpy as np
import pytest
from made_cases import build_landmarks

from aariz_mm.analysis import MEASUREMENTS
from aariz_mm.evaluation.measurement_agreement import (
    TOLERANCES,
    agreement_of_cases,
    complete_tolerances,
    measurement_agreement,
)
from aariz_mm.evaluation.measurement_tables import class_agreement_table, measurement_agreement_table
from aariz_mm.evaluation.options import MeasurementOptions
from aariz_mm.number_text import MINUS, fixed

NAN = float('nan')
SYMBOLS = ('S', 'N', 'A', 'B')


def drawing(sna, snb):
    """S, N, A, B with the given angles; N to S points to the back."""
    angles, lengths = np.radians([180 - sna, 180 - snb]), np.array([60, 100])
    rays = np.stack([100 + lengths * np.cos(angles), lengths * np.sin(angles)], axis=-1)
    return np.concatenate([[[0, 0], [100, 0]], rays])


@pytest.fixture
def truth_px():
    return np.stack([drawing(82, 80), drawing(84, 78), drawing(80, 81)])


@pytest.fixture
def pred_px():
    """SNA 1 degree too large, 1 too small and 3 too large; SNB right."""
    return np.stack([drawing(83, 80), drawing(83, 78), drawing(83, 81)])


PIXEL_SIZE_MM = np.full(3, 0.1)


def test_measurement_agreement_by_hand(pred_px, truth_px):
    pair = measurement_agreement(pred_px, truth_px, None, SYMBOLS, PIXEL_SIZE_MM).measurements['SNA']
    assert pair.first == pytest.approx([83, 83, 83])
    assert pair.second == pytest.approx([82, 84, 80])
    assert (pair.summary.n, pair.summary.bias, pair.summary.mae) == pytest.approx((3, 1, 5 / 3))
    assert (pair.tolerance, pair.summary.within) == (2, pytest.approx(2 / 3))


def test_measurement_agreement_classifies_both(pred_px, truth_px):
    # ANB true 2, 6, -1 and predicted 3, 5, 2.
    pair = measurement_agreement(pred_px, truth_px, None, SYMBOLS, PIXEL_SIZE_MM).classes['skeletal_class']
    assert pair.first.tolist() == ['class I', 'class II', 'class I']
    assert pair.second.tolist() == ['class I', 'class II', 'class III']
    assert pair.summary.accuracy == pytest.approx(2 / 3)


def test_measurement_agreement_of_the_truth_with_itself_is_perfect(truth_px):
    result = measurement_agreement(truth_px, truth_px, None, SYMBOLS, PIXEL_SIZE_MM)
    for key, pair in result.measurements.items():
        assert (pair.summary.mae, pair.summary.within) == (0, 1)
        assert np.isnan(pair.summary.icc) if key == 'S-N' else pair.summary.icc == 1  # S-N is the same on all three
    assert result.classes['skeletal_class'].summary.kappa == 1


def test_measurement_agreement_leaves_out_what_no_image_allows(pred_px, truth_px):
    result = measurement_agreement(pred_px, truth_px, None, SYMBOLS, PIXEL_SIZE_MM)
    assert list(result.measurements) == ['SNA', 'SNB', 'ANB', 'ANB_Eastman', 'S-N']
    assert list(result.classes) == ['skeletal_class']


def test_measurement_agreement_leaves_out_an_image_without_truth(pred_px, truth_px):
    truth_px[1, 2] = NAN
    result = measurement_agreement(pred_px, truth_px, None, SYMBOLS, PIXEL_SIZE_MM)
    sna = result.measurements['SNA']
    assert np.isnan([sna.first[1], sna.second[1]]).all()
    assert (sna.summary.n, result.measurements['SNB'].summary.n) == (2, 3)
    assert result.classes['skeletal_class'].first[1] == ''


def test_measurement_agreement_compares_the_two_readers(pred_px, truth_px):
    readers_px = np.stack([truth_px, pred_px])
    result = measurement_agreement(truth_px, truth_px, readers_px, SYMBOLS, PIXEL_SIZE_MM)
    assert result.readers_measurements['SNA'].summary.bias == pytest.approx(-1)
    assert result.readers_classes['skeletal_class'].summary.n == 3
    assert result.measurements['SNA'].summary.bias == 0


@pytest.mark.parametrize('readers', [0, 1, 3])
def test_measurement_agreement_has_no_reference_without_two_readers(pred_px, truth_px, readers):
    readers_px = np.stack([truth_px] * readers) if readers else np.empty((0, *truth_px.shape))
    result = measurement_agreement(pred_px, truth_px, readers_px, SYMBOLS, PIXEL_SIZE_MM)
    assert result.readers_measurements is None
    assert result.readers_classes is None


def test_measurement_agreement_does_not_change_its_inputs(pred_px, truth_px):
    readers_px = np.stack([truth_px, pred_px])
    inputs = [pred_px, truth_px, readers_px, PIXEL_SIZE_MM]
    before = [array.copy() for array in inputs]
    measurement_agreement(pred_px, truth_px, readers_px, SYMBOLS, PIXEL_SIZE_MM)
    for array, copied in zip(inputs, before, strict=True):
        np.testing.assert_array_equal(array, copied)


def test_measurement_agreement_rejects_shapes_that_do_not_fit(pred_px, truth_px):
    with pytest.raises(ValueError, match=r'expected two arrays \(B, K, 2\), got \(2, 4, 2\) and \(3, 4, 2\)'):
        measurement_agreement(pred_px[:2], truth_px, None, SYMBOLS, PIXEL_SIZE_MM)
    with pytest.raises(ValueError, match='readers_px: expected'):
        measurement_agreement(pred_px, truth_px, np.zeros((2, 1, 4, 2)), SYMBOLS, PIXEL_SIZE_MM)


def test_complete_tolerances_let_a_key_win_over_its_unit():
    tolerances = complete_tolerances({'deg': 3.0, 'ANB': 1.0})
    assert (tolerances['SNA'], tolerances['ANB'], tolerances['Co-Gn']) == (3, 1, TOLERANCES['mm'])
    assert complete_tolerances(tolerances) == tolerances


def test_complete_tolerances_reject_what_they_do_not_know():
    with pytest.raises(ValueError, match=r"tolerances of \['SND'\]: expected units"):
        complete_tolerances({'SND': 2.0})
    with pytest.raises(ValueError, match=r"tolerances {'mm': -1.0}: expected numbers >= 0"):
        complete_tolerances({'mm': -1.0})


def test_tables_give_the_model_and_the_readers_beside_it(pred_px, truth_px):
    result = measurement_agreement(pred_px, truth_px, np.stack([truth_px, pred_px]), SYMBOLS, PIXEL_SIZE_MM)
    table = measurement_agreement_table(result)
    assert table.header[:4] == ('measurement', 'n', 'bias', 'MAE')
    # Differences 1, -1, 3: mean 1, SD 2, limits 1 ± 3.92; the readers are the truth and the model.
    own, theirs = (fixed(pairs['SNA'].summary.icc, 3) for pairs in (result.measurements, result.readers_measurements))
    row = table.rows[0]
    plain = ('SNA, °', '3', '1.00', '1.67', f'{MINUS}2.92', '4.92', own, '67 %', '1.67', '0.83', theirs)
    assert tuple(cell.split(' (')[0] for cell in row) == plain
    # Three images are too few for the interval of a mean; the others are there.
    assert all('(' in row[column] for column in (2, 4, 5, 6, 10)) and row[7] == '67 % (20 to 94) ±2'
    assert class_agreement_table(result).rows[0][:3] == ('Skeletal class (ANB)', '3', '67 % (20 to 94)')


def test_tables_without_readers_have_no_columns_for_them(pred_px, truth_px):
    result = measurement_agreement(pred_px, truth_px, None, SYMBOLS, PIXEL_SIZE_MM)
    for table in (measurement_agreement_table(result), class_agreement_table(result)):
        assert not [heading for heading in table.header if 'readers' in heading]


def test_agreement_of_cases_takes_all_of_them(pred_px, truth_px):
    readers_px, sizes = np.stack([truth_px, pred_px]), np.array([0.1, 0.2, NAN])
    cases = build_landmarks(np.zeros((3, 4)), symbols=SYMBOLS, pred_px=pred_px, gt_px=truth_px, readers_px=readers_px,
                            pixel_size_mm=sizes)  # fmt: skip
    found = agreement_of_cases(cases, MeasurementOptions({'SNA': 0.5}))
    assert found.measurements['SNA'].tolerance == 0.5 and found.measurements['SNB'].tolerance == 2
    assert found.measurements['S-N'].first[:2].tolist() == pytest.approx([10, 20])
    assert found.measurements['SNA'].summary.bias == pytest.approx(1)
    assert found.readers_measurements['SNA'].summary.bias == pytest.approx(-1)


def test_a_tolerance_of_nothing_is_one():
    assert complete_tolerances({'deg': 0})['SNA'] == 0 and set(TOLERANCES.values()) == {2.0}
    assert set(complete_tolerances().values()) == {2.0} and list(complete_tolerances()) == list(MEASUREMENTS)


def test_points_may_be_whole_numbers_and_missing_ones_none():
    points = [[[0, 0], [100, 0], [100, 60], [None, None]]] * 2
    found = measurement_agreement(points, points, [points, points], SYMBOLS, [0.1, 0.1])
    assert list(found.measurements) == list(found.readers_measurements) == ['SNA', 'S-N']
