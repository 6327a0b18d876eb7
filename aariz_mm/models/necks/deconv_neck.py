"""From the single map of a plain transformer to a finer one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from mmengine.model import BaseModule
from mmpose.registry import MODELS
from torch import Tensor, nn


def build_upsampling(in_channels: int, out_channels: int) -> nn.Sequential:
    """A transposed convolution that halves the stride, (B, in, H, W) -> (B, out, 2 H, 2 W), batch norm and ReLU."""
    return nn.Sequential(
        nn.ConvTranspose2d(in_channels, out_channels, 4, stride=2, padding=1, bias=False),
        nn.BatchNorm2d(out_channels),
        nn.ReLU(inplace=True),
    )


@MODELS.register_module()
class DeconvNeck(BaseModule):
    """Transposed convolutions, each with batch norm and ReLU, each of which halves the stride of the last level.

    The decoder of ViTPose (Xu et al., NeurIPS 2022), without the convolution to heatmaps, which is the head's.

    Args:
        in_channels: channels of the last level that it is given.
        out_channels: channels after each transposed convolution; two of them lead from stride 16 to stride 4.
    """

    def __init__(self, in_channels: int, out_channels: Sequence[int] = (256, 256), init_cfg: dict | list | None = None):
        super().__init__(init_cfg)
        self.layers = nn.Sequential(
            *(build_upsampling(inner, outer) for inner, outer in pairwise((in_channels, *out_channels)))
        )

    def forward(self, feats: Sequence[Tensor]) -> tuple[Tensor]:
        """(B, C, H, W) as the last level -> (B, out_channels[-1], 2 ** n H, 2 ** n W) after n layers."""
        return (self.layers(feats[-1]),)
