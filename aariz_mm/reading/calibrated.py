"""A prediction with its uncertainty, where the bundle is calibrated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from aariz_mm.adaptation.applying import apply_profile, factors_of
from aariz_mm.adaptation.profile import Profile
from aariz_mm.evaluation.certainty import score_of_share
from aariz_mm.files import file_sha256
from aariz_mm.predictions import LandmarkPrediction
from aariz_mm.uncertainty.calibration import Calibration, load_calibration, parse_calibration
from aariz_mm.uncertainty.estimating import (
    WIDEST,
    Estimate,
    describe_widening,
    draw_offsets,
    estimate,
    uncertainty_in_pixels,
)
from aariz_mm.uncertainty.measurements import measure_with_intervals
from aariz_mm.uncertainty.readings import one_reading
from aariz_mm.uncertainty.scoring import scored

from .bundle import Bundle

__all__ = ['add_uncertainty', 'calibration_of', 'estimate_errors', 'read_calibration', 'why_unsure']


def calibration_of(bundle: Bundle) -> Calibration | None:
    """What a bundle holds of its errors; None where it was never calibrated.

    Errors:
        ValueError: a calibration that can't be used.
    """
    content = bundle.info.calibration
    return None if content is None else parse_calibration(content, bundle.info.symbols, str(bundle.path))


def read_calibration(path: str | Path, symbols: Sequence[str], checkpoints: Sequence[str | Path] = ()) -> Calibration:
    """A calibration of its own file, or out of the bundle that holds it.

    Args:
        path: JSON of ``aariz-mm calibrate``, or a bundle (``.onnx``). symbols: K landmarks of the model.
        checkpoints: of the model; a bundle must have been made of one of them.
    Errors:
        FileNotFoundError, ValueError: no such file, no calibration in it, or one of other landmarks or another model.
    """
    if Path(path).suffix.lower() != '.onnx':
        return parse_calibration(load_calibration(path), symbols, str(path))
    info = Bundle(path, threads=1).info
    if info.calibration is None:
        raise ValueError(f'{path}: a bundle without a calibration; give one that has it, see aariz-mm calibrate')
    if checkpoints and info.checkpoint_sha256 not in map(file_sha256, checkpoints):
        raise ValueError(
            f'{path}: the calibration of another model ({info.checkpoint_sha256[:12]}), not of {checkpoints[0]}; give '
            'the checkpoint that this bundle was exported from, or the calibration of yours'
        )
    return parse_calibration(info.calibration, symbols, str(path))


def estimate_errors(
    calibration: Calibration | None, found: Mapping[str, np.ndarray], symbols: Sequence[str]
) -> Estimate | None:
    """How far off the landmarks of a reading may be; None where no calibration tells.

    Args:
        found: outputs of the bundle, see :func:`~aariz_mm.uncertainty.readings.one_reading`.
        symbols: K landmark symbols.
    """
    return None if calibration is None else estimate(calibration, one_reading(found, symbols))


def why_unsure(estimated: Estimate | None) -> str:
    """Why the landmarks of a reading tell nothing; '' where they tell something, or no calibration says it."""
    widening = 0.0 if estimated is None else float(estimated.widening[0])
    if not widening > WIDEST:
        return ''
    return (
        f'the model is {widening:.1f} times as unsure of its landmarks as usual, at most {WIDEST:g}: is the picture '
        'upright, whole and a lateral cephalogram?'
    )


def add_uncertainty(
    prediction: LandmarkPrediction,
    calibration: Calibration | None,
    found: Mapping[str, np.ndarray],
    estimated: Estimate | None = None,
    profile: Profile | None = None,
) -> LandmarkPrediction:
    """The prediction with radii, the scores and measurements that follow, and a warning where they are doubtful.

    All are as a site's reader has them.

    How the picture was turned or cut before it was read is told by the landmarks in both frames.

    Args:
        calibration: without one, and where landmarks lie in one place, the maps alone say how far off they may be.
        found: outputs of the bundle, see :func:`~aariz_mm.uncertainty.readings.one_reading`.
        estimated: what :func:`estimate_errors` made of them; None makes it.
        profile: of the site; it moves landmarks and changes radii and intervals.
    """
    if calibration is not None:
        estimated = estimated or estimate_errors(calibration, found, prediction.symbols)
    if calibration is None or not np.isfinite(estimated.expected_mm).all():
        prediction = scored(_with_map_errors(prediction, found))
        return prediction if profile is None else apply_profile(prediction, profile)
    to_file = _fit_affine(np.asarray(found['points'], np.float64), prediction.keypoints_px)
    offsets = draw_offsets(calibration, estimated, to_file)
    known = replace(prediction, uncertainty=uncertainty_in_pixels(estimated, to_file, calibration.levels))
    if profile is not None:
        known, offsets = apply_profile(known, profile), offsets * factors_of(profile, known.symbols)[:, None]
    return replace(
        scored(known),
        measurements=()
        if known.flattening is not None  # of a photograph, whose shape is a guess
        else measure_with_intervals(known.keypoints_px, known.symbols, known.pixel_size_mm, offsets),
        warnings=(*known.warnings, *describe_widening(calibration, estimated)),
    )


def _with_map_errors(prediction: LandmarkPrediction, found: Mapping[str, np.ndarray]) -> LandmarkPrediction:
    """With what the maps say of errors; bundles of earlier releases do not say it."""
    if 'errors' not in found:
        return prediction
    to_file = _fit_affine(np.asarray(found['points'], np.float64), prediction.keypoints_px)
    scale = float(np.sqrt(abs(np.linalg.det(to_file[:, :2]))))
    known = prediction
    if prediction.pixel_size_mm is None and 'input_height' in found:
        known = replace(prediction, scores=score_of_share(found['errors'], float(found['input_height'])))
    return replace(known, map_errors_px=np.asarray(found['errors'], np.float64) * scale)


def _fit_affine(points: np.ndarray, target: np.ndarray) -> np.ndarray:
    """(2, 3), from points (K, 2) to the target, with the least squared error."""
    homogeneous = np.column_stack([points, np.ones(len(points))])
    return np.linalg.lstsq(homogeneous, target, rcond=None)[0].T
