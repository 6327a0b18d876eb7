"""Rows of the tables by hand."""

from dataclasses import replace

import pytest
from test_content import STAGE, make_prediction, uncertainty

from aariz_mm.predictions import Subject
from aariz_mm.reading.content import prediction_content
from aariz_mm.reading.rows import (
    LANDMARK_COLUMNS,
    MEASUREMENT_COLUMNS,
    SUMMARY_COLUMNS,
    landmark_rows,
    measurement_rows,
    summary_row,
)


def named(columns, row):
    return dict(zip(columns, row, strict=True))


def test_a_landmark_has_its_place_in_pixels_and_mm_and_its_error():
    rows = list(landmark_rows(prediction_content(make_prediction(uncertainty=uncertainty()), 'a/ceph.png')))
    assert len(rows) == 29
    row = named(LANDMARK_COLUMNS, rows[0])
    assert row['file'] == 'a/ceph.png' and row['symbol'] == 'A' and row['title'] == 'A-point' and row['score'] == 0.8
    assert row['x_mm'] == round(row['x_px'] * 0.2, 3) and row['radius_90_px'] == 2 and row['radius_90_mm'] == 0.4
    assert row['expected_error_px'] == 1.5 and row['expected_error_mm'] == 0.3


def test_without_pixel_size_nothing_is_in_mm():
    content = prediction_content(make_prediction(pixel_size_mm=None, uncertainty=uncertainty()))
    row = named(LANDMARK_COLUMNS, next(landmark_rows(content)))
    assert [row[name] for name in LANDMARK_COLUMNS if name.endswith('_mm')] == [None] * 6
    units = {named(MEASUREMENT_COLUMNS, row)['unit'] for row in measurement_rows(content) if row[3] is not None}
    assert units == {'deg', '%'}


def test_the_summary_of_a_radiograph():
    prediction = make_prediction(cvm=STAGE, warnings=('one', 'two'), subject=Subject(12, 'm'), turn='mirrored')
    content = prediction_content(prediction, 'ceph.png', (1935, 2400))
    row = named(SUMMARY_COLUMNS, summary_row('ceph.png', 'ceph', content, seconds=0.1234))
    assert row['status'] == 'doubtful' and row['warnings'] == 'one; two' and row['seconds'] == 0.12
    assert row['stage'] == 4 and row['p_CVM-S4'] == 0.5 and row['expected_stage'] == 4.1 and row['turn'] == 'mirrored'
    assert (row['width_px'], row['height_px'], row['age_years'], row['sex']) == (1935, 2400, 12, 'm')
    assert row['skeletal_class'].startswith('class ') and row['error'] == ''


def test_the_summary_of_a_failure_has_its_reason_and_no_figure():
    row = named(SUMMARY_COLUMNS, summary_row('b.png', 'b', None, 'the file is empty'))
    assert row['status'] == 'failed' and row['error'] == 'the file is empty'
    assert {value for name, value in row.items() if name not in ('file', 'status', 'error')} == {None}


def test_an_interval_says_of_which_share_it_is():
    content = prediction_content(make_prediction())
    content['measurements'][0] |= dict(low=80.0, high=84.0, level=0.9)
    row = named(MEASUREMENT_COLUMNS, next(measurement_rows(content)))
    assert (row['low'], row['high'], row['level']) == (80.0, 84.0, 0.9)


@pytest.mark.parametrize(
    ('scale', 'shown'), [(5 / 22, 0.227273), (0.1, 0.1), (1 / 3, 0.333333), (1e-7 / 3, 3.33333e-8)]
)
def test_a_pixel_size_has_six_digits(scale, shown):
    content = prediction_content(make_prediction(pixel_size_mm=scale))
    assert named(SUMMARY_COLUMNS, summary_row('a', 'a', content))['pixel_size_mm'] == shown


def test_rows_are_the_same_from_a_file_as_from_the_prediction(tmp_path):
    from aariz_mm.files import load_json
    from aariz_mm.reading.results import write_content

    content = prediction_content(replace(make_prediction(cvm=STAGE), keypoints_px=make_prediction().keypoints_px / 3))
    again = load_json(write_content(content, tmp_path, 'a'), '')
    for rows in (landmark_rows, measurement_rows):
        assert list(rows(again)) == list(rows(content))
    assert summary_row('a', 'a', again) == summary_row('a', 'a', content)
