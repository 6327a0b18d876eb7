"""How far off the landmarks in a data sample may be: what the maps say, or a calibration. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from aariz_mm.arrays import as_array
from aariz_mm.evaluation.certainty import score_of_error
from aariz_mm.uncertainty.calibration import Calibration
from aariz_mm.uncertainty.estimating import estimate
from aariz_mm.uncertainty.readings import mm_per_px, one_reading

from .plausibility import input_points_px

__all__ = ['calibrate_sample', 'errors_of_sample', 'maps_of_sample', 'needed_maps', 'score_sample']

_OF_MAPS = ('keypoint_masses', 'keypoint_spreads')


def maps_of_sample(sample: Any) -> dict[str, np.ndarray] | None:
    """``points`` (K, 2), ``scores`` (K,) and ``spread`` (K, 3) in network-input pixels, as a bundle gives them.

    None where the head of the model has no maps that sum to 1.
    """
    found = sample.get('pred_instances')
    if any(name not in found for name in _OF_MAPS):
        return None
    masses, spread = (as_array(found.get(name))[0] for name in _OF_MAPS)
    points = as_array(found.get('keypoints'))[0, :, :2].astype(np.float64)
    return dict(points=input_points_px(points, sample), scores=masses, spread=spread)


def needed_maps(sample: Any) -> dict[str, np.ndarray]:
    """:func:`maps_of_sample` for a calibration.

    Errors:
        ValueError: the head of the model has no maps that sum to 1.
    """
    maps = maps_of_sample(sample)
    if maps is None:
        raise ValueError(
            'a calibration needs a SpatialSoftmaxHead, whose maps are probabilities; leave --calibration out for other '
            'heads'
        )
    return maps


def errors_of_sample(sample: Any) -> np.ndarray | None:
    """Expected errors (K,) in original pixels; None where the model says nothing of them."""
    found = sample.get('pred_instances')
    if 'keypoint_errors' not in found:
        return None
    size, scale = (as_array(sample.get(f'input_{key}')).astype(np.float64) for key in ('size', 'scale'))
    return as_array(found.get('keypoint_errors'))[0].astype(np.float64) * float(np.mean(scale / size))


def calibrate_sample(sample: Any, symbols: Sequence[str], calibration: Calibration) -> None:
    """Replace what the maps say of errors by what was learnt of them; landmarks that form no face stay as they are.

    Errors:
        ValueError: the head of the model has no maps that sum to 1, as a calibration needs.
    """
    maps = needed_maps(sample)
    found = estimate(calibration, one_reading(maps, symbols))
    errors = found.expected_mm / mm_per_px(found.frames)[:, None]
    if np.isfinite(errors).all():
        sample.pred_instances.set_field(errors, 'keypoint_errors')


def score_sample(sample: Any) -> None:
    """Let scores follow from expected errors in mm, where both these and the pixel size are known."""
    errors, pixel_size_mm = errors_of_sample(sample), sample.get('pixel_size_mm')
    if errors is None or pixel_size_mm is None or not np.isfinite(pixel_size_mm):
        return
    sample.pred_instances.set_field(score_of_error(errors * pixel_size_mm)[None], 'keypoint_scores')
