"""A calibration holds on new radiographs, whatever their resolution and whichever way the head is turned."""

from dataclasses import replace

import numpy as np
import pytest
from made_readings import SYMBOLS_19, made_held_out

from aariz_mm.uncertainty.coverage import check_coverage
from aariz_mm.uncertainty.fitting import fit_calibration
from aariz_mm.uncertainty.readings import select_radiographs


def covered(calibration, held_out):
    found = check_coverage(calibration, held_out, ())
    return [float(np.nanmean(found.within(level))) for level in (0.5, 0.9, 0.95)], found


@pytest.mark.parametrize('seen', [{}, dict(turn_deg=20.0), dict(turn_deg=-15.0)])
def test_radii_hold_on_new_radiographs(calibration, seen):
    shares, found = covered(calibration, made_held_out(400, seed=1, **seen))
    assert shares == pytest.approx([0.5, 0.9, 0.95], abs=0.03)
    assert np.nanmean(found.in_ellipse) == pytest.approx(0.9, abs=0.03)


@pytest.mark.parametrize('px_per_mm', [1.7, 2.5, 5.0])
def test_radii_hold_where_the_face_is_smaller_or_larger_in_the_picture(px_per_mm):
    sizes = [made_held_out(60, seed=index, px_per_mm=size) for index, size in enumerate((3.0, 3.5, 4.0))]
    calibration = fit_calibration(sizes[1])
    assert covered(calibration, made_held_out(400, seed=5, px_per_mm=px_per_mm))[0][1] == pytest.approx(0.9, abs=0.05)


def test_radii_are_wide_where_maps_are(calibration):
    held_out = made_held_out(50, seed=2)
    found = check_coverage(calibration, held_out, ())
    spread = held_out.readings.spread_px[..., 0]
    of_landmarks = [np.corrcoef(np.log(spread[:, k]), np.log(found.expected_mm[:, k]))[0, 1] for k in range(19)]
    assert min(of_landmarks) > 0.9


def test_no_slope_where_maps_tell_nothing():
    calibration = fit_calibration(made_held_out(150, slope=0.0))
    assert np.abs(calibration.slopes).max() < 0.1


def test_a_constant_habit_stays_in_the_radius(calibration):
    with_habit = fit_calibration(shifted(made_held_out(200, seed=3)))
    assert (with_habit.factors[:, 1] * np.exp(with_habit.base)).mean() > 2
    assert covered(with_habit, shifted(made_held_out(300, seed=4)))[0][1] == pytest.approx(0.9, abs=0.03)


def shifted(held_out):
    return replace(held_out, truth_px=held_out.truth_px + np.array([7, 0]))


def test_radiographs_that_lack_a_landmark_count_for_the_others():
    held_out = made_held_out(150)
    truth = held_out.truth_px.copy()
    truth[::3, 4] = np.nan
    calibration = fit_calibration(replace(held_out, truth_px=truth))
    assert np.isfinite(calibration.draws).all()
    assert covered(calibration, made_held_out(400, seed=1))[0][1] == pytest.approx(0.9, abs=0.03)


def test_changed_radiographs_teach_slopes_and_no_quantiles():
    calm, changed = made_held_out(150), made_held_out(150, seed=9)
    both = [np.concatenate(pair) for pair in zip(*(parts_of(one) for one in (calm, changed)), strict=True)]
    readings = replace(calm.readings, points_px=both[0], scores=both[1], spread_px=both[2])
    kinds = np.repeat(['', 'blur'], 150)
    held_out = replace(calm, readings=readings, truth_px=both[3], numbers=both[4], parts=both[5], kinds=kinds)
    calibration = fit_calibration(held_out)
    assert calibration.draws.shape == (150, 19, 2) and calibration.made_with == dict(images=150, changed=150)


def parts_of(held_out):
    one = held_out.readings
    return (one.points_px, one.scores, one.spread_px, held_out.truth_px, held_out.numbers,
            held_out.parts)  # fmt: skip


def test_draws_are_at_most_two_hundred():
    assert len(fit_calibration(made_held_out(260)).draws) == 200


def test_a_radiograph_of_which_the_model_found_nothing_is_left_out():
    held_out = made_held_out(60)
    points = held_out.readings.points_px.copy()
    points[5], points[6] = np.nan, 40.0
    found = fit_calibration(replace(held_out, readings=replace(held_out.readings, points_px=points)))
    assert len(found.draws) == 58 and np.isfinite(found.means).all()


def test_ellipses_follow_maps_that_tell_the_direction():
    held_out, rng = made_held_out(200, slope=0.0), np.random.default_rng(1)
    angle = rng.uniform(0, np.pi, (200, 19))
    along = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    across = np.stack([-np.sin(angle), np.cos(angle)], axis=-1)
    offsets = 6 * rng.normal(size=(200, 19, 1)) * along + rng.normal(size=(200, 19, 1)) * across
    x, y = along[..., 0], along[..., 1]
    spread = np.stack([36 * x**2 + y**2, 36 * y**2 + x**2, 35 * x * y], axis=-1)
    readings = replace(held_out.readings, spread_px=spread)
    told = replace(held_out, readings=readings, truth_px=readings.points_px + offsets)
    untold = replace(told, readings=replace(readings, spread_px=spread[::-1]))
    assert fit_calibration(told).map_share == 0.75 and fit_calibration(untold).map_share == 0


def test_too_few_radiographs_are_refused():
    with pytest.raises(ValueError, match='39 held-out radiographs; give 40 or more'):
        fit_calibration(select_radiographs(made_held_out(60), np.arange(39)))


def test_a_landmark_that_no_radiograph_has_is_refused():
    held_out = made_held_out(60)
    truth = held_out.truth_px.copy()
    truth[:, 2] = np.nan
    with pytest.raises(ValueError, match=f'no held-out radiograph has {SYMBOLS_19[2]}'):
        fit_calibration(replace(held_out, truth_px=truth))
