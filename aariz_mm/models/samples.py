"""What models read from the data samples that they are given."""

from __future__ import annotations

import numpy as np
from mmengine.structures import BaseDataElement

from aariz_mm.arrays import as_array, is_labelled


def true_points_px(sample: BaseDataElement) -> np.ndarray:
    """Labelled landmarks (K, 2) of a training sample in network-input pixels, NaN where not labelled.

    Errors:
        KeyError: they were not packed.
    """
    truth = sample.gt_instances
    if 'transformed_keypoints' not in truth:
        raise KeyError(
            f'{sample.metainfo.get("img_path", "sample")}: no transformed_keypoints; set pack_transformed=True in the '
            'packing transform of the training pipeline; regions of vertebrae and crops of a second stage follow them'
        )
    points = as_array(truth.transformed_keypoints)[0, :, :2].astype(np.float64)
    return np.where(is_labelled(truth.keypoints_visible)[:, None], points, np.nan)
