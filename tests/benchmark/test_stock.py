"""The reference pipeline does what ours does, by MMPose's own steps."""

import numpy as np
import pytest
from config_files import config_path
from mmpose.registry import TRANSFORMS

from aariz_mm.benchmark.stock import PlainContrast, PlainGamma, PlainNoise, describe_stock, stock_pipeline
from aariz_mm.launching.configs import load_config


@pytest.fixture(scope='module')
def pipeline():
    return load_config(config_path('aariz_lite0_512')).train_dataloader.dataset.pipeline


def test_every_step_of_a_recipe_has_its_counterpart(pipeline):
    names = describe_stock(stock_pipeline(pipeline)).split(', ')
    assert names[:4] == ['LoadImage', 'GetBBoxCenterScale', 'RandomBBoxTransform', 'TopdownAffine']
    assert names[-2:] == ['GenerateTarget', 'PackPoseInputs'] and len(names) == len(pipeline)


def test_grey_values_may_be_left_out(pipeline):
    assert 'Plain' not in describe_stock(stock_pipeline(pipeline, greys=False))


def test_settings_of_the_augmentation_are_kept(pipeline):
    ours = next(step for step in pipeline if step['type'].startswith('RandomB') and 'rotate_factor' in step)
    stock = next(step for step in stock_pipeline(pipeline) if step['type'] == 'RandomBBoxTransform')
    assert {**stock, 'type': ours['type']} == dict(ours)


@pytest.mark.parametrize('name', ['RandomBrightnessContrast', 'RandomGamma', 'RandomGaussianNoise'])
def test_settings_that_a_config_leaves_out_are_those_of_ours(name):
    stock = stock_pipeline([dict(type=name)])[0]
    ours = TRANSFORMS.build(dict(type=name))
    assert len(stock) >= 3 and all(value == getattr(ours, key) for key, value in stock.items() if key != 'type')


def test_a_step_without_counterpart_is_refused():
    with pytest.raises(ValueError, match='ElasticDeformation: MMPose has no such step'):
        stock_pipeline([dict(type='LoadCephalogram'), dict(type='ElasticDeformation')])


@pytest.mark.parametrize('step', [PlainContrast(25, 0.25, 1), PlainGamma(0.35, 1), PlainNoise(8, 1)])
def test_plain_steps_change_grey_values_alone(step):
    np.random.seed(0)
    image = np.full((40, 30, 3), 100, dtype=np.uint8)
    changed = step(dict(img=image.copy()))['img']
    assert changed.dtype == np.uint8 and changed.shape == image.shape and (changed != image).any()
    assert (changed == changed[:, :, :1]).all()


def test_plain_noise_has_the_spread_that_was_drawn():
    np.random.seed(0)
    sd = np.random.RandomState(0).rand(2)[1] * 8  # the second number drawn
    changed = PlainNoise(8, 1)(dict(img=np.full((400, 300, 3), 100, dtype=np.uint8)))['img']
    assert changed.std() == pytest.approx(sd, rel=0.05)


def test_steps_without_probability_change_nothing():
    image = np.full((4, 3, 3), 100, dtype=np.uint8)
    for step in (PlainContrast(25, 0.25, 0), PlainGamma(0.35, 0), PlainNoise(8, 0)):
        assert step(dict(img=image))['img'] is image
