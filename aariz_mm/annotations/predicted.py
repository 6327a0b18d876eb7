"""Landmarks, stages and predictions in the layout of the dataset's annotation files."""

from __future__ import annotations

import math

from aariz_mm.landmarks import BY_SYMBOL, CVM_STAGES
from aariz_mm.predictions import LandmarkPrediction, LandmarkUncertainty, MeasuredInterval, StagePrediction

__all__ = ['landmark_entry', 'landmarks_as_annotation', 'stage_entry', 'uncertainty_entry']


def landmarks_as_annotation(prediction: LandmarkPrediction) -> dict:
    """A prediction in the layout of the dataset's landmark files, with a score beside each value.

    ``predicted`` repeats the value, so that it stays known where a person corrects that.

    Coordinates keep two decimals of a pixel of the original image. Where a stage was predicted, it stands there in the
    layout of the dataset's CVM files: ``cvm_stage`` (``id``, ``title``, ``value``); beside it ``cvm_probabilities``
    (title to probability, four decimals), ``cvm_expected_stage``, and ``cervical_roi``, ``x1 y1 x2 y2`` in original
    pixels, null where the landmarks give none. ``turn`` says how it was brought upright, if it was; ``warnings`` say
    what makes the prediction doubtful.

    Each landmark has ``expected_error_px``: where the model is calibrated, the mean distance from the truth to expect,
    else how far off its maps say that it may be, where it has such maps. With a calibration there are ``radius_px``,
    level in per cent ('50', '90', '95') to the radius within which the truth lies in that share of radiographs, and
    ``ellipse_px``, of 90 %: ``semi_major``, ``semi_minor`` and ``angle_deg`` of the longer axis, from the x axis
    towards y, -90 to 90. With a pixel size ``expected_error_mm`` and ``radius_mm`` stand beside them. The list
    ``measurements`` has for each ``key``, ``value``, ``unit``, ``low`` and ``high``, between which the true value lies
    in the share ``level``, and ``reason``, why it is missing (value null), '' where it is not.
    """
    rows = zip(prediction.symbols, prediction.keypoints_px, prediction.scores, strict=True)
    landmarks = [
        _predicted_entry(symbol, round(float(x), 2), round(float(y), 2), round(float(score), 4))
        for symbol, (x, y), score in rows
    ]
    for index, entry in enumerate(landmarks):
        entry |= _map_error_entry(prediction, index)
        entry |= uncertainty_entry(prediction.uncertainty, index, prediction.pixel_size_mm)
    measured = dict(measurements=[_measured_entry(one) for one in prediction.measurements])
    pixel_size = {} if prediction.pixel_size_mm is None else dict(pixel_size_mm=prediction.pixel_size_mm)
    stage = {} if prediction.cvm is None else _stage_as_annotation(prediction.cvm)
    return dict(
        ceph_id=prediction.image_path.stem,
        landmarks=landmarks,
        **pixel_size,
        **stage,
        **(measured if prediction.measurements else {}),
        **(dict(turn=prediction.turn) if prediction.turn else {}),
        warnings=list(prediction.warnings),
    )


def _predicted_entry(symbol: str, x: float, y: float, score: float) -> dict:
    return landmark_entry(symbol, x, y) | dict(score=score, predicted=dict(x=x, y=y))


def _map_error_entry(prediction: LandmarkPrediction, index: int) -> dict:
    errors = prediction.map_errors_px
    if errors is None or not math.isfinite(errors[index]):
        return {}
    error, scale = float(errors[index]), prediction.pixel_size_mm
    in_mm = {} if scale is None else dict(expected_error_mm=round(error * scale, 2))
    return dict(expected_error_px=round(error, 2), **in_mm)


def uncertainty_entry(uncertainty: LandmarkUncertainty | None, index: int, pixel_size_mm: float | None) -> dict:
    """Keys of the uncertainty of one landmark, see :func:`landmarks_as_annotation`; none where there is none."""
    if uncertainty is None:
        return {}
    error, radii = float(uncertainty.expected_errors_px[index]), uncertainty.radii_px[index]
    names = [f'{100 * level:g}' for level in uncertainty.levels]
    major, minor, angle = (float(value) for value in uncertainty.ellipses_px[index])
    entry = dict(
        expected_error_px=round(error, 2),
        radius_px={name: round(float(radius), 2) for name, radius in zip(names, radii, strict=True)},
        ellipse_px=dict(
            semi_major=round(major, 2),
            semi_minor=round(minor, 2),
            angle_deg=round(angle, 1),
        ),
    )
    if pixel_size_mm is not None:
        entry['expected_error_mm'] = round(error * pixel_size_mm, 2)
        entry['radius_mm'] = {
            name: round(float(radius) * pixel_size_mm, 2) for name, radius in zip(names, radii, strict=True)
        }
    return entry


def landmark_entry(symbol: str, x: float, y: float) -> dict:
    """One landmark as the dataset's files have it; original pixels."""
    landmark = BY_SYMBOL[symbol]
    return dict(landmark_id=landmark.landmark_id, title=landmark.title, symbol=symbol, value=dict(x=x, y=y))


def stage_entry(stage: int, entry_id: str) -> dict:
    """A CVM stage, 1 to 6, as the dataset's files have it."""
    return dict(id=entry_id, title=CVM_STAGES[stage - 1], value=stage)


def _measured_entry(one: MeasuredInterval) -> dict:
    numbers = dict(value=one.value, low=one.low, high=one.high)
    rounded = {key: round(number, 2) if math.isfinite(number) else None for key, number in numbers.items()}
    return dict(key=one.key, unit=one.unit, **rounded, level=one.level, reason=one.reason)


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
