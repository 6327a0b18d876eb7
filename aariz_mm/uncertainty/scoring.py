"""The score of a landmark as a function of how far off it may be. Numpy alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from aariz_mm.evaluation.certainty import score_of_error
from aariz_mm.predictions import LandmarkPrediction

from .readings import face_frames, mm_per_px

__all__ = ['expected_errors_px', 'scored']


def expected_errors_px(prediction: LandmarkPrediction) -> np.ndarray | None:
    """(K,), pixels of the radiograph: of the calibration or, without one, of the maps; None where neither says any."""
    if prediction.uncertainty is not None:
        return prediction.uncertainty.expected_errors_px
    return prediction.map_errors_px


def scored(prediction: LandmarkPrediction) -> LandmarkPrediction:
    """The prediction with the scores that its expected errors have.

    :func:`~aariz_mm.evaluation.certainty.score_of_error` of the error in mm; without a pixel size, in mm of a face
    with S-N = 70 mm where a calibration tells it. Without either the scores stay: those of the model's own, by which
    1 % of the picture's height stands for 2 mm. A landmark whose expected error is unknown keeps its score, too.
    """
    errors = expected_errors_px(prediction)
    scale = prediction.pixel_size_mm
    if errors is None or (scale is None and prediction.uncertainty is None):
        return prediction
    if scale is None:
        scale = mm_per_px(face_frames(prediction.keypoints_px[None], prediction.symbols))[0]
    scores = score_of_error(errors * scale)
    return replace(prediction, scores=np.where(np.isfinite(scores), scores, prediction.scores))
