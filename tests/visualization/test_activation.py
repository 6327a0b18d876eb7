import numpy as np
import pytest

from aariz_mm.visualization.activation import activation_map, draw_activation


def test_activation_by_hand():
    np.testing.assert_array_equal(activation_map([[[1, 0]], [[0, 2]]], [3, -1]), [[3, -2]])


def test_mean_of_the_map_is_the_score_of_the_pooled_features():
    rng = np.random.default_rng(0)
    features, weights = rng.normal(size=(5, 4, 3)), rng.normal(size=5)
    assert activation_map(features, weights).mean() == pytest.approx(weights @ features.mean(axis=(1, 2)))


def test_activation_rejects_weights_of_other_features():
    with pytest.raises(ValueError, match=r'got \(2, 3, 4\), \(3,\)'):
        activation_map(np.zeros((2, 3, 4)), np.zeros(3))


def test_drawn_activation_is_orange_where_positive_and_cyan_where_negative():
    image = np.full((1, 2), 100, np.uint8)
    drawn = draw_activation(image, [[4.0, -2.0]], opacity=0.5)
    # Half orange (255, 145, 20); a quarter cyan (60, 215, 255), as -2 is half of the largest.
    np.testing.assert_allclose(drawn, [[[177.5, 122.5, 60], [90, 128.75, 138.75]]], atol=0.51)


def test_flat_map_leaves_the_picture_as_it_is():
    image = np.random.default_rng(0).integers(0, 256, (6, 5, 3), dtype=np.uint8)
    np.testing.assert_array_equal(draw_activation(image, np.zeros((2, 2))), image)
