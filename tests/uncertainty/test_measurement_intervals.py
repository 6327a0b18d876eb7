"""Intervals hold, keep what landmarks have in common, and say why they are missing."""

import time

import numpy as np
import pytest
from made_readings import SYMBOLS_19, made_held_out

from aariz_mm.analysis import MEASUREMENTS, measure
from aariz_mm.uncertainty.conformal import interval_of_draws
from aariz_mm.uncertainty.coverage import check_coverage
from aariz_mm.uncertainty.measurements import measure_with_intervals

POINTS = made_held_out(1).readings.points_px[0]


def intervals(offsets, pixel_size_mm=0.1, level=0.9):
    found = measure_with_intervals(POINTS, SYMBOLS_19, pixel_size_mm, offsets, level)
    return {one.key: one for one in found}


def noise(count=400, size=1.0):
    return size * np.random.default_rng(0).normal(size=(count, 19, 2))


def test_every_measurement_is_there_with_its_value():
    found, plain = intervals(noise()), measure(POINTS, SYMBOLS_19, 0.1)
    assert list(found) == list(MEASUREMENTS)
    for key in ('SNA', 'ANB', 'S-Go'):
        assert found[key].value == plain[key].value and found[key].low < found[key].value < found[key].high


def test_a_shift_of_all_landmarks_changes_no_angle():
    together = np.repeat(noise()[:, :1], 19, axis=1)
    found = intervals(together)['ANB']
    assert found.high - found.low == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize('key', ['SNA', 'FMA', 'N-Me'])
def test_twice_the_error_is_twice_the_interval(key):
    small, large = (intervals(noise(size=size))[key] for size in (1, 2))
    assert (large.high - large.low) / (small.high - small.low) == pytest.approx(2, rel=0.02)


def test_a_higher_level_is_a_wider_interval():
    assert intervals(noise(), level=0.95)['SNA'].high > intervals(noise(), level=0.5)['SNA'].high


def test_missing_values_say_why():
    found = intervals(noise(), pixel_size_mm=None)
    assert 'pixel size' in found['S-Go'].reason and np.isnan(found['S-Go'].high)
    assert 'UMT' in found['Wits'].reason and found['SNA'].reason == ''


def test_intervals_take_less_than_30_ms():
    offsets = noise(200)
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        intervals(offsets)
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.03


def test_intervals_hold_on_new_radiographs(calibration):
    keys = ('SNA', 'SNB', 'ANB', 'FMA')
    measured = check_coverage(calibration, made_held_out(300, seed=11), keys).measured
    for key in keys:
        assert measured[key].mean() == pytest.approx(0.9, abs=0.06), key


@pytest.mark.parametrize('symbols', [('S', 'N', 'A'), ('S', 'N', 'A', 'B'), SYMBOLS_19])
def test_intervals_taken_together_are_those_taken_one_by_one(symbols):
    places, offsets = POINTS[: len(symbols)], noise()[:, : len(symbols)]
    drawn = measure(places + offsets, symbols, 0.1)
    for one in measure_with_intervals(places, symbols, 0.1, offsets):
        low, high = interval_of_draws(drawn[one.key].value, 0.9)
        np.testing.assert_array_equal([one.low, one.high], [low, high])


def test_without_a_measurable_angle_all_intervals_are_open():
    found = measure_with_intervals(POINTS[:1], ('S',), 0.1, noise()[:, :1])
    assert len(found) == len(MEASUREMENTS) and np.isnan([one.low for one in found]).all()
