"""The CVM stage of a whole radiograph by two models: one for the landmarks, one for the crop that they give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from mmengine.config import Config
from mmengine.dataset import Compose

from aariz_mm.engine.samples import StagePrediction, stage_of_crop
from aariz_mm.radiographs.images import read_radiograph
from aariz_mm.radiographs.radiograph import Radiograph, open_radiograph
from aariz_mm.transforms.channels import make_channels_real
from aariz_mm.visualization.stage_picture import draw_evidence

from .predictor import LandmarkPrediction, LandmarkPredictor, TrainedModel

__all__ = ['TwoStagePredictor', 'whole_radiograph_pipeline']


class TwoStagePredictor:
    """Loads a classifier of C2-C4 crops once; then each radiograph gives its landmarks and its stage.

    Args:
        landmarks: the landmark model; where it predicts a stage itself, that of the classifier replaces it.
        crop_config: config of the crop classifier or of an ensemble of them, or the path of one; its test pipeline
            must begin with ``LoadCephalogram``, in whose place the crop is made, with the side of its ``fit_size``.
        crop_checkpoint: file written by training; for an ensemble, a list of them.
    Errors:
        FileNotFoundError, ValueError: no such file, the checkpoint is no plain one or is of another model, the model
        finds landmarks, or the pipeline begins with something else.
    Example: ``TwoStagePredictor(LandmarkPredictor(config, checkpoint), crop_config, crop_checkpoint)('x.png').cvm``
    """

    takes_opened = True

    def __init__(
        self,
        landmarks: LandmarkPredictor,
        crop_config: Config | str | Path,
        crop_checkpoint: str | Path | Sequence[str | Path],
    ):
        self.landmarks = landmarks
        self.classifier = TrainedModel(crop_config, crop_checkpoint, landmarks.device)
        if self.classifier.symbols is not None:
            raise ValueError(
                f'{crop_checkpoint}: a landmark model; give a classifier of C2-C4 crops, as configs/aariz_cvm_crop.py'
            )
        pipeline = self.classifier.config.test_dataloader.dataset.pipeline
        self.pipeline = Compose(whole_radiograph_pipeline(pipeline, landmarks.symbols))
        make_channels_real(self.pipeline)

    def __call__(self, radiograph: str | Path | Radiograph, pixel_size_mm: float | None = None) -> LandmarkPrediction:
        """Landmarks and stage of one radiograph.

        Args:
            radiograph, pixel_size_mm: as for :class:`LandmarkPredictor`.
        Errors:
            ValueError: the landmarks that were found give no cervical region.
        """
        opened = radiograph if isinstance(radiograph, Radiograph) else open_radiograph(radiograph)
        landmarks = self.landmarks(opened, pixel_size_mm)
        return replace(landmarks, cvm=self.predict_stage(landmarks, opened.grey))

    def predict_stage(self, landmarks: LandmarkPrediction, grey: np.ndarray | None = None) -> StagePrediction:
        """Stage of the radiograph whose landmarks are known; errors as above.

        Args:
            grey: (H, W) uint8, the radiograph, where it is decoded already.
        """
        sample = self.classifier.predict_sample(self._packed_crop(landmarks, grey))
        roi = np.asarray(sample.metainfo['cervical_roi'])
        # The crop is square and the network sees all of it, whatever its size.
        prediction = stage_of_crop(sample, sample.get('img_shape')[1::-1])
        return replace(prediction, cervical_roi_px=roi, seen_px=None if prediction.seen_px is None else roi)

    def draw_evidence(self, landmarks: LandmarkPrediction, width: int = 512) -> np.ndarray:
        """The cervical region with what in it speaks for a later stage and for an earlier one.

        Returns:
            (width, width, 3) uint8 RGB.
        Errors:
            ValueError: the classifier's head has no ordered stages, so no one score to explain.
        """
        return draw_evidence(read_radiograph(landmarks.image_path), self.predict_stage(landmarks), width)

    def _packed_crop(self, landmarks: LandmarkPrediction, grey: np.ndarray | None) -> dict:
        record = dict(
            {} if grey is None else dict(grey=grey),
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
