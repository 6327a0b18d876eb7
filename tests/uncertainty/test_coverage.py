"""Coverage is counted where neither the model nor the calibration has seen the radiograph."""

from dataclasses import replace

import numpy as np
import pytest
from made_readings import made_held_out

from aariz_mm.uncertainty.coverage import area_under_curve, check_coverage, nested_coverage, without_habit
from aariz_mm.uncertainty.figure import draw_coverage_curve
from aariz_mm.uncertainty.fitting import offsets_mm
from aariz_mm.uncertainty.reporting import coverage_as_json, curve_of, format_coverage


def test_nested_coverage_holds_and_counts_every_radiograph_once():
    found = nested_coverage(made_held_out(150), (0.3, 0.9))
    assert found.errors_mm.shape == (150, 19)
    assert [share for _, share in curve_of(found)] == pytest.approx([0.3, 0.9], abs=0.03)


def test_what_is_not_marked_is_not_counted(calibration):
    held_out = made_held_out(60, seed=2)
    truth = held_out.truth_px.copy()
    truth[:30, 3] = np.nan
    inside = check_coverage(calibration, replace(held_out, truth_px=truth), ()).within(0.9)
    assert np.isnan(inside[:30, 3]).all() and np.isfinite(inside[30:]).all()


def test_habit_of_other_readers_is_one_vector_of_each_landmark(calibration):
    held_out = made_held_out(300, seed=5)
    shifted = replace(held_out, truth_px=held_out.truth_px + np.linspace(-15, 15, 38).reshape(19, 2))
    assert np.nanmean(check_coverage(calibration, shifted, ()).within(0.9)) < 0.8
    assert np.nanmean(check_coverage(calibration, without_habit(shifted), ()).within(0.9)) == pytest.approx(
        0.9, abs=0.03
    )
    assert offsets_mm(without_habit(shifted)).mean(axis=0) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ('scores', 'area'), [([1, 2, 3, 4], 1), ([4, 3, 2, 1], 0), ([1, 3, 2, 4], 0.75), ([1, 1, 1, 1], 0.5)]
)
def test_area_under_curve_by_hand(scores, area):
    assert area_under_curve(np.array(scores), np.array([False, False, True, True])) == area


def test_area_under_curve_of_one_kind_is_unknown():
    assert np.isnan(area_under_curve(np.arange(3), np.zeros(3, bool)))


def test_report_has_every_landmark_and_the_shares(calibration):
    found = check_coverage(calibration, made_held_out(60, seed=2))
    text, content = format_coverage(found), coverage_as_json(found)
    assert all(symbol in text for symbol in found.symbols) and 'SNA' in text and 'nan' not in text
    assert content['coverage']['90'] == pytest.approx(np.mean(found.within(0.9)))
    assert set(content['landmarks']) == set(found.symbols)


def test_curve_lies_where_its_shares_are():
    drawn = draw_coverage_curve({'a <b>': [(0.0, 0.0), (0.5, 1.0)]})
    assert drawn.startswith('<svg') and 'a &lt;b&gt;' in drawn
    assert 'cx="58.0" cy="316.0"' in drawn and 'cx="208.0" cy="16.0"' in drawn
