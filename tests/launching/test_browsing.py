"""Samples of a training pipeline, as the network gets them."""

import cv2
import numpy as np
import pytest
from config_files import config_path

from aariz_mm.launching.browsing import NetworkInput, browse, draw_input, drawings
from aariz_mm.launching.configs import load_config
from aariz_mm.visualization import write_drawings


@pytest.fixture
def config(tiny_aariz, monkeypatch):
    """Recipe whose dataset has three radiographs of 60 x 80 px, drawn on 512 x 512."""
    monkeypatch.setenv('AARIZ_ROOT', str(tiny_aariz.root))
    config = load_config(config_path('aariz_lite0_512'))
    for loader in (config.train_dataloader, config.test_dataloader):
        loader.dataset.pipeline[0].cache_dir = None
    return config


def test_browse_gives_the_points_in_pixels_of_the_networks_input(config):
    (sample,) = browse(config, count=1, augmented=False)
    assert sample.image.shape == (512, 512, 3) and len(sample.symbols) == 29
    # The truth is ceil of the mean of x = 5 and 6, y = 10 and 10, 6.4 times as large, 64 px from the left.
    np.testing.assert_allclose(sample.points_px[0], [64 + 6.4 * 6, 6.4 * 10], atol=1e-3)
    assert (sample.img_id, sample.stage) == ('a.1', 3)


def test_browse_augments_by_the_seed(config):
    plain, first, second = (
        next(browse(config, augmented=augmented, seed=seed)) for augmented, seed in ((False, 0), (True, 0), (True, 1))
    )
    again = next(browse(config, seed=0))
    np.testing.assert_array_equal(first.image, again.image)
    assert not np.array_equal(first.points_px, second.points_px)
    assert not np.array_equal(plain.points_px, first.points_px)


def test_browse_shows_the_noise_that_the_batch_gets(config):
    steps = config.train_dataloader.dataset.pipeline
    kept = [step for step in steps if not step['type'].startswith('Random')]
    images = []
    for prob in (0.0, 1.0):
        noise = dict(type='RandomGaussianNoise', max_sd=20.0, prob=prob, on_batch=True)
        config.train_dataloader.dataset.pipeline = [*kept[:-2], noise, *kept[-2:]]
        images.append(next(browse(config)).image.astype(int))
    assert 0.5 < np.abs(images[1] - images[0]).mean() < 20


def test_browse_takes_a_split_and_repeats_each_image(config):
    assert [sample.img_id for sample in browse(config, 'train', 2, repeats=2)] == ['a.1', 'a.1', 'b', 'b']
    assert [sample.img_id for sample in browse(config, 'test')] == ['t']


def test_landmark_off_the_image_is_not_visible(config):
    shift = dict(type='RandomBBoxTransform', shift_factor=2.0, shift_prob=1.0, scale_prob=0.0, rotate_prob=0.0)
    config.train_dataloader.dataset.pipeline.insert(2, shift)
    samples = list(browse(config, repeats=3))
    for sample in samples:
        x, y = sample.points_px.T
        inside = (x >= -0.5) & (x < 511.5) & (y >= -0.5) & (y < 511.5)
        np.testing.assert_array_equal(sample.visible, inside)
    assert 0 < sum(sample.visible.sum() for sample in samples) < 29 * len(samples)


def test_browse_shows_crops_with_their_stage(stage_squares, monkeypatch):
    monkeypatch.setenv('AARIZ_CVM_ROOT', str(stage_squares))
    config = load_config(config_path('aariz_cvm_crop_320'))
    config.train_dataloader.dataset.pipeline[0].cache_dir = None
    sample = next(browse(config, count=1))
    assert sample.symbols == () and sample.stage == 1 and sample.image.dtype == np.uint8


def test_drawing_has_rings_at_visible_landmarks_alone():
    points = np.array([[20.0, 30.0], [40.0, 10.0]])
    hidden, shown = (
        NetworkInput('a', np.zeros((64, 64, 3), np.uint8), ('S', 'N'), points, np.array([True, seen]), 2)
        for seen in (False, True)
    )
    assert (draw_input(hidden, 640) != draw_input(shown, 640)).any()
    assert draw_input(shown, 640).shape[1] == 640


def test_drawings_are_numbered_files_with_a_sheet(config, tmp_path):
    pictures, sheets = write_drawings(drawings(browse(config, count=2)), tmp_path / 'out')
    assert [path.name for path in pictures] == ['000_a.1.png', '001_b.png']
    assert [path.name for path in sheets] == ['contact_sheet.png']
    assert cv2.imread(str(sheets[0])).std() > 5


@pytest.mark.parametrize('wrong', [dict(count=0), dict(repeats=0)])
def test_browse_rejects_numbers_below_one(config, wrong):
    with pytest.raises(ValueError, match='expected at least 1'):
        next(browse(config, **wrong))


def test_browse_rejects_a_dataset_without_a_pipeline(config):
    config.train_dataloader.dataset = dict(type='RepeatDataset', dataset=config.train_dataloader.dataset, times=2)
    with pytest.raises(ValueError, match='RepeatDataset has no pipeline of its own'):
        next(browse(config))
