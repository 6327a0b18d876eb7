"""The expanding half of a U-Net, for any backbone."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from mmcv.cnn import ConvModule
from mmengine.model import BaseModule
from mmpose.registry import MODELS
from torch import Tensor, nn
from torch.nn.functional import interpolate


@MODELS.register_module()
class UNetNeck(BaseModule):
    """Enlarges the coarsest level step by step; each finer level joins by a skip connection.

    At each level: bilinear enlargement, concatenation, two 3 x 3 convolutions with normalisation and ReLU. U-Net of
    Ronneberger et al. (MICCAI 2015), with the backbone in the place of its contracting half.

    Args:
        in_channels: channels of the backbone's levels, fine to coarse.
        out_channels: channels after each skip connection, fine to coarse: one fewer than the levels.
        norm_cfg: normalisation of the convolutions.
    Errors:
        ValueError: fewer than two levels, or another number of ``out_channels``.
    """

    def __init__(
        self,
        in_channels: Sequence[int],
        out_channels: Sequence[int],
        norm_cfg: dict | None = None,
        init_cfg: dict | list | None = None,
    ):
        super().__init__(init_cfg)
        if len(in_channels) < 2 or len(out_channels) != len(in_channels) - 1:
            raise ValueError(
                f'UNetNeck: in_channels {list(in_channels)} and out_channels {list(out_channels)}; expected two levels '
                'or more, and one of out_channels for each but the coarsest'
            )
        self.in_channels, norm_cfg = tuple(in_channels), norm_cfg or dict(type='BN')
        below = (*out_channels[1:], in_channels[-1])
        self.blocks = nn.ModuleList(
            nn.Sequential(
                ConvModule(skip + coarse, outer, 3, padding=1, norm_cfg=norm_cfg),
                ConvModule(outer, outer, 3, padding=1, norm_cfg=norm_cfg),
            )
            for skip, coarse, outer in zip(in_channels[:-1], below, out_channels, strict=True)
        )

    def forward(self, feats: Sequence[Tensor]) -> tuple[Tensor]:
        """(B, C_i, H_i, W_i) per level, fine to coarse -> one (B, out_channels[0], H_0, W_0)."""
        if len(feats) != len(self.in_channels):
            raise ValueError(f'UNetNeck: expected {len(self.in_channels)} feature levels, got {len(feats)}')
        *skips, merged = feats
        for block, skip in zip(reversed(self.blocks), reversed(skips), strict=True):
            enlarged = interpolate(merged, size=skip.shape[-2:], mode='bilinear', align_corners=False)
            merged = block(torch.cat([skip, enlarged], dim=1))
        return (merged,)
