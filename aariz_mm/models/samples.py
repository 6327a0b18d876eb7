"""What models read from the data samples that they are given."""

from __future__ import annotations

import numpy as np
from mmengine.structures import BaseDataElement
from torch import Tensor


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
    visible = as_array(truth.keypoints_visible)[0].reshape(len(points), -1)[:, 0] > 0.5
    return np.where(visible[:, None], points, np.nan)


def as_array(values) -> np.ndarray:
    """A numpy array of an array or a tensor."""
    return values.detach().cpu().numpy() if isinstance(values, Tensor) else np.asarray(values)
