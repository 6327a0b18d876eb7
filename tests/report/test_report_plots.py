import cv2
import numpy as np
import pytest

from aariz_mm.evaluation.human_line import HumanLine
from aariz_mm.evaluation.measurement_agreement import measurement_agreement
from aariz_mm.report.plots import draw_bland_altman, draw_cumulative_errors, draw_error_boxes, error_axis_end

MODEL_BGR, READERS_BGR = (148, 90, 11), (30, 84, 179)
ERRORS_MM = np.array([[1.0, 2.0], [3.0, np.nan], [0.5, 6.0]])


def decode(png):
    return cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR).astype(int)


def has_color(picture, bgr):
    return bool((np.abs(picture - bgr).max(axis=-1) < 12).any())


@pytest.mark.parametrize(('errors', 'end'), [([1.0], 4.5), ([8.0], 8.4), ([50.0, np.nan], 10.0), ([np.nan], 4.5)])
def test_error_axis_ends_by_hand(errors, end):
    assert error_axis_end(np.array(errors)) == pytest.approx(end)


@pytest.mark.parametrize('draw', [
    lambda readers: draw_cumulative_errors(ERRORS_MM, readers, (300, 240), (2.0, 3.0)),
    lambda line: draw_error_boxes(('A', 'Pog`'), ERRORS_MM, line and line.to_mean, (300, 240), 2.0),
])  # fmt: skip
def test_plots_are_twice_as_large_and_show_the_readers_where_known(draw):
    before = ERRORS_MM.copy()
    without, beside = decode(draw(None)), decode(draw(HumanLine(2 * ERRORS_MM + 2, ERRORS_MM + 1)))
    assert without.shape == beside.shape == (480, 600, 3)
    assert has_color(without, MODEL_BGR) and not has_color(without, READERS_BGR)
    assert has_color(beside, READERS_BGR)
    np.testing.assert_array_equal(ERRORS_MM, before)


def test_error_boxes_leave_out_a_landmark_nobody_labelled():
    errors = np.array([[1.0, np.nan], [2.0, np.nan], [1.5, np.nan]])
    alone = draw_error_boxes(('A',), errors[:, :1], None, (300, 240), None)
    assert (decode(draw_error_boxes(('A', 'B'), errors, None, (300, 240), None)) == decode(alone)).all()


@pytest.mark.parametrize('draw', [
    lambda mm: draw_cumulative_errors(ERRORS_MM, None, (300, 240), (mm,)),
    lambda mm: draw_error_boxes(('A', 'B'), ERRORS_MM, None, (300, 240), mm),
])  # fmt: skip
def test_plots_draw_the_threshold_that_was_set(draw):
    assert draw(1.5) == draw(1.5) != draw(2.5)


def test_bland_altman_plot_draws_the_readers_limits_where_known(make_landmark_cases):
    cases = make_landmark_cases([0.0, 1.0, 2.0, 3.0])
    pred_px = cases.pred_px + np.random.default_rng(1).normal(0, 2, cases.pred_px.shape)
    pair = measurement_agreement(pred_px, cases.gt_px, None, cases.symbols, cases.pixel_size_mm).measurements['SNA']
    apart, mean = pair.first - pair.second, (pair.first + pair.second) / 2
    alone = decode(draw_bland_altman(mean, apart, pair, None, (300, 240)))
    assert has_color(alone, MODEL_BGR) and not has_color(alone, READERS_BGR)
    assert has_color(decode(draw_bland_altman(mean, apart, pair, pair, (300, 240))), READERS_BGR)
