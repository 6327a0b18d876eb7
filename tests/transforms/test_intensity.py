import copy

import numpy as np
import pytest

from aariz_mm.transforms import RandomBrightnessContrast, RandomGamma, RandomGaussianNoise

ALL_GREYS = np.arange(256, dtype=np.uint8).reshape(16, 16)
RANDOM = [RandomBrightnessContrast, RandomGamma, RandomGaussianNoise]


@pytest.fixture
def record():
    image = np.random.default_rng(0).integers(0, 256, (40, 30), dtype=np.uint8)
    keypoints = np.array([[[3, 4], [20, 30]]], dtype=np.float32)
    return dict(img=np.repeat(image[..., None], 3, axis=2), keypoints=keypoints)


def transform_image(transform, record, seed=0):
    np.random.seed(seed)
    return transform(copy.deepcopy(record))['img']


@pytest.mark.parametrize(
    ('shift', 'factor', 'grey', 'expected'),
    [
        (25, 1, 100, 125),
        (-25, 1, 100, 75),
        (0, 2, 100, 72),  # -27.5 * 2 + 127.5 = 72.5, rounded to even
        (10, 0.5, 27, 87),  # -100.5 * 0.5 + 137.5 = 87.25
        (25, 1, 240, 255),
        (0, 2, 20, 0),
    ],
)
def test_brightness_contrast_by_hand(shift, factor, grey, expected):
    image = np.full((2, 2, 3), grey, dtype=np.uint8)
    changed = RandomBrightnessContrast.apply(image, shift, factor)
    assert (changed == expected).all()
    assert changed.dtype == np.uint8 and changed.shape == image.shape


@pytest.mark.parametrize(
    ('gamma', 'grey', 'expected'), [(2, 51, 10), (0.5, 51, 114), (2, 255, 255), (0.5, 0, 0), (1.2, 128, 112)]
)
def test_gamma_by_hand(gamma, grey, expected):
    # 51 is a fifth of 255: 255 / 25 = 10.2 and 255 * sqrt(0.2) = 114.04
    assert (RandomGamma.apply(np.full((2, 2, 3), grey, dtype=np.uint8), gamma) == expected).all()


@pytest.mark.parametrize(
    'unchanged',
    [
        RandomGamma.apply(ALL_GREYS, 1.0),
        RandomBrightnessContrast.apply(ALL_GREYS, 0.0, 1.0),
        RandomGaussianNoise.apply(ALL_GREYS, 0.0, 7),
    ],
)
def test_neutral_parameters_change_nothing(unchanged):
    np.testing.assert_array_equal(unchanged, ALL_GREYS)


def test_gamma_keeps_the_order_of_greys():
    for gamma in (0.7, 1.42):
        assert (np.diff(RandomGamma.apply(ALL_GREYS, gamma).ravel().astype(int)) >= 0).all()


def test_noise_has_the_standard_deviation_asked_for():
    noise = RandomGaussianNoise.apply(np.full((200, 200, 3), 128, dtype=np.uint8), 8.0, 0).astype(float) - 128
    assert noise.std() == pytest.approx(8, rel=0.03)
    assert noise.mean() == pytest.approx(0, abs=0.15)


def test_noise_is_the_same_in_all_channels_and_follows_its_seed():
    image = np.full((20, 30, 3), 128, dtype=np.uint8)
    noisy = RandomGaussianNoise.apply(image, 8.0, 1)
    assert (noisy == noisy[..., :1]).all()
    np.testing.assert_array_equal(noisy[..., 0], RandomGaussianNoise.apply(image[..., 0], 8.0, 1))
    assert (noisy != RandomGaussianNoise.apply(image, 8.0, 2)).any()


def test_noise_is_cut_at_black_and_white():
    for grey in (0, 255):
        noisy = RandomGaussianNoise.apply(np.full((50, 50), grey, dtype=np.uint8), 20.0, 0)
        assert np.abs(noisy.astype(int) - grey).max() < 128  # no wrap around
        assert (noisy == grey).mean() == pytest.approx(0.5, abs=0.06)


def test_draws_stay_within_their_limits():
    np.random.seed(0)
    transforms = RandomBrightnessContrast(25.0, 0.25), RandomGamma(0.35), RandomGaussianNoise(10.0)
    contrasts, gammas, noises = (np.array([transform.draw() for _ in range(500)]) for transform in transforms)
    shifts, factors, log_gammas, sds = *contrasts.T, np.log(gammas[:, 0]), noises[:, 0]
    for drawn, low, high in ((shifts, -25, 25), (factors, 0.75, 1.25), (log_gammas, -0.35, 0.35), (sds, 0, 10)):
        assert low <= drawn.min() < low + 0.05 * (high - low)
        assert high >= drawn.max() > high - 0.05 * (high - low)


@pytest.mark.parametrize('transform', RANDOM)
def test_same_seed_gives_the_same_image_and_another_one_another(transform, record):
    first, again, other = (transform_image(transform(prob=1.0), record, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    assert first.dtype == np.uint8 and first.shape == record['img'].shape


@pytest.mark.parametrize('transform', RANDOM)
def test_landmarks_and_the_array_that_came_in_are_left_alone(transform, record):
    image, before = record['img'], copy.deepcopy(record)
    np.random.seed(0)
    changed = transform(prob=1.0)(record)
    np.testing.assert_array_equal(image, before['img'])
    np.testing.assert_array_equal(changed['keypoints'], before['keypoints'])
    assert (changed['img'] != before['img']).any()


@pytest.mark.parametrize('transform', RANDOM)
@pytest.mark.parametrize(('prob', 'changed'), [(0, 0), (1, 100), (0.3, 30)])
def test_prob_is_how_often_it_happens(transform, prob, changed, record):
    np.random.seed(0)
    transform = transform(prob=prob)
    images = [transform(dict(record))['img'] for _ in range(100)]
    assert sum(image is not record['img'] for image in images) == pytest.approx(changed, abs=15 * (0 < prob < 1))


@pytest.mark.parametrize('transform', RANDOM)
@pytest.mark.parametrize('prob', [-0.1, 1.1, float('nan')])
def test_prob_must_be_a_probability(transform, prob):
    with pytest.raises(ValueError, match=rf'{transform.__name__}: prob must lie in \[0, 1\]'):
        transform(prob=prob)


@pytest.mark.parametrize('shape', [(20, 30), (20, 30, 1), (20, 30, 3)])
@pytest.mark.parametrize(
    'change',
    [
        lambda image: RandomBrightnessContrast.apply(image, 5.0, 1.1),
        lambda image: RandomGamma.apply(image, 1.2),
        lambda image: RandomGaussianNoise.apply(image, 8.0, 1),
    ],
)
def test_shape_is_kept_and_the_image_that_came_in_too(change, shape):
    image = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    given = image.copy()
    changed = change(image)
    assert changed.shape == shape and changed.dtype == np.uint8
    assert (changed != image).any()
    np.testing.assert_array_equal(image, given)


def test_noise_is_added_rounded_to_even_and_cut_to_greys():
    image = np.random.default_rng(0).integers(0, 256, (200, 300, 3), dtype=np.uint8)
    noise = np.random.default_rng(3).standard_normal((200, 300), dtype=np.float32) * np.float32(60)
    expected = np.clip(np.rint(image + noise[..., None]), 0, 255)
    np.testing.assert_array_equal(RandomGaussianNoise.apply(image, 60.0, 3), expected)
