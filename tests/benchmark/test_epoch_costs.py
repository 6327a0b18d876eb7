"""Epochs in turn: what is compared with what, and what a config becomes for it."""

import pytest
from config_files import config_path

from aariz_mm.benchmark.epoch_costs import around, shorten
from aariz_mm.launching.configs import load_config


def test_an_epoch_stands_beside_the_mean_of_its_neighbours():
    assert around([1, 3, 5]) == [2, 4]


def short_config(tiny_aariz, name='isbi2015_lite0_softmax_320', **settings):
    config = load_config(config_path(name))
    dataset = dict(type='AarizDataset', data_root=str(tiny_aariz.root), pipeline=[])
    config.train_dataloader.update(dataset=dataset, batch_size=2)
    shorten(config, **settings)
    return config


@pytest.mark.parametrize(('steps', 'times'), [(1, 1), (3, 2), (6, 4)])
def test_three_radiographs_are_repeated_for_enough_steps(tiny_aariz, steps, times):
    loader = short_config(tiny_aariz, rounds=1, steps=steps).train_dataloader
    images = min(3, loader.dataset.dataset.get('indices', 3))
    assert loader.dataset.times == times and images * times >= 2 * steps


def test_epochs_are_those_compared_and_three_more(tiny_aariz):
    config = short_config(tiny_aariz, rounds=5, steps=1)
    assert config.train_cfg.max_epochs == 8 and config.val_dataloader is None


def test_weights_are_averaged_from_the_start(tiny_aariz):
    config = short_config(tiny_aariz, rounds=1, steps=1)
    assert [hook.begin_epoch for hook in config.custom_hooks if hook.type == 'AveragingHook'] == [0]


def test_hooks_that_wait_for_scores_are_left_out(tiny_aariz):
    config = short_config(tiny_aariz, 'aariz_lite0_512', rounds=1, steps=1)
    assert 'EarlyStoppingHook' not in {hook.type for hook in config.custom_hooks}
