import numpy as np
import pytest
import torch

from aariz_mm.geometry import (
    cells_to_pixels,
    compose_affine,
    crop_matrix,
    cross,
    fit_similarity,
    inside_image,
    pixels_to_cells,
    resampling_matrix,
    sn_mm_per_px,
    whole_image_box,
)


def apply(matrix, point):
    return (np.asarray(matrix) @ [*point, 1.0])[:2].tolist()


def test_whole_image_box_is_one_float32_box():
    box = whole_image_box(60, 80)
    assert box.tolist() == [[0, 0, 60, 80]]
    assert box.dtype == np.float32


@pytest.mark.parametrize('kind', [np.array, torch.tensor])
def test_inside_image_by_hand(kind):
    points = kind([[[-0.5, 9.4], [9.5, 0], [-0.6, 0], [0, 19.5], [float('nan'), 0], [9.4, 19.4]]])
    inside = inside_image(points, (10, 20))
    assert type(inside) is type(points)
    assert inside.tolist() == [[True, False, False, False, False, True]]


@pytest.mark.parametrize(
    ('scale_xy', 'point', 'expected'),
    [
        ((0.5, 0.5), (0.5, 0.5), [0, 0]),  # the centre of the first 2 x 2 block is the first coarse pixel
        ((0.5, 0.25), (2.5, 5.5), [1, 1]),  # columns 2, 3 and rows 4 to 7
        ((2, 2), (0, 0), [0.5, 0.5]),  # a pixel's centre lies between its two halves
        ((1, 1), (3.25, 7.5), [3.25, 7.5]),
    ],
)
def test_resampling_matrix_by_hand(scale_xy, point, expected):
    assert apply(resampling_matrix(scale_xy), point) == pytest.approx(expected)


def test_resampling_matrix_there_and_back_is_the_identity():
    there, back = resampling_matrix((0.4, 0.7)), resampling_matrix((1 / 0.4, 1 / 0.7))
    np.testing.assert_allclose(back @ there, np.eye(3), atol=1e-12)


@pytest.mark.parametrize('scale_xy', [(0, 1), (1, 0), (1, -0.5), (float('nan'), 1)])
def test_resampling_matrix_rejects_what_is_no_scale(scale_xy):
    with pytest.raises(ValueError, match='expected two positive numbers'):
        resampling_matrix(scale_xy)


def test_compose_affine_applies_the_inner_one_first():
    inner = np.array([[2, 0, 0], [0, 2, 0], [0, 0, 1]])  # (1, 2) -> (2, 4)
    outer = np.array([[1, 0, 10], [0, 1, 20]])  # (2, 4) -> (12, 24)
    matrix = compose_affine(outer, inner)
    assert matrix.shape == (2, 3)
    assert apply(matrix, (1, 2)) == [12, 24]


def warp(matrix, *points):
    return (np.array(points) @ matrix[:, :2].T + matrix[:, 2]).round(6).tolist()


def test_crop_matrix_halves_with_pixel_centres_on_whole_numbers():
    assert warp(crop_matrix((320, 320), (160, 160)), (0.5, 0.5), (318.5, 318.5)) == [[0, 0], [159, 159]]


def test_crop_matrix_fits_a_long_crop_and_centres_it():
    # 100 x 200 into 100 x 100: half size, 25 px beside it on either side.
    assert warp(crop_matrix((100, 200), (100, 100)), (0.5, 0.5), (98.5, 198.5)) == [[25, 0], [74, 99]]


def test_crop_matrix_rotates_counter_clockwise_about_the_centre():
    # A point right of the centre goes above it (y points down).
    assert warp(crop_matrix((101, 101), (101, 101), rotation_deg=90), (50, 50), (60, 50)) == [[50, 50], [50, 40]]


def test_crop_matrix_zooms_and_shifts():
    matrix = crop_matrix((101, 101), (101, 101), zoom=2, shift_xy=(0, 10 / 101))
    assert warp(matrix, (50, 50), (51, 50)) == [[50, 60], [52, 60]]


def test_pixels_to_cells_by_hand():
    quarter = np.array([0.25, 0.5])
    np.testing.assert_allclose(pixels_to_cells(np.array([[1.5, 0.5], [5.5, 2.5]]), quarter), [[0, 0], [1, 1]])


def test_cells_to_pixels_by_hand():
    np.testing.assert_allclose(cells_to_pixels(np.array([0.0, 2.0]), np.array([0.25, 0.25])), [1.5, 9.5])


def test_cells_to_pixels_inverts_pixels_to_cells_for_tensors():
    points = torch.rand(2, 29, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64) * 512
    scale = torch.tensor([0.25, 0.5], dtype=torch.float64)
    before = points.clone()
    assert torch.allclose(cells_to_pixels(pixels_to_cells(points, scale), scale), before)
    assert torch.equal(points, before)


def test_pixels_to_cells_is_the_resampling_matrix():
    scale, point = (0.25, 0.5), np.array([17.3, 41.9])
    expected = apply(resampling_matrix(scale), point)
    assert pixels_to_cells(point, np.array(scale)).tolist() == pytest.approx(expected)


@pytest.mark.parametrize(
    ('sella', 'nasion', 'expected'),
    [((0, 0), (0, 700), 0.1), ((100, 200), (400, 600), 0.14), ((5, 5), (-65, 5), 1.0)],
)
def test_sn_mm_per_px_by_hand(sella, nasion, expected):
    assert sn_mm_per_px(sella, nasion) == pytest.approx(expected)


def test_sn_mm_per_px_is_nan_without_one_of_the_points():
    assert np.isnan(sn_mm_per_px((np.nan, np.nan), (0, 700)))
    assert np.isnan(sn_mm_per_px((0, 0), (np.nan, 700)))


def test_sn_mm_per_px_rejects_coinciding_points():
    with pytest.raises(ValueError, match='S and N coincide'):
        sn_mm_per_px((3, 4), (3, 4))


def test_cross_is_the_area_and_turns_its_sign_with_the_order():
    first, second = np.array([[1.0, 0], [2, 1]]), np.array([[0.0, 2], [4, 2]])
    assert cross(first, second).tolist() == [2, 0]
    assert cross(second, first).tolist() == [-2, 0]


def test_similarity_of_hand_made_points():
    target = np.array([[0.0, 0], [4, 0], [0, 2]])
    points = np.array([[10.0, 5], [10, 7], [9, 5]])
    matrix = fit_similarity(points, target)
    assert points @ matrix[:, :2].T + matrix[:, 2] == pytest.approx(target)
    np.testing.assert_allclose(matrix, [[0, 2, -10], [-2, 0, 20]], atol=1e-12)


def test_similarity_is_the_least_squares_one_and_weights_count_as_copies():
    rng = np.random.default_rng(0)
    points, target = rng.normal(size=(2, 6, 2))
    # unknowns a, b, x, y of [[a, -b, x], [b, a, y]]
    rows = np.stack([[[x, -y, 1, 0], [y, x, 0, 1]] for x, y in points]).reshape(-1, 4)
    a, b, x, y = np.linalg.lstsq(rows, target.ravel(), rcond=None)[0]
    np.testing.assert_allclose(fit_similarity(points, target), [[a, -b, x], [b, a, y]], atol=1e-12)
    copies = np.array([1, 2, 0, 1, 3, 1])
    weighted = fit_similarity(points, target, weights=copies / 8)
    np.testing.assert_allclose(weighted, fit_similarity(*(np.repeat(p, copies, 0) for p in (points, target))))


@pytest.mark.parametrize(('points', 'weights'), [([[3, 3], [3, 3]], None), ([[0, 0], [5, 5]], [1, 0])])
def test_similarity_of_points_in_one_place_is_refused(points, weights):
    with pytest.raises(ValueError, match='points in one place'):
        fit_similarity(np.array(points, float), np.eye(2), weights)


def test_inside_image_takes_the_border_pixels_in_full_on_every_side():
    bit = 2**-20
    for x, y in ((-0.5, -0.5), (4.5 - bit, 1.5 - bit)):
        assert inside_image(np.array([x, y]), (5, 2))
    for x, y in ((-0.5 - bit, 0), (0, -0.5 - bit), (4.5, 0), (0, 1.5)):
        assert not inside_image(np.array([x, y]), (5, 2))


def test_resampling_matrix_is_exact_and_of_double_precision():
    matrix = resampling_matrix((0.5, 4))
    assert matrix.tolist() == [[0.5, 0, -0.25], [0, 4, 1.5], [0, 0, 1]] and matrix.dtype == np.float64


def test_compose_affine_is_of_double_precision():
    matrix = compose_affine(np.array([[1, 0, 1], [0, 1, 2]], dtype=np.float32), np.eye(3, dtype=np.float32))
    assert matrix.tolist() == [[1, 0, 1], [0, 1, 2]] and matrix.dtype == np.float64
    third = np.diag(np.array([1 / 3, 1, 1], dtype=np.float32))
    assert compose_affine([[3, 0, 0], [0, 3, 0]], third)[0, 0] == 3 * float(np.float32(1 / 3))


def test_crop_matrix_of_uneven_sizes_by_hand():
    # 40 x 20 into 30 x 60: three quarters, (19.5, 9.5) on (14.5, 29.5), a tenth of 30 px to the right.
    matrix = crop_matrix((40, 20), (30, 60), shift_xy=(0.1, -0.05))
    np.testing.assert_allclose(matrix, [[0.75, 0, 14.5 + 3 - 0.75 * 19.5], [0, 0.75, 29.5 - 3 - 0.75 * 9.5]])
    turned = crop_matrix((20, 20), (20, 20), rotation_deg=30)
    np.testing.assert_allclose(turned[:, :2], [[np.sqrt(0.75), 0.5], [-0.5, np.sqrt(0.75)]])


def test_similarity_of_points_close_together():
    points = np.array([[0, 0], [1e-3, 0]])
    np.testing.assert_allclose(fit_similarity(points, 5 * points), [[5, 0, 0], [0, 5, 0]], atol=1e-12)


def test_similarity_leaves_out_what_has_no_weight():
    points, target = np.array([[0, 0], [0, 1], [7, 7]]), np.array([[1, 1], [1, 3], [-50, 9]])
    np.testing.assert_allclose(fit_similarity(points, target, [3, 3, 0]), [[2, 0, 1], [0, 2, 1]], atol=1e-12)
    with pytest.raises(ValueError, match='3 points in one place'):
        fit_similarity(points, target, [0, 0, 0])


def test_sn_mm_per_px_keeps_double_precision_of_whole_numbers():
    assert sn_mm_per_px(np.array([3, 4], dtype=np.uint8), np.array([0, 0], dtype=np.uint8)) == 14
    assert sn_mm_per_px((0, 3), (4, 0)) == 14 and type(sn_mm_per_px((0, 0), (0, 7))) is float
