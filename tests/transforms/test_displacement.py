import numpy as np
import pytest

from aariz_mm.transforms.displacement import MAX_SLOPE, DisplacementField, spline_weights

SIZE = (96, 120)


def random_field(seed, sd_px=12.0, cells=(4, 5), size=SIZE):
    """Steep before it is held: independent controls about 24 px apart."""
    controls = np.random.default_rng(seed).normal(0, sd_px, size=(cells[1] + 3, cells[0] + 3, 2))
    return DisplacementField(controls, size)


def test_spline_weights_by_hand():
    weights = spline_weights(np.array([0.0, 0.5, 2.0]), cells=2)
    np.testing.assert_allclose(weights[0], np.array([1, 4, 1, 0, 0]) / 6)
    np.testing.assert_allclose(weights[1], np.array([1, 23, 23, 1, 0]) / 48)
    np.testing.assert_allclose(weights[2], np.array([0, 0, 1, 4, 1]) / 6, atol=1e-15)


def test_spline_weights_sum_to_one_and_are_constant_beyond_the_ends():
    weights = spline_weights(np.linspace(-3, 8, 50), cells=5)
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    assert (weights >= 0).all() and (weights[0] == spline_weights(np.zeros(1), 5)[0]).all()


def test_field_of_equal_controls_is_a_shift():
    field = DisplacementField(np.full((8, 7, 2), (3.0, -2.0)), SIZE)
    np.testing.assert_allclose(field.at(np.array([[0, 0], [50.5, 7], [-40, 300]])), np.full((3, 2), (3.0, -2.0)))
    np.testing.assert_allclose(field.to_target(np.array([[10.0, 10.0]])), [[7, 12]])
    assert field.slope == 0


def test_field_of_a_straight_ramp_is_a_stretch():
    # Controls 10 px apart that shift x by a tenth of their place: 2.2 at x = 22, so source 24.2 goes to target 22.
    columns = np.arange(-1, 6)
    controls = np.stack(np.broadcast_arrays(columns[None].astype(float), np.zeros((5, 7))), axis=-1)
    field = DisplacementField(controls, (41, 41))
    np.testing.assert_allclose(field.at(np.array([[22.0, 5.0]])), [[2.2, 0]])
    np.testing.assert_allclose(field.to_target(np.array([[24.2, 5.0]])), [[22, 5]], atol=1e-3)
    assert field.slope == pytest.approx(0.1)


@pytest.mark.parametrize('seed', range(10))
def test_landmarks_come_back_to_where_they_were_also_from_beyond_the_border(seed):
    field = random_field(seed).limited()
    source = np.random.default_rng(seed).uniform(-30, 150, size=(200, 2))
    target = field.to_target(source)
    assert np.linalg.norm(target + field.at(target) - source, axis=1).max() < 1e-3


@pytest.mark.parametrize('seed', range(10))
def test_held_map_is_one_to_one(seed):
    raw = random_field(seed)
    assert raw.slope > 1
    source_x, source_y = (part.astype(np.float64) for part in raw.limited().source_map())
    jacobian = np.gradient(source_x, axis=1) * np.gradient(source_y, axis=0)
    jacobian -= np.gradient(source_x, axis=0) * np.gradient(source_y, axis=1)
    assert jacobian.min() >= (1 - MAX_SLOPE) ** 2


@pytest.mark.parametrize('seed', range(5))
def test_slope_bounds_the_displacement_per_pixel(seed):
    field = random_field(seed)
    first, second = np.random.default_rng(seed).uniform(0, 90, size=(2, 2000, 2))
    change = np.linalg.norm(field.at(first) - field.at(second), axis=1)
    assert (change <= field.slope * np.linalg.norm(first - second, axis=1)).all()


def test_held_keeps_the_direction_and_leaves_a_gentle_field_as_it_is():
    steep, gentle = random_field(0), random_field(0, sd_px=0.1)
    assert steep.limited().slope == pytest.approx(MAX_SLOPE)
    np.testing.assert_allclose(steep.limited().controls / steep.controls, MAX_SLOPE / steep.slope)
    np.testing.assert_array_equal(gentle.limited().controls, gentle.controls)


def test_source_map_is_the_field_at_every_pixel():
    field = random_field(3)
    source_x, source_y = field.source_map()
    assert source_x.shape == source_y.shape == SIZE[::-1] and source_x.dtype == np.float32
    pixels = np.array([[0, 0], [95, 119], [17, 64]])
    sampled = np.stack([source_x[pixels[:, 1], pixels[:, 0]], source_y[pixels[:, 1], pixels[:, 0]]], axis=1)
    np.testing.assert_allclose(sampled, pixels + field.at(pixels), atol=1e-3)


def test_a_field_that_may_fold_is_refused():
    with pytest.raises(ValueError, match=r'expected at most 0\.5; use limited'):
        random_field(0).to_target(np.zeros((1, 2)))
