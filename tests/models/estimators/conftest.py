import pytest
import torch
from mmengine.registry import init_default_scope

import aariz_mm  # noqa: F401

SIDE = 32
BACKBONE = dict(
    type='mmpretrain.TIMMBackbone', model_name='tf_efficientnet_lite0', features_only=True, out_indices=(1, 2)
)
NECK = dict(type='LightFPN', in_channels=(24, 40), out_channels=8)


def head_config(input_size, stride):
    cells = tuple(side // stride for side in input_size)
    decoder = dict(type='SpatialSoftmaxCodec', input_size=input_size, heatmap_size=cells)
    coordinate_loss = dict(type='SmoothL1Loss', use_target_weight=True)
    return dict(
        type='SpatialSoftmaxHead', in_channels=8, out_channels=3, decoder=decoder, coordinate_loss=coordinate_loss
    )


@pytest.fixture(autouse=True)
def default_scope():
    init_default_scope('mmpose')


@pytest.fixture
def refiner_config():
    return dict(
        type='LandmarkRefiner', backbone=BACKBONE, neck=NECK, head=head_config((SIDE, SIDE), 4), offset_sd_px=2.0
    )


@pytest.fixture
def coarse_config():
    """A first stage that reads 64 x 96 as 32 x 48."""
    return dict(backbone=BACKBONE, neck=NECK, head=head_config((64, 96), 8), coarse_size=(32, 48))


@pytest.fixture
def spots():
    """Images (2, 3, 96, 64) of one bright pixel for each landmark, of three shades, and where those are."""
    points = torch.tensor([[[20.0, 30.0], [40.0, 60.0], [30.0, 80.0]], [[25.0, 20.0], [35.0, 70.0], [50.0, 50.0]]])
    images = torch.zeros(2, 3, 96, 64)
    for image, places in zip(images, points.long(), strict=True):
        for number, (x, y) in enumerate(places):
            image[number, y - 1 : y + 2, x - 1 : x + 2] = 2.0
    return images, points
