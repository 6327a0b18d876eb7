"""Tables of the agreement of measurements, of figures made by hand."""

import math
from dataclasses import replace

import numpy as np

from aariz_mm.analysis import CLASSIFICATIONS, MEASUREMENTS
from aariz_mm.evaluation.agreement import Agreement, ClassAgreement
from aariz_mm.evaluation.measurement_agreement import MeasurementAgreement, PairedClass, PairedMeasurement
from aariz_mm.evaluation.measurement_tables import (
    class_agreement_table,
    measurement_agreement_table,
    share_with_interval,
    unit_sign,
)
from aariz_mm.number_text import ABSENT, MINUS

NONE = np.empty(0)
FIGURES = Agreement(
    30, -0.5, 1.0, 0.75, -2.5, 1.5, (-1.0, 0.0), (-3.0, -2.0), (1.0, 2.0), 0.875, 0.9,
    (0.5, 1.0), (0.75, 0.9375), (0.8, 0.95),
)  # fmt: skip
EQUAL = ClassAgreement(30, 0.9, 0.8125, NONE, (0.75, 0.97), (0.625, 0.9375))


def pair(key, tolerance=2.0, **changes):
    return PairedMeasurement(MEASUREMENTS[key], NONE, NONE, tolerance, replace(FIGURES, **changes))


def classes(**changes):
    return PairedClass(CLASSIFICATIONS['skeletal_class'], NONE, NONE, replace(EQUAL, **changes))


def test_measurements_by_hand():
    result = MeasurementAgreement({'SNA': pair('SNA'), 'Co-A': pair('Co-A', 1.5, n=2)}, {}, None, None)
    table = measurement_agreement_table(result)
    assert table.caption == 'Predicted less true measurements, with 95 % intervals'
    assert table.header == (
        'measurement', 'n', 'bias', 'MAE', 'lower limit of agreement', 'upper limit', 'ICC(2,1)', 'within tolerance'
    )  # fmt: skip
    assert table.rows == (
        ('SNA, °', '30', f'{MINUS}0.50 ({MINUS}1.00 to 0.00)', '0.75 (0.50 to 1.00)',
         f'{MINUS}2.50 ({MINUS}3.00 to {MINUS}2.00)', '1.50 (1.00 to 2.00)', '0.875 (0.750 to 0.938)',
         '90 % (80 to 95) ±2'),
        ('Midface length, mm', '2', *table.rows[0][2:-1], '90 % (80 to 95) ±1.5'),
    )  # fmt: skip


def test_readers_stand_beside_the_model_where_they_have_the_measurement():
    readers = {'SNA': pair('SNA', mae=1.5, mae_interval=(1.0, 2.5), icc=0.5, icc_interval=(0.25, 0.75))}
    both = {key: pair(key) for key in ('SNA', 'SNB')}
    table = measurement_agreement_table(MeasurementAgreement(both, {}, readers, {}))
    assert table.header[-3:] == ('readers apart: MAE', 'reader to mean: MAE', 'readers: ICC')
    assert table.rows[0][-3:] == ('1.50 (1.00 to 2.50)', '0.75 (0.50 to 1.25)', '0.500 (0.250 to 0.750)')
    assert table.rows[1][-3:] == (ABSENT,) * 3


def test_classes_by_hand():
    own = {'skeletal_class': classes()}
    rule = CLASSIFICATIONS['skeletal_class'].rule
    table = class_agreement_table(MeasurementAgreement({}, own, None, None))
    assert table.caption == 'Classes from predicted and from true landmarks, with 95 % intervals'
    assert table.header == ('class', 'n', 'equal', 'weighted kappa', 'rule') and table.text_columns == (0, 4)
    assert table.rows == (('Skeletal class (ANB)', '30', '90 % (75 to 97)', '0.81 (0.62 to 0.94)', rule),)
    without = class_agreement_table(MeasurementAgreement({}, own, {}, {}))
    assert without.header[4:] == ('readers: equal', 'readers: kappa', 'rule') and without.text_columns == (0, 6)
    assert without.rows[0][4:6] == (ABSENT, ABSENT)
    readers = {'skeletal_class': classes(accuracy=0.5, kappa=math.nan)}
    assert class_agreement_table(MeasurementAgreement({}, own, {}, readers)).rows[0][4:6] == ('50 % (75 to 97)', ABSENT)


def test_shares_and_units_in_words():
    assert share_with_interval(0.85, (0.78, 0.9)) == '85 % (78 to 90)'
    assert share_with_interval(math.nan, (0.1, 0.2)) == ABSENT
    assert [unit_sign(pair(key)) for key in ('SNA', 'Co-A', 'Jarabak')] == ['°', 'mm', '%']
