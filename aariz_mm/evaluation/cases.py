"""Every image of a test with its truth and its prediction: what scores, reports and comparisons are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .functional import radial_errors_mm, radial_errors_px
from .human_line import HumanLine, human_line
from .options import MetricOptions

__all__ = ['Cases', 'LandmarkCases', 'StageCases']


@dataclass(frozen=True)
class StageCases:
    """CVM stages of B images: ``true`` and ``pred`` (B,), 1 to 6; ``probabilities`` (B, 6), NaN where unknown."""

    img_ids: tuple[str, ...]
    true: np.ndarray
    pred: np.ndarray
    probabilities: np.ndarray


@dataclass(frozen=True)
class LandmarkCases:
    """K landmarks of B images; points in original pixels (x, y), NaN where unlabelled.

    ``pred_px`` and ``gt_px`` are (B, K, 2); ``readers_px`` (R, B, K, 2) is what the R readers marked of whom the truth
    is made (R is 0 where it is not known); ``pixel_size_mm``, ``sn_mm_per_px`` (S-N = 70 mm; NaN without S or N) and
    ``input_px_per_px`` are (B,).

    ``scores`` and ``expected_error_mm`` (B, K) are what the model says of each landmark, NaN where it says nothing;
    None in files of earlier releases.
    """

    symbols: tuple[str, ...]
    img_ids: tuple[str, ...]
    img_paths: tuple[str, ...]
    devices: tuple[str, ...]
    pred_px: np.ndarray
    gt_px: np.ndarray
    readers_px: np.ndarray
    pixel_size_mm: np.ndarray
    sn_mm_per_px: np.ndarray
    input_px_per_px: np.ndarray
    scores: np.ndarray | None = None
    expected_error_mm: np.ndarray | None = None

    def errors_px(self) -> np.ndarray:
        """(B, K), NaN where unlabelled."""
        return radial_errors_px(self.pred_px, self.gt_px)

    def errors_mm(self) -> np.ndarray:
        """(B, K), original pixels times each radiograph's pixel size."""
        return radial_errors_mm(self.pred_px, self.gt_px, self.pixel_size_mm)

    def errors_sn70_mm(self) -> np.ndarray:
        """(B, K), every image scaled to S-N = 70 mm; NaN for images without S or N."""
        return radial_errors_mm(self.pred_px, self.gt_px, self.sn_mm_per_px)

    def readers_mm(self) -> HumanLine | None:
        """How far the readers are apart and from their mean; None where the truth is not made of two or more."""
        return human_line(self.readers_px * self.pixel_size_mm[:, None, None])

    def readers_apart_mm(self) -> np.ndarray | None:
        """(B, K), distance between two readers; None where the truth is not made of two or more."""
        line = self.readers_mm()
        return None if line is None else line.apart


@dataclass(frozen=True)
class Cases:
    """All that a test saw, and what it was scored with.

    ``landmarks`` or ``stages`` is None where the model predicts none; ``protocol`` is as the dataset states it,
    ``options`` are the settings of the metrics.
    """

    protocol: Mapping[str, Any] = field(default_factory=dict)
    landmarks: LandmarkCases | None = None
    stages: StageCases | None = None
    options: MetricOptions = field(default_factory=MetricOptions)
