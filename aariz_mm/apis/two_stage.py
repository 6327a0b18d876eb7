"""The CVM stage of a whole radiograph by two models: one finds the landmarks, one reads the cervical crop they give."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from mmengine.config import Config
from mmengine.dataset import Compose, pseudo_collate
from mmengine.registry import init_default_scope

from ..engine.checkpoints import read_checkpoint
from ..models.heads.cvm_head import OrderedStageLogits
from ..visualization.activation import activation_map, draw_activation
from .inference import LandmarkPrediction, LandmarkPredictor, _build_model


@dataclass(frozen=True)
class StageReading:
    """CVM stage of one radiograph.

    ``landmarks`` in its pixels; ``cervical_roi_px`` (4,), x1 y1 x2 y2, the square that was read; ``stage`` 1 to 6;
    ``probabilities`` (6,), sum 1; ``expected_stage`` their mean, 1 to 6.
    """

    landmarks: LandmarkPrediction
    cervical_roi_px: np.ndarray
    stage: int
    probabilities: np.ndarray
    expected_stage: float


class TwoStagePredictor:
    """Loads a classifier of C2-C4 crops once; then each radiograph gives its landmarks and its stage.

    Args:
        landmarks: the landmark model.
        crop_config: config of the crop classifier, or the path of one; its test pipeline must begin with
            ``LoadCephalogram``, in whose place the crop is made, with the side of its ``fit_size``.
        crop_checkpoint: file written by training.
    Errors:
        FileNotFoundError, ValueError: no such file, the checkpoint is no plain one or is of another model, or the
        pipeline begins with something else.
    Example: ``TwoStagePredictor(LandmarkPredictor(config, checkpoint), crop_config, crop_checkpoint)('x.png').stage``
    """

    def __init__(self, landmarks: LandmarkPredictor, crop_config: Config | str | Path, crop_checkpoint: str | Path):
        config = crop_config if isinstance(crop_config, Config) else Config.fromfile(str(crop_config))
        init_default_scope(config.get('default_scope', 'mmpose'))
        self.landmarks, self.device = landmarks, landmarks.device
        self.model = _build_model(config, read_checkpoint(crop_checkpoint), crop_checkpoint).to(self.device).eval()
        self.pipeline = Compose(whole_radiograph_pipeline(config.test_dataloader.dataset.pipeline, landmarks.symbols))

    def __call__(self, image_path: str | Path, pixel_size_mm: float | None = None) -> StageReading:
        """Landmarks and stage of one radiograph.

        Args:
            image_path, pixel_size_mm: as for :class:`LandmarkPredictor`.
        Errors:
            ValueError: the landmarks that were found tell no cervical region.
        """
        return self.read_stage(self.landmarks(image_path, pixel_size_mm))

    @torch.no_grad()
    def read_stage(self, landmarks: LandmarkPrediction) -> StageReading:
        """Stage of the radiograph whose landmarks are known."""
        packed = self._packed_crop(landmarks)
        answer = self.model.test_step(pseudo_collate([packed]))[0]
        return StageReading(
            landmarks,
            np.asarray(packed['data_samples'].metainfo['cervical_roi']),
            int(answer.pred_label.item()) + 1,
            answer.pred_score.cpu().numpy(),
            float(answer.cvm_expected_stage.item()),
        )

    @torch.no_grad()
    def draw_evidence(self, landmarks: LandmarkPrediction) -> np.ndarray:
        """The crop as the classifier gets it, orange where it speaks for a later stage and cyan for an earlier one.

        Returns:
            (h, w, 3) uint8 RGB.
        Errors:
            ValueError: the classifier's head has no ordered stages, so no one score to explain.
        """
        stages = self.model.head.stages
        if not isinstance(stages, OrderedStageLogits):
            raise ValueError('draw_evidence: the head answers by six logits; train it with ordinal=True for one score')
        packed = self._packed_crop(landmarks)
        inputs = self.model.data_preprocessor(pseudo_collate([packed]))['inputs']
        features = self.model.extract_feat(inputs)[-1][0]
        crop = packed['inputs'].permute(1, 2, 0).cpu().numpy()
        return draw_activation(crop, activation_map(features.cpu().numpy(), stages.score.weight[0].cpu().numpy()))

    def _packed_crop(self, landmarks: LandmarkPrediction) -> dict:
        record = dict(
            img_path=str(landmarks.image_path),
            img_id=landmarks.image_path.stem,
            predicted_px=landmarks.keypoints_px,
            cvm_stage=None,
        )
        return self.pipeline(record)


def whole_radiograph_pipeline(pipeline: list[dict], symbols: tuple[str, ...]) -> list[dict]:
    """A crop classifier's test pipeline that starts from a whole radiograph and its predicted landmarks.

    Errors:
        ValueError: the pipeline does not load a crop first, of one side, or pack meta keys last.
    """
    load, *rest = [dict(step) for step in pipeline]
    side = load.get('fit_size')
    if load['type'] != 'LoadCephalogram' or side is None or side[0] != side[1] or 'meta_keys' not in rest[-1]:
        raise ValueError(
            f'crop pipeline {[step["type"] for step in pipeline]}: expected LoadCephalogram with a square fit_size '
            'first and a packing transform with meta_keys last, as in configs/aariz_cvm_crop.py'
        )
    crop = dict(type='CropCervicalROI', size=int(side[0]), landmarks=list(symbols), source='predicted_px')
    pack = dict(rest[-1], meta_keys=(*rest[-1]['meta_keys'], 'cervical_roi'))
    return [dict(type='LoadCephalogram', fit_size=None), crop, *rest[:-1], pack]
