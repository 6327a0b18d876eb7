"""Joining the landmarks that several models, or one model at several views, found in one image."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from mmengine.structures import InstanceData

from ...geometry import cells_to_pixels
from ..heads.cervical_pooling import as_array


def mean_points(points_px: np.ndarray, scores: np.ndarray | None = None) -> np.ndarray:
    """Mean of several answers, each landmark on its own.

    Args:
        points_px: (N, ..., 2), of N answers.
        scores: (N, ...), weights; one below 0, as a heatmap's peak may be, weighs nothing, and where all do, the
            answers weigh alike. None weighs all alike.
    Returns:
        (..., 2).
    Example: (0, 0) of score 1 and (4, 8) of score 3 -> (3, 6)
    """
    if scores is None:
        return points_px.mean(axis=0)
    weights = np.maximum(scores, 0)
    weights = np.where(weights.sum(axis=0) > 0, weights, np.ones_like(weights))
    # Shares first: the share of a single answer is 1, so it is given back to the last bit.
    return (points_px * (weights / weights.sum(axis=0))[..., None]).sum(axis=0)


def join_instances(instances: Sequence[InstanceData], weighted: bool) -> InstanceData:
    """One instance out of several answers to one image: mean points, by their scores or not, and mean scores."""
    names = [name for name in ('keypoints', 'keypoint_scores', 'keypoints_visible') if name in instances[0]]
    answers = {name: np.stack([as_array(instance.get(name)) for instance in instances]) for name in names}
    points = mean_points(answers.pop('keypoints'), answers['keypoint_scores'] if weighted else None)
    return InstanceData(keypoints=points, **{name: values.mean(axis=0) for name, values in answers.items()})


def resize_points(points_px: np.ndarray, size: tuple[int, int], new_size: tuple[int, int]) -> np.ndarray:
    """Points (..., 2) of a picture of [w, h] ``size`` where the same picture has ``new_size``; type as given."""
    if size == new_size:
        return points_px
    scale = np.asarray(size, dtype=np.float64) / new_size
    return cells_to_pixels(points_px, scale).astype(points_px.dtype)
