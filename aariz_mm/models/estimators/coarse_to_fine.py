"""Two stages in one model: a whole picture at low resolution, then crops of it at full resolution."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from mmengine.structures import InstanceData
from mmpose.models.pose_estimators import TopdownPoseEstimator
from mmpose.registry import MODELS
from torch import Tensor
from torch.nn.functional import interpolate

from ...engine.checkpoints import load_weights, read_checkpoint
from ..instances import reading_instances
from ..samples import true_points_px


@MODELS.register_module()
class CoarseToFineEstimator(TopdownPoseEstimator):
    """A landmark model on the reduced network input, and a :class:`LandmarkRefiner` on crops of the input itself.

    The pipeline makes the input as fine as the crops shall be. The codec of the first stage's head has that
    ``input_size`` too, and the ``heatmap_size`` of the reduced picture, so that both stages use the same pixels.

    Args:
        backbone, neck, head: the first stage.
        coarse_size: (w, h) to which the first stage's input is reduced.
        refiner: config of a :class:`LandmarkRefiner`. The training pipeline must pack the landmarks in input
            pixels: ``PackCephalogram(pack_transformed=True)``.
        train_coarse: True trains both stages together; False keeps the first as ``coarse_checkpoint`` has it.
        coarse_checkpoint: file with the weights of the first stage, written by its own training; read when a
            training begins.
        coarse_share: share of the first stage in the prediction, 0 to 1.
        **settings: those of ``TopdownPoseEstimator``.
    Errors:
        ValueError: ``coarse_share`` is no share; a frozen first stage without checkpoint, when a training begins.
    """

    def __init__(
        self,
        *,
        backbone: dict,
        head: dict,
        coarse_size: Sequence[int],
        refiner: dict,
        train_coarse: bool = False,
        coarse_checkpoint: str | None = None,
        coarse_share: float = 0.0,
        **settings,
    ):
        super().__init__(backbone=backbone, head=head, **settings)
        if not 0 <= coarse_share <= 1:
            raise ValueError(f'CoarseToFineEstimator: coarse_share must be from 0 to 1, got {coarse_share}')
        self.refiner = MODELS.build(refiner)
        self.coarse_size, self.coarse_share = tuple(coarse_size), coarse_share
        self.train_coarse, self.coarse_checkpoint = train_coarse, coarse_checkpoint
        self.train()

    def init_weights(self) -> None:
        """As the parts say, then the first stage from its checkpoint."""
        super().init_weights()
        if self.coarse_checkpoint is not None:
            self._load_coarse(self.coarse_checkpoint)
        elif not self.train_coarse:
            raise ValueError(
                'CoarseToFineEstimator: the first stage is frozen but has no weights; train it by its own config, then '
                'set model.coarse_checkpoint to what was written, or train both with model.train_coarse=True'
            )

    def _load_coarse(self, checkpoint: str) -> None:
        saved = read_checkpoint(checkpoint)
        refiner = {f'refiner.{name}': value for name, value in self.refiner.state_dict().items()}
        load_weights(self, dict(state_dict={**saved.get('state_dict', {}), **refiner}), checkpoint)

    def train(self, mode: bool = True):
        """As ``nn.Module.train``; a frozen first stage stays in evaluation mode and takes no gradient."""
        super().train(mode)
        if not self.train_coarse:
            for part in self._coarse_parts():
                part.eval()  # returns nothing in some of MMPretrain's backbones
                part.requires_grad_(False)
        return self

    def _coarse_parts(self) -> list:
        return [self.backbone, self.head] + ([self.neck] if self.with_neck else [])

    def extract_feat(self, inputs: Tensor) -> tuple[Tensor, ...]:
        """Features of the first stage, from the input (B, C, H, W) reduced to ``coarse_size``."""
        size = self.coarse_size[::-1]
        reduced = interpolate(inputs, size=size, mode='bilinear', align_corners=False, antialias=True)
        return super().extract_feat(reduced)

    def loss(self, inputs: Tensor, data_samples: list) -> dict[str, Tensor]:
        """Losses of the refiner and, with ``train_coarse``, of the first stage."""
        points = torch.as_tensor(np.stack([true_points_px(sample) for sample in data_samples]), dtype=torch.float32)
        losses = self.refiner.loss(inputs, points)
        return {**super().loss(inputs, data_samples), **losses} if self.train_coarse else losses

    def predict(self, inputs: Tensor, data_samples: list) -> list:
        """Samples with the refined landmarks in original pixels; their scores and all beside them are the refiner's."""
        coarse, instances = self._coarse_prediction(inputs, data_samples)
        found = self.refiner.read(inputs, coarse)
        found = found._replace(points=found.points.lerp(coarse, self.coarse_share))
        for instance, refined in zip(instances, reading_instances(found, inputs.shape[-2]), strict=True):
            instance.set_data(dict(refined.items()))
        return self.add_pred_to_datasample(instances, None, data_samples)

    def _coarse_prediction(self, inputs: Tensor, data_samples: list) -> tuple[Tensor, list[InstanceData]]:
        """Points (B, K, 2) of the first stage, on the device of the inputs, and instances to hold the refined ones.

        The points of a head with ``locate`` (:class:`SpatialSoftmaxHead`) do not leave the device; other heads of
        MMPose give numpy arrays.
        """
        feats = self.extract_feat(inputs)
        if hasattr(self.head, 'locate'):
            return self.head.locate(feats)[0], [InstanceData() for _ in data_samples]
        instances = self.head.predict(feats, data_samples, test_cfg={})
        points = np.concatenate([instance.keypoints[..., :2] for instance in instances])
        return torch.as_tensor(points, dtype=torch.float32, device=inputs.device), instances
