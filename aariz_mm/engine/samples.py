"""What is taken from data samples with a model's predictions, and from the metainfo of their dataset. Numpy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from aariz_mm.analysis.cervical_region import cervical_roi
from aariz_mm.arrays import as_array, is_labelled
from aariz_mm.predictions import StagePrediction

__all__ = ['prediction_and_truth_px', 'stage_of_crop', 'stage_of_radiograph', 'symbols_of']


def stage_of_radiograph(sample: Any, symbols: Sequence[str]) -> StagePrediction | None:
    """The stage that a landmark model with a CVM head wrote into a sample; None where it wrote none.

    Args:
        sample: a ``PoseDataSample`` or a dict: ``pred_cvm_stage`` (1,), ``pred_cvm_probabilities`` (6,), perhaps
            ``pred_cvm_activation`` (h, w) and ``pred_cvm_seen`` (4,) in network-input pixels, ``pred_instances`` with
            ``keypoints`` (1, K, 2) in original pixels; arrays or tensors.
        symbols: K landmark symbols.
    """
    if sample.get('pred_cvm_probabilities') is None:
        return None
    activation = sample.get('pred_cvm_activation')
    return StagePrediction(
        int(as_array(sample.get('pred_cvm_stage')).item()),
        as_array(sample.get('pred_cvm_probabilities')),
        _cervical_roi(as_array(sample.get('pred_instances').get('keypoints'))[0, :, :2], symbols),
        None if activation is None else as_array(activation),
        None if activation is None else _input_to_original(as_array(sample.get('pred_cvm_seen')), sample),
    )


def stage_of_crop(sample: Any, size: Sequence[int]) -> StagePrediction:
    """The stage that a crop classifier wrote into a sample.

    Args:
        sample: a ``DataSample`` of MMPretrain or a dict: ``pred_label`` (1,), 0 to 5, ``pred_score`` (6,), perhaps
            ``cvm_activation`` (h, w), and the network's input size as ``img_shape`` (h, w).
        size: (w, h) of the crop, pixels; the whole of it was fitted into the input, centre on centre.
    """
    activation = sample.get('cvm_activation')
    seen = None
    if activation is not None:
        input_size = np.array(sample.get('img_shape')[1::-1], dtype=np.float64)
        half = input_size / (input_size / size).min() / 2
        middle = (np.asarray(size) - 1) / 2
        seen = np.concatenate([middle - half, middle + half])
    return StagePrediction(
        int(as_array(sample.get('pred_label')).item()) + 1,
        as_array(sample.get('pred_score')),
        activation=None if activation is None else as_array(activation),
        seen_px=seen,
    )


def _cervical_roi(points_px: np.ndarray, symbols: Sequence[str]) -> np.ndarray | None:
    try:
        return cervical_roi(points_px, symbols)
    except ValueError:
        return None


def _input_to_original(box_px: np.ndarray, sample: Any) -> np.ndarray:
    """From network-input pixels to original pixels, as MMPose does for keypoints."""
    size, scale, center = (np.tile(as_array(sample.get(f'input_{key}')), 2) for key in ('size', 'scale', 'center'))
    return box_px / size * scale + center - scale / 2


def prediction_and_truth_px(sample: Mapping) -> dict[str, np.ndarray]:
    """``pred_px`` and ``gt_px`` (K, 2) float64 of a sample as a dict, original pixels; NaN where unlabelled."""
    gt = np.asarray(sample['gt_instances']['keypoints'], dtype=np.float64)[0]
    visible = is_labelled(sample['gt_instances']['keypoints_visible'])
    return dict(
        pred_px=np.asarray(sample['pred_instances']['keypoints'], dtype=np.float64)[0, :, :2],
        gt_px=np.where(visible[:, None], gt, np.nan),
    )


def symbols_of(dataset_meta: Mapping) -> tuple[str, ...]:
    """Symbols of the K landmarks of a dataset, in its order."""
    names = dataset_meta['keypoint_id2name']
    return tuple(names[index] for index in range(len(names)))
