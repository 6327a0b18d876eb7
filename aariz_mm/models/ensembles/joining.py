"""Joining the landmarks that several models, or one model at several views, found in one image."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from mmengine.structures import InstanceData

from ...arrays import as_array
from ...codecs.spatial_softmax import height_scores
from ...geometry import cells_to_pixels

_JOINED = (
    'keypoints', 'keypoint_scores', 'keypoints_visible', 'keypoint_errors', 'keypoint_masses', 'keypoint_spreads',
)  # fmt: skip


def mean_points(points_px: np.ndarray, scores: np.ndarray | None = None, outlier_px: float | None = None) -> np.ndarray:
    """Mean of several predictions, each landmark on its own.

    Args:
        points_px: (N, ..., 2), of N predictions.
        scores: (N, ...), weights; one below 0, as a heatmap's peak may be, weighs nothing, and where all do, the
            predictions weigh equally. None weighs all equally.
        outlier_px: predictions further than this from the medoid, the one that is nearest to all others, do not count;
            None counts all.
    Returns:
        (..., 2).
    Example: (0, 0) of score 1 and (4, 8) of score 3 -> (3, 6)
    """
    if scores is None and outlier_px is None:
        return points_px.mean(axis=0)
    counted = np.ones(points_px.shape[:-1]) if outlier_px is None else near_medoid(points_px, outlier_px)
    weights = counted if scores is None else counted * np.maximum(scores, 0)
    weights = np.where(weights.sum(axis=0) > 0, weights, counted).astype(points_px.dtype)
    # Shares first: the share of a single prediction is 1, so it is given back to the last bit.
    return (points_px * (weights / weights.sum(axis=0))[..., None]).sum(axis=0)


def near_medoid(points_px: np.ndarray, distance_px: float) -> np.ndarray:
    """Which of N predictions (N, ..., 2) lie within a distance of their medoid: (N, ...) bool, never all False.

    Example: x = 0, 1 and 50 of three predictions, 10 px -> True, True, False
    """
    apart = np.linalg.norm(points_px[:, None] - points_px[None], axis=-1)
    medoid = apart.sum(axis=1).argmin(axis=0)
    return np.take_along_axis(apart, medoid[None, None], axis=0)[0] <= distance_px


def join_instances(
    instances: Sequence[InstanceData], weighted: bool, outlier_px: float | None = None, height_px: float | None = None
) -> InstanceData:
    """One instance out of several predictions of one image: :func:`mean_points` of the points, means of the rest.

    What predictions differ by is doubt as well: it adds to spreads and, in quadrature, to errors, of which the scores
    are made again where the height of the picture is given.
    """
    names = [name for name in _JOINED if name in instances[0]]
    values = {name: np.stack([as_array(instance.get(name)) for instance in instances]) for name in names}
    given = values.pop('keypoints')
    points = mean_points(given, values['keypoint_scores'] if weighted else None, outlier_px)
    joined = {name: each.mean(axis=0) for name, each in values.items()}
    if len(given) == 1:
        return InstanceData(keypoints=points, **joined)
    x, y = np.moveaxis(given - points, -1, 0)
    if 'keypoint_spreads' in joined:
        joined['keypoint_spreads'] = joined['keypoint_spreads'] + np.stack([x * x, y * y, x * y], axis=-1).mean(axis=0)
    if 'keypoint_errors' in joined:
        # Along one axis, as the width of a map is.
        squares = values['keypoint_errors'] ** 2 + (x * x + y * y) / 2
        joined['keypoint_errors'] = np.sqrt(squares.mean(axis=0))
        if height_px is not None:
            joined['keypoint_scores'] = height_scores(joined['keypoint_errors'], height_px)
    return InstanceData(keypoints=points, **joined)


def scale_doubts(instance: InstanceData, factor: float) -> None:
    """Bring errors and spreads of an instance to pixels ``factor`` times as many; what rotation does is left out."""
    for name, power in (('keypoint_errors', 1), ('keypoint_spreads', 2)):
        if name in instance:
            instance.set_field(as_array(instance.get(name)) * factor**power, name)


def resize_points(points_px: np.ndarray, size: tuple[int, int], new_size: tuple[int, int]) -> np.ndarray:
    """Points (..., 2) of a picture of [w, h] ``size`` where the same picture has ``new_size``; type as given."""
    if size == new_size:
        return points_px
    scale = np.asarray(size, dtype=np.float64) / new_size
    return cells_to_pixels(points_px, scale).astype(points_px.dtype)
