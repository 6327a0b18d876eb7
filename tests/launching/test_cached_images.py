"""Images that a config keeps in the cache are found where training and testing look for them."""

from copy import deepcopy
from pathlib import Path

import pytest
from config_files import config_path

from aariz_mm.launching.cached_images import find_cached_images
from aariz_mm.launching.configs import load_config

KINDS = ('train', 'val', 'test')


@pytest.fixture
def config(tiny_aariz, monkeypatch, tmp_path):
    """Recipe of a dataset with a.1 and b for training, v for validation, t for testing."""
    monkeypatch.setenv('AARIZ_ROOT', str(tiny_aariz.root))
    return keep_in(load_config(config_path('aariz_lite0_512')), tmp_path / 'cache')


def keep_in(config, folder):
    for kind in KINDS:
        config[f'{kind}_dataloader'].dataset.pipeline[0].cache_dir = str(folder)
    return config


def names(config):
    return [Path(path).stem for _, path in find_cached_images(config)]


def test_images_of_all_loaders_are_found(config):
    root = Path(config.train_dataloader.dataset.data_root)
    assert sorted(names(config)) == sorted(path.stem for path in root.rglob('*.png'))


def test_the_cache_is_that_of_the_pipeline(config, tmp_path):
    assert {(cache.cache_dir, cache.fit_size) for cache, _ in find_cached_images(config)} == {
        (tmp_path / 'cache', (640, 640))
    }


def test_training_takes_the_entries(config):
    from mmpose.registry import DATASETS

    for cache, path in find_cached_images(config):
        cache.ensure(path)
    entries = {cache.entry_path(path) for cache, path in find_cached_images(config)}
    before = {entry: entry.stat().st_mtime_ns for entry in entries}
    for kind in KINDS:
        list(DATASETS.build(config[f'{kind}_dataloader'].dataset))
    folder = next(iter(entries)).parent
    assert {entry: entry.stat().st_mtime_ns for entry in folder.iterdir()} == before


def test_an_image_of_two_loaders_is_found_once(config):
    config.val_dataloader = config.test_dataloader = config.train_dataloader
    assert len(names(config)) == len(set(names(config)))


def test_two_sizes_are_two_entries(config):
    config.val_dataloader = deepcopy(config.train_dataloader)
    config.val_dataloader.dataset.pipeline[0].fit_size = (320, 320)
    caches = {cache.fit_size for cache, _ in find_cached_images(config)}
    assert caches == {(640, 640), (320, 320)}


def test_a_loader_that_keeps_nothing_is_left_out(config):
    config.train_dataloader.dataset.pipeline[0].cache_dir = None
    config.val_dataloader = None
    assert {Path(path).parts[-3] for _, path in find_cached_images(config)} == {'test'}


def test_parts_of_a_joined_dataset_are_found(config):
    parts = [deepcopy(config.train_dataloader.dataset) for _ in range(2)]
    parts[1].pipeline[0].fit_size = (320, 320)
    config.train_dataloader.dataset = dict(type='ConcatDataset', datasets=parts)
    config.val_dataloader = config.test_dataloader = None
    assert {cache.fit_size for cache, _ in find_cached_images(config)} == {(640, 640), (320, 320)}


@pytest.mark.parametrize('ratio', [None, [0.5]])
def test_the_pipeline_of_a_combined_dataset_is_one_too(config, ratio):
    part = config.train_dataloader.dataset
    steps, part.pipeline = part.pipeline, []
    config.train_dataloader.dataset = dict(
        type='CombinedDataset', metainfo=dict(from_file='configs/_base_/datasets/coco.py'), datasets=[part],
        pipeline=steps, sample_ratio_factor=ratio,
    )  # fmt: skip
    config.val_dataloader = config.test_dataloader = None
    assert sorted(names(config)) == sorted(path.stem for path in Path(part.data_root).rglob('train/*/*.png'))


def test_a_repeated_dataset_is_found(config):
    config.train_dataloader.dataset = dict(type='RepeatDataset', times=3, dataset=config.train_dataloader.dataset)
    config.val_dataloader = config.test_dataloader = None
    assert len(names(config)) == len(set(names(config))) > 0


def test_a_step_within_a_step_is_found(config):
    steps = config.train_dataloader.dataset.pipeline
    nested = dict(type='RandomApply', prob=1.0, transforms=[steps[0]])
    config.train_dataloader.dataset.pipeline = [nested, *steps[1:]]
    config.val_dataloader = config.test_dataloader = None
    assert names(config)


@pytest.mark.parametrize('setting', ['cache_dir', 'fit_size'])
def test_a_config_that_keeps_nothing_is_refused(config, setting):
    for kind in KINDS:
        config[f'{kind}_dataloader'].dataset.pipeline[0][setting] = None
    with pytest.raises(ValueError, match='no dataloader of the config keeps images'):
        find_cached_images(config)
