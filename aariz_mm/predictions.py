"""What a model predicts of one radiograph or crop. Numpy alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aariz_mm.landmarks import CVM_STAGES

__all__ = ['LandmarkPrediction', 'StagePrediction']


@dataclass(frozen=True)
class StagePrediction:
    """CVM stage of one radiograph or crop.

    ``stage`` 1 to 6; ``probabilities`` (6,), stage 1 first, sum 1; ``cervical_roi_px`` (4,), x1 y1 x2 y2 in its pixels,
    None where landmarks give none. ``activation`` (h, w) says what each part of ``seen_px``, a box like the last, adds
    to the score: above 0 for a later stage, below for an earlier one. Both are None where the head has no one score.
    """

    stage: int
    probabilities: np.ndarray
    cervical_roi_px: np.ndarray | None = None
    activation: np.ndarray | None = None
    seen_px: np.ndarray | None = None

    @property
    def expected_stage(self) -> float:
        """Mean of the distribution, 1 to 6."""
        return float(np.dot(self.probabilities, np.arange(1, len(CVM_STAGES) + 1)))


@dataclass(frozen=True)
class LandmarkPrediction:
    """Landmarks of one radiograph: ``keypoints_px`` (K, 2) in its pixels, ``scores`` (K,) in [0, 1]; ``cvm`` its stage.

    ``cvm`` is None where no model predicted it. ``warnings`` say what makes the prediction doubtful.
    """

    image_path: Path
    symbols: tuple[str, ...]
    keypoints_px: np.ndarray
    scores: np.ndarray
    pixel_size_mm: float | None
    cvm: StagePrediction | None = None
    warnings: tuple[str, ...] = ()
