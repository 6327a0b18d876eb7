"""JPEG files that are reduced in decoding give the picture that averaging all pixels gives, at the same place."""

import warnings
from itertools import pairwise

import cv2
import numpy as np
import pytest
from PIL import Image

from aariz_mm.radiographs import cache as image_cache
from aariz_mm.radiographs.cache import ImageCache, fitted_size, shrink_to_fit
from aariz_mm.radiographs.greys import find_window
from aariz_mm.radiographs.images import read_radiograph
from aariz_mm.radiographs.reduced import read_reduced_jpeg, reduction

ODD_SIZES = [(801, 961), (799, 957), (803, 965), (805, 1003), (806, 1005), (807, 999)]


def smooth_picture(size, seed=0, low=0, high=255):
    """Soft structures of many sizes, over the whole grey scale."""
    rng, picture = np.random.default_rng(seed), np.zeros(size[::-1], np.float32)
    for cells in (6, 12, 24, 48):
        noise = rng.normal(size=(cells, cells)).astype(np.float32)
        picture += cv2.resize(noise, size, interpolation=cv2.INTER_CUBIC) / cells**0.5
    picture = (picture - picture.min()) / np.ptp(picture)
    return (low + picture * (high - low)).round().astype(np.uint8)


def save(path, picture, **settings):
    Image.fromarray(picture).save(path, quality=95, **settings)
    return path


def average(image, fit_size):
    return cv2.resize(image, fitted_size(image.shape[::-1], fit_size), interpolation=cv2.INTER_AREA)


def by_averaging(path, fit_size):
    return average(read_radiograph(path), fit_size)


def shift_px(image, other):
    """(x, y) by which one lies off the other, pixels, by least squares of the grey values."""
    gradients = np.gradient(image.astype(np.float64))[::-1]
    sides = np.stack([gradient.ravel() for gradient in gradients], axis=1)
    return np.linalg.lstsq(sides, (image.astype(np.float64) - other).ravel(), rcond=None)[0]


def corners(image):
    height, width = (side // 3 for side in image.shape)
    return [image[rows, columns] for rows in (slice(height), slice(-height, None))
            for columns in (slice(width), slice(-width, None))]  # fmt: skip


def count_decodings_in_full(monkeypatch):
    paths = []
    read = image_cache.read_radiograph
    monkeypatch.setattr(image_cache, 'read_radiograph', lambda path, data=None: paths.append(path) or read(path, data))
    return paths


@pytest.mark.parametrize(
    ('full', 'size', 'by'),
    [
        ((2000, 2400), (640, 768), 1), ((2000, 2400), (533, 640), 2), ((2000, 2400), (320, 384), 2),
        ((2000, 2400), (160, 192), 4), ((774, 960), (320, 397), 1), ((1120, 1120), (320, 320), 2),
        ((1119, 1119), (320, 320), 1), ((100, 100), (100, 100), 1), ((9000, 10000), (576, 640), 8),
    ],
)  # fmt: skip
def test_reduction_by_hand(full, size, by):
    assert reduction(full, size) == by


@pytest.mark.parametrize('size', [(800, 960), *ODD_SIZES])
@pytest.mark.parametrize('fit_size', [(230, 260), (110, 130), (55, 65)])
def test_a_reduced_radiograph_lies_where_all_pixels_put_it(tmp_path, monkeypatch, size, fit_size):
    path = save(tmp_path / 'a.jpg', smooth_picture(size))
    expected, full = by_averaging(path, fit_size), count_decodings_in_full(monkeypatch)
    image, scale_xy = ImageCache(None, fit_size).load(path)
    assert not full and image.shape == expected.shape
    assert scale_xy.tolist() == [side / whole for side, whole in zip(image.shape[::-1], size, strict=True)]
    for part, other in zip(corners(expected), corners(image), strict=True):
        assert np.abs(shift_px(part, other)).max() < 0.05


@pytest.mark.parametrize('size', [(800, 960), *ODD_SIZES])
def test_grey_values_are_those_of_averaging(tmp_path, size):
    path = save(tmp_path / 'a.jpg', smooth_picture(size))
    difference = ImageCache(None, (110, 130)).load(path)[0].astype(int) - by_averaging(path, (110, 130))
    assert np.abs(difference).mean() < 0.5 and np.abs(difference).max() <= 4


@pytest.mark.parametrize('size', [(800, 960), *ODD_SIZES])
@pytest.mark.parametrize('fit_size', [(230, 260), (110, 130), (55, 65), (400, 500), (800, 961)])
def test_halving_before_averaging_changes_next_to_nothing(size, fit_size):
    picture = smooth_picture(size)
    image, expected = shrink_to_fit(picture, fit_size)[0], average(picture, fit_size)
    assert image.shape == expected.shape
    difference = image.astype(int) - expected
    assert np.abs(difference).mean() < 0.5 and np.abs(difference).max() <= 4
    assert max(np.abs(shift_px(*parts)).max() for parts in zip(corners(expected), corners(image), strict=True)) < 0.05


def test_an_image_of_the_size_is_not_copied():
    picture = smooth_picture((80, 96))
    assert shrink_to_fit(picture, (80, 96))[0] is picture


@pytest.mark.parametrize('at', [(913, 1101), (90, 70), (500, 600)])
def test_a_point_of_light_stays_at_its_place(tmp_path, at):
    picture, cache = smooth_picture((1001, 1203), high=150), ImageCache(None, (240, 300))
    spot = cv2.circle(np.zeros_like(picture), at, 12, 100, -1)
    dark, scale_xy = cache.load(save(tmp_path / 'dark.jpg', picture))
    light = cache.load(save(tmp_path / 'light.jpg', picture + spot))[0].astype(float) - dark
    light[np.abs(light) < 5] = 0
    rows, columns = np.indices(light.shape)
    centre = np.array([(light * columns).sum(), (light * rows).sum()]) / light.sum()
    np.testing.assert_allclose((centre + 0.5) / scale_xy - 0.5, at, atol=0.2)  # 0.05 px of the reduced radiograph


def orientation(number):
    exif = Image.Exif()
    exif[0x0112] = number
    return exif


@pytest.mark.parametrize('number', [1, 3, 6, 8])
def test_an_orientation_is_ignored(tmp_path, number):
    picture = smooth_picture((800, 960))
    turned = save(tmp_path / 'turned.jpg', picture, exif=orientation(number))
    plain = save(tmp_path / 'plain.jpg', picture)
    np.testing.assert_array_equal(*(ImageCache(None, (110, 130)).load(path)[0] for path in (turned, plain)))


@pytest.mark.parametrize('subsampling', [0, 1, 2])
@pytest.mark.parametrize('progressive', [False, True])
def test_colour_is_as_in_full(tmp_path, monkeypatch, subsampling, progressive):
    colours = np.stack([smooth_picture((803, 965), seed) for seed in range(3)], axis=2)
    path = save(tmp_path / 'a.jpg', colours, subsampling=subsampling, progressive=progressive)
    expected, full = by_averaging(path, (110, 130)), count_decodings_in_full(monkeypatch)
    difference = ImageCache(None, (110, 130)).load(path)[0].astype(int) - expected
    assert not full and np.abs(difference).mean() < 0.5 and np.abs(difference).max() <= 4


def of_inks(path):
    Image.fromarray(smooth_picture((800, 960))).convert('CMYK').save(path)


def narrow(path):
    save(path, smooth_picture((800, 960), low=90, high=150))


def narrow_with_marker(path):
    picture = smooth_picture((800, 960), low=90, high=150)
    picture[20:60, 20:120] = 255
    save(path, picture)


def narrow_with_border(path):
    picture = smooth_picture((800, 960), low=90, high=150)
    picture[:12] = picture[-12:] = 0
    save(path, picture)


def flat(path):
    save(path, np.full((960, 800), 77, np.uint8))


@pytest.mark.parametrize('write', [of_inks, narrow, narrow_with_marker, narrow_with_border, flat])
@pytest.mark.filterwarnings('ignore::aariz_mm.radiographs.greys.GreyRangeWarning')
def test_what_may_have_to_be_stretched_is_decoded_in_full(tmp_path, monkeypatch, write):
    write(tmp_path / 'a.jpg')
    expected, _ = shrink_to_fit(read_radiograph(tmp_path / 'a.jpg'), (110, 130))
    full = count_decodings_in_full(monkeypatch)
    np.testing.assert_array_equal(ImageCache(None, (110, 130)).load(tmp_path / 'a.jpg')[0], expected)
    assert full == [tmp_path / 'a.jpg']


@pytest.mark.filterwarnings('ignore::aariz_mm.radiographs.greys.GreyRangeWarning')
@pytest.mark.parametrize('spread', range(40, 256, 12))
@pytest.mark.parametrize('marked', ['nothing', 'marker', 'text', 'background'])
def test_what_is_reduced_has_the_window_of_all_pixels(tmp_path, spread, marked):
    low = (255 - spread) // 2
    picture = smooth_picture((800, 960), spread, low, low + spread)
    if marked == 'marker':
        picture[30:150, 30:200] = 255
    elif marked == 'text':
        cv2.putText(picture, 'R 23.11.2015', (20, 900), cv2.FONT_HERSHEY_SIMPLEX, 3, 255, 6)
    elif marked == 'background':
        picture[:, :160] = 0
    data = save(tmp_path / 'a.jpg', picture).read_bytes()
    window = find_window(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE))
    for fit in ((230, 260), (110, 130), (55, 65)):
        is_plain = (window.black, window.white, window.note) == (0, 255, '')
        assert is_plain or read_reduced_jpeg(data, (800, 960), fitted_size((800, 960), fit)) is None


def test_contrast_is_found_beyond_doubt_on_what_is_wide(tmp_path):
    data = save(tmp_path / 'a.jpg', smooth_picture((800, 960))).read_bytes()
    sizes = [read_reduced_jpeg(data, (800, 960), size).shape for size in ((200, 240), (100, 120), (50, 60))]
    assert sizes == [(240, 200), (120, 100), (60, 50)]


@pytest.mark.parametrize('kept', [0, 1, 10, 600, 0.5, 0.99])
def test_what_is_cut_short_is_not_reduced(tmp_path, kept):
    data = save(tmp_path / 'a.jpg', smooth_picture((800, 960))).read_bytes()
    cut = data[: int(kept * len(data)) if isinstance(kept, float) else kept]
    assert read_reduced_jpeg(cut, (800, 960), (100, 120)) is None


def test_a_cut_file_is_refused_as_before(tmp_path):
    path = save(tmp_path / 'a.jpg', smooth_picture((800, 960)))
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(ValueError, match='the end of the file is missing'):
        ImageCache(tmp_path / 'cache', (100, 120)).load(path)


def test_a_header_of_another_size_is_not_believed(tmp_path):
    data = save(tmp_path / 'a.jpg', smooth_picture((800, 960))).read_bytes()
    assert read_reduced_jpeg(data, (400, 480), (100, 120)) is None


def test_other_formats_are_not_reduced(tmp_path, monkeypatch):
    full = count_decodings_in_full(monkeypatch)
    for name in ('a.png', 'a.bmp', 'a.tif'):
        Image.fromarray(smooth_picture((800, 960))).save(tmp_path / name)
        expected, _ = shrink_to_fit(smooth_picture((800, 960)), (100, 120))
        np.testing.assert_array_equal(ImageCache(None, (100, 120)).load(tmp_path / name)[0], expected)
    assert len(full) == 3


def test_a_jpeg_by_another_name_is_reduced(tmp_path, monkeypatch):
    path, full = save(tmp_path / 'a.jpg', smooth_picture((800, 960))), count_decodings_in_full(monkeypatch)
    ImageCache(None, (100, 120)).load(path.rename(tmp_path / 'a.png'))
    assert not full


def test_a_reduced_radiograph_gives_no_warning(tmp_path):
    path = save(tmp_path / 'a.jpg', smooth_picture((800, 960)))
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        ImageCache(tmp_path / 'cache', (100, 120)).load(path)


def test_kept_and_decoded_pixels_are_the_same(tmp_path):
    path, cache = save(tmp_path / 'a.jpg', smooth_picture((801, 961))), ImageCache(tmp_path / 'cache', (100, 120))
    images = [cache.load(path)[0], cache.load(path)[0], cache.load(path, keep=False)[0]]
    assert all(np.array_equal(one, other) for one, other in pairwise(images))
