"""The flagship landmark head: spatial softmax, cross-entropy plus a coordinate term, sub-pixel decoding."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from mmcv.cnn import ConvModule
from mmengine.structures import PixelData
from mmpose.models.heads import BaseHead
from mmpose.registry import KEYPOINT_CODECS, MODELS
from torch import Tensor, nn

from ...codecs.spatial_softmax import constants_like, global_expectation, spatial_softmax
from ..instances import reading_instances
from ..necks.deconv_neck import build_upsampling
from .landmark_count import check_landmark_count


class MapSizeError(ValueError):
    """Maps of other ``cells`` (w, h) than the codec's ``heatmap_size``."""

    def __init__(self, cells: tuple[int, int], heatmap_size: tuple[int, int]):
        super().__init__(
            f'SpatialSoftmaxHead: maps of {cells} (w, h), but the codec says heatmap_size={heatmap_size}; make that '
            "the input size over the features' stride"
        )
        self.cells, self.heatmap_size = cells, heatmap_size


@MODELS.register_module()
class SpatialSoftmaxHead(BaseHead):
    """One probability map per landmark.

    It takes coordinates from its codec and builds its targets on the device, so no heatmap is made or moved by
    the data workers. Landmarks that are unlabelled or outside the input enter no loss.

    Args:
        in_channels: channels of the last feature level it is given.
        out_channels: number of landmarks K.
        conv_channels: channels of each 3 x 3 convolution before the last 1 x 1.
        upsample: 1 keeps the features' stride, 2 halves it (transposed convolution): from stride 4 to 2.
        heatmap_loss: loss of (logits (B, K, H, W), target_cells (B, K, 2), weight (B, K)).
        coordinate_loss: loss of (expectation, target_cells, weight), each (B, K, 2), in cells; None leaves it out.
        decoder: a codec whose labels are in heatmap cells, :class:`SpatialSoftmaxCodec`.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        decoder: dict,
        conv_channels: Sequence[int] = (64,),
        upsample: int = 1,
        heatmap_loss: dict | None = None,
        coordinate_loss: dict | None = None,
        init_cfg: dict | list | None = None,
    ):
        super().__init__(init_cfg or self.default_init_cfg)
        self.decoder = KEYPOINT_CODECS.build(decoder)
        self.layers, channels = self._build_layers(in_channels, conv_channels, upsample)
        self.final_layer = nn.Conv2d(channels, out_channels, 1)
        self.heatmap_loss = MODELS.build(heatmap_loss or dict(type='SpatialCrossEntropyLoss'))
        self.decoder.target_sigma_cells = getattr(self.heatmap_loss, 'sigma_cells', 0.0)
        self.coordinate_loss = None if coordinate_loss is None else MODELS.build(coordinate_loss)

    @property
    def default_init_cfg(self) -> list[dict]:
        """Small weights in the last layer, so that the first maps are flat."""
        return [
            dict(type='Kaiming', layer='Conv2d'),
            dict(type='Constant', layer='BatchNorm2d', val=1),
            dict(type='Normal', std=0.01, override=dict(name='final_layer')),
        ]

    @staticmethod
    def _build_layers(in_channels: int, conv_channels: Sequence[int], upsample: int) -> tuple[nn.Module, int]:
        if upsample not in (1, 2):
            raise ValueError(f'SpatialSoftmaxHead: upsample must be 1 or 2, got {upsample}')
        layers = nn.Sequential()
        if upsample == 2:
            layers.add_module('upsample', build_upsampling(in_channels, in_channels))
        for index, channels in enumerate(conv_channels):
            layers.add_module(f'conv{index}', ConvModule(in_channels, channels, 3, padding=1, norm_cfg=dict(type='BN')))
            in_channels = channels
        return layers, in_channels

    def forward(self, feats: tuple[Tensor, ...]) -> Tensor:
        """Logits (B, K, H, W) from the last feature level."""
        logits = self.final_layer(self.layers(feats[-1]))
        cells = logits.shape[-1], logits.shape[-2]
        if cells != self.decoder.heatmap_size:
            raise MapSizeError(cells, self.decoder.heatmap_size)
        return logits

    def locate(self, feats: tuple[Tensor, ...]) -> tuple[Tensor, Tensor]:
        """Keypoints (B, K, 2) in input pixels and scores (B, K), without gradient, on the device of the features."""
        return self.decoder.locate(spatial_softmax(self.forward(feats).detach()))

    def predict(self, feats: tuple[Tensor, ...], batch_data_samples: list, test_cfg: dict | None = None):
        """Instances, see :func:`reading_instances`; with ``test_cfg['output_heatmaps']`` the probability maps too."""
        maps = spatial_softmax(self.forward(feats).detach())
        predictions = reading_instances(self.decoder.read(maps), self.decoder.input_size[1])
        if not (test_cfg or {}).get('output_heatmaps', False):
            return predictions
        return predictions, [PixelData(heatmaps=heatmaps) for heatmaps in maps]

    def loss(self, feats: tuple[Tensor, ...], batch_data_samples: list, train_cfg: dict | None = None) -> dict:
        """:meth:`loss_of_targets` of the labels that the samples hold."""
        labels = [sample.gt_instance_labels for sample in batch_data_samples]
        target, weight = (torch.cat([each[f'keypoint_{name}'] for each in labels]) for name in ('labels', 'weights'))
        return self.loss_of_targets(feats, target, weight)

    def loss_of_targets(self, feats: tuple[Tensor, ...], target: Tensor, weight: Tensor) -> dict[str, Tensor]:
        """``loss_heatmap``, ``loss_coordinate`` and, for the log, ``error_px``: the mean error in input pixels.

        Args:
            feats: feature levels, of which the last is read.
            target: (B, K, 2), cells, finite even where the weight is 0.
            weight: (B, K), 0 or 1; see :meth:`SpatialSoftmaxCodec.targets`.
        """
        logits = self.forward(feats).float()
        check_landmark_count(logits.shape[1], target.shape[1], 'SpatialSoftmaxHead.out_channels')
        expectation = global_expectation(spatial_softmax(logits))
        losses = dict(loss_heatmap=self.heatmap_loss(logits, target, weight))
        if self.coordinate_loss is not None:
            losses['loss_coordinate'] = self.coordinate_loss(expectation, target, weight[..., None].expand_as(target))
        losses['error_px'] = self._mean_error_px(expectation.detach(), target, weight)
        return losses

    def _mean_error_px(self, expectation: Tensor, target: Tensor, weight: Tensor) -> Tensor:
        pixels_per_cell = constants_like(target, 1 / self.decoder.cells_per_pixel)
        distance = ((expectation - target) * pixels_per_cell).norm(dim=-1)
        return (distance * weight).sum() / weight.sum().clamp(min=1.0)
