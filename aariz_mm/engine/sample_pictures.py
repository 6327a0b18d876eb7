"""From a data sample to a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from aariz_mm.arrays import as_array, is_labelled
from aariz_mm.engine.samples import stage_of_crop, stage_of_radiograph
from aariz_mm.landmarks import CVM_STAGES
from aariz_mm.visualization.prediction_overlay import draw_prediction_overlay
from aariz_mm.visualization.stage_picture import draw_stage_picture

__all__ = ['crop_picture_from_sample', 'is_crop_sample', 'overlay_from_sample', 'picture_from_sample', 'sample_title']


def picture_from_sample(
    image: np.ndarray, data_sample: Any, symbols: Sequence[str] | None, max_side: int = 1400
) -> np.ndarray:
    """Overlay of a radiograph's sample, or the picture of a crop's.

    Args:
        image, data_sample: as for :func:`overlay_from_sample` or :func:`crop_picture_from_sample`.
        symbols: K landmark symbols; None where the model is a crop classifier.
        max_side: longer side of a drawn radiograph; a crop's picture is two thirds of it wide.
    """
    if is_crop_sample(data_sample):
        return crop_picture_from_sample(image, data_sample, width=2 * max_side // 3)
    return overlay_from_sample(image, data_sample, symbols, max_side=max_side)


def is_crop_sample(data_sample: Any) -> bool:
    """Whether a crop classifier has predicted the sample."""
    return data_sample.get('pred_score') is not None


def crop_picture_from_sample(image: np.ndarray, data_sample: Any, draw_gt: bool = True, **options: Any) -> np.ndarray:
    """Picture of what a crop classifier predicted.

    Args:
        image: (H, W) or (H, W, 3) uint8, the crop.
        data_sample: see :func:`aariz_mm.engine.samples.stage_of_crop`; of the meta fields ``img_id`` and ``cvm_stage``
            is shown what is there.
        options: more arguments of :func:`draw_stage_picture`.
    """
    prediction = stage_of_crop(data_sample, image.shape[1::-1])
    options = {'title': str(data_sample.get('img_id') or ''), **options}
    return draw_stage_picture(image, prediction, data_sample.get('cvm_stage') if draw_gt else None, **options)


def overlay_from_sample(
    image: np.ndarray,
    data_sample: Any,
    symbols: Sequence[str],
    draw_gt: bool = True,
    draw_pred: bool = True,
    **options: Any,
) -> np.ndarray:
    """Overlay of what a data sample holds: truth, prediction, pixel size, id, device and CVM stage.

    A landmark without truth (``keypoints_visible`` 0) shows its prediction alone, and no error. With a predicted CVM
    stage, the region of C2 to C4 that the landmarks give is framed, and below are the activation map of the part that
    the model saw and a bar for each stage.

    Args:
        image: (H, W) or (H, W, 3) uint8, the original radiograph, grey or RGB.
        data_sample: a ``PoseDataSample`` or a dict of the same fields: ``pred_instances`` and ``gt_instances``
            with ``keypoints`` (1, K, 2) in original pixels, ``keypoints_visible`` (1, K), and the meta fields
            ``img_id``, ``device``, ``cvm_stage``, ``pixel_size_mm``, ``ori_shape``, and of a stage model
            those of :func:`aariz_mm.engine.samples.stage_of_radiograph`; arrays or tensors. What is missing is not
            drawn.
        symbols: K landmark symbols.
        options: more arguments of :func:`draw_landmarks_overlay`.
    Returns:
        (h, w, 3) uint8 RGB. Inputs are not modified.
    Errors:
        ValueError: the image is not of the sample's ``ori_shape``, or more than one instance.
    """
    ori_shape = data_sample.get('ori_shape')
    if ori_shape is not None and tuple(ori_shape[:2]) != image.shape[:2]:
        raise ValueError(
            f'{data_sample.get("img_id")}: image is {image.shape[:2]} (h, w) but ori_shape is {tuple(ori_shape[:2])}; '
            'pass the original radiograph, its EXIF orientation ignored'
        )
    pred_px = _points(data_sample.get('pred_instances'), 'pred_instances') if draw_pred else None
    gt_px = _labelled_points(data_sample.get('gt_instances')) if draw_gt else None
    prediction = stage_of_radiograph(data_sample, symbols) if draw_pred else None
    options = {'title': sample_title(data_sample), 'pixel_size_mm': data_sample.get('pixel_size_mm'), **options}
    true_stage = data_sample.get('cvm_stage') if draw_gt else None
    return draw_prediction_overlay(image, symbols, prediction, true_stage, pred_px=pred_px, gt_px=gt_px, **options)


def sample_title(data_sample: Any) -> str:
    """Id, device and CVM stage, as far as they are known. Example: ``'ck2a · ART Plus · CVM-S3'``"""
    stage = data_sample.get('cvm_stage')
    words = [
        data_sample.get('img_id'),
        data_sample.get('device'),
        None if stage is None else CVM_STAGES[int(stage) - 1],
    ]
    return ' · '.join(str(word) for word in words if word not in (None, ''))


def _points(instances: Any, name: str) -> np.ndarray | None:
    """The one instance's keypoints (K, 2), a copy; None where there are none."""
    keypoints = None if instances is None else instances.get('keypoints')
    if keypoints is None:
        return None
    keypoints = as_array(keypoints)
    if keypoints.ndim != 3 or keypoints.shape[0] != 1:
        raise ValueError(f'{name}.keypoints: expected one instance, shape (1, K, 2), got {keypoints.shape}')
    return keypoints[0, :, :2].astype(np.float64)


def _labelled_points(instances: Any) -> np.ndarray | None:
    """True landmarks (K, 2), NaN where not labelled."""
    points = _points(instances, 'gt_instances')
    visible = None if points is None else instances.get('keypoints_visible')
    if visible is not None:
        points[~is_labelled(visible)] = np.nan
    return points
