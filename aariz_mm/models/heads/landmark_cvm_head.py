"""Landmarks and CVM stage from one forward."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch
from mmcv.cnn import ConvModule
from mmpose.models.heads import BaseHead
from mmpose.registry import MODELS
from torch import Tensor, nn

from aariz_mm.arrays import as_array

from ..samples import true_points_px
from .cervical_pooling import CervicalPooling, whole_input_px
from .cvm_head import set_pose_prediction


@MODELS.register_module()
class LandmarkCVMHead(BaseHead):
    """Any landmark head and a CVM head on the same features; an image without stage adds no CVM loss.

    With ``cvm_roi`` the CVM branch reads the features of the region of C2 to C4 alone, given by the true landmarks
    (jittered) while training and by the head's own predictions otherwise; no gradient goes through the region's place.

    Args:
        landmark_head: config of a landmark head of MMPose or of this project.
        cvm_head: config of a :class:`CVMHead`; its ``in_channels`` are those of the features or of the last of
            ``cvm_convs``.
        cvm_weight: factor of the CVM loss.
        cvm_feats: index of the feature level that the CVM branch reads.
        cvm_convs: channels of 3 x 3 convolutions of stride 2 before the CVM head; the first needs ``cvm_channels``.
        cvm_channels: channels of the level that the CVM branch reads; only for ``cvm_convs``.
        cvm_roi: arguments of :class:`CervicalPooling`; None reads the whole picture. The training pipeline must pack
            the landmarks in input pixels: ``PackCephalogram(pack_transformed=True)``.
    Errors:
        ValueError: ``cvm_convs`` without ``cvm_channels``.
    """

    def __init__(
        self,
        landmark_head: dict,
        cvm_head: dict,
        cvm_weight: float = 1.0,
        cvm_feats: int = -1,
        cvm_convs: Sequence[int] = (),
        cvm_channels: int | None = None,
        cvm_roi: dict | None = None,
        init_cfg: dict | list | None = None,
    ):
        super().__init__(init_cfg)
        if cvm_convs and cvm_channels is None:
            raise ValueError('LandmarkCVMHead: cvm_convs needs cvm_channels, the channels of the level cvm_feats')
        self.landmark_head, self.cvm_head = MODELS.build(landmark_head), MODELS.build(cvm_head)
        self.cvm_weight, self.cvm_feats = cvm_weight, cvm_feats
        self.cvm_pooling = None if cvm_roi is None else CervicalPooling(**cvm_roi)
        channels = (cvm_channels, *cvm_convs)
        self.cvm_convs = nn.Sequential(
            *(
                ConvModule(inner, outer, 3, stride=2, padding=1, norm_cfg=dict(type='BN'))
                for inner, outer in pairwise(channels)
            )
        )

    @property
    def decoder(self):
        """The codec of the landmark head."""
        return self.landmark_head.decoder

    def forward(self, feats: tuple[Tensor, ...]):
        """Output of the landmark head; the stage is in :meth:`loss` and :meth:`predict`."""
        return self.landmark_head(feats)

    def loss(self, feats: tuple[Tensor, ...], batch_data_samples: list, train_cfg: dict | None = None) -> dict:
        """Losses of the landmark head, ``loss_cvm`` times ``cvm_weight``, and ``cvm_mae`` for the log."""
        losses = self.landmark_head.loss(feats, batch_data_samples, train_cfg or {})
        points = [true_points_px(sample) for sample in batch_data_samples] if self.cvm_pooling else None
        features = self.cvm_features(feats, _input_size(batch_data_samples), points)
        cvm_losses = self.cvm_head.loss(features, batch_data_samples)
        cvm_losses['loss_cvm'] = self.cvm_weight * cvm_losses['loss_cvm']
        return losses | cvm_losses

    def predict(self, feats, batch_data_samples: list, test_cfg: dict | None = None):
        """What the landmark head predicts; the stage is written into the samples (:func:`set_pose_prediction`).

        So are, where the CVM head has one score, the ``pred_cvm_activation`` (h, w) of :meth:`CVMHead.activation` and
        the box that it covers, ``pred_cvm_seen`` (4,), x1 y1 x2 y2 in network-input pixels.
        With flip testing the stage is predicted from the image that is not flipped.
        """
        test_cfg = test_cfg or {}
        predictions = self.landmark_head.predict(feats, batch_data_samples, test_cfg=test_cfg)
        instances = predictions[0] if isinstance(predictions, tuple) else predictions
        points = [as_array(instance.keypoints)[0, :, :2] for instance in instances]
        upright = feats[0] if test_cfg.get('flip_test', False) else feats
        features = self.cvm_features(upright, _input_size(batch_data_samples), points)
        prediction = self.cvm_head.decide(self.cvm_head.probabilities(self.cvm_head(features).detach()))
        for index, sample in enumerate(batch_data_samples):
            set_pose_prediction(sample, prediction, index)
        self._set_activation(features, batch_data_samples, points)
        return predictions

    def _set_activation(self, features: Tensor, samples: list, points_px: Sequence[np.ndarray]) -> None:
        activation, input_size = self.cvm_head.activation(features), samples[0].metainfo['input_size']
        if activation is None:
            return
        if self.cvm_pooling is None:
            boxes = np.tile(whole_input_px(input_size), (len(samples), 1))
        else:
            boxes = self.cvm_pooling.boxes_px(points_px, input_size)
        for sample, cells, box in zip(samples, activation, torch.as_tensor(boxes), strict=True):
            sample.set_field(cells, 'pred_cvm_activation', dtype=Tensor)
            sample.set_field(box, 'pred_cvm_seen', dtype=Tensor)

    def cvm_features(
        self, feats: tuple[Tensor, ...], input_size: Sequence[int], points_px: Sequence[np.ndarray] | None = None
    ) -> Tensor:
        """What the CVM head reads, (B, C, h, w).

        Args:
            feats: feature levels.
            input_size: (w, h) of the network's input.
            points_px: landmarks (K, 2) of each image in its pixels; only for ``cvm_roi``.
        """
        features = feats[self.cvm_feats]
        if self.cvm_pooling is not None:
            features = self.cvm_pooling(features, points_px, input_size)
        return self.cvm_convs(features)


def _input_size(samples: list) -> Sequence[int] | None:
    return samples[0].metainfo.get('input_size')
