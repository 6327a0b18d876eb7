"""Stored ranges that are not the radiograph's: the same 8-bit pixels come out, with a word about it."""

import cv2
import numpy as np
import pytest

from aariz_mm.phantom import draw_indexed_phantom
from aariz_mm.radiographs import greys
from aariz_mm.radiographs.greys import GreyRangeWarning, GreyWindow, find_window, to_8_bit
from aariz_mm.radiographs.images import grey_radiograph, read_radiograph


@pytest.fixture(scope='module')
def twelve_bits():
    """A radiograph of 12 bits, 0 to 4095, (h, w) float64."""
    image = draw_indexed_phantom(0, 'train', 0, (450, 550)).image.astype(np.float64)
    noisy = cv2.GaussianBlur(image, (0, 0), 1) + np.random.default_rng(0).normal(0, 2, image.shape)
    low, high = np.percentile(noisy, [0.5, 99.5])
    return np.round(np.clip((noisy - low) / (high - low), 0, 1) * 4095)


def off_by(image, expected):
    """Mean difference of two images of 8 bits."""
    return np.abs(image.astype(float) - expected).mean()


def with_marker(image, value, box=np.s_[20:60, 20:60]):
    image = image.copy()
    image[box] = value
    return image


@pytest.mark.parametrize('bits', [8, 10, 12, 14, 16])
def test_every_depth_gives_the_same_greys(twelve_bits, bits):
    stored = np.round(twelve_bits / 4095 * (2**bits - 1)).astype(np.uint16)
    window = find_window(stored)
    assert (window.black, window.white, window.note) == (0, 2**bits - 1, '')
    assert off_by(to_8_bit(stored, window), twelve_bits / 4095 * 255) < 0.5


@pytest.mark.parametrize(
    ('marker', 'box'),
    [(65535, np.s_[3, 3]), (65535, np.s_[20:60, 20:60]), (60000, np.s_[:, :150]), (65535, np.s_[:5])],
)
def test_what_lies_far_above_is_no_part_of_the_radiograph(twelve_bits, marker, box):
    stored = with_marker(twelve_bits, marker, box).astype(np.uint16)
    window = find_window(stored)
    assert (window.black, window.white) == (0, 4095)
    assert f'{stored[box].size} of {stored.size} pixels are {marker}, far from 0 to 4095' in window.note
    kept = np.ones(stored.shape, bool)
    kept[box] = False
    assert off_by(to_8_bit(stored, window)[kept], twelve_bits[kept] / 4095 * 255) < 0.5


def test_scattered_faulty_pixels_do_not_count(twelve_bits):
    rng = np.random.default_rng(1)
    faulty = rng.random(twelve_bits.shape) < 5e-4
    stored = np.where(faulty, rng.integers(0, 65536, twelve_bits.shape), twelve_bits).astype(np.uint16)
    assert (find_window(stored).black, find_window(stored).white) == (0, 4095)


@pytest.mark.parametrize(
    ('offset', 'dtype'),
    [(30000, np.uint16), (8000, np.uint16), (-1024, np.int16), (-30000, np.int16), (-5e4, np.float32), (1e6, np.int32)],
)
def test_an_offset_is_taken_off(twelve_bits, offset, dtype):
    stored = (twelve_bits + offset).astype(dtype)
    window = find_window(stored)
    assert 'taken as black and white' in window.note
    assert off_by(to_8_bit(stored, window), twelve_bits / 4095 * 255) < 4


@pytest.mark.parametrize(('padding', 'offset'), [(0, 30000), (-32768, -1024), (-2000, 0)])
def test_padding_is_no_part_of_the_radiograph(twelve_bits, padding, offset):
    box = np.s_[:, :120]
    stored = with_marker(twelve_bits + offset, padding, box).astype(np.int32)
    greys = to_8_bit(stored, find_window(stored))
    assert off_by(greys[:, 120:], twelve_bits[:, 120:] / 4095 * 255) < 4
    assert np.all(greys[box] == 0)


@pytest.mark.parametrize('full', [1.0, 255.0, 4095.0])
def test_fractions_and_real_numbers_fill_the_range(twelve_bits, full):
    stored = (twelve_bits / 4095 * full).astype(np.float32)
    window = find_window(stored)
    assert (window.black, window.white, window.note) == (0, full, '')
    assert off_by(to_8_bit(stored, window), twelve_bits / 4095 * 255) < 0.5


def test_not_a_number_and_infinity_are_left_out(twelve_bits):
    stored = (twelve_bits / 4095).astype(np.float32)
    stored[0, :3] = np.nan, np.inf, 1e30
    assert (find_window(stored).black, find_window(stored).white) == (0, 1)
    assert to_8_bit(stored, find_window(stored))[0, :3].tolist() == [0, 255, 255]


def test_few_greys_of_8_bits_are_stretched(twelve_bits):
    stored = (100 + twelve_bits / 4095 * 40).astype(np.uint8)
    window = find_window(stored)
    assert (window.black, window.white) == (100, 140)
    assert 'grey values from 100 to 140 where 0 to 255 is usual' in window.note


@pytest.mark.parametrize('values', [[0], [255], [0, 255], [7, 9]])
def test_pictures_of_few_values_stay_as_they_are(values):
    image = np.resize(np.array(values, dtype=np.uint8), (8, 8))
    np.testing.assert_array_equal(grey_radiograph(image), image)


def test_nothing_but_not_a_number_is_black():
    assert np.all(grey_radiograph(np.full((4, 4), np.nan, dtype=np.float32)) == 0)


@pytest.mark.parametrize(('maximum', 'white'), [(200, 255), (255, 255), (1000, 1023), (4095, 4095), (60000, 65535)])
def test_white_is_the_largest_number_of_the_smallest_usual_depth(maximum, white):
    assert find_window(np.array([[0, maximum]], dtype=np.uint16)) == GreyWindow(0, white)


@pytest.mark.parametrize('suffix', ['.png', '.tif'])
def test_read_radiograph_says_what_it_made_of_the_range(tmp_path, twelve_bits, suffix):
    path = tmp_path / f'a{suffix}'
    cv2.imwrite(str(path), with_marker(twelve_bits, 65535).astype(np.uint16))
    with pytest.warns(GreyRangeWarning, match=rf'a\{suffix}: 1600 of [0-9]+ pixels are 65535'):
        image = read_radiograph(path)
    assert off_by(image[100:], twelve_bits[100:] / 4095 * 255) < 0.5


def test_a_float_tiff_is_read(tmp_path, twelve_bits):
    cv2.imwrite(str(tmp_path / 'a.tif'), (twelve_bits / 4095).astype(np.float32))
    assert off_by(read_radiograph(tmp_path / 'a.tif'), twelve_bits / 4095 * 255) < 0.5


def draw_text(image, value):
    """Text burnt in, with soft borders."""
    for line in range(4):
        cv2.putText(image, 'NAME 1234 L', (20, 100 + 110 * line), 0, 1.2, int(value), 2, cv2.LINE_AA)
    return image


@pytest.mark.parametrize(('low', 'span', 'text'), [(100, 60, 255), (100, 60, 0), (100, 25, 255), (20, 40, 200)])
def test_few_greys_beside_burnt_in_text_are_stretched(twelve_bits, low, span, text):
    stored = draw_text((low + twelve_bits / 4095 * span).round().astype(np.uint8), text)
    window = find_window(stored)
    assert (window.black, window.white) == (pytest.approx(low, abs=1), pytest.approx(low + span, abs=1))
    assert 'taken for a marker' in window.note


@pytest.mark.parametrize('steps', [5, 10, 20])
def test_a_step_wedge_is_no_part_of_the_radiograph(twelve_bits, steps):
    stored = twelve_bits.astype(np.uint16)
    for step in range(steps):
        stored[20:30, 10 + 10 * step : 20 + 10 * step] = 65535 * (step + 1) // steps
    assert (find_window(stored).black, find_window(stored).white) == (0, 4095)


@pytest.mark.parametrize(('low', 'levels'), [(0, 16), (100, 16), (100, 30), (0, 20)])
def test_few_levels_are_stretched_too(twelve_bits, low, levels):
    stored = (low + twelve_bits / 4095 * (levels - 1)).round().astype(np.uint8)
    window = find_window(stored)
    assert off_by(to_8_bit(stored, window), twelve_bits / 4095 * 255) < 255 / levels
    assert 'taken as black and white' in window.note


def test_a_picture_of_two_greys_is_doubted(twelve_bits):
    assert find_window((twelve_bits > 2000).astype(np.uint8) * 255).note.startswith('only 2 grey values, 0 to 255')


def test_a_tail_of_rare_bright_values_stays_in_the_radiograph():
    rng = np.random.default_rng(0)
    stored = np.clip(rng.exponential(150, (400, 500)), 0, 4095).astype(np.uint16)
    assert find_window(stored).white == 1023
    assert np.mean(stored > find_window(stored).white) < 0.005


@pytest.mark.parametrize('kind', [np.uint8, np.uint16, np.int16])
@pytest.mark.parametrize('size', [(60, 40), (1, 7), (33, 1)])
@pytest.mark.parametrize('exact', [1 << 24, 50])
def test_every_value_is_counted_once(monkeypatch, kind, size, exact):
    """Also where there are more pixels than one of OpenCV's histograms counts exactly."""
    monkeypatch.setattr(greys, '_EXACT', exact)
    span = np.iinfo(kind)
    stored = np.random.default_rng(0).integers(span.min, span.max, size, dtype=kind, endpoint=True)
    stored.flat[0], stored.flat[-1] = span.min, span.max
    for given, found in zip(np.unique(stored, return_counts=True), greys._count_values(stored), strict=True):
        np.testing.assert_array_equal(found, given)


def test_pixels_are_counted_in_a_view_of_another_picture():
    stored = np.random.default_rng(0).integers(0, 256, (40, 60), dtype=np.uint8)
    assert find_window(stored[::2, ::-1].T) == find_window(stored[::2, ::-1].T.copy())


@pytest.mark.parametrize('low_high', [(5000, 35700), (0, 26000), (20000, 50000)])
def test_radiographs_of_16_bits_that_fill_a_part_of_them_become_as_bright_as_others(low_high):
    plain = draw_indexed_phantom(0, 'test', 0, (360, 440)).image
    scaled = low_high[0] + plain / 255.0 * (low_high[1] - low_high[0])
    image = np.round(scaled + np.random.default_rng(0).uniform(-40, 40, plain.shape)).clip(0).astype(np.uint16)
    window = find_window(image)
    off = np.abs(to_8_bit(image, window) - plain.astype(np.float64))
    assert not window.note and np.median(off) < 16


def test_a_radiograph_of_8_bits_that_fills_a_part_of_them_stays_as_it_is():
    image = np.tile(np.arange(20, 140, dtype=np.uint8), (120, 1))
    np.testing.assert_array_equal(to_8_bit(image, find_window(image)), image)


@pytest.mark.parametrize('dtype', [np.uint8, np.uint16, np.int16])
@pytest.mark.parametrize('shape', [(7, 5), (611, 913), (1024, 512), (1, 300001)])
def test_every_pixel_is_counted_once(dtype, shape):
    ends = np.iinfo(dtype)
    image = np.random.default_rng(0).integers(ends.min, ends.max + 1, shape, dtype=dtype)
    counts = greys.count_greys(image)
    np.testing.assert_array_equal(counts, np.bincount(image.ravel().astype(int) - ends.min, minlength=len(counts)))


def test_a_part_of_a_picture_is_counted_alone():
    image = np.random.default_rng(0).integers(0, 256, (900, 900), dtype=np.uint8)
    np.testing.assert_array_equal(greys.count_greys(image[:, 3:700]), np.bincount(image[:, 3:700].ravel()))


@pytest.mark.parametrize('dtype', [np.uint16, np.int16, np.int32, np.float32])
def test_greys_by_rows_are_those_of_the_whole(dtype):
    image = np.random.default_rng(0).integers(0, 4096, (700, 501)).astype(dtype)
    whole = np.round(np.clip((image.astype(np.float64) - 100) * (255 / 3900), 0, 255)).astype(np.uint8)
    np.testing.assert_array_equal(to_8_bit(image, GreyWindow(100, 4000)), whole)


def test_the_window_of_a_curve_is_that_of_what_it_makes(twelve_bits):
    stored = twelve_bits.astype(np.uint16)
    assert find_window(stored, lambda values: values * 0.5 - 300) == find_window(stored * 0.5 - 300)
