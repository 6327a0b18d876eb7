"""What a model predicts of one radiograph or crop. Numpy alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from aariz_mm.landmarks import CVM_STAGES

__all__ = ['NORMAL_90', 'LandmarkPrediction', 'LandmarkUncertainty', 'MeasuredInterval', 'StagePrediction', 'Subject']

NORMAL_90 = 2 * float(np.log(10))
"""Squared Mahalanobis distance within which nine tenths of a normal distribution of the plane lie."""


@dataclass(frozen=True)
class Subject:
    """Who was radiographed, as far as norms need it: ``age_years`` and ``sex`` ('f' or 'm'); None where unknown."""

    age_years: float | None = None
    sex: str | None = None


@dataclass(frozen=True)
class LandmarkUncertainty:
    """How far off each of K landmarks may be, in pixels of the radiograph; NaN where a landmark is missing.

    levels: (L,) shares of radiographs, as 0.5, 0.9, 0.95. radii_px: (K, L), within which the truth lies in that share.
    covariances_px: (K, 2, 2), px squared, of the normal distribution along x and y whose ellipse of 90 % holds the
    truth in that share. expected_errors_px: (K,), mean distance.
    """

    levels: tuple[float, ...]
    radii_px: np.ndarray
    covariances_px: np.ndarray
    expected_errors_px: np.ndarray

    @property
    def ellipses_px(self) -> np.ndarray:
        """Those of 90 %, (K, 3): semi-major and semi-minor axis, px, and the angle of the longer one, degrees from
        the x axis towards y, -90 to 90."""
        variances, axes = np.linalg.eigh(self.covariances_px)
        minor, major = np.sqrt(NORMAL_90 * np.maximum(variances, 0)).T
        angle = np.degrees(np.arctan2(axes[:, 1, 1], axes[:, 0, 1]))
        return np.column_stack([major, minor, (angle + 90) % 180 - 90])


@dataclass(frozen=True)
class MeasuredInterval:
    """A measurement of one radiograph and between what its true value lies, in the share ``level`` of radiographs.

    key: of :data:`aariz_mm.analysis.MEASUREMENTS`. value, low, high: in its unit, NaN where missing. reason: why the
    value is missing, '' where it is not. Where convention pulls a landmark one way, the value may lie near an end.
    """

    key: str
    value: float
    unit: str
    low: float
    high: float
    level: float
    reason: str = ''


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

    ``scores`` fall with the expected error, see :func:`~aariz_mm.uncertainty.scoring.scored`. ``map_errors_px`` (K,) is
    that error by the model's maps alone, px; None where it has no such maps.

    ``cvm`` is None where no model predicted it. ``warnings`` say what makes the prediction doubtful.
    ``pixel_size_source`` says where the pixel size comes from, '' where it is unknown. ``turn`` says what was done to
    the radiograph before it was read, as 'mirrored'; '' for nothing. ``uncertainty`` is None and ``measurements`` are
    empty where the model is not calibrated. ``identity`` holds names and numbers of the patient, only where they were
    asked for. ``flattening`` (3, 3) lays a photograph of a radiograph flat: it is measured there; None measures the
    landmarks as they are. ``magnification`` is how many times larger than life its millimetres are; None where unknown.
    """

    image_path: Path
    symbols: tuple[str, ...]
    keypoints_px: np.ndarray
    scores: np.ndarray
    pixel_size_mm: float | None
    cvm: StagePrediction | None = None
    warnings: tuple[str, ...] = ()
    pixel_size_source: str = ''
    turn: str = ''
    uncertainty: LandmarkUncertainty | None = None
    subject: Subject = field(default_factory=Subject)
    identity: Mapping[str, str] = field(default_factory=dict)
    measurements: tuple[MeasuredInterval, ...] = ()
    flattening: np.ndarray | None = None
    magnification: float | None = None
    map_errors_px: np.ndarray | None = None
