"""A new backbone, head, codec or loss swaps in by config alone: each is built, trained for a step and predicts."""

import numpy as np
import pytest
import torch
from mmengine.dataset import pseudo_collate
from mmengine.registry import DefaultScope
from mmpose.registry import DATASETS, METRICS, MODELS

import aariz_mm.register  # noqa: F401

INPUT_SIZE, HEATMAP_SIZE, NUM_LANDMARKS = (128, 128), (32, 32), 29


@pytest.fixture(autouse=True)
def mmpose_scope():
    torch.manual_seed(0)
    np.random.seed(0)
    with DefaultScope.overwrite_default_scope('mmpose'):
        yield


# Backbones: config and the channels of their levels, stride 4 to 32. ------------------------------------------------

RESNET18 = dict(type='mmpretrain.ResNet', depth=18, out_indices=(0, 1, 2, 3)), (64, 128, 256, 512)
HRNET_BLOCKS = dict(num_modules=1, block='BASIC')
BACKBONES = {
    'mmpretrain-resnet18': RESNET18,
    'mmpretrain-convnext': (
        dict(type='mmpretrain.ConvNeXt', arch='atto', out_indices=(0, 1, 2, 3), gap_before_final_norm=False),
        (40, 80, 160, 320),
    ),
    'timm-mobilenetv3': (
        dict(
            type='mmpretrain.TIMMBackbone',
            model_name='mobilenetv3_small_050',
            features_only=True,
            out_indices=(1, 2, 3, 4),
        ),
        (8, 16, 24, 288),
    ),
    'mmpose-hrnet': (
        dict(
            type='HRNet',
            extra=dict(
                stage1=dict(num_modules=1, num_branches=1, block='BOTTLENECK', num_blocks=(1,), num_channels=(16,)),
                stage2=dict(HRNET_BLOCKS, num_branches=2, num_blocks=(1, 1), num_channels=(18, 36)),
                stage3=dict(HRNET_BLOCKS, num_branches=3, num_blocks=(1,) * 3, num_channels=(18, 36, 72)),
                stage4=dict(
                    HRNET_BLOCKS,
                    num_branches=4,
                    num_blocks=(1,) * 4,
                    num_channels=(18, 36, 72, 144),
                    multiscale_output=True,
                ),
            ),
        ),
        (18, 36, 72, 144),
    ),
    'mmpose-mobilenetv2': (
        dict(type='MobileNetV2', widen_factor=0.5, out_indices=(1, 2, 4, 6)),
        (16, 16, 48, 160),
    ),
}

# Heads: codec, neck and head on the last feature level (stride 32) of a ResNet-18, as in mmpose's own configs. ------

MAPS = dict(input_size=INPUT_SIZE, heatmap_size=HEATMAP_SIZE)
DECONV_HEAD = dict(
    type='HeatmapHead',
    in_channels=512,
    out_channels=NUM_LANDMARKS,
    deconv_out_channels=(32, 32, 32),
    deconv_kernel_sizes=(4, 4, 4),
    loss=dict(type='KeypointMSELoss', use_target_weight=True),
)
REGRESSION, POOL = dict(type='RegressionLabel', input_size=INPUT_SIZE), dict(type='GlobalAveragePooling')
HEADS = {
    'heatmap-msra': (dict(type='MSRAHeatmap', sigma=2, **MAPS), None, DECONV_HEAD),
    'heatmap-dark': (dict(type='MSRAHeatmap', sigma=2, unbiased=True, **MAPS), None, DECONV_HEAD),
    'heatmap-udp': (dict(type='UDPHeatmap', sigma=2, **MAPS), None, DECONV_HEAD),
    'simcc-rtmpose': (
        dict(type='SimCCLabel', input_size=INPUT_SIZE, sigma=(4.9, 4.9), normalize=False, use_dark=False),
        None,
        dict(
            type='RTMCCHead',
            in_channels=512,
            out_channels=NUM_LANDMARKS,
            input_size=INPUT_SIZE,
            in_featuremap_size=(4, 4),
            simcc_split_ratio=2.0,
            final_layer_kernel_size=3,
            gau_cfg=dict(
                hidden_dims=32,
                s=16,
                expansion_factor=2,
                dropout_rate=0.0,
                drop_path=0.0,
                act_fn='SiLU',
                use_rel_bias=False,
                pos_enc=False,
            ),
            loss=dict(type='KLDiscretLoss', use_target_weight=True, beta=10.0, label_softmax=True),
        ),
    ),
    'integral': (
        dict(type='IntegralRegressionLabel', sigma=2.0, normalize=True, **MAPS),
        None,
        dict(
            type='IntegralRegressionHead',
            in_channels=512,
            in_featuremap_size=(4, 4),
            num_joints=NUM_LANDMARKS,
            deconv_out_channels=(32, 32, 32),
            loss=dict(type='SmoothL1Loss', use_target_weight=True),
        ),
    ),
    'regression-rle': (
        REGRESSION,
        POOL,
        dict(
            type='RLEHead',
            in_channels=512,
            num_joints=NUM_LANDMARKS,
            loss=dict(type='RLELoss', use_target_weight=True),
        ),
    ),
    'regression-l1': (
        REGRESSION,
        POOL,
        dict(
            type='RegressionHead',
            in_channels=512,
            num_joints=NUM_LANDMARKS,
            loss=dict(type='SmoothL1Loss', use_target_weight=True),
        ),
    ),
}


def model_config(backbone, neck, head, codec):
    """A top-down model as a config has it."""
    normalization = dict(mean=[127.0] * 3, std=[128.0] * 3, bgr_to_rgb=True)
    config = dict(
        type='TopdownPoseEstimator',
        data_preprocessor=dict(type='PoseDataPreprocessor', **normalization),
        backbone=backbone,
        head=dict(head, decoder=codec),
    )
    return config if neck is None else dict(config, neck=neck)


def softmax_parts(channels, **head):
    """Codec, neck and head of this project at stride 4."""
    return (
        dict(type='SpatialSoftmaxCodec', **MAPS),
        dict(type='LightFPN', in_channels=channels, out_channels=16),
        dict(
            type='SpatialSoftmaxHead',
            in_channels=16,
            out_channels=NUM_LANDMARKS,
            conv_channels=(16,),
            **dict(dict(coordinate_loss=dict(type='SmoothL1Loss', use_target_weight=True, loss_weight=0.5)), **head),
        ),
    )


def load_batch(tiny_aariz, codec, augment=True):
    """Two radiographs of the tiny dataset through the training pipeline."""
    augmentation = dict(type='RandomBBoxTransform', shift_factor=0.05, scale_factor=(0.85, 1.15), rotate_factor=15.0)
    pipeline = [
        dict(type='LoadCephalogram', fit_size=(48, 64), cache_dir=None),
        dict(type='GetBBoxCenterScale', padding=1.0),
        *([augmentation] if augment else []),
        dict(type='CephalogramAffine', input_size=INPUT_SIZE, use_udp=codec['type'] == 'UDPHeatmap'),
        dict(type='RandomBrightnessContrast'),
        dict(type='GenerateTarget', encoder=codec),
        dict(type='PackCephalogram'),
    ]
    dataset = DATASETS.build(dict(type='AarizDataset', data_root=str(tiny_aariz.root), pipeline=pipeline))
    return dataset, pseudo_collate([dataset[0], dataset[1]])


def train_a_step(model, batch):
    """One forward, loss, backward and optimiser step, which moves the first layer and most others."""
    before = {name: value.detach().clone() for name, value in model.named_parameters() if value.requires_grad}
    total, _ = model.parse_losses(model.loss(**model.data_preprocessor(batch, training=True)))
    assert torch.isfinite(total)
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    total.backward()
    optimizer.step()
    moved = [not torch.equal(model.get_parameter(name), value) for name, value in before.items()]
    assert moved[0]
    assert np.mean(moved) > 0.4  # residual branches that start at zero hold back what is inside them


def check_model(config, codec, tiny_aariz):
    """Train a step and predict; gives the model and the scores of its predictions."""
    dataset, batch = load_batch(tiny_aariz, codec)
    model = MODELS.build(config)
    model.init_weights()
    train_a_step(model, batch)
    samples = model.eval().test_step(batch)
    for sample in samples:
        assert sample.pred_instances.keypoints.shape == (1, NUM_LANDMARKS, 2)
        assert np.isfinite(sample.pred_instances.keypoints).all()
    return model, score(samples, dataset.metainfo)


def score(samples, metainfo):
    metric = METRICS.build(dict(type='RadialErrorMetric'))
    metric.dataset_meta = metainfo
    metric.process(None, [sample.to_dict() for sample in samples])
    return metric.evaluate(size=len(samples))


@pytest.mark.parametrize('name', BACKBONES)
def test_backbone_swaps_in(name, tiny_aariz):
    backbone, channels = BACKBONES[name]
    codec, neck, head = softmax_parts(channels)
    _, scores = check_model(model_config(backbone, neck, head, codec), codec, tiny_aariz)
    assert 0 < scores['MRE_mm'] < 10  # the tiny radiographs measure 6 x 8 mm
    assert scores['num_landmarks'] == 2 * NUM_LANDMARKS


@pytest.mark.parametrize('name', HEADS)
def test_head_swaps_in(name, tiny_aariz):
    codec, neck, head = HEADS[name]
    backbone = dict(RESNET18[0], out_indices=(3,))
    _, scores = check_model(model_config(backbone, neck, head, codec), codec, tiny_aariz)
    assert np.isfinite(scores['MRE_mm'])
    assert scores['num_landmarks'] == 2 * NUM_LANDMARKS


def test_loss_swaps_in(tiny_aariz):
    codec, neck, head = softmax_parts(RESNET18[1], coordinate_loss=dict(type='L1Loss', use_target_weight=True))
    model, _ = check_model(model_config(RESNET18[0], neck, head, codec), codec, tiny_aariz)
    assert type(model.head.coordinate_loss).__name__ == 'L1Loss'


def test_head_at_stride_2_swaps_in(tiny_aariz):
    codec, neck, head = softmax_parts(RESNET18[1], upsample=2)
    codec['heatmap_size'] = (64, 64)
    check_model(model_config(RESNET18[0], neck, head, codec), codec, tiny_aariz)


def test_backbone_of_another_package_is_found_by_its_prefix():
    assert MODELS.get('mmpretrain.ResNet').__module__.startswith('mmpretrain.')
    assert MODELS.get('ResNet').__module__.startswith('mmpose.')


def test_swapping_in_an_unknown_backbone_names_it():
    codec, neck, head = softmax_parts(RESNET18[1])
    with pytest.raises(KeyError, match='NoSuchNet'):
        MODELS.build(model_config(dict(type='mmpretrain.NoSuchNet'), neck, head, codec))


@pytest.mark.parametrize('name', ['heatmap-msra', 'heatmap-dark', 'heatmap-udp'])
def test_labels_of_a_stock_codec_come_back_as_the_landmarks(name, tiny_aariz):
    codec = HEADS[name][0]
    model = MODELS.build(model_config(dict(RESNET18[0], out_indices=(3,)), None, HEADS[name][2], codec)).eval()
    dataset, batch = load_batch(tiny_aariz, codec, augment=False)
    maps = torch.stack([sample.gt_fields.heatmaps for sample in batch['data_samples']])
    model.head.forward = lambda feats: maps
    scores = score(model.test_step(batch), dataset.metainfo)
    # A cell is 2.5 px wide; the plain MSRA codec rounds to cells and decodes to quarters of them.
    assert scores['MRE_px'] < (1.5 if name == 'heatmap-msra' else 0.15)
