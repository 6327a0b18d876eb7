import numpy as np
import pytest

from aariz_mm.visualization import draw_landmarks_overlay
from aariz_mm.visualization.overlay import display_scale, resize_for_display, to_display
from aariz_mm.visualization.palette import PREDICTION, TRUTH
from aariz_mm.visualization.panels import footer_band, legend_items
from aariz_mm.visualization.scene import Style

SYMBOLS = ('S', 'N', 'Me')
GT = np.array([[40.0, 60.0], [120.0, 50.0], [100.0, 180.0]])
PRED = GT + np.array([[3, 4], [0, 0], [-30, 0]])
BARE = dict(max_side=400, tracing=False, legend=False)
LARGE = dict(max_side=1400, tracing=False, legend=False)  # 7 drawn px per pixel


@pytest.fixture
def image():
    return np.random.default_rng(0).integers(60, 120, (200, 160), dtype=np.uint8)


def has_color(picture, color, center=None, radius=8):
    """Whether ``color`` is in the picture, or within ``radius`` px of ``center`` (x, y)."""
    if center is not None:
        x, y = (round(float(value)) for value in center)
        picture = picture[max(y - radius, 0) : y + radius + 1, max(x - radius, 0) : x + radius + 1]
    return bool((np.abs(picture.astype(int) - color).max(axis=2) < 12).any())


def test_overlay_longer_side_becomes_max_side(image):
    picture = draw_landmarks_overlay(image, SYMBOLS, gt_px=GT, **BARE)
    assert picture.shape == (400, 320, 3)
    assert picture.dtype == np.uint8


def test_overlay_large_image_is_reduced_to_max_side():
    picture = draw_landmarks_overlay(np.zeros((500, 1000, 3), np.uint8), SYMBOLS, gt_px=GT, **BARE)
    assert picture.shape == (200, 400, 3)


def test_overlay_bands_add_height_only(image):
    bare = draw_landmarks_overlay(image, SYMBOLS, PRED, GT, pixel_size_mm=0.5, max_side=400, legend=False)
    full = draw_landmarks_overlay(image, SYMBOLS, PRED, GT, pixel_size_mm=0.5, max_side=400, title='id')
    assert full.shape[1] == bare.shape[1] == 320
    assert full.shape[0] > bare.shape[0] > 400


def test_overlay_without_points_is_the_radiograph(image):
    picture = draw_landmarks_overlay(image, SYMBOLS, **BARE)
    np.testing.assert_array_equal(picture, resize_for_display(image, 2.0))


def test_overlay_does_not_modify_its_inputs(image):
    rgb, pred, gt, visible = np.repeat(image[..., None], 3, 2), PRED.copy(), GT.copy(), np.array([True, False, True])
    before = [array.copy() for array in (rgb, pred, gt, visible)]
    draw_landmarks_overlay(rgb, SYMBOLS, pred, gt, visible, 0.5, 'id', max_side=200)
    for array, original in zip((rgb, pred, gt, visible), before, strict=True):
        np.testing.assert_array_equal(array, original)


def test_overlay_marks_stand_at_their_landmarks(image):
    picture = draw_landmarks_overlay(image, SYMBOLS, PRED, GT, **LARGE)[-1400:]
    for point in to_display(GT, 7.0):
        assert has_color(picture, TRUTH, point)
    for point in to_display(PRED, 7.0):
        assert has_color(picture, PREDICTION, point)


def test_overlay_truth_only_draws_no_prediction(image):
    picture = draw_landmarks_overlay(image, SYMBOLS, gt_px=GT, **LARGE)
    assert has_color(picture, TRUTH)
    assert not has_color(picture, PREDICTION)


def test_overlay_leaves_out_invisible_landmarks(image):
    visible = np.array([True, True, False])
    picture = draw_landmarks_overlay(image, SYMBOLS, PRED, GT, visible, **LARGE)[-1400:]
    assert has_color(picture, TRUTH, to_display(GT, 7.0)[0])
    assert not has_color(picture, TRUTH, to_display(GT, 7.0)[2], radius=30)
    assert not has_color(picture, PREDICTION, to_display(PRED, 7.0)[2], radius=30)


def test_overlay_all_invisible_equals_no_points(image):
    picture = draw_landmarks_overlay(image, SYMBOLS, PRED, GT, np.zeros(3, bool), **BARE)
    np.testing.assert_array_equal(picture, draw_landmarks_overlay(image, SYMBOLS, **BARE))


def test_overlay_nan_point_equals_an_invisible_one(image):
    gt = GT.copy()
    gt[2] = np.nan
    visible = np.array([True, True, False])
    expected = draw_landmarks_overlay(image, SYMBOLS, gt_px=GT, visible=visible, **BARE)
    np.testing.assert_array_equal(draw_landmarks_overlay(image, SYMBOLS, gt_px=gt, **BARE), expected)


def test_overlay_nan_pixel_size_is_unknown(image):
    known = draw_landmarks_overlay(image, SYMBOLS, PRED, GT, pixel_size_mm=0.5)
    unknown = draw_landmarks_overlay(image, SYMBOLS, PRED, GT, pixel_size_mm=None)
    nan = draw_landmarks_overlay(image, SYMBOLS, PRED, GT, pixel_size_mm=float('nan'))
    np.testing.assert_array_equal(nan, unknown)
    assert known.shape != unknown.shape or (known != unknown).any()


def test_overlay_of_unknown_pixel_size_has_no_scale_bar(image):
    known, unknown = (
        draw_landmarks_overlay(image, SYMBOLS, gt_px=GT, pixel_size_mm=size, max_side=400) for size in (0.5, None)
    )
    style = Style.of(400)
    legend = footer_band(320, legend_items(True, False, False, style.radius, style.thickness), style.band)
    np.testing.assert_array_equal(unknown[400:], legend)
    np.testing.assert_array_equal(unknown[:400], known[:400])
    assert (unknown[400:] != known[400:]).any()


def test_overlay_survives_points_outside_the_image(image):
    far = GT + np.array([[-1e7, 0], [0, 500], [0, 0]])
    assert draw_landmarks_overlay(image, SYMBOLS, far, GT, **BARE).shape[1:] == (320, 3)


def test_to_display_keeps_pixel_corners_in_place():
    # at half size the corner between pixels 9 and 10 is the corner between pixels 4 and 5
    np.testing.assert_allclose(to_display(np.array([[9.5, -0.5]]), 0.5), [[4.5, -0.5]])
    assert display_scale((200, 160), 400) == 2


def test_resize_for_display_averages_areas():
    image = np.array([[0, 100], [100, 200]], np.uint8)
    np.testing.assert_array_equal(resize_for_display(image, 0.5), [[[100, 100, 100]]])


@pytest.mark.parametrize(
    ('changes', 'words'),
    [
        (dict(image=np.zeros((9, 9), np.float32)), 'uint8'),
        (dict(image=np.zeros((9, 9, 4), np.uint8)), r'\(H, W, 3\)'),
        (dict(pred_px=np.zeros((4, 2))), r'pred_px: expected shape \(3, 2\)'),
        (dict(gt_px=np.zeros((3, 3))), r'gt_px: expected shape \(3, 2\)'),
        (dict(visible=np.ones(2, bool)), r'visible: expected shape \(3,\)'),
        (dict(pixel_size_mm=0.0), 'None if unknown'),
        (dict(max_side=10), 'max_side'),
    ],
)
def test_overlay_wrong_input_is_refused(image, changes, words):
    with pytest.raises(ValueError, match=words):
        draw_landmarks_overlay(**(dict(image=image, symbols=SYMBOLS, gt_px=GT) | changes))


def test_overlay_draws_an_ellipse_about_the_prediction():
    dark, point = np.zeros((200, 200), np.uint8), np.array([[100.0, 100.0]])
    options = dict(pred_px=point, max_side=200, tracing=False, legend=False)
    plain = draw_landmarks_overlay(dark, ['S'], **options)
    drawn = draw_landmarks_overlay(dark, ['S'], ellipses_px=np.array([[60.0, 20.0, 90.0]]), **options)
    changed = np.argwhere((plain != drawn).any(axis=2))
    assert changed[:, 0].min() == pytest.approx(40, abs=2) and changed[:, 0].max() == pytest.approx(160, abs=2)
    assert changed[:, 1].min() == pytest.approx(80, abs=2) and changed[:, 1].max() == pytest.approx(120, abs=2)


def test_overlay_leaves_out_an_ellipse_that_is_unknown():
    dark, point = np.zeros((200, 200), np.uint8), np.array([[100.0, 100.0]])
    options = dict(pred_px=point, max_side=200, tracing=False, legend=False)
    drawn = draw_landmarks_overlay(dark, ['S'], ellipses_px=np.full((1, 3), np.nan), **options)
    np.testing.assert_array_equal(drawn, draw_landmarks_overlay(dark, ['S'], **options))
