"""From a pose data sample to an overlay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from aariz_mm.geometry import cervical_roi
from aariz_mm.landmarks import CVM_STAGES
from aariz_mm.visualization.cervical import draw_region, stage_band
from aariz_mm.visualization.overlay import draw_landmarks_overlay
from aariz_mm.visualization.scene import Style


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
    stage, the region of C2 to C4 that the landmarks tell is framed, and a band below has a bar for each stage.

    Args:
        image: (H, W) or (H, W, 3) uint8, the original radiograph, grey or RGB.
        data_sample: a ``PoseDataSample`` or a dict of the same fields: ``pred_instances`` and ``gt_instances``
            with ``keypoints`` (1, K, 2) in original pixels, ``keypoints_visible`` (1, K), and the meta fields
            ``img_id``, ``device``, ``cvm_stage``, ``pixel_size_mm``, ``ori_shape``, and of a stage model
            ``pred_cvm_probabilities`` (6,) and ``pred_cvm_stage`` (1,); arrays or tensors. What is missing is not
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
    has_stage = draw_pred and data_sample.get('pred_cvm_probabilities') is not None
    if has_stage:
        image = _with_region(image, gt_px if pred_px is None else pred_px, symbols)
    options = {'title': sample_title(data_sample), 'pixel_size_mm': data_sample.get('pixel_size_mm'), **options}
    overlay = draw_landmarks_overlay(image, symbols, pred_px=pred_px, gt_px=gt_px, **options)
    return np.concatenate([overlay, _stage_band(data_sample, overlay.shape, draw_gt)]) if has_stage else overlay


def _with_region(image: np.ndarray, points_px: np.ndarray | None, symbols: Sequence[str]) -> np.ndarray:
    """The image with the cervical region framed, or as it is where the landmarks tell none."""
    try:
        return image if points_px is None else draw_region(image, cervical_roi(points_px, symbols))
    except ValueError:
        return image


def _stage_band(data_sample: Any, shape: tuple[int, ...], draw_gt: bool) -> np.ndarray:
    stage = data_sample.get('pred_cvm_stage')
    return stage_band(
        shape[1],
        _array(data_sample.get('pred_cvm_probabilities')),
        Style.of(max(shape[:2])).band,
        None if stage is None else int(_array(stage).item()),
        data_sample.get('cvm_stage') if draw_gt else None,
    )


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
    keypoints = _array(keypoints)
    if keypoints.ndim != 3 or keypoints.shape[0] != 1:
        raise ValueError(f'{name}.keypoints: expected one instance, shape (1, K, 2), got {keypoints.shape}')
    return keypoints[0, :, :2].astype(np.float64)


def _labelled_points(instances: Any) -> np.ndarray | None:
    """True landmarks (K, 2), NaN where not labelled."""
    points = _points(instances, 'gt_instances')
    visible = None if points is None else instances.get('keypoints_visible')
    if visible is not None:
        # MMPose writes (1, K), or (1, K, 2) with a weight beside the visibility
        points[_array(visible)[0].reshape(len(points), -1)[:, 0] <= 0.5] = np.nan
    return points


def _array(values: Any) -> np.ndarray:
    return np.asarray(values.detach().cpu() if hasattr(values, 'detach') else values)
