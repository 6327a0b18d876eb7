"""A plain convolutional network, as a baseline."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from mmcv.cnn import ConvModule
from mmengine.model import BaseModule
from mmpose.registry import MODELS
from torch import Tensor, nn


@MODELS.register_module()
class CephNet(BaseModule):
    """Stages of convolution, batch norm, ReLU and 2 x 2 maximum; trained from scratch, a baseline for real backbones.

    Args:
        channels: channels of each stage; stage i has stride 2 ** (i + 1).
        in_channels: channels of the image.
        out_indices: stages whose maps are given; None gives the last alone.
        norm_cfg: normalisation of the convolutions.
    Errors:
        ValueError: ``out_indices`` names a stage that is not there.
    """

    def __init__(
        self,
        channels: Sequence[int] = (32, 64, 128, 256),
        in_channels: int = 3,
        out_indices: Sequence[int] | None = None,
        norm_cfg: dict | None = None,
        init_cfg: dict | list | None = None,
    ):
        super().__init__(init_cfg)
        self.out_indices = (len(channels) - 1,) if out_indices is None else tuple(out_indices)
        if not set(self.out_indices) <= set(range(len(channels))):
            raise ValueError(
                f'CephNet: out_indices {self.out_indices}, expected stages 0 to {len(channels) - 1}, '
                f'as there are {len(channels)} channels'
            )
        norm_cfg = norm_cfg or dict(type='BN')
        self.stages = nn.ModuleList(
            nn.Sequential(ConvModule(inner, outer, 3, padding=1, norm_cfg=norm_cfg), nn.MaxPool2d(2))
            for inner, outer in pairwise((in_channels, *channels))
        )

    def forward(self, images: Tensor) -> tuple[Tensor, ...]:
        """(B, in_channels, H, W) -> (B, channels[i], H / 2 ** (i + 1), W / 2 ** (i + 1)) per ``out_indices``."""
        levels = []
        for stage in self.stages:
            images = stage(images)
            levels.append(images)
        return tuple(levels[index] for index in self.out_indices)
