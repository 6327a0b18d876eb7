"""What a checkpoint says of its config, read without running any of it."""

import pytest
from config_files import config_path
from mmengine.config import Config

from aariz_mm.engine.stored_config import (
    StoredConfig,
    model_differences,
    parse_setting,
    read_stored_config,
    same_settings,
)

MODEL = dict(type='T', head=dict(decoder=dict(input_size=(160, 160), sigma=-1.5)), init_cfg=None)


def test_name_and_model_are_those_that_the_runner_writes():
    config = Config(dict(model=MODEL, seed=0))
    meta = dict(experiment_name='isbi2015_lite0_20261127_155018', cfg=config.pretty_text)
    assert read_stored_config(dict(meta=meta)) == StoredConfig(
        'isbi2015_lite0', dict(MODEL, head=dict(decoder=dict(input_size=[160, 160], sigma=-1.5)))
    )


def test_every_kind_of_value_of_a_real_config_is_read():
    config = Config.fromfile(str(config_path('isbi2015_lite1_refined_wide')))
    model = parse_setting(config.pretty_text, 'model')
    assert model['refiner']['looks_px'] == [[0, 0], [-24, 24], [24, -24]] and model['data_preprocessor']['bgr_to_rgb']
    assert not model_differences(model, config.model)


@pytest.mark.parametrize('meta', [None, {}, dict(experiment_name='20261127_155018'), dict(cfg='model = 1')])
def test_checkpoint_may_say_nothing(meta):
    assert read_stored_config(dict(meta=meta)) == StoredConfig(None, None)


@pytest.mark.parametrize(
    'text',
    [
        'model = open("/tmp/x")', 'model = dict(a=__import__("os"))', 'model = dict(**other)', 'model = dict([(1, 2)])',
        'model = dict(a=b)', 'model =', 'model = ' + '(' * 5000, 'model = dict()' + ' ' * 1_000_000, 'a = 1', 5,
    ],
)  # fmt: skip
def test_text_that_is_more_than_literals_is_not_read(text):
    assert parse_setting(text, 'model') is None


def test_differences_name_the_place_and_both_values():
    other = dict(MODEL, head=dict(decoder=dict(input_size=[240, 240], sigma=-1.5)))
    assert model_differences(other, MODEL) == ['head.decoder.input_size is [240, 240], expected [160, 160]']
    assert model_differences(dict(MODEL, neck=dict(type='N')), MODEL) == ["neck is {'type': 'N'}, expected None"]


def test_differences_leave_out_training_and_what_a_test_chooses():
    trained = dict(MODEL, init_cfg=dict(type='Pretrained'), coarse_checkpoint='a.pth', test_cfg=dict(x=1))
    trained['head'] = dict(MODEL['head'], loss=dict(type='L1Loss'), batch_augments=None)
    assert model_differences(trained, MODEL) == []


@pytest.mark.parametrize(
    'kinds', [('PoseDataPreprocessor', 'CephalogramPreprocessor'), ('CephalogramPreprocessor',) * 2]
)
def test_checkpoints_of_mmposes_preprocessor_are_those_of_ours(kinds):
    first, second = (dict(MODEL, data_preprocessor=dict(type=kind, mean=[127.0])) for kind in kinds)
    for one, other in ((first, second), (second, first)):
        assert model_differences(one, other) == [] and same_settings(one, other)
        moved = dict(other, data_preprocessor=dict(other['data_preprocessor'], mean=[0.0]))
        assert model_differences(one, moved) and not same_settings(one, moved)
