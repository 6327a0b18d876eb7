"""Landmarks, stages and predictions in the layout of the dataset's annotation files."""

from __future__ import annotations

from aariz_mm.landmarks import BY_SYMBOL, CVM_STAGES
from aariz_mm.predictions import LandmarkPrediction, StagePrediction

__all__ = ['landmark_entry', 'landmarks_as_annotation', 'stage_entry']


def landmarks_as_annotation(prediction: LandmarkPrediction) -> dict:
    """A prediction in the layout of the dataset's landmark files, with a score beside each value.

    Coordinates keep two decimals of a pixel of the original image. Where a stage was predicted, it stands there in the
    layout of the dataset's CVM files: ``cvm_stage`` (``id``, ``title``, ``value``); beside it ``cvm_probabilities``
    (title to probability, four decimals), ``cvm_expected_stage``, and ``cervical_roi``, ``x1 y1 x2 y2`` in original
    pixels, null where the landmarks give none. ``turn`` says how it was brought upright, if it
    was; ``warnings`` say what makes the prediction doubtful.
    """
    rows = zip(prediction.symbols, prediction.keypoints_px, prediction.scores, strict=True)
    landmarks = [
        landmark_entry(symbol, round(float(x), 2), round(float(y), 2)) | dict(score=round(float(score), 4))
        for symbol, (x, y), score in rows
    ]
    pixel_size = {} if prediction.pixel_size_mm is None else dict(pixel_size_mm=prediction.pixel_size_mm)
    stage = {} if prediction.cvm is None else _stage_as_annotation(prediction.cvm)
    return dict(
        ceph_id=prediction.image_path.stem,
        landmarks=landmarks,
        **pixel_size,
        **stage,
        **(dict(turn=prediction.turn) if prediction.turn else {}),
        warnings=list(prediction.warnings),
    )


def landmark_entry(symbol: str, x: float, y: float) -> dict:
    """One landmark as the dataset's files have it; original pixels."""
    landmark = BY_SYMBOL[symbol]
    return dict(landmark_id=landmark.landmark_id, title=landmark.title, symbol=symbol, value=dict(x=x, y=y))


def stage_entry(stage: int, entry_id: str) -> dict:
    """A CVM stage, 1 to 6, as the dataset's files have it."""
    return dict(id=entry_id, title=CVM_STAGES[stage - 1], value=stage)


def _stage_as_annotation(prediction: StagePrediction) -> dict:
    roi = prediction.cervical_roi_px
    return dict(
        cvm_stage=stage_entry(prediction.stage, f'predicted-{CVM_STAGES[prediction.stage - 1]}'),
        cvm_probabilities={
            name: round(float(probability), 4)
            for name, probability in zip(CVM_STAGES, prediction.probabilities, strict=True)
        },
        cvm_expected_stage=round(prediction.expected_stage, 3),
        cervical_roi=None
        if roi is None
        else {key: round(float(value), 2) for key, value in zip(('x1', 'y1', 'x2', 'y2'), roi, strict=True)},
    )
