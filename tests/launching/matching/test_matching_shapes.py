"""Channels, levels and maps, by a forward without memory."""

import pytest
import torch
from config_files import CONFIGS, config_path
from mmengine.config import Config

from aariz_mm.launching import matching

PHANTOM, JOINT = 'phantom_lite0', 'phantom_joint'
SHALLOW = {'model.backbone.depth': 1, 'model.backbone.out_indices': (0,)}
"""A transformer of one block: what does not fit is looked at again with real numbers."""


@pytest.mark.parametrize('path', CONFIGS, ids=lambda path: path.stem)
def test_every_config_fits_together(path):
    assert matching.list_mismatches(Config.fromfile(str(path))) == []


@pytest.mark.parametrize(
    ('settings', 'key', 'cure'),
    [
        ({'neck.in_channels': (24, 40, 112, 352)}, 'neck.in_channels=[24,40,112,352]', '[24,40,112,320]'),
        ({'backbone.out_indices': (2, 3, 4)}, 'neck.in_channels=[24,40,112,320]', '[40,112,320]'),
        ({'head.in_channels': 96}, 'head.in_channels=96', '64'),
        ({'neck.out_channels': 32}, 'head.in_channels=64', '32'),
        ({'backbone.model_name': 'tf_efficientnet_lite2'}, 'neck.in_channels=[24,40,112,320]', '[24,48,120,352]'),
        ({'neck': None}, 'head.in_channels=64', '320'),
    ],
)
def test_channels_are_named_with_those_that_they_must_be(settings, key, cure, mismatches):
    (line,) = mismatches(PHANTOM, {f'model.{name}': value for name, value in settings.items()})
    assert line.startswith(f'model.{key}, but model.') and f'set model.{key.split("=")[0]}={cure}' in line


@pytest.mark.parametrize(
    ('name', 'key', 'wrong', 'right'),
    [
        ('aariz_vit_base_512', 'neck.in_channels', 384, 768),
        ('aariz_cvm_crop', 'head.in_channels', 512, 1280),
        ('isbi2015_resnet50_deconv_256', 'head.in_channels', 512, 2048),
        ('isbi2015_lite0_refined', 'refiner.neck.in_channels', (24, 40, 112, 352), '[24,40,112,320]'),
        (JOINT, 'neck.fine.in_channels', (24, 40, 112, 352), '[24,40,112,320]'),
        (JOINT, 'head.cvm_head.in_channels', 64, 320),
        (JOINT, 'head.landmark_head.in_channels', 96, 64),
        ('aariz_cvm_roi', 'head.cvm_head.in_channels', 64, 128),
        ('aariz_cvm_roi', 'head.cvm_channels', 128, 64),
    ],
)
def test_channels_of_every_kind_of_model_are_named(name, key, wrong, right, mismatches):
    (line,) = mismatches(name, {**(SHALLOW if 'vit' in name else {}), f'model.{key}': wrong})
    assert f'model.{key}=' in line and f'set model.{key}={right}' in line


def test_channels_of_the_image_are_named(mismatches):
    (line,) = mismatches('aariz_hrnet_w18_512', {'model.backbone.in_channels': 1})
    assert 'reads images of 1 channels' in line and 'set model.backbone.in_channels=3' in line


def test_maps_of_another_size_are_named_with_theirs(mismatches):
    (line,) = mismatches(PHANTOM, {'model.head.upsample': 2})
    assert line.startswith('model.head.decoder.heatmap_size=[64,80], but model.head gives maps of [128,160]')
    one_less = dict(deconv_out_channels=(256, 256), deconv_kernel_sizes=(4, 4))
    found = mismatches('isbi2015_resnet50_deconv_256', {f'model.head.{key}': each for key, each in one_less.items()})
    assert all('heatmap_size=[64,64], but model.head gives maps of [32,32]' in line for line in found) and found


def test_grid_of_a_head_is_named(mismatches):
    (line,) = mismatches('isbi2015_lite0_rtmcc_320', {'model.head.head.in_featuremap_size': (8, 8)})
    assert 'model.head.head.in_featuremap_size=[8,8]' in line and line.endswith('=[8,10]')


def set_size(config, size):
    """Give pipelines and codecs an input of one side, with maps at a quarter."""
    for part in config.values() if isinstance(config, dict) else config if isinstance(config, list | tuple) else []:
        if isinstance(part, dict) and 'input_size' in part:
            part['input_size'] = (size, size)
        if isinstance(part, dict) and 'heatmap_size' in part:
            part['heatmap_size'] = (-(-size // 4),) * 2
        set_size(part, size)


def test_input_that_a_backbone_cannot_divide_is_named():
    config = Config.fromfile(str(config_path('aariz_vit_base_512')))
    set_size([config.model, config.train_dataloader, config.val_dataloader, config.test_dataloader], 300)
    (line,) = matching.list_mismatches(config)
    assert 'model.backbone (TIMMTransformer) cannot read images of [300,300]' in line and 'a multiple of 32' in line


def test_transformer_made_for_another_image_is_named(mismatches):
    (line,) = mismatches('aariz_vit_base_512', {**SHALLOW, 'model.backbone.dynamic_img_size': False})
    assert 'model.backbone (TIMMTransformer) cannot read images of [512,512]' in line and 'img_size' in line
    found = {**SHALLOW, 'model.backbone.dynamic_img_size': False, 'model.backbone.img_size': 256}
    (line,) = mismatches('aariz_vit_base_512', found)
    assert 'set model.backbone.img_size=[512,512] (h, w)' in line


def test_batch_of_one_is_named_where_a_norm_would_have_one_value(mismatches):
    sizes = dict(in_channels=1280, out_channels=1280, gap_dim=2)
    norm = dict(sizes, type='mmpretrain.LinearNeck', norm_cfg=dict(type='BN1d'))
    settings = {'model.neck': norm, 'train_dataloader.batch_size': 1}
    (line,) = mismatches('aariz_cvm_crop', settings)
    assert line.startswith('train_dataloader.batch_size=1')
    assert mismatches('aariz_cvm_crop', {'train_dataloader.batch_size': 1}) == []


def test_a_part_that_cannot_be_known_is_not_complained_of(mismatches):
    assert mismatches(PHANTOM, {'model.type': 'BottomupPoseEstimator', 'model.neck.out_channels': 32}) == []
    assert mismatches(PHANTOM, {'model.backbone.type': 'NoSuchNet'}) == []  # the Runner names it


def test_the_check_draws_no_random_number_and_keeps_the_config(mismatches):
    torch.manual_seed(0)
    config = Config.fromfile(str(config_path(PHANTOM)))
    before, state = config.pretty_text, torch.get_rng_state()
    assert matching.list_mismatches(config) == []
    assert config.pretty_text == before and torch.equal(torch.get_rng_state(), state)
