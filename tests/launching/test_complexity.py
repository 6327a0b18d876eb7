"""Costs counted by hand; seconds are any."""

import pytest
from config_files import config_path
from mmengine.config import Config

from aariz_mm.launching.complexity import (
    HEADER,
    Complexity,
    find_input_size,
    format_note,
    format_row,
    measure_complexity,
    time_calls,
)


def small_config():
    """CephNet with one stage of 4 channels at 8 x 16, pooled, and 29 points from a linear layer."""
    config = Config.fromfile(str(config_path('isbi2015_cephnet_256')))
    config.model.backbone.channels = (4,)
    config.model.head.in_channels = 4
    config.merge_from_dict({'model.head.decoder.input_size': (8, 16)})
    config.test_dataloader.dataset.pipeline[2].input_size = (8, 16)
    return config


def test_complexity_counts_a_multiply_add_once():
    cost = measure_complexity(small_config(), repeats=1)
    # Convolution: 8 x 16 places x 9 cells x 3 channels x 4; linear: 4 x 38 (19 points).
    assert cost.multiply_adds == 8 * 16 * 9 * 3 * 4 + 4 * 38
    assert cost.num_parameters == 9 * 3 * 4 + 2 * 4 + 4 * 38 + 38  # no bias before the norm, which has two values each
    assert cost.input_size == (8, 16) and cost.seconds > 0 and cost.num_threads >= 1


@pytest.mark.parametrize('name', ['phantom_lite0', 'phantom_roi', 'aariz_cvm_crop', 'isbi2015_lite0_udp_320'])
def test_complexity_is_found_for_every_kind_of_model_without_weights_and_data(name, monkeypatch):
    monkeypatch.setattr('mmengine.runner.checkpoint.CheckpointLoader.load_checkpoint', None)
    cost = measure_complexity(Config.fromfile(str(config_path(name))), repeats=1)
    assert 3e6 < cost.num_parameters < 5e6
    assert cost.multiply_adds > 1e8


def test_complexity_refuses_an_ensemble():
    with pytest.raises(ValueError, match='ensemble; measure that of its members'):
        measure_complexity(Config.fromfile(str(config_path('aariz_cvm_crop_ensemble'))))


def test_input_size_must_be_there():
    config = small_config()
    config.test_dataloader.dataset.pipeline = [dict(type='LoadCephalogram')]
    with pytest.raises(ValueError, match='has an input_size'):
        find_input_size(config)


def test_time_calls_leaves_out_the_first_two():
    calls = []
    assert time_calls(lambda: calls.append(0), repeats=3) >= 0
    assert len(calls) == 5


def test_complexity_is_written_as_a_row_of_the_table():
    cost = Complexity((256, 320), 3_070_000, 1_234_000_000, 0.0456, 2)
    assert format_row('a.py', cost) == '| `a.py` | 256 x 320 | 3.07 | 1.23 | 0.046 |'
    assert HEADER.count('|') == 2 * format_row('a.py', cost).count('|')
    assert '2 thread(s)' in format_note({'a.py': cost})
