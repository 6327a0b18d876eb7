"""One grey channel becomes the input that MMPose's preprocessor makes of three, with the noise of the batch."""

import copy

import numpy as np
import pytest
import torch
from mmengine.dataset import default_collate, pseudo_collate
from mmpose.models.data_preprocessors import PoseDataPreprocessor
from mmpose.structures import PoseDataSample

from aariz_mm.models import CephalogramPreprocessor
from aariz_mm.models.data_preprocessors.cephalogram_preprocessor import add_batch_noise

NORMS = [
    dict(mean=[127.0] * 3, std=[128.0] * 3, bgr_to_rgb=True),
    dict(mean=[123.675, 116.28, 103.53], std=[58.395, 57.12, 57.375], bgr_to_rgb=True),
    dict(mean=[123.675, 116.28, 103.53], std=[58.395, 57.12, 57.375]),
    dict(mean=[127.0], std=[128.0]),
    dict(),
]


def make_batch(*shapes, noise=(), channels=1):
    rng = np.random.default_rng(0)
    packed = []
    for index, (height, width) in enumerate(shapes):
        image = torch.from_numpy(rng.integers(0, 256, (1, height, width), dtype=np.uint8))
        sample = PoseDataSample(
            metainfo=dict(zip(('noise_sd', 'noise_seed'), noise[index] if noise else (), strict=False))
        )
        packed.append(dict(inputs=image.repeat(channels, 1, 1), data_samples=sample))
    return packed


@pytest.mark.parametrize('settings', NORMS)
@pytest.mark.parametrize('training', [True, False])
def test_input_is_that_of_three_equal_channels(settings, training):
    ours = CephalogramPreprocessor(**settings)(pseudo_collate(make_batch((6, 8), (6, 8))), training)
    stock = PoseDataPreprocessor(**settings)(pseudo_collate(make_batch((6, 8), (6, 8), channels=3)), training)
    torch.testing.assert_close(ours['inputs'], stock['inputs'].float(), rtol=0, atol=1e-5)
    assert ours['inputs'].dtype == torch.float32
    assert [each.metainfo for each in ours['data_samples']] == [each.metainfo for each in stock['data_samples']]


@pytest.mark.parametrize('shapes', [((6, 8), (5, 8)), ((7, 9), (7, 9))])
def test_images_that_are_padded_go_the_way_of_mmpose(shapes):
    settings = dict(NORMS[1], pad_size_divisor=4)
    ours = CephalogramPreprocessor(**settings)(pseudo_collate(make_batch(*shapes)))
    stock = PoseDataPreprocessor(**settings)(pseudo_collate(make_batch(*shapes, channels=3)))
    torch.testing.assert_close(ours['inputs'], stock['inputs'], rtol=0, atol=1e-5)
    assert [each.pad_shape for each in ours['data_samples']] == [each.pad_shape for each in stock['data_samples']]


def test_three_channels_and_batches_of_both_are_taken_too():
    grey, coloured = make_batch((6, 8)), make_batch((6, 8), channels=3)
    coloured[0]['inputs'][2] = 0
    ours = CephalogramPreprocessor(**NORMS[1])(pseudo_collate([*grey, *coloured]))['inputs']
    threes = [dict(grey[0], inputs=grey[0]['inputs'].repeat(3, 1, 1)), *coloured]
    torch.testing.assert_close(ours, PoseDataPreprocessor(**NORMS[1])(pseudo_collate(threes))['inputs'])


def test_batch_of_one_tensor_is_taken():
    packed = make_batch((6, 8), (6, 8))
    one, listed = (
        CephalogramPreprocessor(**NORMS[0])(collate(packed))['inputs'] for collate in (default_collate, pseudo_collate)
    )
    torch.testing.assert_close(one, listed)


@pytest.mark.parametrize('channels', [1, 3])
def test_noise_is_as_strong_as_asked_for_and_of_training_alone(channels):
    noise, settings = [(5.0, 1), (0.0, 2)], NORMS[-1]
    packed = make_batch((200, 300), (200, 300), noise=noise, channels=channels)
    for each in packed:
        each['inputs'].fill_(100)
    prepare = CephalogramPreprocessor(**settings)
    noisy, still = prepare(pseudo_collate(packed), True)['inputs']
    assert noisy.std() == pytest.approx(5.0, rel=0.02) and noisy.mean() == pytest.approx(100, abs=0.1)
    assert (still == 100).all() and (noisy[0] == noisy[1]).all() and (noisy[0] == noisy[2]).all()
    assert (prepare(pseudo_collate(packed), False)['inputs'] == 100).all()


def test_noise_follows_the_seed_of_the_batch_and_draws_no_number_of_the_training():
    images = torch.full((3, 1, 6, 8), 100.0)
    state = torch.get_rng_state()
    first, again, other = (
        add_batch_noise(images.clone(), [(0.0, 9), (4.0, seed), (2.0, 5)]) for seed in (1, 1, 2)
    )  # fmt: skip
    assert torch.equal(first, again) and not torch.equal(first[1], other[1]) and torch.equal(first[0], images[0])
    assert not torch.equal(first[1] - 100, 2 * (first[2] - 100))  # each image its own noise
    assert torch.equal(torch.get_rng_state(), state)


def test_noise_is_cut_at_black_and_white():
    images = torch.tensor([0.0, 255.0]).repeat(500).view(1, 1, 10, 100)
    noisy = add_batch_noise(images, [(40.0, 0)])
    assert noisy.min() == 0 and noisy.max() == 255


def test_batch_that_came_in_is_not_changed():
    packed = make_batch((6, 8), noise=[(9.0, 1)])
    before = copy.deepcopy(packed[0]['inputs'])
    CephalogramPreprocessor(**NORMS[0])(pseudo_collate(packed), True)
    assert torch.equal(packed[0]['inputs'], before)
