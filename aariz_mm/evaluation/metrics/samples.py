"""What landmark metrics take from a data sample and from the dataset's metainfo."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np


def answer_and_truth_px(sample: Mapping) -> dict[str, np.ndarray]:
    """``pred_px`` and ``gt_px`` (K, 2) float64 of a sample as a dict, original pixels; NaN where unlabelled."""
    gt = np.asarray(sample['gt_instances']['keypoints'], dtype=np.float64)[0]
    visible = np.asarray(sample['gt_instances']['keypoints_visible'])[0] > 0.5
    return dict(
        pred_px=np.asarray(sample['pred_instances']['keypoints'], dtype=np.float64)[0, :, :2],
        gt_px=np.where(visible[:, None], gt, np.nan),
    )


def symbols_of(dataset_meta: Mapping) -> tuple[str, ...]:
    """Symbols of the K landmarks of a dataset, in its order."""
    names = dataset_meta['keypoint_id2name']
    return tuple(names[index] for index in range(len(names)))
