"""A feature pyramid that keeps only its finest level."""

from __future__ import annotations

from collections.abc import Sequence

from mmcv.cnn import ConvModule
from mmengine.model import BaseModule
from mmpose.registry import MODELS
from torch import Tensor, nn
from torch.nn.functional import interpolate


@MODELS.register_module()
class LightFPN(BaseModule):
    """Adds coarse features to finer ones from the top down and returns the finest level alone.

    Feature pyramid of Lin et al. (CVPR 2017) without its coarse outputs, which a heatmap head does not read.

    Args:
        in_channels: channels of the backbone's levels, fine to coarse.
        out_channels: channels of every lateral and of the output.
        start_level: index of the finest level used.
        norm_cfg: normalisation of the convolutions.
    """

    def __init__(
        self,
        in_channels: Sequence[int],
        out_channels: int = 64,
        start_level: int = 0,
        norm_cfg: dict | None = None,
        init_cfg: dict | None = None,
    ):
        super().__init__(init_cfg)
        if not 0 <= start_level < len(in_channels):
            raise ValueError(f'LightFPN: start_level {start_level} is no index of in_channels {list(in_channels)}')
        norm_cfg = norm_cfg or dict(type='BN')
        self.in_channels, self.start_level = tuple(in_channels), start_level
        self.laterals = nn.ModuleList(
            ConvModule(channels, out_channels, 1, norm_cfg=norm_cfg, act_cfg=None)
            for channels in self.in_channels[start_level:]
        )
        self.smooth = ConvModule(out_channels, out_channels, 3, padding=1, norm_cfg=norm_cfg)

    def forward(self, feats: Sequence[Tensor]) -> tuple[Tensor]:
        """(B, C_i, H_i, W_i) per level, fine to coarse -> one (B, out_channels, H, W) at the finest level used."""
        if len(feats) != len(self.in_channels):
            raise ValueError(f'LightFPN: expected {len(self.in_channels)} feature levels, got {len(feats)}')
        levels = [lateral(feat) for lateral, feat in zip(self.laterals, feats[self.start_level :], strict=True)]
        merged = levels.pop()
        while levels:
            finer = levels.pop()
            merged = finer + interpolate(merged, size=finer.shape[-2:], mode='bilinear', align_corners=False)
        return (self.smooth(merged),)
