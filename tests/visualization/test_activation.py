import numpy as np

from aariz_mm.visualization.activation import cut_box, draw_activation


def test_drawn_activation_is_violet_where_positive_and_green_where_negative():
    image = np.full((1, 2), 100, np.uint8)
    drawn = draw_activation(image, [[4.0, -2.0]], opacity=0.5)
    # Half violet (190, 80, 255); a quarter green (60, 215, 90), as -2 is half of the largest.
    np.testing.assert_allclose(drawn, [[[145, 90, 177.5], [90, 128.75, 97.5]]], atol=0.51)


def test_flat_map_leaves_the_picture_as_it_is():
    image = np.random.default_rng(0).integers(0, 256, (6, 5, 3), dtype=np.uint8)
    np.testing.assert_array_equal(draw_activation(image, np.zeros((2, 2))), image)


def test_whole_box_at_its_own_width_is_the_picture():
    image = np.random.default_rng(0).integers(0, 256, (6, 5, 3), dtype=np.uint8)
    np.testing.assert_array_equal(cut_box(image, [-0.5, -0.5, 4.5, 5.5], 5), image)


def test_box_over_the_border_is_black_there():
    cut = cut_box(np.full((10, 10), 90, np.uint8), [-4.5, -0.5, 3.5, 7.5], 8)
    assert cut.shape == (8, 8, 3)
    assert (cut[:, :4] == 0).all() and (cut[:, 4:] == 90).all()


def test_reduced_box_averages_areas():
    image = np.tile(np.array([0, 200], np.uint8), (8, 8))
    np.testing.assert_array_equal(cut_box(image, [-0.5, -0.5, 15.5, 7.5], 8), np.full((4, 8, 3), 100))


def test_box_outside_the_picture_and_tiny_or_huge_ones_are_no_error():
    image = np.full((10, 10), 90, np.uint8)
    assert not cut_box(image, [50, 50, 60, 60], 20).any()
    assert cut_box(image, [3, 3, 3.01, 3.01], 20).shape == cut_box(image, [-1e6, -1e6, 1e6, 1e6], 20).shape
