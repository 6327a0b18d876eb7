"""Uncertainty in pixels of the file, whatever its resolution and its turn; a doubtful radiograph is told."""

from dataclasses import replace

import numpy as np
import pytest
from made_readings import made_held_out

from aariz_mm.uncertainty.estimating import describe_widening, draw_offsets, estimate, uncertainty_in_pixels
from aariz_mm.uncertainty.readings import select_radiographs

ONE = select_radiographs(made_held_out(3, seed=7), np.arange(1)).readings
SAME = np.eye(2, 3)


def in_pixels(calibration, readings, to_file=SAME):
    return uncertainty_in_pixels(estimate(calibration, readings), to_file, calibration.levels)


@pytest.mark.parametrize('scale', [0.5, 2.0, 3.2])
def test_radii_grow_with_the_pixels_of_the_file(calibration, scale):
    small, large = (in_pixels(calibration, ONE, size * np.eye(2, 3)) for size in (1, scale))
    assert large.radii_px == pytest.approx(scale * small.radii_px)
    assert large.expected_errors_px == pytest.approx(scale * small.expected_errors_px)
    assert large.covariances_px == pytest.approx(scale**2 * small.covariances_px)


@pytest.mark.parametrize('matrix', [[[0, -1, 900], [1, 0, 0]], [[-1, 0, 700], [0, 1, 0]], [[-1, 0, 9], [0, -1, 9]]])
def test_a_turned_or_mirrored_file_turns_the_ellipse_and_no_radius(calibration, matrix):
    as_read, turned = in_pixels(calibration, ONE), in_pixels(calibration, ONE, np.array(matrix, float))
    assert turned.radii_px == pytest.approx(as_read.radii_px)
    linear = np.array(matrix, float)[:, :2]
    assert turned.covariances_px == pytest.approx(linear @ as_read.covariances_px @ linear.T)


def test_radii_rise_with_the_level(calibration):
    assert (np.diff(in_pixels(calibration, ONE).radii_px, axis=1) > 0).all()


def test_ellipses_are_long_where_errors_were(calibration):
    major, minor, angle = in_pixels(calibration, ONE).ellipses_px.T  # errors along x are twice those along y
    assert (major > 1.2 * minor).mean() > 0.9 and np.median(np.abs(angle)) < 20


def test_draws_are_as_wide_as_the_radii_say(calibration):
    found = estimate(calibration, ONE)
    lengths = np.linalg.norm(draw_offsets(calibration, found, SAME), axis=-1)
    radii = in_pixels(calibration, ONE).radii_px[:, 1]
    assert (lengths <= radii).mean() == pytest.approx(0.9, abs=0.03)


def test_an_ordinary_radiograph_has_no_warning(calibration):
    assert describe_widening(calibration, estimate(calibration, ONE)) == ()


def test_a_doubtful_radiograph_has_wider_radii_and_a_warning(calibration):
    loose = replace(calibration, ranges=np.tile([-99.0, 99.0], (len(calibration.features), 1)))
    blurred = estimate(loose, replace(ONE, spread_px=16 * ONE.spread_px))
    assert blurred.widening[0] > 1.5 * estimate(loose, ONE).widening[0]
    assert 'less sure of this radiograph' in describe_widening(loose, blurred)[0]


@pytest.mark.parametrize('change', [dict(spread_px=1e4), dict(scores=0.01), dict(spread_px=100, scores=0.5)])
def test_what_lies_beyond_all_that_is_known_is_told(calibration, change):
    changed = {name: getattr(ONE, name) * factor for name, factor in change.items()}
    assert 'unlike all that' in describe_widening(calibration, estimate(calibration, replace(ONE, **changed)))[0]


@pytest.mark.parametrize('change', [dict(spread_px=0.25), dict(scores=1.1), dict(spread_px=0.1, scores=1.05)])
def test_a_model_that_is_surer_than_usual_gets_no_narrower_radii(calibration, change):
    changed = {name: getattr(ONE, name) * factor for name, factor in change.items()}
    sure = estimate(calibration, replace(ONE, **changed))
    usual = np.exp(calibration.base)
    assert np.exp(np.log(sure.expected_mm / usual).mean()) > 0.95 and describe_widening(calibration, sure) == ()


def test_landmarks_in_one_place_have_no_uncertainty(calibration):
    found = estimate(calibration, replace(ONE, points_px=np.full((1, 19, 2), 5.0)))
    assert np.isnan(found.radii_mm).all() and describe_widening(calibration, found) == ()


def test_single_landmarks_of_which_the_model_is_unsure_are_named(calibration):
    found = estimate(calibration, ONE)
    expected = found.expected_mm.copy()
    expected[0, 2] = 3 * np.exp(calibration.base[2])
    told = describe_widening(calibration, replace(found, expected_mm=expected))
    assert told[0].endswith(f'times the usual radius: {calibration.symbols[2]} (3.0)')
