import numpy as np
import pytest

from aariz_mm.transforms import CVMCropAffine, RandomErase, RandomGaussianBlur, StretchGrey


@pytest.fixture
def image():
    return np.random.default_rng(0).integers(0, 256, (40, 40, 3), dtype=np.uint8)


def test_affine_of_the_same_size_changes_nothing(image):
    results = CVMCropAffine((40, 40)).transform(dict(img=image))
    np.testing.assert_array_equal(results['img'], image)
    assert (results['img_shape'], results['input_size']) == ((40, 40), (40, 40))


def test_affine_draws_within_its_ranges_and_by_the_seed():
    affine = CVMCropAffine((8, 8), rotation_deg=10, scale=(0.5, 2), shift=0.1, prob=0.5)
    np.random.seed(0)
    draws = [affine.draw() for _ in range(400)]
    angles, zooms, shifts = (np.array(values) for values in zip(*draws, strict=True))
    assert 9 < np.abs(angles).max() <= 10 and np.abs(shifts).max() <= 0.1
    assert 0.5 <= zooms.min() < 0.6 and 1.8 < zooms.max() <= 2
    assert np.mean(zooms == 1) == pytest.approx(0.5, abs=0.1)
    np.random.seed(0)
    assert affine.draw() == draws[0]


def test_affine_repeats_the_border():
    image = np.full((20, 20, 3), 200, dtype=np.uint8)
    affine = CVMCropAffine((30, 10), rotation_deg=20, scale=(0.5, 0.6), shift=0.2)
    np.random.seed(0)
    result = affine.transform(dict(img=image))['img']
    assert result.shape == (10, 30, 3) and (result == 200).all()


def test_stretch_by_hand():
    image = np.array([[50, 90, 152]], dtype=np.uint8)
    assert StretchGrey(0, 100).transform(dict(img=image))['img'].tolist() == [[0, 100, 255]]


def test_stretch_undoes_brightness_and_contrast():
    ramp = np.arange(201, dtype=np.uint8)[None]
    plain, dull = (StretchGrey().transform(dict(img=image))['img'] for image in (ramp, ramp // 2 + 60))
    assert np.abs(plain.astype(int) - dull).max() <= 3


def test_stretch_leaves_a_flat_image():
    flat = np.full((4, 4, 3), 77, dtype=np.uint8)
    assert (StretchGrey().transform(dict(img=flat))['img'] == 77).all()


def test_blur_keeps_the_mean_and_lowers_the_contrast(image):
    blurred = RandomGaussianBlur.apply(image, 1.5)
    assert blurred.std() < 0.5 * image.std() and blurred.mean() == pytest.approx(image.mean(), abs=2)
    assert RandomGaussianBlur.apply(image, 0.0) is image


def test_erase_paints_the_rectangle_drawn(image):
    erased = RandomErase.apply(image, 0.5, 0.25, 1.0, 0.0, 9)
    assert (erased[:10, 20:] == 9).all()
    np.testing.assert_array_equal(erased[10:], image[10:])
    np.testing.assert_array_equal(erased[:, :20], image[:, :20])


def test_erase_stays_below_its_share(image):
    erase = RandomErase(max_share=0.1, prob=1.0)
    np.random.seed(0)
    shares = [np.prod(erase.draw()[:2]) for _ in range(200)]
    assert min(shares) >= 0.02 and 0.09 < max(shares) <= 0.1


@pytest.mark.parametrize(
    'transform',
    [
        CVMCropAffine((20, 20), rotation_deg=10),
        StretchGrey(10, 90),
        RandomGaussianBlur(prob=1.0),
        RandomErase(prob=1.0),
    ],
    ids=lambda transform: type(transform).__name__,
)
def test_transform_leaves_its_input_alone_and_gives_uint8(transform, image):
    before = image.copy()
    result = transform.transform(dict(img=image))['img']
    np.testing.assert_array_equal(image, before)
    assert result.dtype == np.uint8


@pytest.mark.parametrize(
    ('build', 'match'),
    [
        (lambda: CVMCropAffine((8, 8), scale=(0, 1)), '0 < low <= high'),
        (lambda: CVMCropAffine((8, 8), prob=2), 'prob=2'),
        (lambda: StretchGrey(99, 1), 'got 99 and 1'),
        (lambda: RandomErase(max_share=0.01), 'max_share must lie in'),
        (lambda: RandomGaussianBlur(prob=-1), 'prob must lie in'),
    ],
)
def test_impossible_settings_are_errors(build, match):
    with pytest.raises(ValueError, match=match):
        build()
